"""Works a round out: reads it in pieces, asks a worker process, and writes in pieces, so that nobody waits for it.

It may be started twice and may die anywhere. Whoever began last writes, after clearing what was written before; an
earlier one that is still at it finds that out with the next piece and stops. The round is done with the last piece.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.context import TaskContext
from bot.people import communities, members
from bot.scheduling import jobs
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from cogs.buddies.model import PairState, Pool, Reason, Round, RoundState, Rules
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from cogs.buddies.problem import Problem, Result
from cogs.buddies.rounds import figures, history, people, solving, steps, store
from cogs.buddies.rounds.solving import Builder
from cogs.buddies.rounds.store import Place, Replayed

_PEOPLE = 100
"""Read or written in one go."""
_PAIRS = 25
_PAST = 200
_HOUR_BEFORE = timedelta(hours=1)


class _Superseded(Exception):
    """Somebody began anew, or there is no such round any more."""


async def work_out(ctx: TaskContext, round_id: int) -> None:
    run = new_id()
    found = await ctx.db.run(partial(_begin, community=ctx.community, round=round_id, run=run))
    if found is None:
        return
    round, pool = found
    try:
        await _clear(ctx, round, run)
        until = ctx.now
        builder = Builder(round.at, round.seed, pool.rules)
        places = await _read_people(ctx, pool, round, builder)
        problem = await _complete(ctx, pool.id, builder, round.at, until)
        digest, result = await _solved(ctx, problem)
        reasons = dict(zip(result.unmatched, result.reasons, strict=True))
        await _write_places(ctx, round, run, places, reasons)
        await _write_pairs(ctx, pool, round, run, builder, result)
        await ctx.db.run(_guarded(round.id, run, partial(_finish, ctx, pool, round, digest, until)))
    except _Superseded:
        return


def _begin(tx: Tx, community: int, round: int, run: int) -> tuple[Round, Pool] | None:
    found = store.get(tx, community, round)
    pool = pools.get(tx, community, found.pool) if found else None
    if found is None or pool is None or not store.begin_run(tx, round, run):
        return None
    return found, pool


def _guarded(round: int, run: int, write: Callable[[Tx], None]) -> Callable[[Tx], None]:
    """Nothing is written by somebody who is not the last to have begun."""

    def guarded(tx: Tx) -> None:
        if not store.runs(tx, round, run):
            raise _Superseded
        write(tx)

    return guarded


async def _clear(ctx: TaskContext, round: Round, run: int) -> None:
    """What an earlier attempt wrote, and earlier previews: none is looked at any more."""

    def clear(tx: Tx) -> bool:
        if not store.runs(tx, round.id, run):
            raise _Superseded
        return store.clear(tx, round.id)

    while await ctx.db.run(clear):
        pass
    while await ctx.db.run(lambda tx: store.drop_previews(tx, round.pool, round.id)) is not None:
        pass


async def _read_people(ctx: TaskContext, pool: Pool, round: Round, builder: Builder) -> list[Place]:
    """Those who take part go into the problem; all who wanted to are answered for."""
    places: list[Place] = []
    after: int | None = 0
    while after is not None:
        some = partial(people.candidates, pool=pool.id, at=round.at, after=after, most=_PEOPLE)
        found, after = await ctx.db.read(some)
        places += [one.place for one in found]
        builder.add(one.place for one in found if one.takes_part)
    return places


async def _complete(ctx: TaskContext, pool: int, builder: Builder, at: datetime, until: datetime) -> Problem:
    taking_part = builder.problem.member
    for start in range(0, len(taking_part), _PEOPLE):
        some = taking_part[start : start + _PEOPLE].tolist()
        builder.never(await ctx.db.read(partial(history.nevers, members=some, until=until)))
    page: history.Page | None = history.START
    while page is not None:
        rows, page = await ctx.db.read(partial(history.past, pool=pool, before=at, after=page, most=_PAST))
        builder.past(rows)
    return builder.finish()


async def _solved(ctx: TaskContext, problem: Problem) -> tuple[str, Result]:
    if not problem.member:
        return problem.digest(), Result()
    return await asyncio.get_running_loop().run_in_executor(ctx.workers, solving.solve, problem)


async def _write_places(
    ctx: TaskContext, round: Round, run: int, places: list[Place], reasons: dict[int, Reason]
) -> None:
    for start in range(0, len(places), _PEOPLE):
        some = [replace(one, reason=reasons.get(one.member, one.reason)) for one in places[start : start + _PEOPLE]]
        await ctx.db.run(_guarded(round.id, run, partial(store.place, round=round.id, places=some)))


async def _write_pairs(ctx: TaskContext, pool: Pool, round: Round, run: int, builder: Builder, result: Result) -> None:
    zone = await ctx.db.read(lambda tx: communities.get(tx, pool.community).zone)
    ends: dict[int, datetime] = {}

    def write(tx: Tx, groups: list[tuple[int, ...]]) -> None:
        here = people.still_in(tx, pool.id, [member for group in groups for member in group])
        for group in groups:
            left = [member for member in group if member in here]
            if len(left) > 1:
                weeks = min(builder.cadences[member] for member in left)
                if weeks not in ends:
                    ends[weeks] = end_of(pool, zone, round.at, weeks)
                pairs.create(tx, pool.id, round.id, left, state=PairState.PROPOSED, started=round.at, ends=ends[weeks])
                continue
            for member in left:  # whoever they were to meet left since
                store.set_reason(tx, round.id, member, Reason.NUMBERS)

    groups = list(solving.groups_of(result))
    for start in range(0, len(groups), _PAIRS):
        await ctx.db.run(_guarded(round.id, run, partial(write, groups=groups[start : start + _PAIRS])))


def end_of(pool: Pool, zone: ZoneInfo, start: datetime, weeks: int) -> datetime:
    """An hour before the round that is nearest to so many weeks later: then everybody is free for it."""
    wanted = start + timedelta(weeks=weeks)
    after = pools.next_at(pool, zone, wanted - timedelta(days=3, hours=12))
    return after - _HOUR_BEFORE


def _finish(ctx: TaskContext, pool: Pool, round: Round, digest: str, until: datetime, tx: Tx) -> None:
    """The last piece, and what follows it, in one."""
    store.finish_run(
        tx, round.id, digest=digest, rules=solving.dump(pool.rules, until), figures=figures.fix(tx, round.id)
    )
    if round.state is not RoundState.PREVIEW:
        _then(tx, ctx, steps.worked_out(round.id), steps.key("worked-out", round.id), None)


def _then(tx: Tx, ctx: TaskContext, call: Call, key: str, member: int | None) -> None:
    """What a task can't do itself, a job does."""
    if member is None or members.exists(tx, member):
        jobs.put(tx, f"{ctx.community}:{key}", call, ctx.now, community=ctx.community, member=member)


