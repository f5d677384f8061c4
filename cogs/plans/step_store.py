"""Small steps that a member did. Every query carries the member."""

from __future__ import annotations

from datetime import date, datetime

from bot.scheduling.clock import seconds
from bot.storage.database import Tx


def did(tx: Tx, member: int, step: str, day: date, now: datetime) -> None:
    """Twice on a day is once."""
    tx.run(
        "INSERT INTO plan_step (member_id, step, day, touched_at) VALUES (:member, :step, :day, :now)"
        " ON CONFLICT DO NOTHING",
        {"member": member, "step": step, "day": day.toordinal(), "now": seconds(now)},
    )


def done(tx: Tx, member: int, step: str, day: date) -> tuple[bool, int | None]:
    """Whether they did it that day, and the win it was saved as."""
    row = tx.one(
        "SELECT win_id FROM plan_step WHERE member_id = :member AND step = :step AND day = :day",
        {"member": member, "step": step, "day": day.toordinal()},
    )
    return (row is not None, row[0] if row else None)


def undo(tx: Tx, member: int, step: str, day: date) -> None:
    tx.run(
        "DELETE FROM plan_step WHERE member_id = :member AND step = :step AND day = :day",
        {"member": member, "step": step, "day": day.toordinal()},
    )


def saved(tx: Tx, member: int, step: str, day: date, win: int, now: datetime) -> None:
    tx.run(
        "UPDATE plan_step SET win_id = :win, touched_at = :now"
        " WHERE member_id = :member AND step = :step AND day = :day",
        {"win": win, "now": seconds(now), "member": member, "step": step, "day": day.toordinal()},
    )


def days(tx: Tx, member: int) -> list[date]:
    rows = tx.all("SELECT DISTINCT day FROM plan_step WHERE member_id = :member ORDER BY day", {"member": member})
    return [date.fromordinal(day) for (day,) in rows]


def everything(tx: Tx, member: int) -> list[tuple[str, date, int | None, int]]:
    rows = tx.all(
        "SELECT step, day, win_id, touched_at FROM plan_step WHERE member_id = :member ORDER BY day, step",
        {"member": member},
    )
    return [(step, date.fromordinal(day), win, at) for step, day, win, at in rows]


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM plan_step WHERE member_id = :member", {"member": member})
