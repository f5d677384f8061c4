"""Two processes on one PostgreSQL database: the same thing at the same moment has one effect."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests import postgres
from tests.end_to_end.harbour import Harbour, Person, free_port, until
from tests.end_to_end.process import Cairn

pytestmark = pytest.mark.postgres


@contextlib.asynccontextmanager
async def two(folder: Path, url: str) -> AsyncGenerator[tuple[Harbour, Cairn]]:
    """Both start at once, on an empty database and without keys, and split Discord's shards."""
    async with Harbour.open(folder, "discord", "slack") as harbour:
        harbour.bot.settings |= {"CAIRN_DATABASE__URL": url, "CAIRN_DISCORD__SHARD_COUNT": "2"}
        shard = "CAIRN_DISCORD__SHARD_IDS"
        health = {"CAIRN_HEALTH__PORT": str(free_port())}
        other = Cairn(folder, {**harbour.bot.settings, **health, shard: "1"})
        harbour.bot.settings |= {shard: "0"}
        try:
            await asyncio.gather(harbour.bot.begin(), other.begin())
            await until(lambda: len(harbour.discord.fake.gateway.sessions) == 2, harbour)
            await until(lambda: harbour.slack.slack.server.connections == 2, harbour)
            yield harbour, other
        finally:
            await other.clear()


async def test_the_same_button_at_the_same_moment_has_one_effect(tmp_path: Path, postgres_url: str) -> None:
    async with two(tmp_path, postgres_url) as (harbour, _):
        slack, discord = harbour.slack, harbour.discord
        await harbour.set_up(slack)
        slack.slack.server.turn()
        wren, robin = await Person(slack, "wren").join(), await Person(slack, "robin").join()
        await wren.command("win", text="One win for all")
        (post,) = await harbour.posts(slack, "wins", 1)

        async def press(person: Person, label: str) -> str:
            pressing = asyncio.create_task(slack.slack.press(person.user, post.handle, label))
            await asyncio.sleep(0)
            slack.slack.server.turn()
            response = await pressing
            await until(lambda: response.message is not None or bool(slack.slack.shown_to(person.user)), harbour)
            return slack.slack.seen(response.message)

        for _ in range(3):
            said = sorted(await asyncio.gather(press(robin, "Cheer"), press(robin, "Cheer")))
            assert ["on its way" in text for text in said] in ([False, True], [True, False], [False, False]), said
            assert sum("You have cheered" in text for text in said) >= 1, said

        # The very same event, to both: an interaction that is delivered twice.
        await harbour.set_up(discord)
        finch = await Person(discord, "finch").join()
        for number in range(3):
            entry = next(command for command in discord.fake.world.commands if command["name"] == "win")
            options = [{"name": "text", "type": 3, "value": f"No. {number}"}]
            data = {"id": entry["id"], "name": "win", "type": 1, "options": options}
            pending, payload = discord.fake.interaction(2, data, finch.user, discord.guild["general"])
            await discord.fake.gateway.event_everywhere("INTERACTION_CREATE", payload)
            assert f"No. {number}" in (await discord.fake.answer_to(pending)).text
        posts = await harbour.posts(discord, "wins", 3)
        assert len({post.text for post in posts}) == 3


async def test_one_process_goes_on_when_the_other_is_killed(tmp_path: Path, postgres_url: str) -> None:
    async with two(tmp_path, postgres_url) as (harbour, other):
        slack = harbour.slack
        await harbour.set_up(slack)
        wren = await Person(slack, "wren").join()
        await wren.command("win", text="Kept by either")
        await harbour.posts(slack, "wins", 1)
        await other.end(signal.SIGKILL)
        await until(lambda: len(slack.slack.server.lines) == 1, harbour)
        await wren.command("win", text="Kept by the one that is left")
        await harbour.posts(slack, "wins", 2)
        assert await harbour.bot.end() == 0


async def test_a_newcomer_agrees_in_the_process_that_did_not_ask(tmp_path: Path, postgres_url: str) -> None:
    async with two(tmp_path, postgres_url) as (harbour, _):
        slack = harbour.slack
        wren = Person(slack, "wren")
        asked = await wren.command("rejections")
        slack.slack.server.turn()
        answer = await wren.press(asked, "Agree")
        assert "You're in" in answer.text
        assert "Agree" not in (await wren.command("rejections")).buttons


async def test_the_database_goes_away_and_comes_back(tmp_path: Path) -> None:
    """Cut off from PostgreSQL, people hear so and get their words back."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    server = postgres.Server.start(durable=False)
    try:
        async with Harbour.open(tmp_path, "slack") as harbour:
            harbour.bot.settings["CAIRN_DATABASE__URL"] = server.fresh()
            await harbour.start()
            await harbour.set_up(harbour.slack)
            wren = await Person(harbour.slack, "wren").join()
            server.down()
            answer = await wren.command("win", text="Into the void")
            if "Nothing was saved" not in answer.text:  # late, it comes by another way
                shown = harbour.slack.slack
                await until(
                    lambda: any("Nothing was saved" in shown.seen(m) for m in shown.shown_to(wren.user)), harbour
                )
            server.up()
            await until(lambda: _keeps(wren), harbour)
            (post,) = await harbour.posts(harbour.slack, "wins", 1)
            assert "Back again" in post.text
    finally:
        server.stop()


async def _keeps(wren: Person) -> bool:
    return "Nothing was saved" not in (await wren.command("win", text="Back again")).text
