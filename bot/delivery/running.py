"""Runs jobs: each handler in one transaction with the deletion of its row."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import structlog

from bot.delivery.record import backoff
from bot.delivery.results import load
from bot.scheduling import jobs
from bot.scheduling.clock import Clock
from bot.storage.database import Database, StorageError, Tx
from bot.ui.card import Call

log = structlog.get_logger()

RunJob = Callable[[Tx, Call, int | None, int | None, Mapping[str, Any] | None], None]
"""Transaction, call, community, member, what came of an effect. None: the deployment's, nobody's, a plain job."""

_AT_ONCE = 64
_SHARE = 8
"""So many share a COMMIT. A job takes a millisecond or two, and whoever presses something waits behind all of them."""


class JobRunner:
    def __init__(
        self, db: Database, clock: Clock, run_job: RunJob, dice: random.Random, counters: Counter[str]
    ) -> None:
        self._db = db
        self._clock = clock
        self._run_job = run_job
        self._dice = dice
        self._counters = counters

    async def round(self) -> int:
        """Runs what is due, the oldest first; how many."""
        now = self._clock.now()
        due = await self._db.read(lambda tx: jobs.due(tx, now, _AT_ONCE))
        # What is due at the same second has no order, and may share a COMMIT.
        for _, together in groupby(due, key=lambda pair: pair[1]):
            ids = [id for id, _ in together]
            for start in range(0, len(ids), _SHARE):
                await asyncio.gather(*(self._one(id, now) for id in ids[start : start + _SHARE]))
        return len(due)

    async def _one(self, id: int, now: datetime) -> None:
        try:
            word = await self._db.run(lambda tx: self._in_transaction(tx, id, now))
        except StorageError:
            raise
        except Exception as error:  # this one waits; the others go on
            await self._failed(id, now, error)
        else:
            if word:
                self._counters[word] += 1

    def _in_transaction(self, tx: Tx, id: int, now: datetime) -> str:
        job = jobs.take(tx, id, now)
        if job is None:
            return ""
        if job.missed(now):
            log.info("skipped", reason="overdue", call=job.call.name, seconds=int((now - job.run_at).total_seconds()))
            return "jobs_skipped"
        self._run_job(tx, job.call, job.community, job.member, load(job.result))
        return "jobs"

    async def _failed(self, id: int, now: datetime, error: Exception) -> None:
        self._counters["jobs_failed"] += 1
        row = await self._db.run(lambda tx: tx.one("SELECT attempts FROM job WHERE id = :id", {"id": id}))
        if row is None:
            return
        again_at = now + timedelta(seconds=max(1.0, backoff(row[0] + 1, self._dice)))
        failed = await self._db.run(lambda tx: jobs.failed(tx, id, again_at))
        if failed is not None:
            call, attempts, parked = failed
            said = log.error if parked else log.warning
            said("job parked" if parked else "job failed", call=call, attempts=attempts, kind=type(error).__name__)
