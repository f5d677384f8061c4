"""A new member's whole way, on both platforms at once, in one process."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.harbour import Harbour, Person, Side, until


async def test_a_new_member_finds_their_way_on_both_platforms_at_once(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        for platform in harbour.on:
            await harbour.set_up(platform)
            await _journey(harbour, platform)
        assert await harbour.bot.end() == 0


async def _journey(harbour: Harbour, platform: Side) -> None:
    wren, robin = Person(platform, "wren"), await Person(platform, "robin").join()

    asked = await wren.command("win", text="My first interview, after all")
    assert "My first interview, after all" in asked.text
    receipt = await wren.press(asked, "Agree")
    assert "My first interview, after all" in receipt.text
    (post,) = await harbour.posts(platform, "wins", 1)
    assert "My first interview, after all" in post.text

    assert "on its way" in (await robin.press(post, "Cheer")).text
    mine = await wren.press(post, "…")
    form = await wren.press(mine, "Edit")
    await wren.submit(form, story="My second interview")
    await until(lambda: _shows(platform, "wins", "My second interview"), harbour)
    sure = await wren.press(await wren.press(post, "…"), "Delete")
    await wren.press(sure, next(label for label in sure.buttons if label.startswith("Delete")))
    await harbour.posts(platform, "wins", 0)

    care = await wren.command("rejection", company="Acme")
    assert "Share" in care.buttons
    form = await wren.press(care, "Add details")
    kept = await wren.submit(form, lesson="Ask about the team")
    assert "Ask about the team" in kept.text
    form = await wren.press(await wren.press(kept, "Share"), "The support room")
    await wren.submit(form, words="It stings today")
    (post,) = await harbour.posts(platform, "support", 1)
    assert "It stings today" in post.text
    assert "Acme" not in post.text
    assert "3 days" in (await wren.press(care, "Rest")).buttons

    assert (await wren.home()).text
    data = await wren.command("my-data")
    assert data.files or data.buttons, data
    ask = await wren.command("forget-me")
    sure = await wren.press(ask, "Erase my data")
    erased = await wren.press(sure, "Yes, erase it")
    assert "is erased" in erased.text
    await harbour.posts(platform, "support", 0)
    again = await wren.command("wins")
    assert "Agree" in again.buttons


async def _shows(platform: Side, room: str, words: str) -> bool:
    return any(words in post.text for post in await platform.posts(room))
