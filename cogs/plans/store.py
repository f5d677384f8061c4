"""Weeks and their lines. Every query carries the member: ids in buttons are untrusted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.plans.model import Carried, Kind, Line, LineForm, Mark, NewLine, Outcome, Week, tidy

_LINE = (
    "plan_line.id, plan_week.began, plan_line.kind, plan_line.cue, plan_line.act, plan_line.times, plan_line.done,"
    " plan_line.outcome, plan_line.carried"
)
_FROM = "plan_line JOIN plan_week ON plan_week.id = plan_line.week_id"


# Weeks


def week(tx: Tx, member: int, began: date) -> Week:
    """Empty where nothing was written."""
    return next(iter(_weeks(tx, member, "plan_week.began = :day", began)), Week(began, False))


def before(tx: Tx, member: int, began: date) -> Week | None:
    """The latest earlier week that has lines."""
    row = tx.one(
        f"SELECT MAX(plan_week.began) FROM {_FROM} WHERE plan_line.member_id = :member AND plan_week.began < :day",  # noqa: S608 -- constants
        {"member": member, "day": began.toordinal()},
    )
    return week(tx, member, date.fromordinal(row[0])) if row and row[0] is not None else None


def marks(tx: Tx, member: int) -> list[Mark]:
    """What a rhythm needs to know of each week, the earliest first. Unlocks nothing."""
    rows = tx.all(
        "SELECT plan_week.began, MAX(plan_week.rest + plan_week.away), COUNT(plan_line.id),"
        " MAX(CASE WHEN plan_line.done > 0 OR plan_line.outcome IN ('done', 'part') THEN 1 ELSE 0 END),"
        " MAX(CASE WHEN plan_line.outcome = 'resting' THEN 1 ELSE 0 END)"
        " FROM plan_week LEFT JOIN plan_line ON plan_line.week_id = plan_week.id"
        " WHERE plan_week.member_id = :member GROUP BY plan_week.began ORDER BY plan_week.began",
        {"member": member},
    )
    return [
        Mark(date.fromordinal(began), bool(lines), bool(active), bool(rest or (said and not active)))
        for began, rest, lines, active, said in rows
    ]


def any_of(tx: Tx, member: int) -> bool:
    return tx.one("SELECT 1 FROM plan_week WHERE member_id = :member LIMIT 1", {"member": member}) is not None


def _weeks(tx: Tx, member: int, which: str, day: date) -> list[Week]:
    me = {"member": member, "day": day.toordinal()}
    lines: dict[int, list[Line]] = {}
    for row in tx.all(
        f"SELECT {_LINE} FROM {_FROM} WHERE plan_line.member_id = :member AND {which} ORDER BY plan_line.id",  # noqa: S608 -- constants
        me,
    ):
        lines.setdefault(row[1], []).append(_line(tx, row))
    rows = tx.all(
        f"SELECT id, began, rest, obstacle, answer FROM plan_week WHERE member_id = :member AND {which} ORDER BY began",  # noqa: S608 -- constants
        me,
    )
    return [
        Week(
            date.fromordinal(began),
            bool(rest),
            tx.unseal("plan_week", "obstacle", id, obstacle) if obstacle else "",
            tx.unseal("plan_week", "answer", id, answer) if answer else "",
            tuple(lines.get(began, ())),
        )
        for id, began, rest, obstacle, answer in rows
    ]


def _touch(tx: Tx, member: int, began: date, now: datetime) -> int:
    """The week's row, made when missing."""
    row = tx.one(
        "INSERT INTO plan_week (id, member_id, began, touched_at) VALUES (:id, :member, :began, :now)"
        " ON CONFLICT (member_id, began) DO UPDATE SET touched_at = excluded.touched_at RETURNING id",
        {"id": new_id(), "member": member, "began": began.toordinal(), "now": seconds(now)},
    )
    assert row is not None
    return row[0]


def set_rest(tx: Tx, member: int, began: date, rest: bool, now: datetime) -> None:
    tx.run(
        "UPDATE plan_week SET rest = :rest WHERE id = :id",
        {"rest": int(rest), "id": _touch(tx, member, began, now)},
    )


def set_away(tx: Tx, member: int, began: date, now: datetime) -> None:
    tx.run("UPDATE plan_week SET away = 1 WHERE id = :id", {"id": _touch(tx, member, began, now)})


def back_after(tx: Tx, member: int, began: date) -> None:
    """Later weeks have nothing of a rest from messages any more."""
    tx.run(
        "UPDATE plan_week SET away = 0 WHERE member_id = :member AND began > :day",
        {"member": member, "day": began.toordinal()},
    )


def set_obstacle(tx: Tx, member: int, began: date, obstacle: str, answer: str, now: datetime) -> None:
    id = _touch(tx, member, began, now)
    tx.run(
        "UPDATE plan_week SET obstacle = :obstacle, answer = :answer WHERE id = :id",
        {
            "obstacle": tx.seal("plan_week", "obstacle", id, obstacle) if obstacle else None,
            "answer": tx.seal("plan_week", "answer", id, answer) if answer else None,
            "id": id,
        },
    )


