"""Posts that staff took down: what their authors get back, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from cogs.posts.model import Known


@dataclass(frozen=True, slots=True)
class Removal:
    words: str
    reason: str
    at: datetime


def add(ctx: Context, post: Known, reason: str) -> int:
    """The words of a post without a name stay with its feature."""
    id = new_id()
    words = post.excerpt if post.author is not None else ""
    ctx.tx.run(
        "INSERT INTO removal (id, community_id, key, member_id, words, reason, at)"
        " VALUES (:id, :community, :key, :author, :words, :reason, :now)",
        {
            "id": id,
            "community": ctx.community,
            "key": post.key,
            "author": post.author,
            "words": ctx.tx.seal("removal", "words", id, words),
            "reason": ctx.tx.seal("removal", "reason", id, reason),
            "now": seconds(ctx.now),
        },
    )
    return id


def own(ctx: Context, removal: int) -> Removal | None:
    row = ctx.tx.one(
        "SELECT words, reason, at FROM removal WHERE id = :id AND member_id = :member",
        {"id": removal, "member": ctx.member},
    )
    if row is None:
        return None
    words, reason, at = row
    unseal = ctx.tx.unseal
    return Removal(unseal("removal", "words", removal, words), unseal("removal", "reason", removal, reason), moment(at))


def why(tx: Tx, community: int, key: str) -> str:
    """The reason that staff gave last; empty without one."""
    row = tx.one(
        "SELECT id, reason FROM removal WHERE community_id = :community AND key = :key"
        " ORDER BY at DESC, id DESC LIMIT 1",
        {"community": community, "key": key},
    )
    return tx.unseal("removal", "reason", row[0], row[1]) if row else ""


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM removal WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        "SELECT id, words, reason, at FROM removal WHERE member_id = :member ORDER BY at, id", {"member": member}
    )
    return [
        {
            "words": tx.unseal("removal", "words", id, words),
            "reason": tx.unseal("removal", "reason", id, reason),
            "at": moment(at).isoformat(),
        }
        for id, words, reason, at in rows
    ]
