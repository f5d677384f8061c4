from __future__ import annotations

import asyncio
import logging

import pytest

from adapters.discord import DiscordSettings, client, create, sync
from bot.adapter import CommunityLeft, Misconfigured
from bot.cog import Registry
from tests.adapters.discord.conftest import Stage
from tests.adapters.discord.demo import Demo, SmallCore
from tests.fakes.discord import FakeDiscord, pointing_discord_at, seen


async def test_nothing_but_servers_is_asked_for(stage: Stage) -> None:
    assert stage.fake.gateway.intents == 1


async def test_commands_are_synced_only_when_they_changed(stage: Stage) -> None:
    assert stage.fake.syncs == 1
    await stage.restart()
    assert stage.fake.syncs == 1
    stage.core.memory = dict.fromkeys(stage.core.memory, "of an older version")
    await stage.restart()
    assert stage.fake.syncs == 2


async def test_registered_commands_are_typed_and_for_servers(stage: Stage) -> None:
    commands = {c["name"]: c for c in stage.fake.world.commands}
    options = {o["name"]: o for o in commands["keep"]["options"]}
    assert {n: o["type"] for n, o in options.items()} == {
        "text": 3,
        "day": 3,
        "mood": 3,
        "who": 6,
        "room": 7,
        "times": 4,
        "loud": 5,
    }
    assert [c["value"] for c in options["mood"]["choices"]] == ["glad", "tired"]
    assert options["text"]["autocomplete"]
    assert options["day"]["autocomplete"]
    assert options["room"]["channel_types"] == [0, 5]
    assert [o["name"] for o in commands["team"]["options"]] == ["set"]
    assert commands["team"].get("default_member_permissions") is None
    assert commands["Keep this"]["type"] == 3
    assert all(c["contexts"] == [0] or c["dm_permission"] is False for c in commands.values())


async def test_a_dropped_connection_is_resumed_and_misses_nothing(stage: Stage) -> None:
    await stage.fake.drop()
    answer = await stage.fake.command(stage.ada, stage.guild, "quiet")
    assert answer.kind == "message"
    assert stage.fake.gateway.resumed == 1
    await stage.fake.until(stage.adapter.healthy)


async def test_the_adapter_is_healthy_only_while_connected(stage: Stage) -> None:
    await stage.fake.until(stage.adapter.healthy)
    await stage.stop()
    assert not stage.adapter.healthy()


async def test_leaving_a_server_is_told_and_joining_one_says_hello_once(stage: Stage) -> None:
    running = stage.adapter._client  # pyright: ignore[reportPrivateUsage] -- joins are told apart once it is ready
    assert running is not None
    await running.wait_until_ready()
    other = stage.fake.guild("Lake", ("general",))
    other.system = other["general"]
    await stage.fake.invite(other)
    await stage.fake.until(lambda: bool(stage.fake.posts(other["general"])))
    (hello,) = stage.fake.posts(other["general"])
    assert "an organiser can run /help" in seen(hello)
    await stage.fake.kick(other)
    await stage.fake.command(stage.ada, stage.guild, "quiet")
    assert stage.core.gone == [CommunityLeft("discord", str(other.id))]


async def test_stopping_waits_for_answers_on_their_way(stage: Stage) -> None:
    stage.core.delay = 0.3
    asking = asyncio.create_task(stage.fake.command(stage.ada, stage.guild, "slow"))
    await stage.fake.until(lambda: bool(stage.core.events))
    await stage.stop()
    assert (await asking).text == "### Slow but here"


async def test_what_people_write_never_reaches_the_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "")
    await stage.fake.command(stage.ada, stage.guild, "keep", {"text": "very private words"})
    await stage.fake.command(stage.ada, stage.guild, "broken", {})
    ours = [r for r in caplog.records if not r.name.startswith(("asyncio", "tests"))]
    assert ours
    assert not any("very private words" in r.getMessage() for r in ours)


async def test_a_failed_start_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.01)
    fake = FakeDiscord()
    await fake.start()
    fake.guild()
    fake.fault("GET /users/@me", "error", status=503)
    adapter = create(DiscordSettings(fake.token))
    with pointing_discord_at(fake):
        running = asyncio.create_task(adapter.run(SmallCore()))
        await fake.connected()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await fake.stop()


@pytest.mark.parametrize(("code", "word"), [(0, "token"), (4014, "intents"), (4004, "token"), (4010, "shard")])
async def test_what_only_the_operator_can_mend_is_said_in_plain_words(code: int, word: str) -> None:
    fake = FakeDiscord()
    await fake.start()
    fake.guild()
    fake.gateway.refuse_with = code
    token = fake.token if code else "wrong"
    with pointing_discord_at(fake), pytest.raises(Misconfigured, match=word):
        async with asyncio.timeout(10):
            await create(DiscordSettings(token)).run(SmallCore())
    await fake.stop()


async def test_the_command_line_can_sync_and_clear() -> None:
    fake = FakeDiscord()
    await fake.start()
    registry = Registry((Demo(),))
    with pointing_discord_at(fake):
        assert await sync(fake.token, registry) == len(fake.world.commands) > 5
        assert await sync(fake.token, registry, clear=True) == 0
        with pytest.raises(Misconfigured):
            await sync("wrong", registry)
    await fake.stop()
    assert not fake.breaches


async def test_two_shards_serve_their_own_servers() -> None:
    fake = FakeDiscord(shards=1)
    await fake.start()
    guild = fake.guild()
    ada = fake.user("Ada", guild)
    settings = DiscordSettings(fake.token, ((guild.id >> 22) % 2,), 2)
    with pointing_discord_at(fake):
        running = asyncio.create_task(create(settings).run(SmallCore()))
        await fake.connected()
        assert (await fake.command(ada, guild, "quiet")).kind == "message"
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await fake.stop()
