"""What waits, and for how long it has. One or a few seeks each, however much waits: it is asked every second."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from bot.delivery.budget import closed_until
from bot.delivery.turns import names, oldest
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
    Work.MESSAGES: "message WHERE platform IN ({platforms}) AND state < 2",
    Work.JOBS: "job WHERE run_at <= :now",
    Work.NOTICES: "notice WHERE state = 0 AND due_at <= :now",
    Work.ROOMS: "room WHERE state < 2 AND visible_at <= :now",
    Work.QUESTIONS: "task WHERE run_at <= :now AND lease_until <= :now AND call = ''",
    Work.TASKS: "task WHERE run_at <= :now AND lease_until <= :now AND call <> ''",
    Work.PARKED: "message WHERE state = 4",
}


def work(tx: Tx, platforms: Collection[str], now: datetime) -> set[Work]:
    """What there may be to do now; one statement, as it is asked so often."""
    named, params = names("platform", platforms or ("",))
    where = {kind: condition.format(platforms=named) for kind, condition in _WORK.items()}
    asked = (f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM {condition})" for kind, condition in where.items())  # noqa: S608 -- constants
    return {Work(kind) for (kind,) in tx.all(" UNION ALL ".join(asked), {**params, "now": seconds(now)})}


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
