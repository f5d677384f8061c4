"""Sends the messages of one platform: claims no more than it can send, sends, and writes down what came of it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.adapter import Adapter, Shown, Wanted
from bot.delivery.claim import claim
from bot.delivery.claimed import Claimed, Haul, Terms
from bot.delivery.record import Attempt, Recorded, record, wait_after
from bot.delivery.sending import Came, Failed, attempt, move
from bot.delivery.turns import Turns
from bot.scheduling.clock import Clock
from bot.storage.database import Database, StorageError

log = structlog.get_logger()

POLL = 1.0
"""Seconds between looks for what other processes wrote."""

BREATH = 0.05
"""Seconds between looks that found nothing, however often somebody says that there may be something: a hundred acts
in one moment are worth one look. On the machine's own clock, as a stepped one stands still."""

_SHORTEST = 0.05
_NARROW = timedelta(seconds=60)
_TOGETHER = 256
_DRAIN = 5.0
STORAGE_DOWN = 2.0
_DELETE_TRIES = 4


async def pause(clock: Clock, seconds: float, wake: asyncio.Event) -> None:
    """Until the time is over or the event is set, whatever comes first."""
    waiters: list[asyncio.Future[Any]] = [
        asyncio.ensure_future(clock.sleep(seconds)),
        asyncio.ensure_future(wake.wait()),
    ]
    try:
        await asyncio.wait(waiters, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiter in waiters:
            waiter.cancel()
        await asyncio.gather(*waiters, return_exceptions=True)


class Pump:
    def __init__(
        self,
        db: Database,
        adapter: Adapter,
        clock: Clock,
        terms: Terms,
        *,
        senders: int,
        dice: random.Random,
        counters: Counter[str],
    ) -> None:
        self._db = db
        self._adapter = adapter
        self._clock = clock
        self._terms = terms
        self._senders = senders
        self._dice = dice
        self._counters = counters
        self._turns = Turns(terms.platform)
        self._busy = 0
        self._under_way: Counter[int] = Counter()
        self._paused: dict[int, datetime] = {}
        self._narrow: dict[int, datetime] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._ended: list[Attempt] = []
        self._claiming: asyncio.Task[Haul] | None = None
        self._recorder: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self.progress = self._wake.set
        """Called when something was written down that others may act on."""

    def nudge(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; then what is under way gets a few seconds to end and to be written down."""
        try:
            while True:
                self._wake.clear()
                wait = await self._round()
                if wait is None:
                    await self._wake.wait()
                elif wait:
                    await pause(self._clock, wait, self._wake)
        finally:
            await self._drain()

    async def _drain(self) -> None:
        """What was claimed is sent as well: nobody else may for a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN):
                while under_way := self._still_under_way():
                    await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        for task in self._sending:
            task.cancel()
        if self._recorder is not None:
            await asyncio.wait([self._recorder], timeout=_DRAIN)

    def _still_under_way(self) -> list[asyncio.Task[Any]]:
        tasks = [*self._sending, self._claiming, self._recorder]
        return [task for task in tasks if task is not None and not task.done()]

    async def settle(self) -> int:
        """Sends all that is due now, however much the budget allows; how many rows that moved."""
        moved = 0
        while self._adapter.healthy():
            haul = await self._claim(paced=False)
            await self._idle()
            if not haul.claimed and not haul.touched:
                break
            moved += len(haul.claimed) + haul.touched
        return moved

    async def _round(self) -> float | None:
        """One look; how many seconds to wait for the next, 0 if there is more to do at once. None: until something
        ended, or somebody says that there is something."""
        if self._busy >= self._senders or not self._adapter.healthy():
            return None
        try:
            haul = await self._claim(paced=True)
        except StorageError as error:
            log.warning("storage", problem=str(error))
            return STORAGE_DOWN
        except Exception as error:
            log.error("claiming failed", platform=self._terms.platform, kind=type(error).__name__)
            return STORAGE_DOWN
        if haul.closed:
            return min(haul.closed, POLL)
        if haul.claimed or haul.touched:
            return 0.0
        return max(_SHORTEST, min(POLL, 1 / self._terms.rate)) if haul.short else None

    async def _claim(self, *, paced: bool) -> Haul:
        claiming = self._claiming = asyncio.create_task(self._claim_and_send(paced=paced))
        try:
            return await asyncio.shield(claiming)
        finally:
            if claiming.done():
                self._claiming = None

    async def _claim_and_send(self, *, paced: bool) -> Haul:
        now = self._clock.now()
        self._paused = {room: until for room, until in self._paused.items() if until > now}
        self._narrow = {room: until for room, until in self._narrow.items() if until > now}
        under_way, narrow, paused = +self._under_way, set(self._narrow), set(self._paused)
        free, kept = self._senders - self._busy, self._senders // 4 if paced else 0
        haul = await self._db.run(
            lambda tx: claim(
                tx,
                self._terms,
                self._turns,
                now,
                free=free,
                kept=kept,
                under_way=under_way,
                narrow=narrow,
                paused=paused,
                paced=paced,
            )
        )
        for item in haul.claimed:
            self._busy += 1
            if item.room is not None:
                self._under_way[item.room] += 1
            task = asyncio.create_task(self._send(item))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        self._counters["dead"] += haul.dead
        return haul

    async def _send(self, item: Claimed) -> None:
        came = await attempt(self._adapter, item, self._clock)
        if isinstance(came, Failed) and item.room is not None and not came.everyone:
            now = self._clock.now()
            self._paused[item.room] = now + timedelta(seconds=came.seconds)
            self._narrow[item.room] = now + _NARROW
        self._ended.append(self._attempt(item, came))
        if self._recorder is None:
            self._recorder = asyncio.create_task(self._record())

    def _attempt(self, item: Claimed, came: Came) -> Attempt:
        # Of an event no second one is refused.
        deduped = bool(self._adapter.dedupe_window) and item.posts and isinstance(item.wanted, Wanted)
        return Attempt(item, came, wait_after(came, item.attempts, self._dice), deduped)

    async def _record(self) -> None:
        try:
            while self._ended:
                together, self._ended = self._ended[:_TOGETHER], self._ended[_TOGETHER:]
                try:
                    await self._write_down(together)
                finally:
                    for ended in together:
                        self._busy -= 1
                        if ended.item.room is not None:
                            self._under_way[ended.item.room] -= 1
                self._wake.set()
        finally:
            self._recorder = None
        self.progress()

    async def _write_down(self, attempts: list[Attempt]) -> None:
        """If it can't be, the lease ends and the messages are reconciled: nothing is lost."""
        now = self._clock.now()
        try:
            recorded = await self._db.run(lambda tx: record(tx, attempts, self._terms.platform, now))
        except StorageError as error:
            log.warning("storage", problem=str(error))
            return
        except Exception as error:
            if len(attempts) == 1:
                message = attempts[0].item.wanted.id
                log.error("what came of a message can't be kept", message=message, kind=type(error).__name__)
                return
            for each in attempts:  # one of them is at fault
                await self._write_down([each])
            return
        self._counters.update(recorded.counts)
        await self._delete(recorded)

    async def _delete(self, recorded: Recorded) -> None:
        for item, remote in recorded.orphans:
            task = asyncio.create_task(self._delete_one(item, remote))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _delete_one(self, item: Claimed, remote: str) -> None:
        for n in range(_DELETE_TRIES):
            if n:
                await self._clock.sleep(2.0**n)
            with suppress(Exception):
                if isinstance(await move(self._adapter, item.wanted.gone(remote)), Shown):
                    self._counters["deleted"] += 1
                    return
        log.warning("a message without a row can't be deleted", platform=self._terms.platform)

    async def _idle(self) -> None:
        while self._recorder is not None or self._busy:
            waiting = [*self._sending, *([self._recorder] if self._recorder is not None else [])]
            if not waiting:
                break
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
