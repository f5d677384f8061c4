"""“I'm with you” and “Been there”: who pressed which, each once."""

from __future__ import annotations

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from cogs.posts.api import Support
from cogs.rejections.sharing import store
from cogs.rejections.sharing.model import Supported


def put(ctx: Context, share: int, kind: Support, day: int) -> bool:
    """False if they pressed it already. `day`: the digest that tells the author."""
    return bool(
        ctx.tx.run(
            "INSERT INTO rejection_support (share_id, member_id, kind, day, at)"
            " VALUES (:share, :member, :kind, :day, :now) ON CONFLICT DO NOTHING",
            {"share": share, "member": ctx.member, "kind": kind.value, "day": day, "now": seconds(ctx.now)},
        )
    )


def take_back(tx: Tx, member: int, share: int, kind: Support) -> None:
    tx.run(
        "DELETE FROM rejection_support WHERE share_id = :share AND member_id = :member AND kind = :kind",
        {"share": share, "member": member, "kind": kind.value},
    )


def of_day(tx: Tx, author: int, day: int) -> list[Supported]:
    """What an author hears of in one day's digest, by the shared no. Only what others may still see."""
    rows = tx.all(
        "SELECT p.share_id, p.member_id, p.kind FROM rejection_support p JOIN rejection_share s ON s.id = p.share_id"
        " WHERE s.member_id = :author AND p.day = :day ORDER BY s.created_at, p.share_id, p.at, p.member_id",
        {"author": author, "day": day},
    )
    by: dict[int, list[tuple[int, Support]]] = {}
    for share, member, kind in rows:
        by.setdefault(share, []).append((member, Support(kind)))
    found = [(store.own(tx, author, share), pressed) for share, pressed in by.items()]
    return [
        Supported(share, _who(pressed, Support.WITH_YOU), _who(pressed, Support.BEEN_THERE))
        for share, pressed in found
        if share and share.public
    ]


def _who(pressed: list[tuple[int, Support]], kind: Support) -> tuple[int, ...]:
    return tuple(member for member, one in pressed if one is kind)


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM rejection_support WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        "SELECT share_id, kind, at FROM rejection_support WHERE member_id = :member ORDER BY at, kind",
        {"member": member},
    )
    return [{"post": id, "pressed": Support(kind).label, "at": moment(at).isoformat()} for id, kind, at in rows]
