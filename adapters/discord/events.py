"""What Discord sent, in the core's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.adapter import AccountRef, Who
from bot.cog import Message
from bot.ui.form import Place, Raw
from bot.ui.wire import call_behind

Interaction = discord.Interaction[Any]

PLATFORM = "discord"

VIEW = ("view_channel", "View Channel")
HISTORY = ("read_message_history", "Read Message History")
POST_NEEDS = (VIEW, ("send_messages", "Send Messages"), HISTORY)
"""What posting takes, by the library's name and by the one in Discord's own settings. History is read only to find
out whether a post arrived after all."""
IN_THREADS = ("send_messages_in_threads", "Send Messages in Threads")
ROOM_NEEDS = (("create_private_threads", "Create Private Threads"), IN_THREADS)
"""What making private rooms in a channel takes besides; posting in the channel itself needs neither."""
ANNOUNCEMENTS = "private threads, which an announcement channel can't have"
CALENDAR = ("create_events", "Create Events")
"""What entries of the server's own calendar take. All else works without it, so no room is called broken for it."""


def who(interaction: Interaction) -> Who:
    user = interaction.user
    account = AccountRef(PLATFORM, "", str(user.id))
    locale = str(interaction.locale)
    if isinstance(user, discord.Member):
        roles = frozenset(str(role.id) for role in user.roles if not role.is_default())
        organiser = interaction.permissions.manage_guild
        return Who(account, user.display_name, organiser, roles, locale, timed_out_until=user.timed_out_until)
    return Who(account, user.display_name, locale=locale)


def community(interaction: Interaction) -> str:
    """Empty in a direct message."""
    return str(interaction.guild_id) if interaction.guild_id else ""


def arguments(interaction: Interaction, options: Mapping[str, Any]) -> Mapping[str, Raw | Place]:
    return {name: _argument(interaction, value) for name, value in options.items()}


def _argument(interaction: Interaction, value: Any) -> Raw | Place:
    match value:
        case bool() | int() | str() | None:
            return value
        case discord.User() | discord.Member():
            return str(value.id)
        case _:
            return place_of(interaction.guild, str(value.id), str(getattr(value, "name", "")))


def message(interaction: Interaction, of: discord.Message) -> Message:
    return Message(
        ref=f"{of.channel.id}:{of.id}",
        author=str(of.author.id),
        text=of.content,
        mine=of.author.id == interaction.user.id,
        more=call_behind("…", _buttons(of.components)) if of.author.id == interaction.application_id else None,
    )


def _buttons(components: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Labels and custom ids, however deep they stand."""
    for component in components:
        if isinstance(component, discord.components.Button):
            yield component.label or "", component.custom_id or ""
        yield from _buttons(getattr(component, "children", ()))


def place_of(guild: discord.Guild | None, channel_id: str, name: str = "") -> Place:
    """What the bot may do in a channel, from the cache. A channel that is not there can't be seen."""
    channel = guild.get_channel_or_thread(int(channel_id)) if guild and channel_id.isdecimal() else None
    if guild is None or channel is None:
        return Place(channel_id, name, ("View Channel",))
    granted = channel.permissions_for(guild.me)
    if isinstance(channel, discord.Thread):
        return Place(channel_id, channel.name, _lacking(granted, (VIEW, IN_THREADS, HISTORY)))
    news = isinstance(channel, discord.TextChannel) and channel.is_news()
    rooms_missing = (ANNOUNCEMENTS,) if news else _lacking(granted, ROOM_NEEDS)
    return Place(channel_id, channel.name, _lacking(granted, POST_NEEDS), rooms_missing)


def _lacking(granted: discord.Permissions, needed: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(words for attribute, words in needed if not getattr(granted, attribute))
