"""Reflections. Every query carries the member: ids in buttons are untrusted."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.reflect.model import Answer, Reflection, Step
from cogs.rejections.api import Stage

_ALL = "id, stage, rejection_id, day, step, finished_at, plan_line, win_id, well, checks, thought, kinder, cue, act"
_TEXTS = ("well", "checks", "thought", "kinder", "cue", "act")


def begin(ctx: Context, stage: Stage, rejection: int | None) -> Reflection:
    """One is open at a time: the one that is open then, else a new one."""
    ctx.tx.run(
        "INSERT INTO reflection (id, member_id, community_id, stage, rejection_id, day, step, touched_at)"
        " VALUES (:id, :member, :community, :stage, :rejection, :day, :step, :now)"
        " ON CONFLICT (member_id) WHERE finished_at IS NULL DO NOTHING",
        {
            "id": new_id(),
            "member": ctx.member,
            "community": ctx.community,
            "stage": stage.value,
            "rejection": rejection,
            "day": ctx.today.toordinal(),
            "step": Step.WELL.value,
            "now": seconds(ctx.now),
        },
    )
    found = unfinished(ctx.tx, ctx.member)
    assert found is not None
    return found


def unfinished(tx: Tx, member: int) -> Reflection | None:
    row = tx.one(
        f"SELECT {_ALL} FROM reflection WHERE member_id = :member AND finished_at IS NULL",  # noqa: S608 -- constant
        {"member": member},
    )
    return _reflection(tx, row) if row else None


def get(tx: Tx, member: int, id: int) -> Reflection | None:
    row = tx.one(
        f"SELECT {_ALL} FROM reflection WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": id, "member": member},
    )
    return _reflection(tx, row) if row else None


def finished(tx: Tx, member: int, *, skip: int, most: int) -> list[Reflection]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_ALL} FROM reflection WHERE member_id = :member AND finished_at IS NOT NULL"  # noqa: S608 -- constant
        " ORDER BY finished_at DESC, id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_reflection(tx, row) for row in rows]


def go(tx: Tx, member: int, id: int, step: Step, now: datetime) -> None:
    """A finished one stays at its end."""
    tx.run(
        "UPDATE reflection SET step = :step, touched_at = :now"
        " WHERE id = :id AND member_id = :member AND finished_at IS NULL",
        {"id": id, "member": member, "step": step.value, "now": seconds(now)},
    )


def write(tx: Tx, member: int, id: int, now: datetime, **texts: str) -> None:
    """Also into a finished one, so that a form that was open is not lost. An empty text takes it out."""
    names = [name for name in _TEXTS if name in texts]
    values: dict[str, Value] = {
        name: tx.seal("reflection", name, id, texts[name]) if texts[name] else None for name in names
    }
    tx.run(
        f"UPDATE reflection SET {', '.join(f'{name} = :{name}' for name in names)}, touched_at = :now"  # noqa: S608 -- names of columns
        " WHERE id = :id AND member_id = :member",
        {**values, "id": id, "member": member, "now": seconds(now)},
    )


def check(tx: Tx, member: int, found: Reflection, item: str, answer: Answer, now: datetime) -> None:
    answers = {**{key: value.value for key, value in found.checks.items()}, item: answer.value}
    write(tx, member, found.id, now, checks=json.dumps(answers, separators=(",", ":")))


def planned(tx: Tx, member: int, id: int, line: int) -> None:
    tx.run(
        "UPDATE reflection SET plan_line = :line WHERE id = :id AND member_id = :member",
        {"id": id, "member": member, "line": line},
    )


def won(tx: Tx, member: int, id: int, win: int) -> None:
    tx.run(
        "UPDATE reflection SET win_id = :win WHERE id = :id AND member_id = :member",
        {"id": id, "member": member, "win": win},
    )


def finish(tx: Tx, member: int, id: int, now: datetime) -> None:
    tx.run(
        "UPDATE reflection SET finished_at = :now, touched_at = :now, step = :step"
        " WHERE id = :id AND member_id = :member AND finished_at IS NULL",
        {"id": id, "member": member, "now": seconds(now), "step": Step.END.value},
    )


def delete(tx: Tx, member: int, id: int) -> bool:
    return bool(tx.run("DELETE FROM reflection WHERE id = :id AND member_id = :member", {"id": id, "member": member}))


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM reflection WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        f"SELECT touched_at, {_ALL} FROM reflection WHERE member_id = :member ORDER BY id",  # noqa: S608 -- constant
        {"member": member},
    )
    return [_exported(_reflection(tx, tuple(row)[1:]), row[0]) for row in rows]


def _exported(one: Reflection, touched: int) -> Json:
    return {
        "day": one.day.isoformat(),
        "stage": one.stage.label,
        "rejection": one.rejection,
        "finished": one.finished,
        "at": one.step.label,
        "what_went_well": one.well,
        "in_your_hands": {item: answer.label for item, answer in one.checks.items()},
        "hard_thought": one.thought,
        "kinder": one.kinder,
        "when": one.cue,
        "what": one.act,
        "line_of_plan": one.line,
        "win": one.win,
        "changed": moment(touched).isoformat(),
    }


def _reflection(tx: Tx, row: Row) -> Reflection:
    id, stage, rejection, day, step, finished_at, line, win, *sealed = row
    well, checks, thought, kinder, cue, act = (
        tx.unseal("reflection", name, id, data) if data else "" for name, data in zip(_TEXTS, sealed, strict=True)
    )
    return Reflection(
        id,
        Stage(stage),
        rejection,
        date.fromordinal(day),
        Step(step),
        finished_at is not None,
        well,
        _answers(checks),
        thought,
        kinder,
        cue,
        act,
        line,
        win,
    )


def _answers(text: str) -> dict[str, Answer]:
    found: Any = json.loads(text) if text else {}
    return {str(item): Answer(answer) for item, answer in found.items()}
