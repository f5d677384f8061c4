"""What waits, and for how long it has. One or a few seeks each, however much waits: it is asked every second."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from bot.delivery.budget import closed_until
from bot.delivery.turns import oldest
from bot.scheduling import jobs
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx


class Work(StrEnum):
    """What is worked off side by side."""

    MESSAGES = "messages"
    JOBS = "jobs"
    NOTICES = "notices"
    ROOMS = "rooms"
    QUESTIONS = "questions"
    TASKS = "tasks"
    PARKED = "parked"


_WORK = {
    Work.MESSAGES: "message WHERE platform = :platform AND state < 2",
    Work.JOBS: "job WHERE run_at <= :now",
    Work.NOTICES: "notice WHERE state = 0 AND due_at <= :now",
    Work.ROOMS: "room WHERE state < 2 AND visible_at <= :now",
    Work.QUESTIONS: "task WHERE run_at <= :now AND lease_until <= :now AND call = ''",
    Work.TASKS: "task WHERE run_at <= :now AND lease_until <= :now AND call <> ''",
    Work.PARKED: "message WHERE state = 4",
}


def work(tx: Tx, platforms: Collection[str], now: datetime) -> set[Work]:
    """What there may be to do now."""
    found: set[Work] = set()
    for kind, where in _WORK.items():
        for platform in platforms if kind is Work.MESSAGES else ("",):
            if tx.one(f"SELECT 1 FROM {where} LIMIT 1", {"platform": platform, "now": seconds(now)}):  # noqa: S608 -- constants
                found.add(kind)
    return found


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
    for platform in platforms:
        at = oldest(tx, platform)
        if at is not None:
            found.append(max(at, closed_until(tx, platform)))
    return found


def next_due(tx: Tx, platforms: Collection[str]) -> datetime | None:
    found = _earliest(tx, platforms)
    return moment(int(-(-min(found) // 1))) if found else None


def lag(tx: Tx, platforms: Collection[str], now: datetime) -> float:
    found = _earliest(tx, platforms)
    return max(0.0, seconds(now) - min(found)) if found else 0.0
