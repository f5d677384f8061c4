"""What a post counts by itself: the thread that was started from it, and reactions."""

from __future__ import annotations

import pytest

from bot.adapter import Shown
from bot.context import Echo
from tests.adapters.discord.conftest import Stage
from tests.adapters.discord.test_effects import wanted, wins
from tests.fakes.discord import Message
from tests.fakes.discord.world import BOT


async def posted(stage: Stage) -> tuple[Message, str]:
    made = await stage.adapter.show(wanted(wins(stage)))
    assert isinstance(made, Shown)
    (post,) = stage.fake.posts(stage.guild["wins"])
    return post, made.remote


async def look(stage: Stage, remote: str) -> Echo:
    return await stage.adapter.look_at(str(stage.guild.id), remote)


async def test_a_post_without_answers_says_so_and_where_it_is(stage: Stage) -> None:
    post, remote = await posted(stage)
    link = f"https://discord.com/channels/{stage.guild.id}/{post.channel.id}/{post.id}"
    assert await look(stage, remote) == Echo("", answers=0, link=link)
    assert stage.fake.requests[-1] == f"GET /channels/{post.channel.id}/messages/{post.id}"


async def test_messages_of_its_thread_and_reactions_of_people_count_and_the_bots_own_do_not(stage: Stage) -> None:
    post, remote = await posted(stage)
    post.reactions["💙"] = {BOT}
    assert (await look(stage, remote)).answers == 0
    post.reactions["💙"].add(stage.ada.id)
    assert (await look(stage, remote)).answers == 1
    post.replies = 2
    assert (await look(stage, remote)).answers == 3


async def test_a_post_that_was_removed_is_not_here(stage: Stage) -> None:
    post, remote = await posted(stage)
    stage.fake.remove(post)
    assert not (await look(stage, remote)).here


async def test_without_the_right_to_read_it_nothing_is_said_of_answers(stage: Stage) -> None:
    post, remote = await posted(stage)
    post.channel.denied.add("Read Message History")
    echo = await look(stage, remote)
    assert echo.here
    assert echo.answers is None
    assert echo.link


async def test_a_fault_of_discord_is_raised_so_that_it_is_asked_again(stage: Stage) -> None:
    _, remote = await posted(stage)
    stage.fake.fault("GET /channels/.*/messages/", "error", status=403)
    with pytest.raises(Exception, match="403"):
        await look(stage, remote)
