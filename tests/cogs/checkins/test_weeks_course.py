"""What comes between: pauses, moved weekdays, early answers, late platforms, other communities of the same person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.context import Receipt, Result
from bot.delivery.results import dump
from bot.people import communities, members
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.checkins import calls
from cogs.checkins.answers import store as answers
from cogs.checkins.circles import store as circles
from cogs.checkins.model import ClockKind, Standing, WeekState, Words
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks
from tests.cogs.checkins.weekly import DAY, HOUR, at, closes, member_of, trio, until, weekly
from tests.stage import Stage

WEEK = timedelta(days=7)


async def test_an_early_answer_appears_when_the_thread_is_there(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    early = await circle.upcoming()

    def answer(tx: Tx) -> None:
        said, member = Words({1: "I wrote to a friend of a friend."}), circle.members["wren"]
        answers.save(tx, early.id, member, said, resting=False, asks=False, now=stage.now)

    await stage.db.run(answer)
    await circle.planned()
    await until(stage, at(HOUR))
    posts = [seen.text for seen in (await circle.room(ash)).posts]
    assert len([text for text in posts if "friend of a friend" in text]) == 1
    assert "The week of" in posts[0]


async def test_without_a_thread_an_early_answer_is_not_lost(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    early = await circle.upcoming()

    def answer(tx: Tx) -> None:
        said, member = Words({1: "I wrote to a friend."}), circle.members["wren"]
        answers.save(tx, early.id, member, said, resting=False, asks=False, now=stage.now)

    await stage.db.run(answer)
    await stage.break_rooms()
    await circle.planned()
    await until(stage, at(HOUR) + timedelta(hours=1))
    assert not await circle.dms(wren)
    (seen,) = await circle.dms(ash)
    assert "I wrote to a friend." in (await ash.press(seen, "Read what the circle said")).text


async def test_what_was_planned_when_the_check_in_paused_does_not_open_until_it_goes_on(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await circle.standing(Standing.PAUSED)
    await until(stage, at(HOUR) + timedelta(hours=3))
    assert not await stage.rooms(wren)
    await circle.standing(Standing.RUNNING)
    await circle.put(calls.spread(circle.checkin, DAY.toordinal()))
    assert len((await circle.room(wren)).posts) == 2


async def test_what_was_planned_when_the_check_in_ended_never_opens(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await circle.standing(Standing.ENDED)
    await until(stage, closes() + timedelta(hours=1))
    assert not await stage.rooms(wren)
    assert (await circle.week()).state is WeekState.OVER


async def test_where_the_next_week_opens_before_the_last_one_closed_that_one_closes_first(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR))
    saturday = DAY + timedelta(days=2)
    await circle.planned(saturday)
    await until(stage, at(HOUR, saturday))
    assert (await circle.week()).state is WeekState.OVER
    assert (await circle.week(saturday)).state is WeekState.OPEN
    await until(stage, closes(saturday) + timedelta(hours=1))
    assert (await circle.week()).state is WeekState.OVER
    assert len(await stage.rooms(wren)) == 1


async def test_a_thread_that_the_platform_makes_after_the_close_is_not_used(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, closes() + timedelta(hours=1), leap=True)
    week = await circle.week()

    def made(tx: Tx) -> None:
        receipt = dump(Receipt(week.room_key, Result.DONE, "", 7))
        call = Call("checkinweek.opened", (week.id, 1))
        jobs.put(tx, "then:late", call, stage.now, community=stage.community, result=receipt)

    await stage.db.run(made)
    await stage.settle()
    assert (await circle.week()).state is WeekState.OVER
    assert (await circle.week()).room == 0
    assert not await stage.dms(wren)


async def test_the_head_is_brought_up_to_date_and_not_posted_again(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR))
    changed = replace(await circle.settings(), name="Tea on Thursdays")
    await stage.db.run(lambda tx: organising.save(tx, changed))
    await circle.put(calls.head((await circle.week()).id))
    assert "Tea on Thursdays" in (await circle.head(wren)).text
    assert len((await circle.room(wren)).posts) == 2


async def test_who_changes_circles_within_a_week_is_asked_once(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    linnet, robin = await stage.member("linnet"), await stage.member("robin")
    circle = await weekly(stage, wren, ash, sable)

    def another(tx: Tx) -> int:
        ids = [member_of(tx, stage, actor) for actor in (linnet, robin)]
        for member in ids:
            circles.join(tx, circle.checkin, member, circles.About(), stage.now)
        return circles.make(tx, circle.checkin, "America/New_York", ids, stage.now)

    other = await stage.db.run(another)
    await circle.planned()
    await until(stage, at(HOUR))

    def move(tx: Tx) -> None:
        circles.put_into(tx, circle.checkin, other, circle.members["sable"], stage.now)

    await stage.db.run(move)
    week = await stage.db.read(lambda tx: weeks.of_day(tx, other, DAY))
    assert week is not None
    await circle.put(calls.go(week.id))
    await until(stage, closes() - timedelta(hours=1))
    asked = await stage.db.read(
        lambda tx: tx.all("SELECT week_id FROM checkin_turn WHERE member_id = :m", {"m": circle.members["sable"]})
    )
    assert asked == [((await circle.week()).id,)]


async def test_another_zone_moves_the_weeks_of_all_ones_communities(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)

    def elsewhere(tx: Tx) -> tuple[int, int]:
        community = communities.ensure(tx, stage.platform.name, "elsewhere")
        member = members.join(tx, members.get(tx, circle.members["wren"]).account, community, stage.now)
        made = organising.add(tx, community, member, "Theirs", DAY.weekday(), HOUR, ClockKind.OWN, ())
        circles.join(tx, made.id, member, circles.About(), stage.now)
        there = circles.make(tx, made.id, "UTC", [member], stage.now)
        jobs.put(tx, "test", calls.spread(made.id, DAY.toordinal()), stage.now, community=community)
        return community, there

    community, there = await stage.db.run(elsewhere)
    await stage.settle()
    await wren.command("zone", city="Asia/Tokyo")
    week = await stage.db.read(lambda tx: weeks.of_day(tx, there, DAY))
    assert week is not None
    assert week.opens_at == at(9)
    key = f"{community}:{calls.go_key(week.id)}"
    due = await stage.db.read(lambda tx: tx.one("SELECT run_at, member_id FROM job WHERE key = :key", {"key": key}))
    assert due == (int(at(9).timestamp()), None)
