"""What waits, and for how long it has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.delivery.budget import closed_until
from bot.scheduling import jobs
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx


def _earliest(tx: Tx, platforms: Collection[str]) -> list[float]:
    """When each kind of work falls due first; messages of these platforms only."""
    found: list[float] = []
    job = jobs.next_due(tx)
    if job is not None:
        found.append(job)
    for sql in (
        "SELECT min(due_at) FROM notice WHERE state = 0",
        "SELECT min(visible_at) FROM room WHERE state < 2",
        "SELECT min(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END) FROM task",
    ):
        row = tx.one(sql)
        if row is not None and row[0] is not None:
            found.append(row[0])
    for platform, at in tx.all("SELECT platform, min(visible_at) FROM message WHERE state < 2 GROUP BY platform"):
        if platform in platforms:
            found.append(max(at, closed_until(tx, platform)))
    return found


def next_due(tx: Tx, platforms: Collection[str]) -> datetime | None:
    found = _earliest(tx, platforms)
    return moment(int(-(-min(found) // 1))) if found else None


def lag(tx: Tx, platforms: Collection[str], now: datetime) -> float:
    found = _earliest(tx, platforms)
    return max(0.0, seconds(now) - min(found)) if found else 0.0
