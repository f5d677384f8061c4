"""Words that wait for their author's decision, because they tell more of the author than the post did before."""

from __future__ import annotations

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from cogs.wins.model import Audience, Tell, WinKind


def keep(ctx: Context, win: int, form: Tell) -> None:
    """The latest replaces what waited before. `win` is the member's own."""
    drop(ctx.tx, ctx.member, win)
    id, behind = new_id(), form.behind.strip()
    ctx.tx.run(
        "INSERT INTO win_change (id, win_id, member_id, kind, story, behind, at)"
        " VALUES (:id, :win, :member, :kind, :story, :behind, :now)",
        {
            "id": id,
            "win": win,
            "member": ctx.member,
            "kind": form.kind.value,
            "story": ctx.tx.seal("win_change", "story", id, form.story.strip()),
            "behind": ctx.tx.seal("win_change", "behind", id, behind) if behind else None,
            "now": seconds(ctx.now),
        },
    )


def waiting(ctx: Context, win: int) -> Tell | None:
    row = ctx.tx.one(
        "SELECT id, kind, story, behind FROM win_change WHERE win_id = :win AND member_id = :member",
        {"win": win, "member": ctx.member},
    )
    if row is None:
        return None
    id, kind, story, behind = row
    return Tell(
        kind=WinKind(kind),
        story=ctx.tx.unseal("win_change", "story", id, story),
        behind=ctx.tx.unseal("win_change", "behind", id, behind) if behind else "",
        audience=Audience.EVERYONE,
    )


def drop(tx: Tx, member: int, win: int) -> None:
    tx.run("DELETE FROM win_change WHERE win_id = :win AND member_id = :member", {"win": win, "member": member})


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM win_change WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> list[Json]:
    rows = tx.all(
        "SELECT id, win_id, kind, story, behind, at FROM win_change WHERE member_id = :member ORDER BY at, id",
        {"member": member},
    )
    return [
        {
            "win": win,
            "kind": WinKind(kind).label,
            "story": tx.unseal("win_change", "story", id, story),
            "behind_the_win": tx.unseal("win_change", "behind", id, behind) if behind else "",
            "at": moment(at).isoformat(),
        }
        for id, win, kind, story, behind, at in rows
    ]