def move(tx: Tx, member: int, since: date, days: int) -> list[tuple[date, date]]:
    """This week and those planned ahead begin so many days later (or earlier): before and after, each."""
    rows = tx.all(
        "SELECT id, began FROM plan_week WHERE member_id = :member AND began >= :since ORDER BY began",
        {"member": member, "since": since.toordinal()},
    )
    taken = tx.one(
        "SELECT 1 FROM plan_week WHERE member_id = :member AND began < :since AND began >= :first",
        {"member": member, "since": since.toordinal(), "first": since.toordinal() + days},
    )
    if taken is not None:  # somebody who travelled back over midnight; what they wrote stays where it is
        return []
    # The one that moves into free space goes first: two weeks never have the same day, not even on the way.
    for id, began in reversed(rows) if days > 0 else rows:
        tx.run("UPDATE plan_week SET began = :began WHERE id = :id", {"began": began + days, "id": id})
    return [(date.fromordinal(began), date.fromordinal(began + days)) for _, began in rows]


# Lines


def _line(tx: Tx, row: Row) -> Line:
    id, began, kind, cue, act, times, done, outcome, carried = row
    return Line(
        id,
        date.fromordinal(began),
        Kind(kind),
        tx.unseal("plan_line", "cue", id, cue),
        tx.unseal("plan_line", "act", id, act),
        times,
        done,
        Outcome(outcome),
        Carried(carried),
    )


def line(tx: Tx, member: int, id: int) -> Line | None:
    row = tx.one(
        f"SELECT {_LINE} FROM {_FROM} WHERE plan_line.id = :id AND plan_line.member_id = :member",  # noqa: S608 -- constants
        {"id": id, "member": member},
    )
    return _line(tx, row) if row else None


def add(tx: Tx, member: int, began: date, new: NewLine, now: datetime) -> int:
    """`LINES` is for the caller to keep. A week with a new line is no week of rest any more."""
    set_rest(tx, member, began, False, now)
    id = new_id()
    tx.run(
        "INSERT INTO plan_line (id, week_id, member_id, kind, cue, act, times, touched_at)"
        " VALUES (:id, :week, :member, :kind, :cue, :act, :times, :now)",
        {
            "id": id,
            "week": _touch(tx, member, began, now),
            "member": member,
            "kind": new.kind.value,
            "cue": tx.seal("plan_line", "cue", id, new.cue),
            "act": tx.seal("plan_line", "act", id, new.act),
            "times": new.times,
            "now": seconds(now),
        },
    )
    return id


def rewrite(tx: Tx, member: int, id: int, new: NewLine, now: datetime) -> bool:
    return _change(
        tx,
        member,
        id,
        "kind = :kind, cue = :cue, act = :act, times = :times",
        {
            "kind": new.kind.value,
            "cue": tx.seal("plan_line", "cue", id, new.cue),
            "act": tx.seal("plan_line", "act", id, new.act),
            "times": new.times,
        },
        now,
    )


def count(tx: Tx, member: int, id: int, before: int, after: int, now: datetime) -> bool:
    """From one count to another; False if it was another before, so that a double press counts once."""
    set_ = "done = :after, outcome = ''"
    return _change(tx, member, id, set_, {"after": after, "before": before}, now, only="done = :before")


def say(tx: Tx, member: int, id: int, outcome: Outcome, now: datetime) -> bool:
    """The count stays as it is, so that another answer can replace this one."""
    return _change(tx, member, id, "outcome = :outcome", {"outcome": outcome.value}, now)


def carry(tx: Tx, member: int, id: int, what: Carried, now: datetime) -> bool:
    """False if that was answered before."""
    return _change(tx, member, id, "carried = :what", {"what": what.value}, now, only="carried = ''")


def reopen(tx: Tx, member: int, id: int, now: datetime) -> bool:
    """Takes back a drop."""
    drop = {"drop": Carried.DROP.value}
    return _change(tx, member, id, "carried = ''", drop, now, only="carried = :drop")


def remove(tx: Tx, member: int, id: int) -> bool:
    return bool(tx.run("DELETE FROM plan_line WHERE id = :id AND member_id = :member", {"id": id, "member": member}))


def _change(
    tx: Tx, member: int, id: int, what: str, values: Mapping[str, Value], now: datetime, *, only: str = ""
) -> bool:
    """One line of theirs, and its week: both were used now."""
    me = {"id": id, "member": member, "now": seconds(now)}
    also = f" AND {only}" if only else ""
    changed = tx.run(
        f"UPDATE plan_line SET {what}, touched_at = :now WHERE id = :id AND member_id = :member{also}",  # noqa: S608 -- constants
        {**values, **me},
    )
    if changed:
        tx.run(
            "UPDATE plan_week SET touched_at = :now WHERE member_id = :member"
            " AND id IN (SELECT week_id FROM plan_line WHERE id = :id)",
            me,
        )
    return bool(changed)


def new_line(form: LineForm) -> NewLine:
    cue, act = tidy(form.cue, form.act)
    return NewLine(form.kind, cue, act, form.times or 1)


def forget(tx: Tx, member: int) -> None:
    me = {"member": member}
    tx.run("DELETE FROM plan_line WHERE member_id = :member", me)
    tx.run("DELETE FROM plan_week WHERE member_id = :member", me)


def everything(tx: Tx, member: int) -> list[Week]:
    return _weeks(tx, member, "plan_week.began >= :day", date.min)
