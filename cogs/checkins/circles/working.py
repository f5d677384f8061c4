"""Works out who sits with whom before the next weeks: reads in pieces, thinks in small steps, writes in pieces.

It may be started twice and may die anywhere: each write looks again at who still waits, so that nobody is placed twice
and nobody is moved who changed their mind. What people hear of it are jobs, written together with what they tell of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from bot.context import TaskContext
from bot.people import communities, members
from bot.scheduling import jobs
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.buddies import api as buddies
from cogs.checkins import calls
from cogs.checkins.circles import grouping, mergers, people, settling, store, telling
from cogs.checkins.circles.grouping import Group, Nevers, Person, Placed, Steps
from cogs.checkins.circles.mergers import Merger
from cogs.checkins.circles.people import Seat
from cogs.checkins.circles.telling import News
from cogs.checkins.model import LEAST, MOST, PAUSED_UNTIL_BACK

_PEOPLE = 100
_CIRCLES = 20
_AT_ONCE = 10
_WRITTEN = 5
"""Circles written in one go."""


async def work_out(ctx: TaskContext, checkin: int, day: int) -> None:
    seats = await _sitting(ctx, checkin)
    await _settle(ctx, checkin, seats)
    groups = {circle: await _group(ctx, circle, inside) for circle, inside in seats.items()}
    waiting = await _people(ctx, await _waiting(ctx, checkin))
    nevers = await _nevers(ctx, waiting, groups.values())
    await _mergers(ctx, checkin, seats, groups, nevers)
    placed = Placed(list(groups.values()))
    await _steps(grouping.place(waiting, placed, nevers, checkin ^ day))
    changed = [one for one in placed.groups if one.came]
    for start in range(0, len(changed), _WRITTEN):
        await ctx.db.run(partial(_place, ctx, checkin, changed[start : start + _WRITTEN]))
    for person in placed.waiting:
        await ctx.db.run(partial(_wait, ctx, checkin, person.member))
    await ctx.db.run(partial(_go_on, ctx, checkin, day))


async def _mergers(
    ctx: TaskContext, checkin: int, seats: dict[int, list[Seat]], groups: dict[int, Group], nevers: Nevers
) -> None:
    """Small circles that all want it; those for which there is no other one stay as they are. `groups` is as it is
    then, without what ended or was made."""
    small = [
        Group(circle, await _people(ctx, [seat for seat in inside if seat.takes_part and seat.merge]))
        for circle, inside in seats.items()
        if settling.all_said_yes(inside)
    ]
    wanted = {one.circle for one in small}
    goes_on = [one for circle, one in groups.items() if circle not in wanted]
    for merger in mergers.merge(small, goes_on, nevers):
        made = await ctx.db.run(partial(_merge, ctx, checkin, merger))
        for circle in merger.circles:
            groups.pop(circle)
            wanted.remove(circle)
        if made is not None and made not in groups:
            groups[made] = Group(made, list(merger.people))
    for one in goes_on:  # they are in it already
        one.came.clear()
    for circle in wanted:
        await ctx.db.run(partial(_stay, ctx, checkin, circle))


async def _steps(steps: Steps) -> None:
    for _ in steps:
        await asyncio.sleep(0)


# Reading


async def _sitting(ctx: TaskContext, checkin: int) -> dict[int, list[Seat]]:
    """By circle."""
    found: dict[int, list[Seat]] = {}
    after = 0
    while True:
        some = await ctx.db.read(partial(store.going_on, checkin=checkin, after=after, most=_CIRCLES))
        if not some:
            return found
        last = some[-1].id
        found.update((circle.id, []) for circle in some)
        for seat in await ctx.db.read(partial(people.sitting, checkin=checkin, after=after, last=last, now=ctx.now)):
            if seat.circle in found:
                found[seat.circle].append(seat)
        after = last


async def _waiting(ctx: TaskContext, checkin: int) -> list[Seat]:
    found: list[Seat] = []
    after: int | None = 0
    while after is not None:
        some = partial(people.waiting, checkin=checkin, after=after, most=_PEOPLE, now=ctx.now)
        seats, after = await ctx.db.read(some)
        found += [seat for seat in seats if seat.may_be_placed]
    return found


async def _people(ctx: TaskContext, seats: Sequence[Seat]) -> list[Person]:
    found: list[Person] = []
    for n, seat in enumerate(seats):
        found.append(people.person(seat, ctx.now))
        if n % _AT_ONCE == 0:
            await asyncio.sleep(0)
    return found


async def _group(ctx: TaskContext, circle: int, inside: Sequence[Seat]) -> Group:
    here = await _people(ctx, [seat for seat in inside if seat.takes_part])
    return Group(circle, here, tuple(seat.member for seat in inside if not seat.takes_part))


async def _nevers(ctx: TaskContext, waiting: Sequence[Person], groups: Iterable[Group]) -> Nevers:
    """Of everybody who could come to sit with somebody else now."""
    everybody = [one.member for one in waiting]
    for group in groups:
        if group.room:
            everybody += [*(one.member for one in group.people), *group.others]
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(everybody), _PEOPLE):
        pairs += await ctx.db.read(partial(buddies.nevers_of, members=everybody[start : start + _PEOPLE]))
    return grouping.nevers_of(pairs)


# Writing


async def _settle(ctx: TaskContext, checkin: int, seats: dict[int, list[Seat]]) -> None:
    """Circles without anybody end. Those that were asked and did not all say yes stay as they are."""
    for circle, inside in list(seats.items()):
        if not inside:
            await ctx.db.run(partial(_end, ctx, circle))
            del seats[circle]
        elif settling.answered(inside) and not settling.all_said_yes(inside):
            await ctx.db.run(partial(_stay, ctx, checkin, circle))


def _end(ctx: TaskContext, circle: int, tx: Tx) -> None:
    if store.end_if_empty(tx, circle):
        telling.ended(tx, ctx.community, circle, ctx.now)


def _stay(ctx: TaskContext, checkin: int, circle: int, tx: Tx) -> None:
    """Each who wanted to join another one hears it alone; nobody hears what the others said."""
    for seat in people.of_circle(tx, circle, ctx.now):
        if seat.merge is not None:
            store.set_merge(tx, checkin, seat.member, None)
        if seat.merge and seat.active:
            telling.put(tx, ctx.community, checkin, seat.member, News.STAYS, ctx.now)


def _merge(ctx: TaskContext, checkin: int, merger: Merger, tx: Tx) -> int | None:
    """Only if all of them still want it, and where they come to still has room. The circle they come to."""
    inside = {circle: people.of_circle(tx, circle, ctx.now) for circle in merger.circles}
    if not all(settling.all_said_yes(seats) for seats in inside.values()):
        return None
    coming = [seat for seats in inside.values() for seat in seats if seat.takes_part and seat.merge]
    target = store.members(tx, merger.into) if merger.into else []
    together = [*(seat.member for seat in coming), *(one.member for one in target)]
    if not LEAST <= len(together) <= MOST or _clash(tx, together):
        return None
    for circle, seats in inside.items():
        for seat in seats:
            _out(tx, ctx, checkin, seat)
        store.end(tx, circle)
        telling.ended(tx, ctx.community, circle, ctx.now)
    into = merger.into or _made(tx, ctx, checkin, coming)
    for seat in coming:
        if merger.into:
            store.put_into(tx, checkin, into, seat.member, ctx.now)
        telling.put(tx, ctx.community, checkin, seat.member, News.MOVED, ctx.now)
    return into


def _out(tx: Tx, ctx: TaskContext, checkin: int, seat: Seat) -> None:
    """Out of a circle that ends. Who did not say anything moves nowhere: they are paused until they come back."""
    store.take_out(tx, checkin, seat.member)
    telling.left(tx, ctx.community, checkin, seat.member, ctx.now)
    if seat.merge and seat.takes_part:
        return
    if not seat.paused:
        store.pause(tx, checkin, seat.member, PAUSED_UNTIL_BACK)
    telling.put(tx, ctx.community, checkin, seat.member, News.PAUSED, ctx.now)


def _place(ctx: TaskContext, checkin: int, groups: Sequence[Group], tx: Tx) -> None:
    for group in groups:
        _place_one(ctx, checkin, group, tx)


def _place_one(ctx: TaskContext, checkin: int, group: Group, tx: Tx) -> None:
    """Who left, was placed or paused meanwhile is not placed again."""
    found = (people.seat(tx, checkin, one.member, ctx.now) for one in group.came)
    coming = [seat for seat in found if seat is not None and not seat.circle and seat.may_be_placed]
    if not coming:
        return
    together = [one.member for one in coming]
    circle = group.circle
    if circle:
        together += [one.member for one in store.members(tx, circle)]
    if not LEAST <= len(together) <= MOST or _clash(tx, together):
        return
    if circle:
        for seat in coming:
            store.put_into(tx, checkin, circle, seat.member, ctx.now)
    else:
        circle = _made(tx, ctx, checkin, coming)
    key = f"{ctx.community}:checkin:placed:{circle}"
    jobs.put(tx, key, telling.tell(circle, seconds(ctx.now)), ctx.now, community=ctx.community)


def _made(tx: Tx, ctx: TaskContext, checkin: int, inside: Sequence[Seat]) -> int:
    zone = grouping.zone_of([one.zone for one in inside], communities.get(tx, ctx.community).zone.key)
    return store.make(tx, checkin, zone, [one.member for one in inside], ctx.now)


def _clash(tx: Tx, together: Sequence[int]) -> bool:
    """Somebody may have asked for it while this was worked out."""
    here = set(together)
    return any(one in here and other in here for one, other in buddies.nevers_of(tx, together))


def _wait(ctx: TaskContext, checkin: int, member: int, tx: Tx) -> None:
    if members.exists(tx, member):
        telling.put(tx, ctx.community, checkin, member, News.WAITING, ctx.now)


def _go_on(ctx: TaskContext, checkin: int, day: int, tx: Tx) -> None:
    """Takes the place of the one that waits in case that this never ends."""
    key = f"{ctx.community}:{calls.spread_key(checkin)}"
    jobs.put(tx, key, calls.spread(checkin, day), ctx.now, community=ctx.community)
