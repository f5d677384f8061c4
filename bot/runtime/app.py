"""The composition root: everything is made here and handed to what needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.adapter import Adapter, Misconfigured
from bot.cog import Entry, Registry
from bot.context import Context, Echo, Effects, Receipt, Result, Standing, Standings, TaskContext
from bot.delivery.effects import OutboxEffects
from bot.delivery.outbox import Outbox
from bot.runtime import workers
from bot.runtime.all_cogs import AllCogs
from bot.runtime.dispatch import Dispatch
from bot.scheduling import jobs
from bot.scheduling.clock import Clock
from bot.storage.database import Database, Tx
from bot.ui.card import Call, Card

log = structlog.get_logger()

_RECONNECT = (5.0, 15.0, 60.0, 300.0)
"""Seconds between attempts of an adapter whose `run` ended by a fault; the last one repeats."""

_LONG = timedelta(minutes=10)
"""An adapter that ran so long may be started again soon."""


class App:
    """A running Cairn: the core, the sender and the adapters around one database."""

    def __init__(self, db: Database, adapters: Sequence[Adapter], clock: Clock, registry: Registry) -> None:
        self.db = db
        self.clock = clock
        self.registry = registry
        self.adapters: Mapping[str, Adapter] = {adapter.name: adapter for adapter in adapters}
        self.effects: Effects = OutboxEffects()
        self.cogs = AllCogs(registry)
        self._calls = calls = Calls(db, registry, self.effects, self.cogs, clock)
        self.outbox = Outbox(db, self.adapters, clock, run_job=calls.job, run_task=calls.task, render=calls.notice)
        self.core = Dispatch(db, registry, self.effects, self.cogs, clock, self.adapters, self.outbox.nudge)

    @classmethod
    async def assemble(cls, db: Database, adapters: Sequence[Adapter], clock: Clock, registry: Registry) -> App:
        """Also makes the jobs that the whole deployment needs once, and starts those anew that failed too often."""
        app = cls(db, adapters, clock, registry)
        await db.run(app._first_jobs)
        return app

    def _first_jobs(self, tx: Tx) -> None:
        ctx = deployment(tx, self.effects, self.cogs, self.clock)
        for cog in self.registry.cogs:
            for key, call in cog.first_jobs():
                if not jobs.waits(tx, key):
                    ctx.later(ctx.now, call, key=key)

    async def settle(self) -> None:
        """Does everything that is due now; for stepped clocks."""
        await self.outbox.settle()

    def close(self) -> None:
        """Ends the worker processes. The database is its opener's to close."""
        self._calls.close()

    async def run(self) -> None:
        """Serves until cancelled. Raises `Misconfigured` when no adapter is left that could run, and RuntimeError
        when the sender ended: who starts this process starts it again then."""
        sender = asyncio.create_task(self.outbox.run(), name="outbox")
        serving = asyncio.gather(*(self._serve(adapter) for adapter in self.adapters.values()))
        try:
            await asyncio.wait((sender, serving), return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                raise Misconfigured("\n".join(serving.result()))
            raise RuntimeError("the sender ended") from (None if sender.cancelled() else sender.exception())
        finally:
            # What is on its way still goes out and is written down; only then the platforms are left.
            for work in (sender, serving):
                work.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await work
            self.close()

    async def _serve(self, adapter: Adapter) -> str:
        """One platform's outage does not stop the other: each adapter is started again by itself. Returns what only
        the operator can mend."""
        attempt = 0
        while True:
            started = self.clock.now()
            try:
                await adapter.run(self.core)
            except Misconfigured as error:
                log.error("stopped", platform=adapter.name, problem=str(error))
                return str(error)
            except Exception as error:
                log.warning("platform down", platform=adapter.name, kind=type(error).__name__)
            if self.clock.now() - started > _LONG:
                attempt = 0
            await self.clock.sleep(_RECONNECT[min(attempt, len(_RECONNECT) - 1)])
            attempt += 1


class Calls:
    """Runs handlers that nobody pressed: jobs, follow-ups, tasks and notices."""

    def __init__(self, db: Database, registry: Registry, effects: Effects, cogs: AllCogs, clock: Clock) -> None:
        self._db = db
        self._registry = registry
        self._effects = effects
        self._cogs = cogs
        self._clock = clock

    def job(self, tx: Tx, call: Call, community: int | None, member: int | None, result: Any) -> None:
        """`result` is what came of an effect, as JSON, for a `@then`; None for a plain job."""
        handler = self._registry.handlers.get(call.name)
        if handler is None or handler.entry not in (Entry.JOB, Entry.THEN):
            log.warning("skipped", reason="no such handler any more", call=call.name)
            return
        ctx = self._context(tx, community, member)
        if ctx is None:
            log.info("skipped", reason="erased meanwhile", call=call.name)
        elif handler.entry is Entry.THEN:
            handler.func(ctx, came_of(result), *call.args)
        else:
            handler.func(ctx, *call.args)

    async def task(self, call: Call, community: int | None) -> None:
        handler = self._registry.handlers.get(call.name)
        if handler is None or handler.entry is not Entry.TASK:
            log.warning("skipped", reason="no such handler any more", call=call.name)
            return
        ctx = TaskContext(self._db, self._workers, community or 0, self._clock.now())
        try:
            await handler.func(ctx, *call.args)
        except BrokenExecutor:  # a worker died, and with it the pool: the next attempt gets a new one
            self.close()
            raise

    @cached_property
    def _workers(self) -> Executor:
        """Started for the first task."""
        return workers.pool()

    def close(self) -> None:
        pool: Executor | None = vars(self).pop("_workers", None)
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def notice(self, tx: Tx, call: Call, community: int, member: int) -> Card | None:
        ctx = self._context(tx, community, member)
        return None if ctx is None else self._cogs.draw(ctx, call)

    def _context(self, tx: Tx, community: int | None, member: int | None) -> Context | None:
        if community is None:
            return deployment(tx, self._effects, self._cogs, self._clock)
        row = tx.one(
            "SELECT c.platform, c.zone, c.locale, a.id, a.zone, a.locale FROM community c"
            " LEFT JOIN member m ON m.id = :member AND m.community_id = c.id"
            " LEFT JOIN account a ON a.id = m.account_id WHERE c.id = :community",
            {"community": community, "member": member or 0},
        )
        if row is None or (member and row[3] is None):
            return None
        platform, zone, locale, account, own_zone, own_locale = row
        return Context(
            tx,
            self._effects,
            self._cogs,
            community,
            member or 0,
            account or 0,
            own_locale or locale,
            ZoneInfo(own_zone or zone),
            self._clock.now(),
            platform,
        )


def deployment(tx: Tx, effects: Effects, cogs: AllCogs, clock: Clock) -> Context:
    """The context of work that belongs to no community."""
    return Context(tx, effects, cogs, 0, 0, 0, "en", ZoneInfo("UTC"), clock.now(), "")


def came_of(result: Any) -> Receipt | Standings | Echo:
    """The JSON that the delivery side wrote beside a `then`."""
    match result:
        case {"standings": standings, "unanswered": unanswered}:
            return Standings(tuple(Standing(**each) for each in standings), bool(unanswered))
        case {"key": key, "result": word, "reason": reason, "room": room}:
            return Receipt(key, Result(word), reason, room)
        case {"key": key, "here": here, "answers": answers, "link": link}:
            return Echo(key, bool(here), answers, link)
        case _:
            raise ValueError("the result of an effect does not read")
