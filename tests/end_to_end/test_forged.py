"""Buttons that are not what they seem: other people's, other communities', older versions', and made up."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from bot.ui.wire import decode_call
from tests.end_to_end.harbour import Harbour, OnDiscord, Person

MADE_UP = [
    "c0|1|wins.cheer|i1",
    "c1|1|wins.cheer|i1",
    "c1||wins.cheer|i1",
    "c1|-5|wins.delete|i1",
    "c1|99999999999999999999|wins.delete|i1",
    "c1|{community}|wins.delete|i99999999999999999999999999",
    "c1|{community}|wins.delete|i-1",
    "c1|{community}|wins.delete|sdrop table",
    "c1|{community}|wins.delete",
    "c1|{community}|wins.delete|i1|i2|i3",
    "c1|{community}|wins.appear|i1",
    "c1|{community}|wins.save|i1",
    "c1|{community}|winlist.page|sx|i-1|i99999999999|i-99",
    "c1|{community}|wins.in_roundup|i1|s",
    "c1|{community}|setup.board",
    "c1|{community}|setup.links|b1",
    "c1|{community}|posts.remove|i1",
    "c1|{community}|posts.lift|i1",
    "c1|{community}|nothing.like_it",
    "c2|{community}|wins.cheer|i1",
    "garbage",
    "|",
    "||||||||",
    "c1|{community}|wins.delete|i１",
    "\u202e|\u0000".replace("\u0000", "x"),
]


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_made_up_buttons_are_answered_and_change_nothing(platform: str, tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, platform) as harbour:
        await harbour.start()
        (side,) = harbour.on
        await harbour.set_up(side)
        wren, robin = await Person(side, "wren").join(), await Person(side, "robin").join()
        receipt = await wren.command("win", text="Mine alone to change")
        (post,) = await harbour.posts(side, "wins", 1)
        own = next(call for call in harbour.calls_on(side, receipt) if ".ask_delete" in call)
        community = decode_call(own)[0]
        theirs = [own, own.replace("ask_delete", "delete"), own.replace("ask_delete", "edit")]
        for made_up in (*theirs, *(call.replace("{community}", str(community)) for call in MADE_UP)):
            answer = await harbour.forge(side, robin, post, made_up)
            assert answer.strip(), f"nothing was said to {made_up!r}"
            assert "That didn't work" not in answer, f"{made_up!r}: {answer}"
            assert "Something went wrong" not in answer, f"{made_up!r}: {answer}"
            assert "Mine alone" not in answer, f"{made_up!r}: {answer}"
        (post,) = await harbour.posts(side, "wins", 1)
        assert "Mine alone to change" in post.text
        assert "Traceback" not in harbour.bot.log


async def test_two_communities_never_see_each_other(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        bay = _another(harbour.discord, "Bay")
        await harbour.start()
        await harbour.set_up(harbour.discord)
        await harbour.set_up(bay)
        wren = await Person(harbour.discord, "wren").join()
        also = Person(bay, "wren", id=wren.id)
        harbour.discord.fake.join(harbour.discord.fake.world.users[int(wren.id)], bay.guild)
        await wren.command("win", text="Said in the harbour")
        await wren.command("rejection", company="Acme Harbour")
        (post,) = await harbour.posts(harbour.discord, "wins", 1)

        for seen in [await also.command(name) for name in ("wins", "rejections", "home", "my-data")]:
            assert "Said in the harbour" not in seen.text
            assert "Acme Harbour" not in seen.text
        robin = await Person(bay, "robin").join()
        call = next(call for call in harbour.calls_on(harbour.discord, post) if ".more" in call)
        own = (await harbour.forge(bay, robin, None, call), await harbour.forge(bay, also, None, call))
        for answer in own:
            assert "another community" in answer, answer

        await also.command("win", text="Said in the bay")
        await harbour.posts(bay, "wins", 1)
        ask = await also.command("forget-me")
        sure = await also.press(ask, "Erase here")
        await also.press(sure, "Yes, erase it")
        await harbour.posts(bay, "wins", 0)
        await harbour.posts(harbour.discord, "wins", 1)
        assert "Said in the harbour" in (await wren.command("wins")).text


def _another(discord: OnDiscord, name: str) -> OnDiscord:
    """The same Discord, seen from another server."""
    other = copy.copy(discord)
    other.guild = discord.fake.guild(name)
    other.team = str(other.guild.id)
    other.rooms = {purpose: str(other.guild[purpose].id) for purpose in ("wins", "support")}
    return other
