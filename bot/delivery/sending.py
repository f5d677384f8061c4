"""One attempt at one message: what is tried, and what came of it. Nothing here touches the database."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

import structlog

from bot.adapter import Adapter, Blocked, Delivery, MayNotLook, RetryAfter, Shown, Unsupported, Wanted, WantedEvent
from bot.context import Result, Unknown
from bot.delivery.claimed import BEGUN, Claimed
from bot.scheduling.clock import Clock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sent:
    """It is as wanted. `remote` None: it surely is not there, as wanted. `stale`: what is there may show an earlier
    version."""

    remote: str | None
    channel: str = ""
    stale: bool = False
    again: bool = False
    """It was sent once more although it may have arrived before."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Definitely not done; again after `seconds`."""

    seconds: float
    everyone: bool = False
    unresolved: bool = False
    """An earlier attempt may have arrived all the same."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Final until somebody changes something."""

    reason: str
    place: bool = False
    unresolved: bool = False
    result: Result = Result.BLOCKED


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody can say whether it was done."""

    kind: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """Nobody can say whether an earlier attempt arrived, and its kind is not sent twice."""


@dataclass(frozen=True, slots=True)
class Late:
    """It was not posted, and it is too late to."""


Came = Sent | Failed | Refused | Unclear | Dropped | Late


async def attempt(adapter: Adapter, item: Claimed, clock: Clock) -> Came:
    """Moves the platform toward what is wanted. Never raises but for cancellation."""
    left = (item.until - clock.now()).total_seconds()
    if left <= 0:  # the process stood still: the message may be another's by now
        return Unclear("stood still")
    again = False
    unresolved = False
    try:
        async with asyncio.timeout(left):
            if item.was_unknown and item.wanted.remote is None:
                match await _reconcile(adapter, item):
                    case Go() as go:
                        again, unresolved = go is Go.AGAIN, go is Go.DEDUPED
                    case settled:
                        return settled
            return _came(await move(adapter, item.wanted), item, again=again, unresolved=unresolved)
    except Exception as error:
        log.info("unclear", message=item.wanted.id, platform=adapter.name, kind=type(error).__name__)
        return Unclear(type(error).__name__, again)


async def move(adapter: Adapter, wanted: Wanted | WantedEvent) -> Delivery:
    return await (adapter.show(wanted) if isinstance(wanted, Wanted) else adapter.announce(wanted))


class Go(Enum):
    """Why a message of which an earlier attempt is unclear may be sent."""

    DEDUPED = "the platform itself refuses a second one"
    ABSENT = "it is not there"
    AGAIN = "its kind is rather sent twice than never"


async def _reconcile(adapter: Adapter, item: Claimed) -> Came | Go:
    """An earlier attempt may have arrived: either what came of it, or why it is to be sent."""
    wanted = item.wanted
    if not isinstance(wanted, Wanted):
        return _looked(await adapter.find_event(wanted), item)
    assert wanted.first_try is not None
    # Only if this one surely reaches the platform before it forgets the first.
    deduped = item.until < wanted.first_try + adapter.dedupe_window
    if deduped and item.posts and not item.expired:
        return Go.DEDUPED
    if adapter.can_find:
        with contextlib.suppress(MayNotLook):
            return _looked(await adapter.find(wanted), item)
    if wanted.card is None or item.expired or item.on_unknown is Unknown.DROP:
        return Dropped()
    return Go.AGAIN


def _looked(remote: str | None, item: Claimed) -> Came | Go:
    gone = not item.wanted.there
    if remote is not None:
        # Withdrawn meanwhile, or edited: what is there is not what is wanted now.
        return Sent(remote, stale=gone or item.version > 1)
    if gone:
        return Sent(None)
    if not item.expired:
        return Go.ABSENT
    return Late() if isinstance(item.wanted, Wanted) else Refused(BEGUN)


def _came(delivery: Delivery, item: Claimed, *, again: bool, unresolved: bool) -> Came:
    match delivery:
        case Shown(remote, channel):
            if not item.wanted.there:
                return Sent(None)
            # A platform that recognised the nonce shows what was first posted under it.
            stale = unresolved and item.version > 1
            return Sent(remote, channel, stale, again)
        case Blocked(reason, place):
            return Refused(reason, place, unresolved)
        case Unsupported(reason):
            return Refused(reason or "unsupported", result=Result.UNSUPPORTED)
        case RetryAfter(seconds, everyone):
            return Failed(seconds, everyone, unresolved)
        case _:
            assert_never(delivery)
