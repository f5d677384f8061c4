"""From joining to a buddy: the heads-up, who takes part, and what everybody hears."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bot.people import accounts, members
from bot.scheduling import jobs
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.buddies.model import PairState, Reason, RoundState
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import steps, store
from tests.cogs.buddies.people import member_id
from tests.cogs.buddies.rounds import AHEAD, UNMATCHED, has_first, heard, pairs_of, people, rounds, to_the_match
from tests.stage import Stage

WEEK = timedelta(days=7)


async def test_two_people_hear_of_the_round_once_and_become_a_pair(stage: Stage) -> None:
    one, two = await people(stage, "Ada", "Bo")
    await stage.step(days=5, hours=23)
    assert not await heard(stage, one, AHEAD)
    await stage.step(hours=1)
    (seen,) = await heard(stage, one, AHEAD)
    assert seen.buttons == ("Stay", "Skip this round", "Pause")
    assert await heard(stage, two, AHEAD)
    await stage.step(hours=23)
    (round,) = await rounds(stage)
    assert round.state is RoundState.ANNOUNCED
    assert not await pairs_of(stage, round)
    await stage.step(hours=1)
    first = (await rounds(stage))[0]
    assert first.at == datetime(2026, 3, 9, 10, tzinfo=first.at.tzinfo)
    assert first.state is RoundState.OPEN
    assert await pairs_of(stage, first) == [tuple(sorted([await member_id(stage, a) for a in (one, two)]))]
    assert len(await heard(stage, one, AHEAD)) == 1


async def test_three_people_are_one_trio(stage: Stage) -> None:
    await people(stage, "Ada", "Bo", "Cy")
    (group,) = await pairs_of(stage, await to_the_match(stage))
    assert len(group) == 3


async def test_whoever_skips_sits_out_that_round_and_no_other(stage: Stage) -> None:
    one, two, three = await people(stage, "Ada", "Bo", "Cy")
    await stage.step(days=6)
    (seen,) = await heard(stage, three, AHEAD)
    await three.press(seen, "Skip this round")
    await stage.step(days=1)
    first = (await rounds(stage))[0]
    three_id = await member_id(stage, three)
    assert [three_id in group for group in await pairs_of(stage, first)] == [False]
    assert not await heard(stage, three, UNMATCHED)
    await stage.step(days=7)
    second = (await rounds(stage))[1]
    assert second.at == first.at + WEEK
    assert any(three_id in group for group in await pairs_of(stage, second))
    assert two != one


async def test_a_paused_person_hears_nothing_and_is_given_to_nobody_until_the_pause_is_over(stage: Stage) -> None:
    _, _, three = await people(stage, "Ada", "Bo", "Cy")
    id = await member_id(stage, three)
    until = stage.now + timedelta(days=9)
    await stage.db.run(lambda tx: profiles.pause(tx, id, until))
    first = await to_the_match(stage)
    assert not await heard(stage, three, AHEAD)
    assert all(id not in group for group in await pairs_of(stage, first))
    await stage.step(days=7)
    assert any(id in group for group in await pairs_of(stage, (await rounds(stage))[1]))


async def test_whoever_rests_at_the_time_of_the_round_is_left_in_peace(stage: Stage) -> None:
    _, _, three = await people(stage, "Ada", "Bo", "Cy")
    id = await member_id(stage, three)
    until = stage.now + timedelta(days=8)
    await stage.db.run(lambda tx: accounts.rest_until(tx, members.get(tx, id).account, until))
    first = await to_the_match(stage)
    assert all(id not in group for group in await pairs_of(stage, first))
    assert not await heard(stage, three, AHEAD) + await heard(stage, three, UNMATCHED)


async def test_whoever_pauses_before_the_message_is_sent_does_not_get_it(stage: Stage) -> None:
    """It is drawn when it is sent."""
    one, _, three = await people(stage, "Ada", "Bo", "Cy")
    id = await member_id(stage, three)
    account = await stage.db.read(lambda tx: members.get(tx, id).account)
    await stage.db.run(lambda tx: accounts.set_quiet_hours(tx, account, 9, 20))
    await stage.step(days=6)
    assert await heard(stage, one, AHEAD)
    await stage.db.run(lambda tx: profiles.pause(tx, id, profiles.PAUSED_UNTIL_BACK))
    await stage.step(hours=12)
    assert not await heard(stage, three, AHEAD)


async def test_a_lone_member_is_not_told_of_a_match_but_hears_why_there_was_none(stage: Stage) -> None:
    (one,) = await people(stage, "Ada")
    await stage.step(days=6, hours=23)
    assert not await heard(stage, one, AHEAD)
    await stage.step(hours=2)
    (seen,) = await heard(stage, one, UNMATCHED)
    assert "only one" in seen.text
    assert await has_first(stage, one)


async def test_who_joins_in_the_last_day_is_in_the_round_and_a_lone_member_hears_of_it_then(stage: Stage) -> None:
    (one,) = await people(stage, "Ada")
    await stage.step(days=6, hours=4)
    assert not await heard(stage, one, AHEAD)
    await people(stage, "Bo")
    assert len(await heard(stage, one, AHEAD)) == 1
    await stage.step(hours=20)
    (group,) = await pairs_of(stage, (await rounds(stage))[0])
    assert len(group) == 2


async def test_joining_while_others_are_being_told_tells_nobody_twice(stage: Stage) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    await stage.step(days=6)
    await people(stage, "Cy")
    await stage.step(hours=2)
    assert len(await heard(stage, one, AHEAD)) == 1


async def test_without_a_common_language_both_hear_why_and_are_first_next_time(stage: Stage) -> None:
    one, two = await people(stage, "Ada", "Bo")
    id = await member_id(stage, two)
    await stage.db.run(lambda tx: tx.run("UPDATE buddy SET language = 'pt' WHERE member_id = :id", {"id": id}))
    first = await to_the_match(stage)
    assert not await pairs_of(stage, first)
    (seen,) = await heard(stage, one, UNMATCHED)
    assert "English" in seen.text
    assert "first place" in seen.text
    assert "Português" in (await heard(stage, two, UNMATCHED))[0].text
    assert await has_first(stage, one)
    await stage.db.run(lambda tx: tx.run("UPDATE buddy SET language = 'en' WHERE member_id = :id", {"id": id}))
    await stage.step(days=7)
    assert len(await pairs_of(stage, (await rounds(stage))[1])) == 1
    assert not await has_first(stage, one)


async def test_why_there_is_no_buddy_never_depends_on_who_does_not_want_to_be_paired(stage: Stage) -> None:
    one, two = await people(stage, "Ada", "Bo")
    a, b = await member_id(stage, one), await member_id(stage, two)
    await stage.db.run(lambda tx: profiles.add_never(tx, a, b, profiles.ASKED, stage.now))
    first = await to_the_match(stage)
    assert not await pairs_of(stage, first)
    assert await stage.db.read(lambda tx: store.reason(tx, first.id, b)) is Reason.NUMBERS
    (seen,) = await heard(stage, two, UNMATCHED)
    assert "numbers" in seen.text


async def test_people_with_a_buddy_for_longer_are_not_in_the_round(stage: Stage) -> None:
    await people(stage, "Ada", "Bo")
    await stage.db.run(lambda tx: tx.run("UPDATE buddy SET cadence = 2"))
    first = await to_the_match(stage)
    assert len(await pairs_of(stage, first)) == 1
    await stage.step(days=7)
    assert len(await rounds(stage)) == 1
    await stage.step(days=7)
    _, second = await rounds(stage)
    assert second.at == first.at + 2 * WEEK


async def test_pairs_end_an_hour_before_the_round_that_follows_them(stage: Stage) -> None:
    await people(stage, "Ada", "Bo")
    first = await to_the_match(stage)
    row = await stage.db.read(lambda tx: tx.one("SELECT started_at, ends_at, state FROM buddy_pair"))
    assert row is not None
    assert row[:2] == (seconds(first.at), seconds(first.at + WEEK - timedelta(hours=1)))
    assert row[2] != PairState.PROPOSED


async def test_two_processes_announce_one_round(stage: Stage) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    pool = await stage.db.run(lambda tx: pools.first(tx, stage.community))
    await stage.step(days=5, hours=23)
    at = stage.now + timedelta(days=1, hours=1)

    def due(tx: Tx) -> None:
        for key in ("first", "second", "third"):
            call = steps.announce(pool.id, at)
            jobs.put(tx, key, call, stage.now + timedelta(hours=1), community=stage.community)

    await stage.db.run(due)
    await stage.step(hours=2)
    assert [round.at for round in await rounds(stage)] == [at]
    assert len(await heard(stage, one, AHEAD)) == 1


async def test_what_is_kept_of_a_round_is_in_the_export_and_goes_with_the_member(stage: Stage) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    first = await to_the_match(stage)
    id = await member_id(stage, one)
    told = await stage.db.read(lambda tx: json.dumps(store.export(tx, id)))
    assert first.at.isoformat() in told
    await stage.db.run(lambda tx: store.forget(tx, id))
    assert await stage.db.read(lambda tx: store.export(tx, id)) == []
