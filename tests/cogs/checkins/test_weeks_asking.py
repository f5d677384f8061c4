"""Each member is asked once in a week, in the thread or by message, and reminded once if they wished for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapter import Scene
from bot.people import members
from bot.storage.database import Tx
from bot.ui.card import Card, Mention, contents, inlines
from cogs.checkins.answers import store as answers
from cogs.checkins.model import ClockKind, Words
from cogs.checkins.weeks import store as weeks
from tests.cogs.checkins.weekly import (
    ASK,
    HOUR,
    REMINDER,
    Weekly,
    at,
    closes,
    lives_in,
    member_of,
    rests_until,
    trio,
    until,
    weekly,
)
from tests.stage import Actor, Seen, Stage


async def answered(circle: Weekly, actor: Actor, *, resting: bool = False) -> None:
    week, member = await circle.week(), circle.members[actor.name]

    def answer(tx: Tx) -> None:
        answers.save(tx, week.id, member, Words({1: "Tea."}), resting=resting, asks=False, now=circle.stage.now)

    await circle.stage.db.run(answer)


def pinged(seen: Seen) -> set[str]:
    """On the in-memory platform."""
    card, scene = seen.handle
    assert isinstance(card, Card)
    assert isinstance(scene, Scene)
    found = [inline for content in contents(card) for inline in inlines(content)]
    return {scene.people[one.member].name for one in found if isinstance(one, Mention) and one.ping}


async def test_each_is_asked_at_the_hour_on_their_own_clock(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await lives_in(stage, wren, "Asia/Tokyo")
    await lives_in(stage, sable, "America/New_York")
    await circle.planned()
    for moment, name in ((at(9), "wren"), (at(HOUR), "ash"), (at(23), "sable")):
        await until(stage, moment)
        asks = await circle.asks(wren)
        assert [other for other in ("wren", "ash", "sable") if other in asks[-1]] == [name]
    await until(stage, closes() - timedelta(hours=1))
    assert len(await circle.asks(wren)) == 3


async def test_on_the_circles_clock_all_are_asked_at_once(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable, clock=ClockKind.CIRCLE, zone="Asia/Tokyo")
    await lives_in(stage, sable, "America/New_York")
    await circle.planned()
    await until(stage, at(9))
    (ask,) = await circle.asks(wren)
    assert all(name in ask for name in ("wren", "ash", "sable"))
    await until(stage, closes() - timedelta(hours=10))
    assert len(await circle.asks(wren)) == 1


async def test_who_wants_it_by_message_is_not_named_in_the_thread(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.run("SET by_dm = 1", sable)
    await circle.planned()
    await until(stage, at(HOUR))
    (ask,) = await circle.asks(wren)
    assert "sable" not in ask
    (seen,) = await circle.dms(sable)
    assert "Check in" in seen.buttons
    assert "Read what the circle said" not in seen.buttons
    assert not await stage.dms(wren)
    await until(stage, closes() - timedelta(hours=1))
    assert len(await circle.dms(sable)) == 1


async def test_a_message_about_a_week_that_was_answered_meanwhile_is_not_sent(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable, hour=22)  # in the quiet hours: it waits until they end
    await circle.run("SET by_dm = 1", sable)
    await circle.planned()
    await until(stage, at(23))
    await answered(circle, sable)
    await until(stage, closes() - timedelta(hours=1))
    assert not await stage.dms(sable)


@pytest.mark.parametrize("how", ["paused", "resting", "stopped"])
async def test_who_is_not_to_be_asked_is_not_named_and_not_asked_later(stage: Stage, how: str) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    soon = at(HOUR) + timedelta(hours=5)
    match how:
        case "paused":
            await circle.run(f"SET paused_until = {int(soon.timestamp())}", sable)
        case "resting":
            await rests_until(stage, sable, soon)
        case _:
            member = circle.members["sable"]
            await stage.db.run(lambda tx: members.stop_until(tx, stage.community, member, soon))
    await circle.planned()
    await until(stage, closes() - timedelta(hours=1))
    (ask,) = await circle.asks(wren)
    assert "sable" not in ask
    assert not await circle.dms(sable)


async def test_who_answered_early_is_named_like_the_others_and_not_pinged(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await answered(circle, wren)
    await until(stage, at(HOUR))
    (ask,) = [seen for seen in (await circle.room(ash)).posts if ASK in seen.text]
    assert all(name in circle.read(ask) for name in ("wren", "ash", "sable"))
    if stage.platform.name == "memory":
        assert pinged(ask) == {"ash", "sable"}


async def test_nobody_is_asked_when_all_have_answered(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    for actor, resting in ((wren, False), (ash, True), (sable, False)):
        await answered(circle, actor, resting=resting)
    await until(stage, closes() - timedelta(hours=1))
    assert await circle.head(ash)
    assert not await circle.asks(ash)


async def test_who_pressed_nothing_for_long_is_asked_like_the_others(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    for actor in (wren, ash, sable):
        await circle.run("SET active_at = 0", actor)
    await circle.planned()
    await until(stage, at(HOUR))
    (ask,) = [seen for seen in (await circle.room(ash)).posts if ASK in seen.text]
    if stage.platform.name == "memory":
        assert pinged(ask) == {"wren", "ash", "sable"}


# The reminder


async def test_only_those_who_wished_for_it_are_reminded_once(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.run("SET remind = 1", sable)
    await circle.run("SET remind = 1", ash)
    await circle.planned()
    await until(stage, at(HOUR))
    await answered(circle, ash, resting=True)
    await until(stage, closes() - timedelta(hours=25))
    assert not await circle.dms(sable, REMINDER)
    await until(stage, closes() + timedelta(days=2))
    (seen,) = await circle.dms(sable, REMINDER)
    assert {"Check in", "Resting this week"} <= set(seen.buttons)
    for actor in (wren, ash):
        assert not await stage.dms(actor)
    posts = [seen.text for seen in (await circle.room(wren)).posts]
    assert not [text for text in posts if "eminder" in text]


async def test_a_pause_and_a_cool_off_hold_the_reminder_back(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    for actor in (wren, ash, sable):
        await circle.run("SET remind = 1", actor)
    await circle.planned()
    await until(stage, at(HOUR + 1))
    await circle.run("SET paused_until = 99999999999", wren)
    await rests_until(stage, ash, closes())
    await until(stage, closes() + timedelta(days=1))
    assert not await circle.dms(wren, REMINDER)
    assert not await circle.dms(ash, REMINDER)
    assert len(await circle.dms(sable, REMINDER)) == 1


@pytest.mark.parametrize(("late", "comes"), [(5, True), (7, False)])
async def test_a_reminder_that_an_outage_made_six_hours_late_is_left_out(stage: Stage, late: int, comes: bool) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable, hour=9)
    await circle.run("SET remind = 1", sable)
    await circle.planned()
    await until(stage, at(9))
    await until(stage, closes(hour=9) - timedelta(hours=24 - late), leap=True)
    assert bool(await circle.dms(sable, REMINDER)) is comes


async def test_after_an_outage_nobody_is_asked_and_reminded_at_once(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable, hour=9)
    await circle.run("SET remind = 1, by_dm = 1", sable)
    await circle.planned()
    await until(stage, closes(hour=9) - timedelta(hours=23), leap=True)
    assert len(await stage.dms(sable)) == 1
    assert not await circle.dms(sable, REMINDER)


# Somebody's clock


async def test_who_moves_west_after_they_were_asked_is_not_asked_again(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR))
    await _moves(sable, "America/Los_Angeles")
    await until(stage, closes() - timedelta(hours=1))
    assert len(await circle.asks(wren)) == 1


async def test_who_moves_before_is_asked_at_the_hour_on_the_new_clock(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR - 3))
    await _moves(sable, "America/New_York")
    await until(stage, at(HOUR))
    assert "sable" not in (await circle.asks(wren))[-1]
    await until(stage, at(22))
    assert len(await circle.asks(wren)) == 1
    await until(stage, at(23))
    assert "sable" in (await circle.asks(wren))[-1]
    await until(stage, closes() - timedelta(hours=1))
    assert len(await circle.asks(wren)) == 2


async def test_where_the_hour_is_over_on_the_new_clock_it_opens_and_asks_now(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR - 3))
    await _moves(sable, "Asia/Tokyo")
    (ask,) = await circle.asks(wren)
    assert "sable" in ask
    assert "ash" not in ask
    await until(stage, closes() - timedelta(hours=1))
    assert len(await circle.asks(wren)) == 2


async def test_a_week_that_closed_asks_nobody_whose_clock_changes(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, closes() + timedelta(hours=1))
    await _moves(sable, "America/Los_Angeles")
    await stage.step(hours=20)
    assert len(await circle.asks(wren)) == 1


async def test_another_clock_of_the_community_moves_those_without_their_own(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await lives_in(stage, wren, "Europe/London")
    await circle.planned()
    board = await fern.command("setup")
    form = await fern.press(board, next(label for label in board.buttons if "zone" in label.lower()))
    await fern.submit(form, place="New York")
    await until(stage, at(HOUR))
    assert "ash" not in (await circle.asks(wren))[-1]
    await until(stage, at(23))
    assert "ash" in (await circle.asks(wren))[-1]
    assert "wren" not in (await circle.asks(wren))[-1]


async def test_on_the_circles_clock_nobodys_move_matters(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable, clock=ClockKind.CIRCLE)
    await circle.planned()
    await _moves(sable, "Asia/Tokyo")
    await until(stage, at(HOUR - 1))
    assert not await stage.rooms(wren)
    await until(stage, at(HOUR))
    assert "sable" in (await circle.asks(wren))[-1]


async def _moves(actor: Actor, zone: str) -> None:
    assert "clock" in (await actor.command("zone", city=zone)).text


# What stays of it


async def test_an_erased_member_leaves_no_turn_behind(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await weekly(stage, wren, ash, sable)
    await circle.planned()
    await until(stage, at(HOUR))
    assert "asked" in str(await _exported(stage, sable))
    seen = await sable.press(await sable.command("forget-me"), "Erase my data")
    await sable.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))
    left = await stage.db.read(lambda tx: tx.all("SELECT member_id FROM checkin_turn"))
    assert {member for (member,) in left} == {circle.members["wren"], circle.members["ash"]}
    await until(stage, closes() - timedelta(hours=1))
    assert len(await circle.asks(wren)) == 1


async def _exported(stage: Stage, actor: Actor) -> object:
    return await stage.db.read(lambda tx: weeks.export(tx, member_of(tx, stage, actor)))
