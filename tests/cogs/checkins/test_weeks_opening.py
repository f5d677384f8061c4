"""A circle's week opens with one thread; without one everybody is asked by message."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.context import Receipt, Result
from bot.delivery.results import dump
from bot.people import communities
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.checkins import calls
from cogs.checkins.model import Standing, WeekState
from cogs.checkins.organising import store as organising
from tests.cogs.checkins.weekly import DAY, HOUR, at, closes, lives_in, trio, until, weekly
from tests.stage import Stage

WEEK = timedelta(days=7)


async def test_a_week_opens_with_one_thread_a_head_and_one_ask(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await circle.planned()
    await until(stage, at(HOUR - 1))
    assert not await stage.rooms(wren)
    await until(stage, at(HOUR))
    room = await circle.room(wren)
    assert set(room.people) == {"wren", "ash", "sable"}
    head, ask = room.posts
    assert "Weekly check-in: Circle 1" in head.text
    assert "The week of Thursday, 5 March" in head.text
    assert "What went well, even a little?" in head.text
    assert head.buttons[:2] == ("Check in", "Resting this week")
    for name in ("wren", "ash", "sable"):
        assert name in circle.read(ask)
    assert (await circle.week()).state is WeekState.OPEN
    await circle.planned()
    await until(stage, closes() - timedelta(hours=1))
    assert [len(room.posts) for room in await stage.rooms(wren)] == [2]


async def test_the_head_says_who_can_read_it(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR))
    text = (await circle.head(ash)).text
    assert ("Manage Threads" in text) is (stage.platform.name == "discord")
    assert ("this workspace" in text) is (stage.platform.name == "slack")
    assert "Your circle reads this" in text


async def test_the_next_week_has_a_thread_of_its_own_and_the_last_one_is_closed(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR) + WEEK - timedelta(hours=2))
    await circle.planned(DAY + WEEK)
    assert (await circle.week()).state is WeekState.CLOSED
    assert len(await stage.rooms(wren)) == 1
    await until(stage, at(HOUR) + WEEK)
    assert (await circle.week()).state is WeekState.OVER
    assert (await circle.week(DAY + WEEK)).state is WeekState.OPEN
    (room,) = await stage.rooms(wren)
    heads = [seen.text for seen in room.posts if "The week of" in seen.text]
    assert len(heads) == (1 if stage.closes_rooms else 2)
    assert "Thursday, 12 March" in heads[-1]


async def test_a_newcomer_is_named_in_the_next_head(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, closes())
    assert "New in the circle" not in (await circle.head(wren)).text
    await circle.welcomes(await stage.member("linnet"))
    await circle.planned(DAY + WEEK)
    await until(stage, at(HOUR) + WEEK)
    rooms = await stage.rooms(wren)
    head = next(seen for seen in rooms[-1].posts if "12 March" in seen.text)
    assert "New in the circle: " in head.text
    assert "linnet" in head.text
    assert "wren" not in head.text.partition("New in the circle")[2]


async def test_without_threads_everybody_is_asked_by_message_and_the_organiser_hears_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable, organiser=fern)
    await stage.break_rooms()
    await circle.planned()
    await until(stage, at(HOUR) + timedelta(hours=1))
    for actor in (wren, ash, sable):
        (seen,) = await circle.dms(actor)
        assert "no thread this week" in seen.text
        assert {"Check in", "Resting this week", "Read what the circle said"} <= set(seen.buttons)
        assert not await stage.rooms(actor)
    assert (await circle.week()).room == 0
    await circle.planned(DAY + WEEK)
    await until(stage, at(HOUR) + WEEK + timedelta(hours=1))
    assert len(await circle.dms(fern, "I can’t make threads for check-ins")) == 1
    assert len(await circle.dms(wren)) == 2


async def test_somebody_who_is_gone_gives_up_their_place_and_the_others_get_their_thread(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    linnet = await stage.member("linnet")
    circle = await weekly(stage, wren, ash, sable, linnet, organiser=fern)
    await circle.planned()
    await stage.leave(linnet)
    await until(stage, at(HOUR))
    room = await circle.room(wren)
    assert set(room.people) == {"wren", "ash", "sable"}
    assert not [seen for seen in room.posts if "linnet" in seen.text]
    assert await circle.names() == {"wren", "ash", "sable"}
    assert not await stage.dms(fern)


async def test_a_thread_that_is_lost_before_the_head_is_no_thread(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR))
    week = await circle.week()

    def lost(tx: Tx) -> None:
        receipt = dump(Receipt(week.head, Result.BLOCKED, "no such room", week.room))
        call = Call("checkinweek.head_posted", (week.id,))
        jobs.put(tx, "then:lost", call, stage.now, community=stage.community, result=receipt)

    await stage.db.run(lost)
    await until(stage, at(HOUR) + timedelta(hours=1))
    for actor in (wren, ash, sable):
        assert len(await circle.dms(actor)) == 1
    assert (await circle.week()).room == 0


async def test_a_circle_that_is_paused_gets_no_thread_until_one_comes_back(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    for actor in (wren, ash, sable):
        await circle.run("SET paused_until = 99999999999", actor)
    await circle.planned()
    await until(stage, at(HOUR) + timedelta(hours=5))
    assert not await stage.rooms(wren)
    week = await circle.week()
    assert week.state is WeekState.PLANNED
    await circle.run("SET paused_until = NULL", wren)
    await circle.upcoming()
    room = await circle.room(ash)
    assert [seen for seen in room.posts if "wren" in circle.read(seen)]
    assert (await circle.week()).id == week.id


async def test_a_circle_that_nobody_came_back_to_is_left_in_peace(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    for actor in (wren, ash, sable):
        await circle.run("SET paused_until = 99999999999", actor)
    await circle.planned()
    await until(stage, closes() + timedelta(days=1))
    assert not await stage.rooms(wren)
    assert not await stage.dms(wren)
    assert (await circle.week()).state is WeekState.OVER


async def test_it_opens_with_the_first_who_is_not_paused(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await lives_in(stage, ash, "Asia/Tokyo")
    await circle.run("SET paused_until = 99999999999", ash)
    await circle.planned()
    await until(stage, at(HOUR - 1))
    assert not await stage.rooms(wren)
    await until(stage, at(HOUR))
    assert len((await circle.room(wren)).posts) == 2


@pytest.mark.parametrize("leap", [True, False])
async def test_after_an_outage_as_long_as_the_week_it_never_opens(stage: Stage, leap: bool) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, closes() + timedelta(hours=1), leap=leap)
    assert bool(await stage.rooms(wren)) is not leap
    assert (await circle.week()).state is (WeekState.OVER if leap else WeekState.CLOSED)


async def test_after_an_outage_all_whose_hour_came_are_asked_in_one_post(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await lives_in(stage, ash, "Asia/Tokyo")
    await lives_in(stage, sable, "America/New_York")
    await circle.planned()
    await until(stage, at(HOUR) + timedelta(hours=20), leap=True)
    (ask,) = await circle.asks(wren)
    for name in ("wren", "ash", "sable"):
        assert name in ask


async def test_a_community_that_removed_the_bot_is_left_alone_and_goes_on_when_it_is_back(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await stage.db.run(lambda tx: communities.leave(tx, stage.community, stage.now))
    await until(stage, at(HOUR) + timedelta(hours=1))
    assert not await stage.rooms(wren)
    await stage.db.run(lambda tx: communities.returned(tx, stage.community))
    await until(stage, at(HOUR) + timedelta(hours=8))
    assert len((await circle.room(wren)).posts) == 2


async def test_planning_forms_circles_and_spreads_their_weeks_once(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await until(stage, at(4, DAY - timedelta(days=1)))  # Wednesday at 18:00 on the first clock of the world
    for _ in range(2):
        await circle.put(calls.plan(circle.checkin))
    assert (await circle.week()).state is WeekState.PLANNED
    assert (await circle.settings()).planned_day == DAY.toordinal()
    await stage.step(days=14)
    assert await circle.days() == [DAY, DAY + WEEK, DAY + 2 * WEEK]


async def test_a_paused_check_in_plans_nothing_and_its_open_week_runs_to_the_end(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR))
    await circle.standing(Standing.PAUSED)
    await circle.put(calls.plan(circle.checkin))
    await stage.step(days=12)
    assert (await circle.week()).state is WeekState.CLOSED
    await stage.step(days=14)
    assert (await circle.week()).state is WeekState.OVER
    assert len(await circle.days()) == 1


async def test_a_week_that_was_made_early_moves_to_the_day_that_is_planned(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    early = await circle.upcoming()
    assert early.day == DAY
    assert (await circle.upcoming()).id == early.id
    friday = DAY + timedelta(days=1)
    await circle.planned(friday)
    assert await circle.days() == [friday]
    assert (await circle.week(friday)).id == early.id
    await until(stage, at(HOUR, friday))
    assert len((await circle.room(wren)).posts) == 2


async def test_a_week_of_a_check_in_that_paused_before_it_was_planned_never_opens(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.upcoming()
    await circle.standing(Standing.PAUSED)
    await until(stage, closes())
    assert not await stage.rooms(wren)


async def test_what_is_older_than_half_a_year_is_deleted_and_an_ended_check_in_with_its_last_week(
    stage: Stage,
) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, closes())
    await circle.standing(Standing.ENDED)
    await until(stage, closes() + timedelta(days=179), leap=True)
    assert await circle.days() == [DAY]
    await until(stage, closes() + timedelta(days=182), leap=True)
    assert await circle.days() == []

    def left(tx: Tx) -> list[int]:
        tables = ("checkin_turn", "checkin_answer", "checkin_circle", "checkin_member", "checkin")
        rows = [tx.one(f"SELECT COUNT(*) FROM {table}") for table in tables]
        return [row[0] for row in rows if row]

    assert await stage.db.read(left) == [0, 0, 0, 0, 0]


async def test_a_running_check_in_without_weeks_stays(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await stage.step(days=2)
    found = await stage.db.read(lambda tx: organising.get(tx, stage.community, circle.checkin))
    assert found is not None
