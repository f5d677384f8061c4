"""Logged no's, and how many there are. Every query carries the member or the community; what is shared of them is in
`sharing/store.py`."""

from __future__ import annotations

from datetime import date

from bot.context import Context, Json
from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.rejections.model import Details, Rejection, Stage
from cogs.rejections.sharing import presses
from cogs.rejections.sharing import store as shares

_REJECTION = "id, day, stage, company, role, lesson"
_TEXTS = ("company", "role", "lesson")
_DOUBLE_PRESS = 5
"""Seconds in which a second empty log is taken for the same press."""


# The member's own log


def add(ctx: Context, *, company: str = "", lesson: str = "") -> Rejection:
    if not company and not lesson and (same := _just_logged(ctx)):
        return same
    id = new_id()
    ctx.tx.run(
        "INSERT INTO rejection (id, member_id, community_id, day, stage, company, lesson, created_at)"
        " VALUES (:id, :member, :community, :day, :stage, :company, :lesson, :now)",
        {
            "id": id,
            "member": ctx.member,
            "community": ctx.community,
            "day": ctx.today.toordinal(),
            "stage": Stage.UNSAID.value,
            "company": _sealed(ctx.tx, "company", id, company),
            "lesson": _sealed(ctx.tx, "lesson", id, lesson),
            "now": seconds(ctx.now),
        },
    )
    return Rejection(id, ctx.today, Stage.UNSAID, company, "", lesson)


def _just_logged(ctx: Context) -> Rejection | None:
    row = ctx.tx.one(
        f"SELECT {_REJECTION} FROM rejection"  # noqa: S608 -- constant
        " WHERE member_id = :member AND day = :day AND created_at > :since ORDER BY id DESC LIMIT 1",
        {"member": ctx.member, "day": ctx.today.toordinal(), "since": seconds(ctx.now) - _DOUBLE_PRESS},
    )
    found = _rejection(ctx.tx, row) if row else None
    return found if found and found.plain else None


def get(tx: Tx, member: int, rejection: int) -> Rejection | None:
    row = tx.one(
        f"SELECT {_REJECTION} FROM rejection WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": rejection, "member": member},
    )
    return _rejection(tx, row) if row else None


def keep(tx: Tx, member: int, rejection: int, form: Details) -> None:
    """A day that was left out stays what it was."""
    texts: dict[str, Value] = {name: _sealed(tx, name, rejection, getattr(form, name).strip()) for name in _TEXTS}
    tx.run(
        "UPDATE rejection SET stage = :stage, day = coalesce(:day, day), company = :company, role = :role,"
        " lesson = :lesson WHERE id = :id AND member_id = :member",
        {
            "id": rejection,
            "member": member,
            "stage": form.stage.value,
            "day": form.day.toordinal() if form.day else None,
            **texts,
        },
    )


def page(tx: Tx, member: int, *, skip: int, most: int) -> list[Rejection]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_REJECTION} FROM rejection WHERE member_id = :member"  # noqa: S608 -- constant
        " ORDER BY day DESC, id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_rejection(tx, row) for row in rows]


def companies(tx: Tx, member: int) -> list[str]:
    """Of the latest that name one."""
    rows = tx.all(
        "SELECT id, company FROM rejection WHERE member_id = :member AND company IS NOT NULL"
        " ORDER BY day DESC, id DESC LIMIT 200",
        {"member": member},
    )
    return [tx.unseal("rejection", "company", id, data) for id, data in rows]


def delete(tx: Tx, member: int, rejection: int) -> bool:
    """With what was shared of it; False if there was nothing."""
    mine: dict[str, Value] = {"id": rejection, "member": member}
    tx.run("DELETE FROM rejection_share WHERE rejection_id = :id AND member_id = :member", mine)
    return bool(tx.run("DELETE FROM rejection WHERE id = :id AND member_id = :member", mine))


def _rejection(tx: Tx, row: Row) -> Rejection:
    id, day, stage, *texts = row
    company, role, lesson = (
        tx.unseal("rejection", name, id, data) if data else "" for name, data in zip(_TEXTS, texts, strict=True)
    )
    return Rejection(id, date.fromordinal(day), Stage(stage), company, role, lesson)


def _sealed(tx: Tx, column: str, id: int, text: str) -> bytes | None:
    return tx.seal("rejection", column, id, text) if text else None


# How many heard a no, as a coarse figure


def heard(tx: Tx, community: int, since: date, before: date) -> int:
    """Different people of the community who logged a no for these days."""
    row = tx.one(
        "SELECT COUNT(DISTINCT member_id) FROM rejection"
        " WHERE community_id = :community AND day >= :since AND day < :before",
        {"community": community, "since": since.toordinal(), "before": before.toordinal()},
    )
    assert row is not None
    return row[0]


def figure(tx: Tx, community: int) -> tuple[int, int, int, int] | None:
    """week, shown, reported, behind: see the schema."""
    row = tx.one(
        "SELECT week, shown, reported, behind FROM rejection_figure WHERE community_id = :community",
        {"community": community},
    )
    return (row[0], row[1], row[2], row[3]) if row else None


def fix_figure(tx: Tx, community: int, week: int, shown: int, reported: int, behind: int) -> None:
    tx.run(
        "INSERT INTO rejection_figure (community_id, week, shown, reported, behind)"
        " VALUES (:community, :week, :shown, :reported, :behind)"
        " ON CONFLICT (community_id) DO UPDATE SET week = excluded.week, shown = excluded.shown,"
        " reported = excluded.reported, behind = excluded.behind",
        {"community": community, "week": week, "shown": shown, "reported": reported, "behind": behind},
    )


# Leaving


def forget(tx: Tx, member: int) -> None:
    presses.forget(tx, member)
    shares.forget(tx, member)
    tx.run("DELETE FROM rejection WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        f"SELECT {_REJECTION} FROM rejection WHERE member_id = :member ORDER BY day, id",  # noqa: S608 -- constant
        {"member": member},
    )
    return {
        "rejections": [_exported(tx, member, _rejection(tx, row)) for row in rows],
        "you_were_with": presses.export(tx, member),
    }


def _exported(tx: Tx, member: int, rejection: Rejection) -> Json:
    return {
        "id": rejection.id,
        "day": rejection.day.isoformat(),
        "stage": rejection.stage.label,
        "company": rejection.company,
        "role": rejection.role,
        "to_remember": rejection.lesson,
        "shared": shares.export(tx, member, rejection.id),
    }
