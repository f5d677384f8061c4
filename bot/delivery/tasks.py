"""Runs `@task`s: async work that is leased, so that it goes on elsewhere when its process dies; it may run twice.

The lease is renewed for as long as the task runs. A row whose lease ended belongs to nobody; whoever claims it next
starts it anew. It goes when the task returned.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.delivery.record import backoff
from bot.scheduling.clock import Clock, seconds
from bot.storage.database import Database, StorageError, Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from bot.ui.wire import dump_args, load_args

log = structlog.get_logger()

RunTask = Callable[[Call, int | None], Awaitable[None]]
"""Call and community; None: the deployment's."""

_AT_ONCE = 2
_TRIES = 8
_PARKED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    call: Call
    community: int | None
    attempts: int


def put(
    tx: Tx, key: str, call: Call, when: datetime, *, platform: str, community: int | None, member: int | None
) -> None:
    """The same key replaces what waits; what runs already goes on, and runs again."""
    tx.run(
        "INSERT INTO task (id, key, call, args, platform, community_id, member_id, run_at)"
        " VALUES (:id, :key, :call, :args, :platform, :community, :member, :at)"
        " ON CONFLICT (key) DO UPDATE SET id = excluded.id, call = excluded.call, args = excluded.args,"
        " run_at = excluded.run_at, attempts = 0, lease_until = 0, owner = ''",
        {
            "id": new_id(),
            "key": key,
            "call": call.name,
            "args": dump_args(call.args),
            "platform": platform,
            "community": community,
            "member": member,
            "at": seconds(when),
        },
    )


def claim(tx: Tx, owner: str, now: datetime, lease: timedelta) -> list[Claimed]:
    locked = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = tx.all(
        "SELECT id, call, args, community_id, attempts FROM task"  # noqa: S608 -- constants
        f" WHERE run_at <= :now AND lease_until <= :now AND call <> '' ORDER BY run_at LIMIT :most{locked}",
        {"now": seconds(now), "most": _AT_ONCE},
    )
    for id, *_ in rows:
        tx.run(
            "UPDATE task SET owner = :owner, lease_until = :until, attempts = attempts + 1 WHERE id = :id",
            {"owner": owner, "until": seconds(now + lease) + 1, "id": id},
        )
    return [Claimed(id, Call(call, load_args(args)), community, n + 1) for id, call, args, community, n in rows]


def renew(tx: Tx, task: int, owner: str, until: int) -> None:
    tx.run(
        "UPDATE task SET lease_until = :until WHERE id = :id AND owner = :owner AND lease_until > 0",
        {"until": until, "id": task, "owner": owner},
    )


class TaskRunner:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        run_task: RunTask,
        *,
        owner: str,
        lease: timedelta,
        dice: random.Random,
        counters: Counter[str],
    ) -> None:
        self._db = db
        self._clock = clock
        self._run_task = run_task
        self._owner = owner
        self._lease = lease
        self._dice = dice
        self._counters = counters

    async def tasks(self) -> int:
        """Runs what is due; how many."""
        now = self._clock.now()
        claimed = await self._db.run(lambda tx: claim(tx, self._owner, now, self._lease))
        await asyncio.gather(*(self._one(task) for task in claimed))
        return len(claimed)

    async def _one(self, task: Claimed) -> None:
        renewing = asyncio.create_task(self._renew(task))
        try:
            await self._run_task(task.call, task.community)
        except Exception as error:  # this one waits; the others go on
            await self._failed(task, error)
            return
        finally:
            renewing.cancel()
        mine = {"id": task.id, "owner": self._owner}
        await self._db.run(lambda tx: tx.run("DELETE FROM task WHERE id = :id AND owner = :owner", mine))
        self._counters["tasks"] += 1

    async def _renew(self, task: Claimed) -> None:
        """Says again and again that somebody is at it. Where the database can't be asked for so long that the lease
        ends, somebody else begins anew."""
        while True:
            await self._clock.sleep(self._lease.total_seconds() / 4)
            until = seconds(self._clock.now() + self._lease) + 1
            with suppress(StorageError):
                await self._db.run(partial(renew, task=task.id, owner=self._owner, until=until))

    async def _failed(self, task: Claimed, error: Exception) -> None:
        # What a database that is away, or two at once on the same rows, says about the task itself: nothing.
        tries = 1 if isinstance(error, StorageError) else task.attempts
        parked = tries >= _TRIES
        wait = _PARKED if parked else timedelta(seconds=max(1.0, backoff(tries, self._dice)))
        said = log.error if parked else log.warning
        said(
            "task parked" if parked else "task failed",
            call=task.call.name,
            attempts=task.attempts,
            kind=type(error).__name__,
        )
        self._counters["tasks_failed"] += 1
        again = {"at": seconds(self._clock.now() + wait), "id": task.id, "owner": self._owner}
        await self._db.run(
            lambda tx: tx.run("UPDATE task SET run_at = :at, lease_until = 0 WHERE id = :id AND owner = :owner", again)
        )
