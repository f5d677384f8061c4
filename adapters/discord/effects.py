"""Moves messages toward what is wanted: post, edit, delete, and look whether a post arrived after all."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import discord

from adapters.discord import limits
from adapters.discord.cards import pinged, render
from adapters.discord.ids import mark_of, parse_remote, remote_of
from adapters.discord.turn import Ready, uploads
from adapters.discord.verdict import (
    ARCHIVED,
    MISSING_ACCESS,
    MISSING_PERMISSION,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MESSAGE,
    Doubtful,
    gone_is_fine,
    verdict,
)
from bot.adapter import Blocked, Channel, Delivery, Direct, RetryAfter, Scene, Shown, Wanted
from bot.context import Echo
from bot.scheduling.clock import Clock
from bot.ui.card import Card

_NEEDED = (
    ("view_channel", "View Channel"),
    ("send_messages", "Send Messages"),
    ("attach_files", "Attach Files"),
    ("read_message_history", "Read Message History"),
)
_SKEW = timedelta(minutes=5)
_PAGES = 10


class Messages:
    def __init__(self, client: Callable[[], discord.Client | None], clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._opened: deque[datetime] = deque(maxlen=limits.NEW_DMS_PER_MINUTE)
        self._posting: dict[int, dict[int, float]] = {}
        self._posts = 0

    async def show(self, message: Wanted) -> Delivery:
        client = self._client()
        if client is None:
            return RetryAfter(2.0)
        if message.remote is None:
            return Shown("") if message.card is None else await self._post(client, message, message.card)
        came = await self._move(client, message, message.remote)
        if isinstance(came, Blocked):
            return came.seen_from(message.to, str(parse_remote(message.remote)[0]))
        return came

    async def _move(self, client: discord.Client, message: Wanted, remote: str) -> Delivery:
        if message.card is None:
            return await self._delete(client, remote)
        return await self._edit(client, remote, message.card, message.scene, message.nonce)

    async def _post(self, client: discord.Client, message: Wanted, card: Card) -> Delivery:
        channel_id = await self._channel(client, message.to)
        if not isinstance(channel_id, int):
            return channel_id
        if self._stalled(channel_id):
            return RetryAfter(limits.CHANNEL_STALL)
        channel = client.get_partial_messageable(channel_id)
        options: dict[str, Any] = {
            "view": Ready(render(card, message.scene, mark=mark_of(message.nonce))),
            "allowed_mentions": _allowed(card, message.scene),
            "nonce": str(message.nonce),
        }
        if card.files:
            options["files"] = uploads(card.files)
        with _Posting(self._posting, channel_id):
            try:
                sent = await _soon(channel.send(**options))
            except Exception as error:
                return verdict(error, idempotent=False, lacking=self._lacking(client, channel_id, card))
        direct = str(channel_id) if isinstance(message.to, Direct) else ""
        return Shown(remote_of(channel_id, sent.id), direct)

    async def _channel(self, client: discord.Client, to: Channel | Direct) -> int | Delivery:
        match to:
            case Channel(external):
                return int(external) if external.isdecimal() else Blocked("the room is gone", place=True)
            case Direct(_, channel) if channel.isdecimal():
                return int(channel)
            case Direct(person):
                return await self._open_dm(client, person)

    async def _open_dm(self, client: discord.Client, person: str) -> int | Delivery:
        """Discord blocks bots that open many direct messages at once, so the rest waits its turn."""
        now = self._clock.now()
        if len(self._opened) == limits.NEW_DMS_PER_MINUTE and now - self._opened[0] < timedelta(minutes=1):
            return RetryAfter((self._opened[0] + timedelta(minutes=1) - now).total_seconds())
        self._opened.append(now)
        try:
            return (await _soon(client.create_dm(discord.Object(int(person))))).id
        except Exception as error:
            # Asking for the same channel again is harmless, and nothing has been posted yet.
            return verdict(error, idempotent=True)

    async def _edit(
        self, client: discord.Client, remote: str, card: Card, scene: Scene, nonce: int, *, awake: bool = True
    ) -> Delivery:
        """A message that somebody deleted by hand stays deleted."""
        channel_id, message_id = parse_remote(remote)
        message = client.get_partial_messageable(channel_id).get_partial_message(message_id)
        view = Ready(render(card, scene, mark=mark_of(nonce)))
        try:
            files = uploads(card.files)
            await _soon(message.edit(view=view, allowed_mentions=_allowed(card, scene), attachments=files))
        except Exception as error:
            if awake and isinstance(error, discord.HTTPException) and error.code == ARCHIVED:
                return await self._edit_asleep(client, remote, card, scene, nonce)
            return verdict(error, idempotent=True, lacking=self._lacking(client, channel_id, card))
        return Shown(remote)

    async def _edit_asleep(self, client: discord.Client, remote: str, card: Card, scene: Scene, nonce: int) -> Delivery:
        """An archived thread takes no edits: it is woken for this one and put to sleep again, so that a room that was
        closed does not come back."""
        thread, _ = parse_remote(remote)
        wake: dict[str, Any] = {"archived": False}
        sleep: dict[str, Any] = {"archived": True}
        try:
            await _soon(client.http.edit_channel(thread, **wake))
        except Exception as error:
            came = verdict(error, idempotent=True, lacking="Manage Threads")
            # Locked, or no place for another open thread: this edit is lost, not the room.
            return Blocked(came.reason) if isinstance(came, Blocked) else came
        try:
            return await self._edit(client, remote, card, scene, nonce, awake=False)
        finally:
            with contextlib.suppress(Exception):
                await _soon(client.http.edit_channel(thread, **sleep))

    async def _delete(self, client: discord.Client, remote: str) -> Delivery:
        channel_id, message_id = parse_remote(remote)
        try:
            await _soon(client.get_partial_messageable(channel_id).get_partial_message(message_id).delete())
        except Exception as error:
            return gone_is_fine(verdict(error, idempotent=True, lacking="View Channel"), error, remote)
        return Shown(remote)

    async def find(self, message: Wanted) -> str | None:
        """Reads what was posted since the first try. Raises when that can't be told."""
        client = self._client()
        if client is None or client.user is None:
            raise Doubtful("not connected")
        channel_id = await self._channel(client, message.to)
        if not isinstance(channel_id, int):
            if isinstance(channel_id, Blocked):
                return None
            raise Doubtful("the direct message can't be opened now")
        channel = client.get_channel(channel_id)
        if isinstance(channel, discord.abc.GuildChannel):
            allowed = channel.permissions_for(channel.guild.me)
            if allowed.view_channel and not allowed.read_message_history:
                raise Doubtful("no permission to read what was posted")
        since = (message.first_try or self._clock.now() - timedelta(minutes=10)) - _SKEW
        mark = mark_of(message.nonce)
        seen = 0
        try:
            history = client.get_partial_messageable(channel_id).history(
                limit=limits.HISTORY * _PAGES, after=since, oldest_first=True
            )
            async for found in history:
                seen += 1
                if found.author.id == client.user.id and _marked(found, mark):
                    return remote_of(channel_id, found.id)
        except Exception as error:
            if isinstance(verdict(error, idempotent=True), Blocked):
                return None
            raise Doubtful(type(error).__name__) from error
        if seen >= limits.HISTORY * _PAGES:
            raise Doubtful("too much was posted since to be sure")
        return None

    async def look_at(self, team: str, remote: str) -> Echo:
        """Reads the post itself: what its thread counts, and reactions of others. Raises when that can't be told."""
        client = self._client()
        if client is None:
            raise Doubtful("not connected")
        channel_id, message_id = parse_remote(remote)
        link = f"https://discord.com/channels/{team}/{channel_id}/{message_id}"
        try:
            found: Mapping[str, Any] = await _soon(client.http.get_message(channel_id, message_id))
        except discord.HTTPException as error:
            if error.code in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL, UNKNOWN_GUILD):
                return Echo("", here=False)
            if error.code in (MISSING_ACCESS, MISSING_PERMISSION):
                return Echo("", link=link)
            raise
        thread: Mapping[str, Any] = found.get("thread") or {}
        reactions = sum(int(one["count"]) - bool(one["me"]) for one in found.get("reactions") or ())
        return Echo("", answers=int(thread.get("message_count") or 0) + reactions, link=link)

    def _stalled(self, channel_id: int) -> bool:
        """Whether an earlier post waits on this channel's own limit. Waiting with it would keep a sender from all the
        other rooms."""
        started = self._posting.get(channel_id)
        now = asyncio.get_running_loop().time()
        return bool(started) and now - min(started.values()) > limits.CHANNEL_STALL

    @staticmethod
    def _lacking(client: discord.Client, channel_id: int, card: Card) -> str:
        channel = client.get_channel(channel_id)
        if isinstance(channel, discord.Thread):
            return "Send Messages in Threads"
        if isinstance(channel, discord.abc.GuildChannel):
            granted = channel.permissions_for(channel.guild.me)
            for attribute, name in _NEEDED:
                if not getattr(granted, attribute) and (card.files or attribute != "attach_files"):
                    return name
        return "Send Messages"


class _Posting:
    """Notes that a post to a channel is on its way, and since when."""

    def __init__(self, posting: dict[int, dict[int, float]], channel_id: int) -> None:
        self._posting = posting
        self._channel_id = channel_id

    def __enter__(self) -> None:
        started = self._posting.setdefault(self._channel_id, {})
        started[id(self)] = asyncio.get_running_loop().time()

    def __exit__(self, *_: object) -> None:
        started = self._posting[self._channel_id]
        del started[id(self)]
        if not started:
            del self._posting[self._channel_id]


def _marked(message: discord.Message, mark: int) -> bool:
    return any(isinstance(c, discord.Container) and c.id == mark for c in message.components)


def _allowed(card: Card, scene: Scene) -> discord.AllowedMentions:
    people = [discord.Object(person) for person in pinged(card, scene)]
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=people or False)


async def _soon(call: Awaitable[Any]) -> Any:
    async with asyncio.timeout(limits.CALL_SECONDS):
        return await call
