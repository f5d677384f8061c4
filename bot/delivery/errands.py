"""What else goes through an adapter: making and closing rooms, asking how members stand and what came of a post."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.adapter import Adapter
from bot.context import Echo, Standing
from bot.delivery import budget, lookups, places
from bot.delivery.making import Rooms
from bot.delivery.record import backoff
from bot.scheduling.clock import Clock
from bot.storage.database import Database, Tx

log = structlog.get_logger()

_QUESTIONS = 32
_PEOPLE = 5
"""Asked about in one go. Each costs a call, and a few are had soon even while messages take what there is."""

_PAUSE = 0.5


class Errands:
    def __init__(
        self,
        db: Database,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        *,
        owner: str,
        lease: timedelta,
        dice: random.Random,
        counters: Counter[str],
    ) -> None:
        self._db = db
        self._adapters = adapters
        self._clock = clock
        self._owner = owner
        self._lease = lease
        self._dice = dice
        self._counters = counters

        self._rooms = [
            Rooms(
                db,
                adapter,
                clock,
                places.RoomTerms(adapter.name, owner, adapter.rate, adapter.calls_per_person, lease),
                dice,
            )
            for adapter in adapters.values()
        ]

    def on_progress(self, told: Callable[[], None]) -> None:
        """What is called when something was written down that others may act on."""
        for rooms in self._rooms:
            rooms.progress = told

    async def rooms(self, *, paced: bool = True) -> int:
        """Begins to make and close the rooms that are due; how many. Unless `paced`, they are done when it returns."""
        return sum([await rooms.round(paced=paced) for rooms in self._rooms])

    async def drain(self) -> None:
        """Lets what is under way end."""
        await asyncio.gather(*(rooms.drain() for rooms in self._rooms))

    async def _may_call(self, adapter: Adapter, calls: int, *, bulk: bool) -> None:
        """Waits for its share of the budget. A question about one person is asked because of what they did."""

        def take(tx: Tx) -> bool:
            return budget.take(tx, adapter.name, adapter.rate, calls, self._clock.now(), bulk=bulk)

        while not await self._db.run(take):
            await self._clock.sleep(_PAUSE)

    async def questions(self, *, paced: bool = True) -> int:
        """Asks what is due to be asked; how many. A platform that is away is asked all the same, so that whoever
        waits hears of it in time."""
        now = self._clock.now()
        claimed = await self._db.run(
            lambda tx: lookups.claim(tx, self._adapters, self._owner, now, self._lease, _QUESTIONS)
        )
        await asyncio.gather(*(self._question(item, paced=paced) for item in claimed))
        return len(claimed)

    async def _question(self, question: lookups.Question, *, paced: bool) -> None:
        if question.about:
            await self._about(question, paced=paced)
        else:
            await self._of_people(question, paced=paced)

    async def _about(self, question: lookups.Question, *, paced: bool) -> None:
        adapter = self._adapters[question.platform]
        echo: Echo | None = None
        if question.gone or question.remote is None:
            echo = Echo("", here=not question.gone)
        else:
            try:
                async with asyncio.timeout(self._lease.total_seconds() * 0.75):
                    if paced:
                        await self._may_call(adapter, 1, bulk=True)
                    echo = await adapter.look_at(question.team, question.remote)
            except Exception as error:
                log.info("unanswered", platform=question.platform, kind=type(error).__name__)
        now, again_at = self._again(question)
        await self._db.run(lambda tx: lookups.answer_about(tx, question, echo, now, again_at=again_at))

    def _again(self, question: lookups.Question) -> tuple[datetime, datetime]:
        """Now, and when it is asked once more."""
        now = self._clock.now()
        return now, now + timedelta(seconds=max(1.0, min(120.0, backoff(question.attempts, self._dice))))

    async def _of_people(self, question: lookups.Question, *, paced: bool) -> None:
        adapter = self._adapters[question.platform]
        refs = [ref for _, ref in question.people]
        told: list[Standing | None] = []
        try:
            async with asyncio.timeout(self._lease.total_seconds() * 0.75):
                for start in range(0, len(refs), _PEOPLE):
                    part = refs[start : start + _PEOPLE]
                    if paced:
                        await self._may_call(adapter, len(part), bulk=len(refs) > 1)
                    told += await adapter.look_up(question.team, part)
        except Exception as error:
            log.info("unanswered", platform=question.platform, kind=type(error).__name__)
        now, again_at = self._again(question)
        await self._db.run(lambda tx: lookups.answer(tx, question, told, now, again_at=again_at))
