"""Posts of the features that have some: a shared no waits, ends, and is found in the moderators' queue."""

from __future__ import annotations

import pytest

from tests.cogs.listening.harbour import ON_MEMORY, alerts, asked, listener, person, queue, row
from tests.cogs.rejections.sharing import BEEN, WITH, WORDS, shared
from tests.stage import Stage


async def test_a_shared_no_that_nobody_answers_reaches_a_listener_and_then_the_queue(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    fern = await person(stage, "fern", organiser=True)
    await shared(stage, wren)
    await stage.step(hours=4.2)
    (alert,) = await alerts(stage, ash)
    assert WORDS not in alert.text
    await stage.step(hours=14)
    board = await fern.command("mod queue")
    assert "A post nobody has answered" in board.text
    assert WORDS not in board.text


@ON_MEMORY
@pytest.mark.parametrize("label", [WITH, BEEN])
async def test_one_press_on_it_is_an_answer(stage: Stage, label: str) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await person(stage, "robin")
    await robin.press(await shared(stage, wren), label)
    await stage.step(hours=20)
    assert await asked(stage, ash) == []
    assert await queue(stage) == []


@ON_MEMORY
async def test_a_press_of_its_own_author_is_none(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.press(await shared(stage, wren), WITH)
    await stage.step(hours=5)
    assert await asked(stage, ash) == ["ash"]


@ON_MEMORY
@pytest.mark.parametrize("staff", [False, True])
async def test_taken_back_or_taken_down_nothing_waits(stage: Stage, staff: bool) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    fern = await person(stage, "fern", organiser=True)
    post = await shared(stage, wren)
    if staff:
        sure = await fern.press(await fern.press(post, "…"), "Remove the post")
        form = await fern.press(sure, sure.buttons[0])
        await fern.submit(form, reason="")
    else:
        await wren.press(await wren.press(post, "…"), "Delete")
    await stage.step(hours=20)
    assert await stage.posts("support") == []
    assert await asked(stage, ash) == []
    assert await row(stage, "SELECT 1 FROM listening_post") is None
