"""Rounds that wait, are late, are called off or looked at again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.delivery import tasks
from bot.people import communities, members
from bot.scheduling import jobs
from bot.storage.database import Tx
from cogs.buddies import calls
from cogs.buddies.model import APPROVAL, PairState, Reason, Round, RoundState
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import figures, steps, store
from cogs.buddies.rounds.store import Replayed
from tests.cogs.buddies.people import member_id
from tests.cogs.buddies.rounds import (
    AHEAD,
    OFF,
    UNMATCHED,
    heard,
    pairs_of,
    people,
    pool_of,
    rounds,
    to_the_match,
)
from tests.stage import Actor, Stage

WAITS, AGAIN = "pairs wait for your yes", "worked out again"
WEEK = timedelta(days=7)


async def setting(stage: Stage, **changes: bool) -> None:
    pool = await pool_of(stage)
    await stage.db.run(lambda tx: pools.save(tx, replace(pool, **changes)))


async def boss(stage: Stage) -> Actor:
    """The organiser who hears of things."""
    organiser = await stage.organiser("Olu")
    id = await member_id(stage, organiser)
    await stage.db.run(lambda tx: communities.set_up(tx, stage.community, id, stage.now))
    return organiser


async def outage(stage: Stage, **by: float) -> None:
    """Time passes and nothing runs."""
    stage.clock.step(timedelta(**by))
    await stage.settle()


async def states(stage: Stage, round: Round) -> Counter[int]:
    rows = await stage.db.read(lambda tx: tx.all("SELECT state FROM buddy_pair WHERE round_id = :id", {"id": round.id}))
    return Counter(state for (state,) in rows)


def erase(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM member WHERE id = :id", {"id": member})


def speaks(tx: Tx, member: int, code: str) -> None:
    tx.run("UPDATE buddy SET language = :code WHERE member_id = :id", {"id": member, "code": code})


# Approval


async def test_where_organisers_approve_the_pairs_wait_for_them(stage: Stage) -> None:
    organiser = await boss(stage)
    one, two = await people(stage, "Ada", "Bo")
    await setting(stage, approve=True)
    first = await to_the_match(stage)
    assert first.state is RoundState.PROPOSED
    assert await states(stage, first) == {PairState.PROPOSED: 1}
    (seen,) = await heard(stage, organiser, WAITS)
    assert "/buddies preview" in seen.text
    looked = await organiser.command("buddies preview")
    assert "Ada" in looked.text
    await organiser.press(looked, "Approve")
    assert (await rounds(stage))[0].state is RoundState.OPEN
    assert await states(stage, first) == {PairState.OPEN: 1}
    assert not await heard(stage, one, UNMATCHED) + await heard(stage, two, UNMATCHED)


async def test_pairs_that_nobody_looks_at_begin_by_themselves(stage: Stage) -> None:
    await boss(stage)
    await people(stage, "Ada", "Bo")
    await setting(stage, approve=True)
    first = await to_the_match(stage)
    await stage.step(seconds=APPROVAL.total_seconds() - 3600)
    assert (await rounds(stage))[0].state is RoundState.PROPOSED
    await stage.step(hours=1)
    assert await states(stage, first) == {PairState.OPEN: 1}
    await stage.step(days=5)
    assert [one.at for one in await rounds(stage)] == [first.at, first.at + WEEK]


async def test_who_approves_and_then_erases_themselves_stops_nothing(stage: Stage) -> None:
    organiser = await boss(stage)
    await people(stage, "Ada", "Bo")
    await setting(stage, approve=True)
    first = await to_the_match(stage)
    looked = await organiser.command("buddies preview")
    await organiser.press(looked, "Approve")
    mine = await stage.db.read(lambda tx: tx.all("SELECT call FROM job WHERE member_id IS NOT NULL"))
    assert [call for (call,) in mine if call.startswith("round.")] == []
    assert first.state is RoundState.PROPOSED


# Late, or not at all


async def test_after_a_short_outage_the_round_runs_once(stage: Stage) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    await stage.step(days=6, hours=1)
    await outage(stage, hours=33)
    first = (await rounds(stage))[0]
    assert first.state is RoundState.OPEN
    assert len(await pairs_of(stage, first)) == 1
    assert len(await heard(stage, one, AHEAD)) == 1


async def test_after_an_outage_over_the_day_before_people_still_hear_of_it(stage: Stage) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    await stage.step(days=5)
    await outage(stage, days=1, hours=8)
    assert len(await heard(stage, one, AHEAD)) == 1
    assert (await rounds(stage))[0].at == stage.now + timedelta(hours=16)


async def test_a_round_nobody_heard_of_in_time_is_the_next_one(stage: Stage) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    await stage.step(days=5)
    start = stage.now
    await outage(stage, days=1, hours=13)
    assert await rounds(stage) == []
    await stage.step(days=7)
    (round,) = await rounds(stage)
    assert round.at == start + timedelta(days=9)
    assert len(await heard(stage, one, AHEAD)) == 1


async def test_a_round_that_is_found_long_after_its_time_is_called_off_and_people_hear_it(stage: Stage) -> None:
    one, two = await people(stage, "Ada", "Bo")
    await stage.step(days=6, hours=1)
    await outage(stage, hours=36)
    first = (await rounds(stage))[0]
    assert first.state is RoundState.DROPPED
    assert not await pairs_of(stage, first)
    await stage.step(hours=12)
    assert len(await heard(stage, one, OFF)) == 1
    assert len(await heard(stage, two, OFF)) == 1
    await stage.step(days=6)
    second = (await rounds(stage))[1]
    assert second.at == first.at + WEEK
    assert len(await pairs_of(stage, second)) == 1


async def test_a_pool_that_is_switched_off_matches_nobody_and_says_so_and_can_be_switched_on(stage: Stage) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    await stage.step(days=6, hours=1)
    await setting(stage, running=False)
    await stage.step(days=1)
    (first,) = await rounds(stage)
    assert first.state is RoundState.DROPPED
    assert len(await heard(stage, one, OFF)) == 1
    await stage.step(days=14)
    assert len(await rounds(stage)) == 1
    await setting(stage, running=True)
    pool = await pool_of(stage)

    def check(tx: Tx) -> None:
        key = f"{stage.community}:buddies:plan:{pool.id}"
        jobs.put(tx, key, calls.check(pool.id), stage.now, community=stage.community)

    await stage.db.run(check)
    await stage.step(days=7)
    assert len(await rounds(stage)) >= 2


async def test_when_everybody_leaves_there_is_no_round_until_somebody_joins(stage: Stage) -> None:
    one, two = await people(stage, "Ada", "Bo")
    await stage.step(days=6, hours=1)
    for actor in (one, two):
        id = await member_id(stage, actor)
        await stage.db.run(partial(profiles.leave, member=id))
    await stage.step(days=9)
    (first,) = await rounds(stage)
    assert first.state is RoundState.DROPPED
    await people(stage, "Cy", "Di")
    await stage.step(days=7)
    assert len(await pairs_of(stage, (await rounds(stage))[1])) == 1


async def test_whoever_is_erased_between_the_message_and_the_match_leaves_the_others_to_be_matched(
    stage: Stage,
) -> None:
    _, _, three = await people(stage, "Ada", "Bo", "Cy")
    await stage.step(days=6, hours=1)
    id = await member_id(stage, three)
    await stage.db.run(partial(erase, member=id))
    await stage.step(hours=23)
    ((a, b),) = await pairs_of(stage, (await rounds(stage))[0])
    assert id not in (a, b)


async def test_a_changed_time_moves_the_next_round(stage: Stage) -> None:
    await people(stage, "Ada", "Bo")
    pool = await pool_of(stage)
    await stage.step(days=1)
    await stage.db.run(lambda tx: pools.save(tx, replace(pool, weekday=2, hour=15)))
    await stage.step(days=6)
    await stage.step(days=3)
    (round, *_) = await rounds(stage)
    assert round.at.weekday() == 2
    assert round.at.hour == 15


# What organisers ask for


async def test_a_round_on_request_is_a_day_away_and_there_is_one_at_a_time(stage: Stage) -> None:
    organiser = await boss(stage)
    one, _ = await people(stage, "Ada", "Bo")
    await stage.step(days=2)
    seen = await organiser.command("buddies run")
    await organiser.press(seen, next(label for label in seen.buttons if "lan" in label))
    await organiser.press(seen, next(label for label in seen.buttons if "lan" in label))
    (round,) = await rounds(stage)
    assert round.at == stage.now + timedelta(days=1)
    assert len(await heard(stage, one, AHEAD)) == 1
    await stage.step(days=1)
    assert len(await pairs_of(stage, round)) == 1
    ends = await stage.db.read(lambda tx: store.last_end(tx, round.id))
    # The next Monday that is about a week away, an hour before the round.
    assert ends is not None
    assert (ends.weekday(), ends.hour) == (0, 9)
    assert timedelta(days=3) < ends - round.at < timedelta(days=11)


async def test_a_preview_shows_the_very_pairs_that_come_when_nothing_changes(stage: Stage) -> None:
    organiser = await boss(stage)
    await people(stage, *(f"P{number}" for number in range(9)))
    await stage.step(days=6, hours=3)
    await organiser.command("buddies preview")
    pool = await pool_of(stage)
    preview = await stage.db.read(lambda tx: store.preview(tx, pool.id))
    assert preview is not None
    assert preview.digest
    shown = set(await pairs_of(stage, preview))
    await stage.step(hours=21)
    first = (await rounds(stage))[0]
    assert first.digest == preview.digest
    assert set(await pairs_of(stage, first)) == shown
    assert await stage.db.read(lambda tx: store.preview(tx, pool.id)) is None


async def test_of_two_previews_the_newer_one_stays(stage: Stage) -> None:
    organiser = await boss(stage)
    await people(stage, "Ada", "Bo")
    await organiser.command("buddies preview")
    await organiser.command("buddies preview")
    await stage.step(hours=1)
    row = await stage.db.read(lambda tx: tx.one("SELECT COUNT(*) FROM buddy_round WHERE state = 0"))
    assert row == (1,)
    row = await stage.db.read(lambda tx: tx.one("SELECT COUNT(*) FROM buddy_pair"))
    assert row == (1,)


async def replayed(stage: Stage, organiser: Actor, round: Round) -> Replayed | None:
    def ask(tx: Tx) -> None:
        who = members.by_external(tx, stage.community, organiser.id)
        call = steps.work_out_again(round.id, who or 0)
        tasks.put(tx, "again", call, stage.now, platform=stage.platform.name, community=stage.community, member=who)

    await stage.db.run(ask)
    await stage.settle()
    return await stage.db.read(lambda tx: store.replayed(tx, round.id))


async def test_a_round_that_is_worked_out_again_gives_the_same_pairs(stage: Stage) -> None:
    organiser = await boss(stage)
    actors = await people(stage, *(f"P{number}" for number in range(9)))
    await to_the_match(stage)
    await stage.step(days=7)
    _, second = (await rounds(stage))[:2]
    a, b = [await member_id(stage, actor) for actor in actors[:2]]
    await stage.step(days=1)
    await stage.db.run(lambda tx: profiles.add_never(tx, a, b, profiles.ASKED, stage.now))
    await stage.db.run(lambda tx: profiles.leave(tx, a))
    assert await replayed(stage, organiser, second) is Replayed.SAME
    assert await heard(stage, organiser, AGAIN)


async def test_a_round_can_not_be_worked_out_again_when_somebody_erased_themselves(stage: Stage) -> None:
    organiser = await boss(stage)
    actors = await people(stage, *(f"P{number}" for number in range(5)))
    first = await to_the_match(stage)
    id = await member_id(stage, actors[0])
    await stage.db.run(partial(erase, member=id))
    assert await replayed(stage, organiser, first) is Replayed.CHANGED


# Figures


async def test_figures_are_fixed_once_and_hold_when_somebody_erases_themselves(stage: Stage) -> None:
    actors = await people(stage, *(f"P{number}" for number in range(16)))
    alone = [await member_id(stage, actor) for actor in actors[10:]]
    for id in alone:
        code = ("pt", "fr", "de", "it", "es", "nl")[alone.index(id)]
        await stage.db.run(partial(speaks, member=id, code=code))
    first = await to_the_match(stage)
    told = await stage.db.read(lambda tx: figures.figures(tx, first.id))
    assert told is not None
    assert (told.matched, told.unmatched, told.others) == (10, ((Reason.LANGUAGE, 5),), 0)
    assert (told.answered, told.met) == (None, None)
    for id in alone[:3]:
        await stage.db.run(partial(erase, member=id))
    assert await stage.db.read(lambda tx: figures.figures(tx, first.id)) == told


async def test_whether_people_met_is_counted_three_days_after_the_last_pair_ended(stage: Stage) -> None:
    await people(stage, *(f"P{number}" for number in range(12)))
    first = await to_the_match(stage)

    def all_met(tx: Tx) -> None:
        for pair, inside in store.groups(tx, first.id, 0, 100):
            pairs.met(tx, pair, inside[0], True)

    await stage.db.run(all_met)
    await stage.step(days=9)
    row = await stage.db.read(
        lambda tx: tx.one("SELECT met, answered FROM buddy_round WHERE id = :id", {"id": first.id})
    )
    assert row == (None, None)
    await stage.step(days=2)
    row = await stage.db.read(
        lambda tx: tx.one("SELECT met, answered FROM buddy_round WHERE id = :id", {"id": first.id})
    )
    assert row == (6, 6)
    told = await stage.db.read(lambda tx: figures.figures(tx, first.id))
    assert told is not None
    assert (told.answered, told.met) == (5, 5)


@pytest.mark.parametrize("answered", range(40))
def test_no_figure_speaks_of_fewer_than_five_and_none_differs_by_fewer(answered: int) -> None:
    for met in range(answered + 1):
        shown, shown_met = figures.answers(answered, met)
        if shown is None:
            assert answered < 5
            assert shown_met is None
            continue
        assert shown_met is not None
        for number in (shown, shown_met, shown - shown_met):
            assert number == 0 or number >= 5
        for other in range(answered + 1):
            _, other_met = figures.answers(answered, other)
            assert other_met is not None
            assert other_met == shown_met or abs(other_met - shown_met) >= 5


def test_reasons_of_few_people_are_one_group_or_nothing() -> None:
    told = figures.told({Reason.MATCHED: 23, Reason.HOURS: 7, Reason.LANGUAGE: 3, Reason.GUEST: 2}, None, None)
    assert (told.matched, told.unmatched, told.others) == (20, ((Reason.HOURS, 5),), 5)
    told = figures.told({Reason.MATCHED: 4, Reason.LANGUAGE: 3, Reason.GUEST: 1}, None, None)
    assert (told.matched, told.unmatched, told.others) == (0, (), 0)
