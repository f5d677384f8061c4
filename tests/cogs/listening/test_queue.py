"""Moderators and organisers: what nobody has answered, and how listening is set."""

from __future__ import annotations

import pytest

from bot.cog import Registry
from bot.people import roles
from bot.people.roles import Role
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from tests.cogs.listening.harbour import (
    ON_BOTH_DATABASES,
    ON_MEMORY,
    TITLE,
    WORDS,
    Harbour,
    asked,
    listener,
    member_id,
    person,
    queue,
    row,
    the_post,
)
from tests.stage import Actor, Stage


async def unanswered(stage: Stage) -> Actor:
    """A post of wren's is in the queue; fern moderates."""
    wren, fern = await person(stage, "wren"), await person(stage, "fern", organiser=True)
    await wren.command("harbour tell")
    await stage.step(hours=18.1)
    return fern


async def test_the_item_holds_no_words_and_leads_to_the_post(stage: Stage) -> None:
    fern = await unanswered(stage)
    seen = await fern.press(await fern.command("harbour queue"), "Open")
    assert "A post nobody has answered" in seen.text
    assert WORDS not in seen.text
    assert {"Answered", "Back to the queue"} <= set(seen.buttons)
    link = await row(stage, "SELECT link FROM listening_post")
    assert link is not None
    assert link[0].startswith("https://") or stage.platform.name == "playground"


@ON_BOTH_DATABASES
async def test_answered_closes_it_for_everybody_and_a_second_press_changes_nothing(stage: Stage) -> None:
    fern = await unanswered(stage)
    moss = await person(stage, "moss", organiser=True)
    seen = [await one.press(await one.command("harbour queue"), "Open") for one in (fern, moss)]
    for one, item in zip((fern, moss), seen, strict=True):
        assert "settled" in (await one.press(item, "Answered")).text
    assert await queue(stage) == []
    assert await row(stage, "SELECT COUNT(*) FROM audit") == (1,)


@ON_MEMORY
async def test_a_press_on_the_post_takes_it_out_of_the_queue(stage: Stage) -> None:
    fern = await unanswered(stage)
    board = await fern.command("harbour queue")
    robin = await person(stage, "robin")
    await robin.press(await the_post(stage), "I'm with you")
    assert await queue(stage) == []
    assert "settled" in (await fern.press(board, "Open")).text


async def test_members_can_not_press_what_is_for_staff(stage: Stage) -> None:
    fern = await unanswered(stage)
    ash = await person(stage, "ash")
    board = await fern.command("harbour queue")
    opened = await fern.press(board, "Open")
    settings = await fern.press(await fern.command("harbour setup"), "Posts without an answer")
    for seen, label in ((board, "Open"), (opened, "Answered"), (settings, "Change"), (settings, "Switch off")):
        refused = await ash.press(seen, label)
        assert not refused.form
        assert "A post nobody" not in refused.text
    assert await queue(stage) == [TITLE]
    assert await row(stage, "SELECT 1 FROM listening_choice") is None


@ON_MEMORY
async def test_it_is_overdue_after_a_day_and_gone_after_two_weeks(stage: Stage) -> None:
    fern = await unanswered(stage)
    assert "1 waiting, 0 overdue" in (await fern.command("harbour queue")).text
    await stage.step(hours=25)
    assert "1 waiting, 1 overdue" in (await fern.command("harbour queue")).text
    await stage.step(days=14)
    assert await queue(stage) == []


async def test_organisers_choose_hours_and_who_may_listen(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    fern = await person(stage, "fern", organiser=True)
    board = await fern.command("harbour setup")
    assert "after 4 hours one listener" in board.text
    form = await fern.press(await fern.press(board, "Posts without an answer"), "Change")
    saved = await fern.submit(form, hours=2, who="role")
    assert "after 2 hours one holder of the listener role" in saved.text
    id = await member_id(stage, ash)
    await stage.db.run(lambda tx: roles.give(tx, id, Role.LISTENER))
    await wren.command("harbour tell")
    await stage.step(hours=2.1)
    assert await asked(stage, ash) == ["ash"]


@ON_MEMORY
async def test_switched_off_nothing_waits_and_nobody_is_asked_about_what_waited(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    fern = await person(stage, "fern", organiser=True)
    await wren.command("harbour tell")
    settings = await fern.press(await fern.command("harbour setup"), "Posts without an answer")
    off = await fern.press(settings, "Switch off")
    await fern.press(settings, "Switch off")
    assert "nobody is asked" in off.text
    written = await row(stage, "SELECT COUNT(*), MIN(act), MIN(key) FROM audit")
    assert written == (1, "settings", "posts without an answer"), "the second press changed nothing"
    assert "switched off" in (await ash.command("listen on")).text
    await stage.step(hours=20)
    assert await asked(stage, ash) == []
    assert await queue(stage) == []
    assert await row(stage, "SELECT 1 FROM listening_post") is None
    await fern.press(off, "Switch on")
    await wren.command("harbour untell")
    await wren.command("harbour tell")
    await stage.step(hours=7)  # it is six in the morning
    assert await asked(stage, ash) == ["ash"]


@ON_MEMORY
@pytest.mark.parametrize("after", [1, 5, 17])
async def test_a_restart_half_way_changes_nothing(stage: Stage, after: int) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.step(hours=after)
    stage.app.close()
    cogs = Registry((*load().cogs, Harbour()))
    stage.app = await App.assemble(stage.db, [stage.platform.adapter], stage.clock, cogs)
    await stage.step(hours=18.2 - after)
    assert await asked(stage, ash) == ["ash"]
    assert await queue(stage) == [TITLE]
