"""Private threads for a few people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import discord

from adapters.discord import limits
from adapters.discord.ids import code_of
from adapters.discord.verdict import MISSING_ACCESS, UNKNOWN_MEMBER, UNKNOWN_USER, gone_is_fine, verdict
from bot.adapter import Blocked, Delivery, RetryAfter, Shown, Unsupported, WantedRoom

_PRIVATE = 12  # channel type


class Rooms:
    def __init__(self, client: Callable[[], discord.Client | None]) -> None:
        self._client = client

    async def open(self, room: WantedRoom) -> Delivery:
        client = self._client()
        if client is None:
            return RetryAfter(2.0)
        if not room.open:
            return await self._archive(client, room.remote) if room.remote else Shown("")
        if room.remote is None and not room.parent.isdecimal():
            return Unsupported("there is no room to open a thread in")
        lacking = "Create Private Threads"
        try:
            async with asyncio.timeout(limits.CALL_SECONDS):
                thread = room.remote or await self._find(client, room) or await self._create(client, room)
                lacking = "Send Messages in Threads"
                for person in room.people:
                    await client.http.add_user_to_thread(int(thread), int(person))
        except discord.HTTPException as error:
            if error.code in (UNKNOWN_MEMBER, UNKNOWN_USER):
                return Blocked("somebody is no longer here")
            if error.code == MISSING_ACCESS and lacking != "Create Private Threads":
                return Blocked("somebody can't see the room that the thread is in")
            return verdict(error, idempotent=True, lacking=lacking)
        except Exception as error:
            # A thread that was made nevertheless is found by its code next time.
            return verdict(error, idempotent=True, lacking=lacking)
        return Shown(thread, thread)

    async def _create(self, client: discord.Client, room: WantedRoom) -> str:
        made = await client.http.start_thread_without_message(
            int(room.parent),
            name=_name(room),
            auto_archive_duration=limits.THREAD_SLEEP,
            type=_PRIVATE,
            invitable=False,
        )
        return str(made["id"])

    async def _find(self, client: discord.Client, room: WantedRoom) -> str | None:
        """What an earlier attempt made. Discord has no nonce for threads, so the name carries a code."""
        active = await client.http.get_active_threads(int(room.team))
        me = str(client.user.id) if client.user else ""
        for thread in active["threads"]:
            ours = str(thread.get("owner_id")) == me and str(thread.get("parent_id")) == room.parent
            if ours and thread["name"] == _name(room):
                return str(thread["id"])
        return None

    async def _archive(self, client: discord.Client, remote: str) -> Delivery:
        options: dict[str, Any] = {"archived": True}
        try:
            async with asyncio.timeout(limits.CALL_SECONDS):
                await client.http.edit_channel(int(remote), **options)
        except Exception as error:
            return gone_is_fine(verdict(error, idempotent=True, lacking="Manage Threads"), error, remote)
        return Shown(remote, remote)


def _name(room: WantedRoom) -> str:
    code = code_of(room.nonce)
    title = " ".join(room.title.split()) or "Together"
    return f"{title[: limits.THREAD_NAME - len(code) - 3]} · {code}"
