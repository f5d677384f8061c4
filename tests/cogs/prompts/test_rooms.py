"""What happens when a schedule's room is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ui.form import Place
from tests.cogs.prompts.people import opened, prompts, scheduled
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform

pytestmark = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)


def lock(stage: Stage, *missing: str) -> None:
    assert isinstance(stage.platform, MemoryPlatform)
    rooms = stage.platform.adapter.rooms
    remote = stage.platform.rooms["support"]
    rooms[remote] = replace(rooms.get(remote, Place(remote)), missing=missing)


async def test_a_lost_room_pauses_its_schedule_and_an_organiser_hears_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    setup = await fern.command("setup")
    await fern.press(setup, next(label for label in setup.buttons if "links" in label.lower()))
    await scheduled(stage, fern)
    await stage.step(days=1)
    lock(stage, "Send Messages")
    await stage.step(days=5)
    assert len(await prompts(stage)) == 1
    (told,) = [seen for seen in await stage.dms(fern) if "room for prompts" in seen.text]
    assert "/prompts list" in told.text
    board = await opened(fern)
    assert "could not post in its room" in board.text
    assert "Please choose a room" in (await fern.press(board, "Resume")).text


async def test_it_goes_on_by_one_press_when_the_room_works_again_and_loses_no_prompt(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await scheduled(stage, fern)
    lock(stage, "Send Messages")
    preview = await fern.press(board, "Preview")
    await stage.step(days=2)
    lock(stage)
    assert "On" in (await fern.press(await opened(fern), "Resume")).text
    await stage.step(days=2)
    shown = [post.text.split("\n")[1] for post in await prompts(stage)]
    assert len(shown) == 2
    assert shown[0] in preview.text or shown[1] in preview.text


async def test_mended_within_three_hours_the_prompt_still_comes(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern)
    lock(stage, "Send Messages")
    await stage.step(hours=3)
    lock(stage)
    await fern.press(await fern.command("setup"), "Check again")
    assert len(await prompts(stage)) == 1
    await stage.step(days=1)
    assert len(await prompts(stage)) == 2


async def test_switched_on_in_a_room_where_it_can_not_post_it_stays_off(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    lock(stage, "Send Messages")
    board = await scheduled(stage, fern, on=False)
    board = await fern.press(board, "Turn on")
    assert "Off until" in board.text
    assert "Send Messages" in board.text


async def test_a_room_for_prompts_is_not_where_pairs_meet(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await stage.break_rooms()
    before = (await fern.command("setup")).text
    await scheduled(stage, fern, room="wins")
    assert (await fern.command("setup")).text == before
