"""What members want next, one by one. Every query carries the member."""

from __future__ import annotations

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.reflect.model import Kind, Want

_WANT = "id, kind, text"


def add(ctx: Context, text: str) -> None:
    """One that stands for itself."""
    _insert(ctx, None, Kind.OWN, text)


def keep(ctx: Context, reflection: int, kind: Kind, text: str) -> None:
    """One for each kind in a reflection: the same again replaces it, an empty text takes it out."""
    found = next((want for want in of(ctx.tx, ctx.member, reflection) if want.kind is kind), None)
    if found is None:
        if text:
            _insert(ctx, reflection, kind, text)
    elif text:
        rewrite(ctx.tx, ctx.member, found.id, text)
    else:
        delete(ctx.tx, ctx.member, found.id)


def _insert(ctx: Context, reflection: int | None, kind: Kind, text: str) -> None:
    id = new_id()
    ctx.tx.run(
        "INSERT INTO reflection_want (id, member_id, community_id, reflection_id, kind, text, created_at)"
        " VALUES (:id, :member, :community, :reflection, :kind, :text, :now)",
        {
            "id": id,
            "member": ctx.member,
            "community": ctx.community,
            "reflection": reflection,
            "kind": kind.value,
            "text": ctx.tx.seal("reflection_want", "text", id, text),
            "now": seconds(ctx.now),
        },
    )


def of(tx: Tx, member: int, reflection: int) -> list[Want]:
    rows = tx.all(
        f"SELECT {_WANT} FROM reflection_want WHERE member_id = :member AND reflection_id = :reflection ORDER BY id",  # noqa: S608 -- constant
        {"member": member, "reflection": reflection},
    )
    return [_want(tx, row) for row in rows]


def get(tx: Tx, member: int, id: int) -> Want | None:
    row = tx.one(
        f"SELECT {_WANT} FROM reflection_want WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": id, "member": member},
    )
    return _want(tx, row) if row else None


def page(tx: Tx, member: int, *, skip: int, most: int) -> list[Want]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_WANT} FROM reflection_want WHERE member_id = :member"  # noqa: S608 -- constant
        " ORDER BY id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_want(tx, row) for row in rows]


def rewrite(tx: Tx, member: int, id: int, text: str) -> None:
    tx.run(
        "UPDATE reflection_want SET text = :text WHERE id = :id AND member_id = :member",
        {"id": id, "member": member, "text": tx.seal("reflection_want", "text", id, text)},
    )


def delete(tx: Tx, member: int, id: int) -> None:
    tx.run("DELETE FROM reflection_want WHERE id = :id AND member_id = :member", {"id": id, "member": member})


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM reflection_want WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        "SELECT id, kind, text, created_at, reflection_id FROM reflection_want WHERE member_id = :member ORDER BY id",
        {"member": member},
    )
    return [
        {
            "kind": kind,
            "text": tx.unseal("reflection_want", "text", id, text),
            "reflection": reflection,
            "written": moment(at).isoformat(),
        }
        for id, kind, text, at, reflection in rows
    ]


def _want(tx: Tx, row: Row) -> Want:
    id, kind, text = row
    return Want(id, Kind(kind), tx.unseal("reflection_want", "text", id, text))
