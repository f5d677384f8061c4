"""A check-in's room in which something is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ui.form import Place
from tests.cogs.checkins.made import invitations, made, opened
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform

memory_only = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)


def lock(stage: Stage, *missing: str) -> None:
    assert isinstance(stage.platform, MemoryPlatform)
    rooms = stage.platform.adapter.rooms
    remote = stage.platform.rooms["support"]
    rooms[remote] = replace(rooms.get(remote, Place(remote)), missing=missing)


@memory_only
async def test_a_missing_permission_is_named_with_the_fix_and_the_invitation_waits(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    lock(stage, "Send Messages")
    board = await made(stage, fern, name="Tea")
    assert "as soon as I can post" in board.text
    assert "In room-support I am missing: Send Messages" in board.text
    assert "press Check again" in board.text
    assert not await invitations(stage)
    assert "I am missing" in (await fern.press(board, "Check again")).text
    assert not await invitations(stage)
    lock(stage)
    checked = await fern.press(board, "Check again")
    assert "I am missing" not in checked.text
    assert "Check again" not in checked.buttons
    await stage.step(hours=1)
    assert len(await invitations(stage)) == 1


async def test_without_private_threads_it_says_how_circles_are_asked(stage: Stage) -> None:
    if stage.platform.name == "slack":
        pytest.skip("Slack tells it only when a group message is to be opened")
    fern = await stage.organiser("fern")
    await stage.break_rooms()
    board = await made(stage, fern)
    assert "asked by private message" in board.text
    assert len(await invitations(stage)) == 1
    setup = await fern.press(await fern.command("setup"), "Check again")
    (line,) = [line for line in setup.text.splitlines() if "Check-in threads" in line]
    assert "support" in line
    assert "I am missing: Create" in line
    assert "Nothing is missing" in setup.text
    await stage.mend_rooms()
    assert "Check-in threads" not in (await fern.command("setup")).text
    assert "asked by private message" not in (await opened(fern)).text


@memory_only
async def test_an_organiser_hears_once_of_a_lost_room_and_looking_mends_it(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    setup = await fern.command("setup")
    await fern.press(setup, next(label for label in setup.buttons if "links" in label.lower()))
    questions = await fern.press(await made(stage, fern), "Questions")
    lock(stage, "Send Messages")
    for _ in range(2):
        one = await fern.choose(questions, questions.options[0])
        questions = await fern.press(await fern.press(one, "Remove"), "Add a question")
        questions = await fern.submit(questions, kind="open", words="What made you smile?")
        await stage.step(hours=2)
    told = [seen for seen in await stage.dms(fern) if "room of a check-in" in seen.text]
    assert len(told) == 1
    assert "/checkin manage" in told[0].text
    setup = await fern.command("setup")
    assert "Check-ins: in room-support I am missing: Send Messages" in setup.text
    lock(stage)
    await opened(fern)
    await stage.step(hours=1)
    assert len(await invitations(stage)) == 1


@memory_only
async def test_the_room_of_an_ended_one_is_nobodys_trouble(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await made(stage, fern, room="wins")
    await fern.press(await fern.press(board, "End"), "End it")
    await stage.break_rooms()
    setup = await fern.press(await fern.command("setup"), "Check again")
    assert "Check-in" not in setup.text
    assert "Nothing is missing" in setup.text


async def test_an_invitation_that_somebody_deleted_comes_back_when_it_is_posted_again(stage: Stage) -> None:
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("deleting by hand is tested with each adapter")
    fern = await stage.organiser("fern")
    board = await made(stage, fern)
    stage.platform.adapter.shown.clear()
    paused = await fern.press(board, "Pause")
    running = await fern.press(paused, "Go on")
    assert not await invitations(stage)
    for _ in range(2):
        await fern.press(running, "Post the invitation again")
    assert len(await invitations(stage)) == 1
