"""Makes and closes private rooms, as many side by side as the budget and the platform bear."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.adapter import Adapter, Delivery, RetryAfter
from bot.delivery import made, places
from bot.delivery.made import ClaimedRoom
from bot.delivery.record import asked_wait, backoff
from bot.delivery.room_turns import RoomTurns
from bot.scheduling.clock import Clock
from bot.storage.database import Database, StorageError

log = structlog.get_logger()

_ROOMS = 24
"""Rooms of one platform that are being made or closed at a time."""

_ROOMS_PER_COMMUNITY = 8
_NARROW = timedelta(seconds=60)
"""For so long after a platform asked a community to wait, its rooms are made one by one."""

_DRAIN = 5.0


class Rooms:
    """Makes and closes the rooms of one platform: as many side by side as it bears, and no community waits for
    another's."""

    def __init__(
        self, db: Database, adapter: Adapter, clock: Clock, terms: places.RoomTerms, dice: random.Random
    ) -> None:
        self._db = db
        self._adapter = adapter
        self._clock = clock
        self._terms = terms
        self._dice = dice
        self._turns = RoomTurns(terms.platform)
        self._under_way: Counter[int] = Counter()
        self._paused: dict[int, datetime] = {}
        self._narrow: dict[int, datetime] = {}
        self._turn_at = datetime.min.replace(tzinfo=UTC)
        self._making: set[asyncio.Task[None]] = set()
        self.progress: Callable[[], None] = lambda: None

    async def round(self, *, paced: bool) -> int:
        if not self._adapter.healthy():
            return 0
        now = self._clock.now()
        self._paused = {community: until for community, until in self._paused.items() if until > now}
        self._narrow = {community: until for community, until in self._narrow.items() if until > now}
        one_by_one = dict.fromkeys(self._narrow, _ROOMS_PER_COMMUNITY - 1)
        closed = {*self._paused, *(community for community in self._narrow if self._under_way[community])}
        most, under_way = _ROOMS - self._under_way.total(), {**+self._under_way, **one_by_one}
        turn = now >= self._turn_at
        haul = await self._db.run(
            lambda tx: places.claim(
                tx,
                self._terms,
                self._turns,
                now,
                most=most,
                per_community=_ROOMS_PER_COMMUNITY,
                under_way=under_way,
                closed=closed,
                turn=turn,
                paced=paced,
            )
        )
        # Half of the time is left to bulk messages.
        self._turn_at = max(self._turn_at, now + timedelta(seconds=2 * haul.calls / self._terms.rate))
        for item in haul.claimed:
            self._under_way[item.community] += 1
            task = asyncio.create_task(self._make(item))
            self._making.add(task)
            task.add_done_callback(self._making.discard)
        if not paced:
            await asyncio.gather(*self._making)
        return len(haul.claimed) + haul.touched

    async def drain(self) -> None:
        if not self._making:
            return
        _, late = await asyncio.wait(self._making, timeout=_DRAIN)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _make(self, item: ClaimedRoom) -> None:
        try:
            await self._write_down(item, await self._attempt(item))
        except StorageError as error:  # the lease ends, and the room is looked for
            log.warning("storage", problem=str(error))
        except Exception as error:
            log.error("what came of a room can't be kept", room=item.wanted.id, kind=type(error).__name__)
        finally:
            self._under_way[item.community] -= 1
            self.progress()

    async def _attempt(self, item: ClaimedRoom) -> Delivery | None:
        left = (item.until - self._clock.now()).total_seconds()
        if left <= 0:  # the process stood still: the room may be another's by now
            return None
        try:
            async with asyncio.timeout(left):
                return await self._adapter.open_room(item.wanted)
        except Exception as error:
            log.info("unclear", room=item.wanted.id, platform=item.platform, kind=type(error).__name__)
            return None

    async def _write_down(self, item: ClaimedRoom, came: Delivery | None) -> None:
        now = self._clock.now()
        asked = 0.0
        if isinstance(came, RetryAfter):
            asked = asked_wait(came.seconds, item.attempts, self._dice)
            if not came.everyone:
                self._paused[item.community] = now + timedelta(seconds=came.seconds)
                self._narrow[item.community] = self._paused[item.community] + _NARROW
        wait = backoff(item.attempts, self._dice)
        unwanted = await self._db.run(lambda tx: made.record(tx, item, came, asked, wait, now))
        if unwanted is not None:  # nobody is to find an empty room
            await self._adapter.open_room(replace(item.wanted, open=False, remote=unwanted, again=False))
