"""The sender: everything that rows ask for is done here, once, whatever crashes.

Many processes may run it on one database: any claims, any sends, and what a dead one left is reconciled by another
when its lease ends.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.adapter import Adapter
from bot.delivery import cleaning, courtesy, notices, rooms
from bot.delivery.claimed import Terms
from bot.delivery.courtesy import Render
from bot.delivery.errands import Errands
from bot.delivery.pump import BREATH, POLL, STORAGE_DOWN, Pump, pause
from bot.delivery.running import JobRunner, RunJob
from bot.delivery.tasks import RunTask, TaskRunner
from bot.delivery.waiting import Work, lag, next_due, work
from bot.scheduling.clock import Clock
from bot.storage.database import Database, StorageError

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
SENDERS = 64
_ACCOUNTS = 64
_PUT_OFF = timedelta(hours=1)
_ROUNDS = 100_000


class Outbox:
    def __init__(
        self,
        db: Database,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        *,
        run_job: RunJob,
        run_task: RunTask,
        render: Render,
        owner: str = "",
        senders: int = SENDERS,
        lease: timedelta = LEASE,
        breath: float = BREATH,
        dice: random.Random | None = None,
    ) -> None:
        self._db = db
        self._adapters = adapters
        self._clock = clock
        self._render = render
        self._breath = breath
        self._owner = owner or secrets.token_hex(8)
        self.counters: Counter[str] = Counter()
        """Since the start of this process, about nobody: sent, edited, deleted, retried, unclear, unknown_resent,
        dropped, dead, removed, parked, jobs, jobs_skipped, jobs_failed, tasks, tasks_failed."""
        dice = dice or random.Random()
        self._pumps = [
            Pump(
                db,
                adapter,
                clock,
                self._terms(adapter, lease),
                senders=senders,
                dice=dice,
                counters=self.counters,
            )
            for adapter in adapters.values()
        ]
        for pump in self._pumps:
            pump.progress = self.nudge
        self._jobs = JobRunner(db, clock, run_job, dice, self.counters)
        self._tasks = TaskRunner(db, clock, run_task, owner=self._owner, lease=lease, dice=dice, counters=self.counters)
        self._errands = Errands(
            db,
            adapters,
            clock,
            owner=self._owner,
            lease=lease,
            dice=dice,
            counters=self.counters,
        )
        self._errands.on_progress(self.nudge)
        self._steps: dict[Work, Callable[[], Awaitable[int]]] = {
            Work.PARKED: self._unpark,
            Work.JOBS: self._jobs.round,
            Work.TASKS: self._tasks.tasks,
            Work.NOTICES: self._courtesy,
            Work.ROOMS: self._errands.rooms,
            Work.QUESTIONS: self._errands.questions,
        }
        self._look = asyncio.Event()
        self._cleaned: datetime | None = None

    def _terms(self, adapter: Adapter, lease: timedelta) -> Terms:
        # Another process looks for an unclear message when the lease ends: by then it is posted and can be found.
        lease = max(lease, 2 * adapter.settle + timedelta(seconds=2))
        send = min((lease - adapter.settle) * 0.75, timedelta(seconds=30))
        return Terms(adapter.name, self._owner, adapter.rate, adapter.can_find, lease, send)

    def nudge(self) -> None:
        """Says that rows were written: look now and not in a second."""
        self._look.set()

    async def run(self) -> None:
        """Works until cancelled; then what is under way gets a few seconds to end."""
        wakes = {work: asyncio.Event() for work in self._steps}
        tasks = [asyncio.create_task(pump.run()) for pump in self._pumps]
        tasks += [asyncio.create_task(self._loop(step, wakes[work])) for work, step in self._steps.items()]
        tasks += [asyncio.create_task(self._watch(wakes)), asyncio.create_task(self._keep_clean())]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                if not task.cancelling():  # twice would cut short what is under way
                    task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._errands.drain()

    async def settle(self) -> None:
        """Does everything that is due now, until nothing is; for stepped clocks. Pays no heed to the rate."""
        now = self._clock.now()
        if self._cleaned is None or now - self._cleaned >= cleaning.EVERY:
            self._cleaned = now
            await self._clean()
        steps = {
            **self._steps,
            Work.ROOMS: partial(self._errands.rooms, paced=False),
            Work.QUESTIONS: partial(self._errands.questions, paced=False),
            Work.MESSAGES: self._send_all,
        }
        for _ in range(_ROUNDS):
            found = await self._db.read(lambda tx: work(tx, list(self._adapters), self._clock.now()))
            moved = [await step() for kind, step in steps.items() if kind in found]
            if not any(moved):
                return
        raise RuntimeError("there is always something due: does a job put itself back at once?")

    async def _send_all(self) -> int:
        return sum([await pump.settle() for pump in self._pumps])

    async def next_due(self) -> datetime | None:
        """When something falls due next, at least a second from now; None when nothing waits.

        A platform that is down now makes nothing due.
        """
        up = {name for name, adapter in self._adapters.items() if adapter.healthy()}
        due = await self._db.read(lambda tx: next_due(tx, up))
        return None if due is None else max(due, self._clock.now() + timedelta(seconds=1))

    async def lag(self) -> float:
        """For how many seconds the oldest due work has been waiting."""
        now = self._clock.now()
        return await self._db.read(lambda tx: lag(tx, set(self._adapters), now))

    async def _watch(self, wakes: Mapping[Work, asyncio.Event]) -> None:
        """One cheap look a second, for what other processes wrote, and one when something was written here: whoever
        has work is woken. Nothing else polls."""
        platforms = list(self._adapters)
        while True:
            self._look.clear()
            breath = asyncio.get_running_loop().time() + self._breath
            try:
                found = await self._db.read(lambda tx: work(tx, platforms, self._clock.now()))
            except Exception as error:
                _report(error, "watch")
                await self._clock.sleep(STORAGE_DOWN)
                continue
            if Work.MESSAGES in found:
                for pump in self._pumps:
                    pump.nudge()
            for kind, wake in wakes.items():
                if kind in found:
                    wake.set()
            await pause(self._clock, POLL, self._look)
            await asyncio.sleep(breath - asyncio.get_running_loop().time())

    async def _loop(self, step: Callable[[], Awaitable[int]], wake: asyncio.Event) -> None:
        while True:
            wake.clear()
            try:
                if await step():
                    self.nudge()
                    continue
            except Exception as error:  # whatever it is, the next round comes
                _report(error, step.__name__)
                await self._clock.sleep(STORAGE_DOWN)
                continue
            await wake.wait()

    async def _keep_clean(self) -> None:
        while True:
            try:
                await self._clean()
            except Exception as error:
                _report(error, "clean")
            await self._clock.sleep(cleaning.EVERY.total_seconds())

    async def _clean(self) -> None:
        now = self._clock.now()
        while await self._db.run(lambda tx: cleaning.clean(tx, now)) >= cleaning.AT_ONCE:
            pass

    async def _unpark(self) -> int:
        now = self._clock.now()
        moved = 0
        for room in await self._db.read(lambda tx: rooms.ready(tx, now)):
            moved += await self._db.run(partial(rooms.unpark, room=room, now=now))
        return moved

    async def _courtesy(self) -> int:
        now = self._clock.now()
        accounts = await self._db.read(lambda tx: courtesy.accounts_due(tx, now, _ACCOUNTS))
        await asyncio.gather(*(self._notices_of(account, now) for account in accounts))
        return len(accounts)

    async def _notices_of(self, account: int, now: datetime) -> None:
        try:
            await self._db.run(lambda tx: courtesy.deliver(tx, account, now, self._render))
        except StorageError:
            raise
        except Exception as error:  # one notice that can't be drawn must not hold up the others
            due = await self._db.run(lambda tx: notices.due_of(tx, account, now))
            faulty = [notice for notice in due if not await self._can_be_drawn(notice)]
            log.error("a notice can't be drawn", call=[n.call.name for n in faulty], kind=type(error).__name__)
            for notice in faulty or due:
                await self._db.run(partial(notices.put_off, notice=notice.id, until=now + _PUT_OFF))

    async def _can_be_drawn(self, notice: notices.Notice) -> bool:
        try:
            await self._db.run(lambda tx: self._render(tx, notice.call, notice.community, notice.member))
        except StorageError:
            raise
        except Exception:
            return False
        return True


def _report(error: Exception, step: str) -> None:
    if isinstance(error, StorageError):
        log.warning("storage", problem=str(error))
    else:
        log.error("a round failed", step=step, kind=type(error).__name__)
