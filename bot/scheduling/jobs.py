"""What happens later: durable calls at a time, as functions of the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from bot.ui.wire import dump_args, load_args

PARKED = 253_370_764_800
"""A `run_at` that never comes (the year 9999): jobs that failed too often wait there for the operator."""

MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    key: str
    call: Call
    result: str
    """What came of an effect, for a `@then` handler; empty for a plain job."""
    community: int | None
    member: int | None
    run_at: datetime
    skip_after: int | None
    attempts: int

    def missed(self, now: datetime) -> bool:
        """Whether its own rule says that it is too late to run."""
        return self.skip_after is not None and now - self.run_at > timedelta(seconds=self.skip_after)


_COLUMNS = "id, key, call, args, result, community_id, member_id, run_at, skip_after, attempts"


def put(
    tx: Tx,
    key: str,
    call: Call,
    run_at: datetime,
    *,
    community: int | None,
    member: int | None = None,
    skip_after: int | None = None,
    result: str = "",
) -> None:
    """Writes a job; the same key replaces."""
    tx.run(
        "INSERT INTO job (id, key, call, args, result, community_id, member_id, run_at, skip_after)"
        " VALUES (:id, :key, :call, :args, :result, :community, :member, :run_at, :skip_after)"
        " ON CONFLICT (key) DO UPDATE SET call = excluded.call, args = excluded.args, result = excluded.result,"
        " community_id = excluded.community_id, member_id = excluded.member_id, run_at = excluded.run_at,"
        " skip_after = excluded.skip_after, attempts = 0",
        {
            "id": new_id(),
            "key": key,
            "call": call.name,
            "args": dump_args(call.args),
            "result": result,
            "community": community,
            "member": member,
            "run_at": seconds(run_at),
            "skip_after": skip_after,
        },
    )


def cancel(tx: Tx, key: str) -> bool:
    """False if there was none."""
    return bool(tx.run("DELETE FROM job WHERE key = :key", {"key": key}))


def waits(tx: Tx, key: str) -> bool:
    """Whether there is a job that will run; a parked one won't."""
    row = tx.one("SELECT run_at FROM job WHERE key = :key", {"key": key})
    return row is not None and row[0] < PARKED


def due(tx: Tx, now: datetime, most: int) -> list[tuple[int, int]]:
    """Ids and times of what is due, the oldest first."""
    rows = tx.all(
        "SELECT id, run_at FROM job WHERE run_at <= :now ORDER BY run_at, id LIMIT :most",
        {"now": seconds(now), "most": most},
    )
    return [(id, run_at) for id, run_at in rows]


def take(tx: Tx, job: int, now: datetime) -> Job | None:
    """Deletes the row and returns it, for its handler to run in the same transaction; None if another has it.

    The row goes first, so that a handler may put its own key again.
    """
    locked = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM job WHERE id = :id AND run_at <= :now{locked}",  # noqa: S608 -- constants
        {"id": job, "now": seconds(now)},
    )
    if row is None:
        return None
    tx.run("DELETE FROM job WHERE id = :id", {"id": job})
    return _job(row)


def _job(row: Row) -> Job:
    id, key, call, args, result, community, member, run_at, skip_after, attempts = row
    return Job(id, key, Call(call, load_args(args)), result, community, member, moment(run_at), skip_after, attempts)


def failed(tx: Tx, job: int, again_at: datetime) -> tuple[str, int, bool] | None:
    """Puts a job off after its handler raised: its call, its attempts, and whether it is parked now. None if it is
    gone."""
    row = tx.one("SELECT call, attempts FROM job WHERE id = :id", {"id": job})
    if row is None:
        return None
    call, attempts = row[0], row[1] + 1
    parked = attempts >= MOST_ATTEMPTS
    tx.run(
        "UPDATE job SET attempts = :attempts, run_at = :run_at WHERE id = :id",
        {"attempts": attempts, "run_at": PARKED if parked else seconds(again_at), "id": job},
    )
    return call, attempts, parked


def next_due(tx: Tx) -> int | None:
    """When the next one falls due, in seconds since 1970; None when nothing waits."""
    row = tx.one("SELECT run_at FROM job WHERE run_at < :parked ORDER BY run_at LIMIT 1", {"parked": PARKED})
    return row[0] if row else None
