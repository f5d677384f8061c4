"""The process ends in the middle, politely or not, and another takes its place."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from pathlib import Path

from tests.end_to_end.harbour import Harbour, Person, until


async def test_buttons_and_open_forms_outlive_a_kill(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        before: list[tuple[Person, Person]] = []
        for platform in harbour.on:
            await harbour.set_up(platform)
            wren = await Person(platform, "wren").join()
            before.append((wren, await Person(platform, "robin").join()))
            await wren.command("win", text="The first of two")
            await harbour.posts(platform, "wins", 1)
        forms = [await wren.command("win") for wren, _ in before]
        cares = [await wren.command("rejection") for wren, _ in before]

        await harbour.bot.end(signal.SIGKILL)
        await harbour.gone()
        await harbour.start()

        for (wren, robin), form, care in zip(before, forms, cares, strict=True):
            assert "Share" in care.buttons
            receipt = await wren.submit(form, story="The second of two")
            assert "The second of two" in receipt.text
            first, second = await harbour.posts(wren.platform, "wins", 2)
            assert "The first of two" in first.text
            assert "The second of two" in second.text
            assert "on its way" in (await robin.press(first, "Cheer")).text
            assert "lesson" in (await wren.press(care, "Add details")).form


async def test_what_waits_to_be_posted_appears_once_after_a_kill(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        organisers = [await harbour.set_up(platform) for platform in harbour.on]
        discord, slack = harbour.discord, harbour.slack
        await discord.fake.deny(discord.guild["wins"], "Send Messages")
        slack.slack.world.rooms[slack.rooms["wins"]].members.remove(slack.slack.world.bot.id)
        for platform in harbour.on:
            await (await Person(platform, "wren").join()).command("win", text="It waits for its room")
        await until(lambda: harbour.counted("parked", 2), harbour)

        await harbour.bot.end(signal.SIGKILL)
        await harbour.gone()
        await discord.fake.deny(discord.guild["wins"])
        slack.slack.world.rooms[slack.rooms["wins"]].members.add(slack.slack.world.bot.id)
        await harbour.start()
        for fern in organisers:
            board = await fern.command("setup")
            await fern.press(board, "Check again")

        for platform in harbour.on:
            (post,) = await harbour.posts(platform, "wins", 1)
            assert "It waits for its room" in post.text


async def test_sigterm_lets_an_answer_under_way_arrive(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        people = [await Person(platform, "wren").join() for platform in harbour.on]
        locked = lock(harbour)
        answers = [asyncio.create_task(wren.command("win", text="Typed at the last moment")) for wren in people]
        await asyncio.sleep(0.3)  # until both have reached the bot, where the lock holds them
        ending = asyncio.create_task(harbour.bot.end(signal.SIGTERM))
        await asyncio.sleep(0.3)
        locked.close()
        for answer in await asyncio.gather(*answers):
            assert "Typed at the last moment" in answer.text
        assert await ending == 0


def lock(harbour: Harbour) -> sqlite3.Connection:
    """Another program writes to the database until this is closed."""
    held = sqlite3.connect(harbour.folder / "data" / "cairn.db", isolation_level=None)
    held.execute("PRAGMA wal_autocheckpoint = 0")
    held.execute("BEGIN IMMEDIATE")
    return held
