"""Events of the server's own calendar, of the kind that happens outside of Discord's rooms."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from adapters.discord import limits, words
from adapters.discord.events import CALENDAR
from adapters.discord.ids import code_of
from adapters.discord.markup import cut, escape, unstyled
from adapters.discord.verdict import MISSING_ACCESS, MISSING_PERMISSION, UNKNOWN_GUILD, Doubtful, verdict
from bot.adapter import Blocked, Delivery, RetryAfter, Shown, WantedEvent
from bot.scheduling.clock import Clock
from bot.ui.event import Event

_EXTERNAL = 3  # entity type
_MEMBERS_ONLY = 2  # privacy level
_UNKNOWN_EVENT, _TOO_MANY, _FINISHED, _INVALID = 10070, 30038, 180000, 50035
_AFTER_ANOTHER = 1.0


class Calendar:
    def __init__(self, client: Callable[[], discord.Client | None], clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._busy: set[str] = set()

    async def announce(self, wanted: WantedEvent) -> Delivery:
        """One at a time for a server: Discord allows few in a minute, and the library waits, which would hold up what
        is sent elsewhere."""
        client = self._client()
        if client is None:
            return RetryAfter(2.0)
        if wanted.team in self._busy:
            return RetryAfter(_AFTER_ANOTHER)
        self._busy.add(wanted.team)
        try:
            return await self._move(client, wanted)
        finally:
            self._busy.discard(wanted.team)

    async def _move(self, client: discord.Client, wanted: WantedEvent) -> Delivery:
        event, remote, guild = wanted.event, wanted.remote, int(wanted.team)
        if event is None:
            return Shown("") if remote is None else await _delete(client, guild, remote)
        begun = event.starts <= self._clock.now()
        if remote is not None:
            return await _edit(client, guild, remote, _payload(event, wanted.nonce, begun=begun))
        if begun:
            return Blocked(words.BEGUN)
        try:
            made = await _soon(client.http.create_guild_scheduled_event(guild, **_payload(event, wanted.nonce)))
        except Exception as error:
            return _judged(error, idempotent=False)
        return Shown(str(made["id"]))

    async def find(self, wanted: WantedEvent) -> str | None:
        """By the code alone: everything else may be edited by hand. Raises when nobody can tell."""
        client = self._client()
        if client is None or client.user is None:
            raise Doubtful("not connected")
        try:
            events = await _soon(client.http.get_scheduled_events(int(wanted.team), False))
        except (discord.Forbidden, discord.NotFound):  # not in the server any more: nothing of ours can be there
            return None
        except Exception as error:
            raise Doubtful(type(error).__name__) from error
        me, mark = str(client.user.id), _mark(wanted.nonce)
        for event in events:
            if str(event.get("creator_id")) == me and str(event.get("description") or "").endswith(mark):
                return str(event["id"])
        return None


async def _edit(client: discord.Client, guild: int, remote: str, payload: dict[str, Any]) -> Delivery:
    try:
        await _soon(client.http.edit_scheduled_event(guild, int(remote), **payload))
    except Exception as error:
        return _judged(error, idempotent=True)
    return Shown(remote)


async def _delete(client: discord.Client, guild: int, remote: str) -> Delivery:
    try:
        await _soon(client.http.delete_scheduled_event(guild, int(remote)))
    except Exception as error:
        if isinstance(error, discord.HTTPException) and error.code in (_UNKNOWN_EVENT, UNKNOWN_GUILD, _FINISHED):
            return Shown(remote)
        return _judged(error, idempotent=True)
    return Shown(remote)


def _judged(error: Exception, *, idempotent: bool) -> Delivery:
    code = error.code if isinstance(error, discord.HTTPException) else 0
    if code == MISSING_PERMISSION:
        return Blocked(words.cannot(CALENDAR[1], "in this server"))
    if code in (MISSING_ACCESS, UNKNOWN_GUILD):
        return Blocked("I am not in this server any more")
    if code == _TOO_MANY:
        return Blocked("the server has as many events as Discord allows")
    if code == _UNKNOWN_EVENT:
        return Blocked("removed")
    if code == _FINISHED:
        return Blocked("it is over")
    if code == _INVALID and "scheduled_start_time" in str(error):  # its clock is ahead of ours
        return Blocked(words.BEGUN)
    return verdict(error, idempotent=idempotent, lacking=CALENDAR[1])


def _payload(event: Event, nonce: int, *, begun: bool = False) -> dict[str, Any]:
    """When an event that runs already has begun can't be changed any more, not even to the same."""
    mark = _mark(nonce)
    text = cut(escape(event.text), limits.EVENT_TEXT - len(mark) - 1)
    starts: dict[str, Any] = {} if begun else {"scheduled_start_time": event.starts.isoformat()}
    return starts | {
        "name": cut(unstyled(event.title), limits.EVENT_LINE),
        "description": f"{text}\n{mark}" if text else mark,
        "scheduled_end_time": event.ends.isoformat(),
        "privacy_level": _MEMBERS_ONLY,
        "entity_type": _EXTERNAL,
        "entity_metadata": {"location": cut(unstyled(event.place), limits.EVENT_LINE)},
    }


def _mark(nonce: int) -> str:
    """Discord has no nonce for events either, so the text ends with a code."""
    return f"· {code_of(nonce)}"


async def _soon(call: Awaitable[Any]) -> Any:
    async with asyncio.timeout(limits.CALL_SECONDS):
        return await call
