"""What the post itself counts, where the platform tells: seen before each alert and before the queue, in one read."""

from __future__ import annotations

import pytest

from bot.adapter import Unreachable
from bot.context import Echo
from tests.cogs.listening.harbour import ON_DISCORD, ON_MEMORY, TITLE, alerts, asked, listener, person, queue, row
from tests.fakes.discord import Message
from tests.fakes.discord.world import BOT
from tests.stage import Stage
from tests.stage.discord import DiscordPlatform


def post_of(stage: Stage) -> Message:
    assert isinstance(stage.platform, DiscordPlatform)
    (post,) = stage.platform.fake.posts(stage.platform.guild["support"])
    return post


@ON_DISCORD
async def test_a_thread_or_a_reaction_is_an_answer(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    for n in range(2):
        await wren.command("harbour tell")
        await stage.step(hours=1)
        if n:
            post_of(stage).replies = 1
        else:
            post_of(stage).reactions["💙"] = {BOT, 7}
        await stage.step(hours=20)
        assert await asked(stage, ash) == []
        assert await queue(stage) == []
        await wren.command("harbour untell")


@ON_DISCORD
async def test_the_bots_own_reaction_is_none_and_each_step_reads_once(stage: Stage) -> None:
    assert isinstance(stage.platform, DiscordPlatform)
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.settle()
    post_of(stage).reactions["💙"] = {BOT}
    await stage.step(hours=5)
    (alert,) = await alerts(stage, ash)
    assert "opened a thread" in alert.text
    assert "Open the post" in alert.text
    found = await row(stage, "SELECT link FROM listening_post")
    assert found is not None
    assert found[0].startswith("https://discord.com/channels/")
    read = f"GET /channels/{post_of(stage).channel.id}/messages/{post_of(stage).id}"
    assert stage.platform.fake.requests.count(read) == 1


@ON_DISCORD
async def test_what_is_answered_between_the_alert_and_the_queue_never_reaches_it(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.step(hours=5)
    assert await asked(stage, ash) == ["ash"]
    post_of(stage).replies = 3
    await stage.step(hours=15)
    assert await queue(stage) == []


@ON_DISCORD
async def test_a_post_removed_by_hand_ends_the_wait(stage: Stage) -> None:
    assert isinstance(stage.platform, DiscordPlatform)
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.settle()
    stage.platform.fake.remove(post_of(stage))
    await stage.step(hours=20)
    assert await asked(stage, ash) == []
    assert await row(stage, "SELECT 1 FROM listening_post") is None


@ON_MEMORY
async def test_while_the_platform_does_not_answer_people_are_asked_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(team: str, remote: str) -> Echo:
        raise Unreachable

    monkeypatch.setattr(stage.platform.adapter, "look_at", silent)
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.step(hours=6)
    (alert,) = await alerts(stage, ash)
    assert "may already be replies" in alert.text
    await stage.step(hours=14)
    assert await queue(stage) == [TITLE]
