"""Who is looked up before a round, and what keeps somebody out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapter import AccountRef
from bot.context import Standing
from bot.people import members
from cogs.buddies.model import Reason, RoundState
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import store
from tests.cogs.buddies.people import member_id
from tests.cogs.buddies.rounds import (
    AHEAD,
    OUT,
    heard,
    pairs_of,
    people,
    pool_of,
    rounds,
    to_the_match,
)
from tests.stage import Actor, Stage
from tests.stage.memory import MemoryPlatform, Person


def memory(stage: Stage) -> MemoryPlatform:
    """What the platform says of somebody is set here, where it is the in-memory one."""
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("on real platforms the adapter's own tests say how this is told")
    return stage.platform


def person(stage: Stage, actor: Actor) -> Person:
    return memory(stage).adapter.people[actor.id]


async def reason(stage: Stage, actor: Actor) -> Reason | None:
    id = await member_id(stage, actor)
    round = (await rounds(stage))[-1]
    return await stage.db.read(lambda tx: store.reason(tx, round.id, id))


async def in_a_pair(stage: Stage, actor: Actor) -> bool:
    id = await member_id(stage, actor)
    matched = [one for one in await rounds(stage) if one.state is not RoundState.ANNOUNCED]
    return any(id in group for group in await pairs_of(stage, matched[-1]))


async def test_who_left_the_community_is_not_matched(stage: Stage) -> None:
    _, _, three = await people(stage, "Ada", "Bo", "Cy")
    await stage.step(days=6)
    await stage.leave(three)
    await stage.step(days=1)
    assert not await in_a_pair(stage, three)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"timed_out": True}, "timeout"),
        ({"guest": True}, "guest"),
        ({"new": True}, "less than a week old"),
    ],
)
async def test_what_keeps_somebody_out_is_told_once_and_is_over_when_it_is_over(
    stage: Stage, what: dict[str, bool], words: str
) -> None:
    _, _, three = await people(stage, "Ada", "Bo", "Cy")
    for name, value in what.items():
        setattr(person(stage, three), name, value)
    first = await to_the_match(stage)
    assert first.state is RoundState.OPEN
    assert not await in_a_pair(stage, three)
    (seen,) = await heard(stage, three, OUT)
    assert words in seen.text
    await stage.step(days=7)
    assert len(await heard(stage, three, OUT)) == 1
    for name in what:
        setattr(person(stage, three), name, False)
    already = len(await heard(stage, three, AHEAD))
    await stage.step(days=7)
    assert await in_a_pair(stage, three)
    assert len(await heard(stage, three, AHEAD)) == already + 1


async def test_a_pool_may_be_open_to_guests(stage: Stage) -> None:
    one, two = await people(stage, "Ada", "Bo")
    person(stage, one).guest = True
    pool = await pool_of(stage)
    await stage.db.run(lambda tx: pools.save(tx, replace(pool, guests=True)))
    await to_the_match(stage)
    assert await in_a_pair(stage, one)
    assert await in_a_pair(stage, two)


async def test_whoever_lost_the_role_of_the_pool_hears_of_it(stage: Stage) -> None:
    one, two, three = await people(stage, "Ada", "Bo", "Cy")
    for actor in (one, two):
        person(stage, actor).role_ids = frozenset({"r1", "r2"})
    person(stage, three).role_ids = frozenset({"r2"})
    pool = await pool_of(stage)
    await stage.db.run(lambda tx: pools.save(tx, replace(pool, platform_role="r1")))
    await to_the_match(stage)
    assert not await in_a_pair(stage, three)
    (seen,) = await heard(stage, three, OUT)
    assert "role" in seen.text


async def test_whoever_staff_stopped_after_the_look_up_is_not_matched_and_hears_why(stage: Stage) -> None:
    _, _, three = await people(stage, "Ada", "Bo", "Cy")
    await stage.step(days=6, hours=20)
    id = await member_id(stage, three)
    until = stage.now + timedelta(days=2)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, id, until))
    await stage.step(hours=4)
    assert not await in_a_pair(stage, three)
    assert len(await heard(stage, three, OUT)) == 1
    await stage.step(days=7)
    assert await in_a_pair(stage, three)


async def test_where_the_platform_does_not_answer_what_was_known_holds(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = await people(stage, "Ada", "Bo", "Cy")
    id = await member_id(stage, three)
    await stage.db.run(lambda tx: profiles.set_standing(tx, id, Reason.TIMED_OUT.value, stage.now))

    async def silent(team: str, refs: list[AccountRef]) -> list[Standing | None]:
        return [None for _ in refs]

    monkeypatch.setattr(stage.platform.adapter, "look_up", silent)
    await to_the_match(stage)
    assert await in_a_pair(stage, one)
    assert await in_a_pair(stage, two)
    assert not await in_a_pair(stage, three)


async def test_look_ups_are_spread_over_the_day_and_those_who_join_late_are_looked_up_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"P{number}" for number in range(61)]
    await people(stage, *names)
    adapter = memory(stage).adapter
    asked: Counter[timedelta] = Counter()
    real = adapter.look_up

    async def look_up(team: str, refs: list[AccountRef]) -> object:
        asked[stage.now - start] += len(refs)
        return await real(team, refs)

    monkeypatch.setattr(adapter, "look_up", look_up)
    await stage.step(days=6)
    start = stage.now
    await stage.step(hours=23)
    await people(stage, "Late")
    await stage.step(minutes=50)
    assert list(asked.values()) == [20, 20, 20, 1, 1]
    assert [at / timedelta(minutes=1) for at in asked] == [60, 500, 940, 1380, 1395]
    late = await stage.db.read(lambda tx: tx.one("SELECT COUNT(*) FROM buddy WHERE looked_at IS NULL"))
    assert late == (0,)


async def test_an_answer_that_comes_after_the_match_changes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = await people(stage, "Ada", "Bo")
    adapter = memory(stage).adapter

    async def silent(team: str, refs: list[AccountRef]) -> list[Standing | None]:
        return [None for _ in refs]

    monkeypatch.setattr(adapter, "look_up", silent)
    await stage.step(days=6, hours=23, minutes=20)
    monkeypatch.undo()
    person(stage, one).timed_out = True
    stage.clock.step(timedelta(minutes=40))  # it did not run in between
    await stage.settle()
    assert await in_a_pair(stage, one)
    assert not await heard(stage, one, OUT)
