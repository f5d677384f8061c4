"""Somebody erases themselves in the middle of a week, or sits in two circles with the same people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cogs.checkins.answering import REST, WRITE
from tests.cogs.checkins.weekly import DAY, HOUR, THURSDAY, Weekly, at, closes, trio, until, weekly
from tests.cogs.prompts.people import erased
from tests.stage import Actor, Stage

WORDS = "A call came back from the harbour."
ASK = "Who knows the harbour office?"


async def says(actor: Actor) -> None:
    board = await actor.command("checkin answer")
    await actor.submit(await actor.press(board, WRITE), first=WORDS, third=ASK)


async def everything(stage: Stage, *actors: Actor) -> str:
    seen = [post for actor in actors for room in await stage.rooms(actor) for post in room.posts]
    seen += [message for actor in actors for message in await stage.dms(actor)]
    seen += [post for room in ("wins", "support") for post in await stage.posts(room)]
    return "\n".join(one.text for one in seen)


@pytest.mark.parametrize("when", ["early", "open", "closed", "next"])
@pytest.mark.parametrize("threads", [True, False])
async def test_erased_in_any_state_of_a_week_no_word_of_theirs_is_left(stage: Stage, when: str, threads: bool) -> None:
    wren, ash, sable = people = await trio(stage)
    circle = await weekly(stage, *people)
    if not threads:
        await stage.break_rooms()
    await circle.planned()
    await says(wren)
    if when != "early":
        await until(stage, at(HOUR + 1))
        assert not threads or WORDS in await everything(stage, ash)
    if when in ("closed", "next"):
        await until(stage, closes() + timedelta(hours=1))
    if when == "next":
        await circle.planned(DAY + timedelta(days=7))
        await until(stage, at(HOUR + 1, DAY + timedelta(days=7)))
        assert not threads or "still open" in await everything(stage, ash)
    await erased(wren)
    await stage.settle()
    await until(stage, stage.now + timedelta(hours=3))
    left = await everything(stage, ash, sable)
    assert WORDS not in left
    assert ASK not in left
    rows = await stage.db.read(lambda tx: tx.all("SELECT 1 FROM checkin_answer"))
    assert not rows


async def test_the_same_people_in_two_check_ins_have_two_weeks_that_do_not_mix(stage: Stage) -> None:
    wren, ash, sable = people = await trio(stage)
    one = await weekly(stage, *people)
    await stage.db.run(lambda tx: tx.run("UPDATE checkin SET name = 'Evening check-in'"))
    two = await weekly(stage, *people, weekday=THURSDAY)
    for circle in (one, two):
        await circle.planned()
    await until(stage, at(HOUR))
    posts = [post for room in await stage.rooms(ash) for post in room.posts]
    assert len([post for post in posts if "The week of" in post.text]) == 2
    assert len([post for post in posts if "your time to check in" in post.text]) == 2
    (evening,) = [post for post in posts if "Evening check-in" in post.text and "The week of" in post.text]
    (other,) = [post for post in posts if "Evening check-in" not in post.text and "The week of" in post.text]
    form = await wren.press(await wren.press(evening, "Check in"), WRITE)
    await wren.submit(form, first=WORDS)
    await sable.press(other, REST)
    await stage.settle()
    posts = [post for room in await stage.rooms(ash) for post in room.posts]
    (answer,) = [post for post in posts if WORDS in post.text]
    (rest,) = [post for post in posts if "rests this week" in post.text]
    if stage.has_replies:
        assert (answer.under, rest.under) == (evening.id, other.id)
    await next_week(one, two)
    posts = [post for room in await stage.rooms(ash) for post in room.posts]
    assert len([post for post in posts if "The week of" in post.text]) == (2 if stage.closes_rooms else 4)


async def next_week(*circles: Weekly) -> None:
    for circle in circles:
        await circle.planned(DAY + timedelta(days=7))
    await until(circles[0].stage, at(HOUR + 1, DAY + timedelta(days=7)))
