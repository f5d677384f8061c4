"""What an error of Discord's API means for what was wanted."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from adapters.discord import words
from bot.adapter import Blocked, Delivery, RetryAfter, Shown

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10007, 10008, 10013
MISSING_ACCESS, CLOSED_DMS, MISSING_PERMISSION, NO_SHARED_GUILD = 50001, 50007, 50013, 50278
OPENING_DMS_TOO_FAST, TOO_MANY_THREADS, THREAD_LOCKED = 40003, 160006, 160005
WRONG_CHANNEL, ARCHIVED = 50024, 50083

_PLACES = {
    UNKNOWN_CHANNEL: "the room is gone",
    UNKNOWN_GUILD: "the server is gone",
    MISSING_ACCESS: words.cannot("View Channel"),
    THREAD_LOCKED: "the thread is locked",
}
_PEOPLE = frozenset({CLOSED_DMS, NO_SHARED_GUILD})


class Doubtful(Exception):
    """Nobody can say whether it happened."""


def verdict(error: Exception, *, idempotent: bool, lacking: str = "Send Messages") -> Delivery:
    """Raises `Doubtful` when the call may have happened and must not be repeated blindly.

    `lacking` is the permission to name when Discord says only that one is missing.
    """
    match error:
        case discord.RateLimited():
            # Only waits beyond the library's own patience come here; who asks for so much means the whole bot.
            return RetryAfter(error.retry_after, everyone=True)
        case discord.HTTPException():
            return _refused(error, idempotent, lacking)
        case aiohttp.ClientConnectorError():
            return RetryAfter(5.0)
        case aiohttp.ClientError() | OSError() | asyncio.TimeoutError():
            if idempotent:
                return RetryAfter(5.0)
            raise Doubtful(type(error).__name__) from error
        case _:
            raise error


def _refused(error: discord.HTTPException, idempotent: bool, lacking: str) -> Delivery:
    if error.status == 429:
        return RetryAfter(_seconds(error), everyone=True)
    if error.status >= 500:
        if idempotent:
            return RetryAfter(5.0)
        raise Doubtful(f"{error.status} from Discord") from error
    if error.status == 401:
        return RetryAfter(60.0, everyone=True)
    match error.code:
        case _ if error.code in _PEOPLE:
            return Blocked("closed-dms")
        case _ if error.code in _PLACES:
            return Blocked(_PLACES[error.code], place=True)
        case 50013:
            return Blocked(words.cannot(lacking), place=True)
        case 10008:
            return Blocked("removed")
        case 40003:
            return RetryAfter(60.0)
        case 160006:
            return Blocked("the server has as many open threads as Discord allows")
        case 50024:
            return Blocked("private threads can only be made in a text channel")
        case 50083:
            return Blocked("the thread is archived")
        case _:
            return Blocked(f"Discord refused it ({error.status}, {error.code})")


def _seconds(error: discord.HTTPException) -> float:
    """Without the header (a ban at Discord's front door) a quarter of an hour is a careful guess."""
    try:
        return float(error.response.headers.get("Retry-After", ""))
    except (ValueError, AttributeError):
        return 900.0


def gone_is_fine(delivery: Delivery, error: Exception, remote: str) -> Delivery:
    """For what should not exist: that it is gone already is what was wanted."""
    gone = (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL, UNKNOWN_GUILD)
    if isinstance(error, discord.HTTPException) and error.code in gone:
        return Shown(remote)
    return delivery
