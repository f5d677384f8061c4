"""How members stand on a server, and what the bot may do in its rooms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from adapters.discord.events import place_of
from adapters.discord.verdict import UNKNOWN_MEMBER, UNKNOWN_USER
from bot.adapter import AccountRef
from bot.context import Standing
from bot.scheduling.clock import Clock
from bot.ui.form import Place

_AT_ONCE = 5
_NEW_FOR = timedelta(days=7)


class People:
    def __init__(self, client: Callable[[], discord.Client | None], clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        client = self._client()
        if client is None:
            return [None] * len(people)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(person: AccountRef) -> Standing | None:
            async with gate:
                return await self._one(client, team, person.external)

        return await asyncio.gather(*map(one, people))

    async def _one(self, client: discord.Client, team: str, person: str) -> Standing | None:
        """Asked of the API and not of a cache: without the members intent nothing tells who left."""
        try:
            async with asyncio.timeout(10):
                member: Mapping[str, Any] = await client.http.get_member(int(team), int(person))
        except discord.NotFound as error:
            return Standing(0, here=False) if error.code in (UNKNOWN_MEMBER, UNKNOWN_USER) else None
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, ValueError):
            return None
        user: Mapping[str, Any] = member["user"]
        until = member.get("communication_disabled_until")
        timed_out = bool(until) and datetime.fromisoformat(str(until)) > self._clock.now()
        name = member.get("nick") or user.get("global_name") or user["username"]
        roles = tuple(str(role) for role in member.get("roles") or ())
        return Standing(
            0, True, timed_out, bool(user.get("bot")), name=str(name), new=self._new(person), role_ids=roles
        )

    def _new(self, person: str) -> bool:
        """An id carries the moment it was given out."""
        return self._clock.now() - discord.utils.snowflake_time(int(person)) < _NEW_FOR

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        client = self._client()
        guild = client.get_guild(int(team)) if client is not None and team.isdecimal() else None
        return [place_of(guild, room) for room in rooms]
