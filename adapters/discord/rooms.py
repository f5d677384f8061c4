"""Private threads for a few people."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import discord

from adapters.discord import limits, words
from adapters.discord.events import ROOM_NEEDS, VIEW
from adapters.discord.ids import code_of
from adapters.discord.verdict import (
    ARCHIVED,
    MISSING_ACCESS,
    MISSING_PERMISSION,
    UNKNOWN_MEMBER,
    UNKNOWN_USER,
    Doubtful,
    gone_is_fine,
    verdict,
)
from bot.adapter import Blocked, Delivery, RetryAfter, Shown, Unsupported, WantedRoom

_CREATE = "Create Private Threads"
_PRIVATE = 12  # channel type
_NEWEST = 100  # so many archived threads are looked through, the most that one request returns
_HALF_MADE = 2_000


class Rooms:
    def __init__(self, client: Callable[[], discord.Client | None]) -> None:
        self._client = client
        self._half: dict[int, str] = {}
        """Threads made here whose people are not all in yet, by nonce."""

    async def open(self, room: WantedRoom) -> Delivery:
        """Raises as soon as there may be a thread that nobody but this adapter knows of: only then is the next attempt
        told to look for it."""
        client = self._client()
        if client is None:
            if room.again:
                raise Doubtful("not connected")
            return RetryAfter(2.0)
        if not room.open:
            return await self._put_away(client, room)
        thread = room.remote or (await self._found(client, room) if room.again else None)
        if len(room.people) < 2:
            if thread is not None and room.remote is None:
                await self._abandon(client, room, thread)
            return Blocked("somebody is no longer here")
        if thread is None:
            if not room.parent.isdecimal():
                return Unsupported("there is no room to open a thread in")
            try:
                thread = await _soon(_create(client, room))
            except Exception as error:
                return _not_made(client, room, verdict(error, idempotent=False, lacking=_CREATE), error)
        self._remember(room, thread)
        try:
            await _soon(_fill(client, thread, room.people))
        except Exception as error:
            came = _not_filled(error)
            if room.remote is not None:
                return came
            if not isinstance(came, Blocked):
                raise Doubtful("the thread is there and not everybody is in it") from error
            await self._abandon(client, room, thread)
            return came
        self._half.pop(room.nonce, None)
        return Shown(thread, thread)

    def _remember(self, room: WantedRoom, thread: str) -> None:
        if len(self._half) >= _HALF_MADE:
            self._half.pop(next(iter(self._half)))
        self._half[room.nonce] = thread

    async def _found(self, client: discord.Client, room: WantedRoom) -> str | None:
        """What an earlier attempt made. Discord has no nonce for threads, so the name carries a code. Raises when
        nobody can tell."""
        if room.nonce in self._half:
            return self._half[room.nonce]
        try:
            active = await _soon(client.http.get_active_threads(int(room.team)))
            if found := _own(client, room, active["threads"]):
                return found
            if not room.parent.isdecimal():
                return None
            # Made before a long outage, and put to sleep since: newest first, so one look is enough.
            slept = await _soon(client.http.get_joined_private_archived_threads(int(room.parent), limit=_NEWEST))
        except (discord.Forbidden, discord.NotFound):  # what can't be seen can't be used either
            return None
        except Exception as error:
            raise Doubtful(type(error).__name__) from error
        return _own(client, room, slept["threads"])

    async def _abandon(self, client: discord.Client, room: WantedRoom, thread: str) -> None:
        """Nobody is to sit alone in a room that will not be used."""
        try:
            await _soon(_archive(client, thread, True))
        except Exception as error:
            if not isinstance(verdict(error, idempotent=True), Blocked):
                raise Doubtful("the thread is there and not archived") from error
        self._half.pop(room.nonce, None)

    async def _put_away(self, client: discord.Client, room: WantedRoom) -> Delivery:
        """Whoever made a thread may archive it; Manage Threads is not needed."""
        remote = room.remote or (await self._found(client, room) if room.again else None)
        if remote is None:
            return Shown("")
        try:
            await _soon(_archive(client, remote, True))
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code == ARCHIVED:
                return Shown(remote, remote)
            came = gone_is_fine(verdict(error, idempotent=True, lacking="Manage Threads"), error, remote)
            if room.remote is None and isinstance(came, RetryAfter):
                raise Doubtful("the thread is there and not archived") from error
            return came
        self._half.pop(room.nonce, None)
        return Shown(remote, remote)


async def _create(client: discord.Client, room: WantedRoom) -> str:
    made = await client.http.start_thread_without_message(
        int(room.parent),
        name=_name(room),
        auto_archive_duration=limits.THREAD_SLEEP,
        type=_PRIVATE,
        invitable=False,
    )
    return str(made["id"])


async def _fill(client: discord.Client, thread: str, people: Sequence[str]) -> None:
    """Everybody is added, also whoever is in already: that changes nothing."""
    for number, person in enumerate(people):
        try:
            await client.http.add_user_to_thread(int(thread), int(person))
        except discord.HTTPException as error:
            if error.code != ARCHIVED or number:
                raise
            await _archive(client, thread, False)
            await client.http.add_user_to_thread(int(thread), int(person))


async def _archive(client: discord.Client, thread: str, archived: bool) -> None:
    options: dict[str, Any] = {"archived": archived}
    await client.http.edit_channel(int(thread), **options)


def _not_made(client: discord.Client, room: WantedRoom, came: Delivery, error: Exception) -> Delivery:
    """The verdict, with the permission and the room by name where one is missing."""
    if not isinstance(error, discord.HTTPException) or error.code not in (MISSING_PERMISSION, MISSING_ACCESS):
        return came
    parent = client.get_channel(int(room.parent)) if room.parent.isdecimal() else None
    if not isinstance(parent, discord.abc.GuildChannel):
        return came
    granted = parent.permissions_for(parent.guild.me)
    lacking = next((name for attribute, name in (VIEW, *ROOM_NEEDS) if not getattr(granted, attribute)), "")
    return Blocked(words.cannot(lacking or _CREATE, f"in #{parent.name}"), place=True)


def _not_filled(error: Exception) -> Delivery:
    match error:
        case discord.HTTPException(code=code) if code in (UNKNOWN_MEMBER, UNKNOWN_USER):
            return Blocked("somebody is no longer here")
        case discord.HTTPException(code=code) if code == MISSING_ACCESS:
            return Blocked("somebody can't see the room that the thread is in")
        case _:
            return verdict(error, idempotent=True, lacking="Send Messages in Threads")


async def _soon(call: Awaitable[Any]) -> Any:
    async with asyncio.timeout(limits.CALL_SECONDS):
        return await call


def _own(client: discord.Client, room: WantedRoom, threads: Sequence[Mapping[str, Any]]) -> str | None:
    """By the code alone: the title changes when somebody leaves in between."""
    me, code = str(client.user.id) if client.user else "", f" · {code_of(room.nonce)}"
    for thread in threads:
        if str(thread.get("owner_id")) == me and str(thread["name"]).endswith(code):
            return str(thread["id"])
    return None


def _name(room: WantedRoom) -> str:
    code = code_of(room.nonce)
    title = " ".join(room.title.split()) or "Together"
    return f"{title[: limits.THREAD_NAME - len(code) - 3]} · {code}"
