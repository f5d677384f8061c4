"""Making circles before a check-in's weeks: who is placed, who waits, and what each hears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.people import accounts, members
from bot.scheduling import jobs
from bot.storage.database import Tx
from cogs.buddies.profile import store as profiles
from cogs.checkins import calls
from cogs.checkins.circles import store, working
from tests.cogs.checkins.circle import member_of
from tests.cogs.checkins.joining import (
    circles,
    in_circles,
    joined,
    names,
    news,
    next_circles,
    people,
    place,
    read,
    settings,
    the_checkin,
)
from tests.cogs.checkins.made import invitations
from tests.cogs.prompts.people import erased
from tests.stage import Stage

MADE, WAITS = "Your circle is made", "You wait for a circle"


async def again(stage: Stage) -> None:
    """The very same job, as after a crash."""
    checkin = await the_checkin(stage)

    def put(tx: Tx) -> None:
        call = calls.form(checkin.id, checkin.planned_day)
        jobs.put(tx, f"{stage.community}:again", call, stage.now, community=stage.community)

    await stage.db.run(put)
    await stage.settle()


async def test_seven_people_make_two_circles_and_hear_who_is_in_theirs(stage: Stage) -> None:
    found = await in_circles(stage, 7)
    together = await names(stage, found)
    assert sorted(len(one) for one in together) == [3, 4]
    assert [circle.n for circle in await circles(stage)] == [1, 2]
    await stage.step(hours=14)
    for actor in found:
        (seen,) = await news(stage, actor, MADE)
        mine = next(one for one in together if actor.name in one)
        for other in found:
            if other is not actor:
                assert (other.name in seen.text) == (other.name in mine)


async def test_two_people_wait_and_hear_it_once_without_a_reason(stage: Stage) -> None:
    found = await in_circles(stage, 2)
    for _ in range(3):
        await stage.step(hours=14)
        await next_circles(stage)
    await stage.step(hours=14)
    assert await circles(stage) == []
    for actor in found:
        (seen,) = await news(stage, actor, WAITS)
        assert "no circle came together for you this time" in seen.text


async def test_a_third_one_makes_it_a_circle(stage: Stage) -> None:
    found = await in_circles(stage, 2)
    (late,) = await people(stage, 1, 2)
    await late.press((await invitations(stage))[0], "Join")
    await next_circles(stage)
    assert await names(stage, [*found, late]) == [{actor.name for actor in (*found, late)}]


async def test_the_last_ones_join_a_circle_that_has_room_and_nobody_moves(stage: Stage) -> None:
    found = await in_circles(stage, 5)
    await stage.step(hours=14)
    before = [await place(stage, actor) for actor in found]
    (late,) = await people(stage, 1, 5)
    await late.press((await invitations(stage))[0], "Join")
    await next_circles(stage)
    assert [await place(stage, actor) for actor in found] == before
    assert (await place(stage, late)).circle == before[0].circle
    await stage.step(hours=14)
    assert await news(stage, late, MADE)
    for actor in found:
        assert len(await news(stage, actor, MADE)) == 1


async def test_run_twice_nobody_is_placed_twice_or_told_twice(stage: Stage) -> None:
    found = await in_circles(stage, 8)
    before = [await place(stage, actor) for actor in found]
    for _ in range(2):
        await again(stage)
    assert [await place(stage, actor) for actor in found] == before
    assert len(await circles(stage)) == 2
    await stage.step(hours=14)
    for actor in found:
        assert len(await news(stage, actor, MADE)) == 1


async def test_interrupted_in_the_middle_everybody_is_placed_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await joined(stage, 13)
    made = store.make
    count = 0

    def dies_once(*args: Any) -> int:
        nonlocal count
        count += 1
        if count == 2:
            raise RuntimeError("on purpose")
        return made(*args)

    monkeypatch.setattr(store, "make", dies_once)
    monkeypatch.setattr(working, "_WRITTEN", 1)
    await next_circles(stage)
    await stage.step(hours=14)
    assert sorted(len(one) for one in await names(stage, found)) == [4, 4, 5]
    for actor in found:
        assert len(await news(stage, actor, MADE)) == 1


async def test_people_who_never_want_to_be_together_are_not_and_cannot_tell(stage: Stage) -> None:
    wren, ash, *rest = await joined(stage, 6)

    def never(tx: Tx) -> None:
        profiles.add_never(tx, member_of(tx, wren), member_of(tx, ash), profiles.ASKED, stage.now)

    await stage.db.run(never)
    await next_circles(stage)
    assert not any({wren.name, ash.name} <= one for one in await names(stage, [wren, ash, *rest]))


async def test_who_can_only_sit_with_somebody_they_never_want_waits_like_anybody(stage: Stage) -> None:
    wren, ash, rowan = await joined(stage, 3)

    def never(tx: Tx) -> None:
        profiles.add_never(tx, member_of(tx, wren), member_of(tx, ash), profiles.REPORT, stage.now)

    await stage.db.run(never)
    await next_circles(stage)
    await stage.step(hours=14)
    said: set[str] = set()
    for actor in (wren, ash, rowan):
        assert (await place(stage, actor)).circle is None
        (seen,) = await news(stage, actor, WAITS)
        said.add(seen.text)
    assert len(said) == 1


async def test_who_rests_or_is_stopped_is_placed_later(stage: Stage) -> None:
    wren, ash, *_ = await joined(stage, 5)

    def rests(tx: Tx) -> None:
        at = stage.now + timedelta(days=7)
        accounts.rest_until(tx, members.get(tx, member_of(tx, wren)).account, at)
        members.stop_until(tx, stage.community, member_of(tx, ash), at)

    await stage.db.run(rests)
    await next_circles(stage)
    assert [(await place(stage, actor)).circle for actor in (wren, ash)] == [None, None]
    await next_circles(stage)
    (circle,) = await circles(stage)
    assert len(await read(stage, lambda tx: store.members(tx, circle.id))) == 5


async def test_the_clock_of_a_circle_is_that_of_most_of_it(stage: Stage) -> None:
    found = await joined(stage, 3)
    for actor in found[:2]:
        await actor.command("zone", city="Tokyo")
    await next_circles(stage)
    (circle,) = await circles(stage)
    assert circle.zone.key == "Asia/Tokyo"


async def test_weeks_open_even_if_circles_cannot_be_worked_out(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await in_circles(stage, 3)

    async def fails(*_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(working, "work_out", fails)
    await next_circles(stage)
    await stage.step(hours=2)
    planned = (await the_checkin(stage)).planned_day
    weeks = await read(stage, lambda tx: tx.all("SELECT 1 FROM checkin_week WHERE day = :day", {"day": planned}))
    assert len(weeks) == 1


async def test_an_erasure_is_silent_and_the_circle_goes_on(stage: Stage) -> None:
    wren, ash, rowan, lark = await in_circles(stage, 4)
    await stage.step(hours=14)
    before = {actor.name: len(await stage.dms(actor)) for actor in (ash, rowan, lark)}
    await erased(wren)
    await stage.step(hours=2)
    assert await names(stage, [ash, rowan, lark]) == [{"ash", "rowan", "lark"}]
    for actor in (ash, rowan, lark):
        assert len(await stage.dms(actor)) == before[actor.name]
        assert "wren" not in (await settings(actor)).text


async def test_one_who_left_before_they_were_told_hears_nothing(stage: Stage) -> None:
    wren, *_ = await in_circles(stage, 4)
    await wren.press(await wren.press(await settings(wren), "Leave"), "Leave")
    await stage.step(hours=14)
    assert not await news(stage, wren, MADE)


async def test_week_after_week_nobody_is_moved(stage: Stage) -> None:
    found = await in_circles(stage, 7)
    before = [(await place(stage, actor)).circle for actor in found]
    for _ in range(4):
        await next_circles(stage)
    assert [(await place(stage, actor)).circle for actor in found] == before
