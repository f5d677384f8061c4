"""Offers of help. Who may see an ask is checked by whoever calls; what is erased is found by member."""

from __future__ import annotations

from datetime import datetime

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from cogs.checkins.model import Week, WeekState


def offer(tx: Tx, answer: int, member: int, now: datetime) -> bool:
    """False if they offered before."""
    return bool(
        tx.run(
            "INSERT INTO checkin_help (answer_id, member_id, at) VALUES (:answer, :member, :now)"
            " ON CONFLICT DO NOTHING",
            {"answer": answer, "member": member, "now": seconds(now)},
        )
    )


def helpers(tx: Tx, answer: int) -> list[int]:
    """Who offered, the first one first."""
    rows = tx.all(
        "SELECT member_id FROM checkin_help WHERE answer_id = :answer ORDER BY at, member_id", {"answer": answer}
    )
    return [member for (member,) in rows]


def offered(tx: Tx, week: int) -> set[int]:
    """The answers of a week for whose ask somebody offered help."""
    rows = tx.all(
        "SELECT DISTINCT h.answer_id FROM checkin_help h JOIN checkin_answer a ON a.id = h.answer_id"
        " WHERE a.week_id = :week",
        {"week": week},
    )
    return {answer for (answer,) in rows}


def week_after(tx: Tx, week: Week) -> int | None:
    """The circle's next week that began: asks of `week` may have come back into its head."""
    row = tx.one(
        "SELECT id FROM checkin_week WHERE circle_id = :circle AND day > :day AND state > :planned"
        " ORDER BY day LIMIT 1",
        {"circle": week.circle, "day": week.day.toordinal(), "planned": int(WeekState.PLANNED)},
    )
    return row[0] if row else None


# One member's


def digests_of(tx: Tx, member: int) -> list[tuple[int, int]]:
    """Community and week of every digest that shows something of them, or something that they changed."""
    rows = tx.all(
        "SELECT k.community_id, w.id FROM checkin_week w JOIN checkin k ON k.id = w.checkin_id"
        " WHERE w.state >= :closed AND w.id IN (SELECT week_id FROM checkin_answer WHERE member_id = :member"
        " UNION SELECT a.week_id FROM checkin_help h JOIN checkin_answer a ON a.id = h.answer_id"
        " WHERE h.member_id = :member) ORDER BY w.id",
        {"closed": int(WeekState.CLOSED), "member": member},
    )
    return [(community, week) for community, week in rows]


def helped(tx: Tx, member: int) -> list[tuple[int, int]]:
    """Community and answer of every ask that they offered help with."""
    rows = tx.all(
        "SELECT k.community_id, a.id FROM checkin_help h JOIN checkin_answer a ON a.id = h.answer_id"
        " JOIN checkin_week w ON w.id = a.week_id JOIN checkin k ON k.id = w.checkin_id"
        " WHERE h.member_id = :member ORDER BY a.id",
        {"member": member},
    )
    return [(community, answer) for community, answer in rows]


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM checkin_help WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        "SELECT answer_id, at FROM checkin_help WHERE member_id = :member ORDER BY at, answer_id", {"member": member}
    )
    return [{"ask": answer, "offered": moment(at).isoformat()} for answer, at in rows]
