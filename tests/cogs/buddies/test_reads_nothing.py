"""What buddies write to each other is nobody else's: the bot has no right to read it, no way to be told of it, and
asks for none of it in a whole round."""

from __future__ import annotations

import re

import discord
import pytest

from adapters.slack.manifest import manifest
from bot.handler import Entry
from bot.runtime.all_cogs import load
from tests.cogs.buddies.pairs import heard, together, two
from tests.stage import Stage
from tests.stage.discord import DiscordPlatform
from tests.stage.slack import SlackPlatform


@pytest.mark.parametrize("reconcile", [False, True])
def test_the_slack_app_can_open_group_messages_and_not_read_them(reconcile: bool) -> None:
    made = manifest(load(), reconcile=reconcile)
    scopes = set(made["oauth_config"]["scopes"]["bot"])
    assert {scope for scope in scopes if scope.startswith(("mpim:", "im:", "groups:"))} == {
        "mpim:write",
        "im:write",
        "groups:read",  # names of rooms, no messages
    }
    assert "user" not in made["oauth_config"]["scopes"]
    told = made["settings"]["event_subscriptions"]["bot_events"]
    assert not [event for event in told if event.startswith(("message", "app_mention", "reaction"))]


def test_no_part_of_buddies_is_handed_a_message() -> None:
    ours = {"buddy", "profile", "pair", "kindnote", "pairreport", "pools", "poolrules", "round"}
    handlers = {name: one for name, one in load().handlers.items() if name.split(".")[0] in ours}
    assert {name.split(".")[0] for name in handlers} == ours
    assert not [name for name, one in handlers.items() if one.entry is Entry.MENU]


@pytest.mark.parametrize("stage", [("discord", "sqlite"), ("slack", "sqlite")], indirect=True, ids=str)
async def test_in_a_whole_pairing_no_message_is_asked_for(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    platform = stage.platform
    if isinstance(platform, DiscordPlatform):
        (thread,) = platform.fake.private_threads(platform.fake.world.users[int(wren.id)], platform.guild)
        platform.fake.say(platform.fake.world.users[int(wren.id)], thread, "Between you and me.")
    await stage.step(days=7)
    assert await heard(stage, ash, "Did you meet?") == 1
    match platform:
        case DiscordPlatform():
            assert platform.fake.gateway.intents == discord.Intents(guilds=True).value  # no messages, no content
            assert not [line for line in platform.fake.requests if re.match(r"GET /channels/\d+/messages", line)]
        case SlackPlatform():
            assert not platform.slack.calls("conversations.history") + platform.slack.calls("conversations.replies")
        case _:
            raise AssertionError(platform.name)