# Working it out again


async def work_out_again(ctx: TaskContext, round_id: int, asker: int) -> None:
    round = await ctx.db.read(partial(store.get, community=ctx.community, round=round_id))
    stored = await ctx.db.read(partial(store.rules, round=round_id))
    if round is None or not stored:
        return
    came = await _compared(ctx, round, stored)

    def write(tx: Tx) -> None:
        store.set_replayed(tx, round.id, came)
        _then(tx, ctx, steps.tell_asker(round.id), steps.key("told", round.id), asker)

    await ctx.db.run(write)


async def _compared(ctx: TaskContext, round: Round, stored: str) -> Replayed:
    rules, until = solving.load(stored)
    builder = Builder(round.at, round.seed, rules)
    after = 0
    while True:
        places = await ctx.db.read(partial(store.places, round=round.id, after=after, most=_PEOPLE))
        builder.add(one for one in places if one.reason in solving.TOOK_PART)
        if len(places) < _PEOPLE:
            break
        after = places[-1].member
    digest, result = await _solved(ctx, await _complete(ctx, round.pool, builder, round.at, moment(until)))
    if digest != round.digest:
        return Replayed.CHANGED
    then: set[tuple[int, ...]] = set()
    after = 0
    while True:
        found = await ctx.db.read(partial(store.groups, round=round.id, after=after, most=_PEOPLE))
        then.update(group for _, group in found)
        if len(found) < _PEOPLE:
            break
        after = found[-1][0]
    return Replayed.SAME if then == set(solving.groups_of(result)) else Replayed.OTHER


def rules_of(stored: str) -> Rules:
    return solving.load(stored)[0]
