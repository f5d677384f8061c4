"""Rooms that are lost while the bot runs: posts wait, an organiser hears of it once, and all goes on afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.harbour import Harbour, Person, Side, until
from tests.stage import Seen


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_room_without_permission_waits_and_its_organiser_is_told_once(platform: str, tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, platform) as harbour:
        await harbour.start()
        (side,) = harbour.on
        fern = await harbour.set_up(side)
        wren = await Person(side, "wren").join()
        await allow(harbour, side, False)
        await wren.command("win", text="Written as the room was lost")
        await until(lambda: harbour.counted("parked", 1), harbour)
        later = await wren.command("win", text="Written while it is lost")
        assert "Written while it is lost" in later.text
        assert "organiser" in later.text, later.text
        await until(lambda: _told(fern, 1), harbour)
        (told,) = await _heard(fern)
        assert "I can't post in the room for wins" in told.text
        if platform == "discord":  # there, a direct message does not tell who is an organiser
            assert "Check again" not in told.buttons
            board = await fern.command("setup")
        else:
            board = await fern.press(told, "Check again")
        assert {"discord": "Send Messages", "slack": "/invite"}[platform] in board.text

        await allow(harbour, side, True)
        again = await fern.press(board, "Check again")
        assert "It works again" in again.text, again.text
        await harbour.posts(side, "wins", 1)
        await wren.press(later, "Post it" if "Post it" in later.buttons else later.buttons[0])
        for words, post in zip(
            ("as the room was lost", "while it is lost"), await harbour.posts(side, "wins", 2), strict=True
        ):
            assert words in post.text
        assert len(await _heard(fern)) == 1


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_after_a_room_is_deleted_another_takes_what_waits(platform: str, tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, platform) as harbour:
        await harbour.start()
        (side,) = harbour.on
        fern = await harbour.set_up(side)
        wren = await Person(side, "wren").join()
        await wren.command("win", text="Posted in the old room")
        await harbour.posts(side, "wins", 1)
        if side is harbour.discord:
            await harbour.discord.fake.delete_channel(harbour.discord.guild["wins"])
        else:
            del harbour.slack.slack.world.rooms[side.rooms["wins"]]
        await wren.command("win", text="Written for a room that is gone")
        await until(lambda: _told(fern, 1), harbour)
        board = await fern.command("setup")
        form = await fern.press(board, "Wins room")
        board = await fern.submit(form, room=side.rooms["support"])
        assert "missing" not in board.text, board.text
        (post,) = await harbour.posts(side, "support", 1)
        assert "Written for a room that is gone" in post.text
        await wren.command("win", text="Written for the new room")
        await harbour.posts(side, "support", 2)


async def test_what_closed_messages_keep_back_waits_on_home(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        fern = await harbour.set_up(harbour.discord)
        wren = await Person(harbour.discord, "wren").join()
        fern.user.dms_closed = True
        await allow(harbour, harbour.discord, False)
        await wren.command("win", text="Nobody can be told")
        await until(lambda: harbour.counted("dead", 1), harbour)
        home = await fern.home()
        assert "One message waits for you" in home.text
        shown = await fern.press(home, "What I held back")
        assert "A room needs your help" in shown.text
        assert "closed to me" in home.text
        assert await _heard(fern) == []


async def allow(harbour: Harbour, side: Side, allowed: bool) -> None:
    """Gives or takes the bot's right to post in the wins room."""
    if side is harbour.discord:
        await harbour.discord.fake.deny(harbour.discord.guild["wins"], *([] if allowed else ["Send Messages"]))
        return
    members = harbour.slack.slack.world.rooms[side.rooms["wins"]].members
    (members.add if allowed else members.discard)(harbour.slack.slack.world.bot.id)


async def _told(person: Person, times: int) -> bool:
    return len(await _heard(person)) >= times


async def _heard(person: Person) -> list[Seen]:
    """But for the test message they asked for."""
    return [dm for dm in await person.dms() if "test message" not in dm.text]
