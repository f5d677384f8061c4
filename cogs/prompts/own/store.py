"""What members wish for themselves: one row each."""

from __future__ import annotations

from bot.context import Context, Json
from bot.storage.database import Tx
from cogs.prompts import bag, rows
from cogs.prompts.model import Own, Rhythm


def get(tx: Tx, member: int) -> Own | None:
    row = tx.one(
        f"SELECT member_id, running, {rows.COLUMNS} FROM prompt_me WHERE member_id = :member",  # noqa: S608 -- constant
        {"member": member},
    )
    return Own(row[0], bool(row[1]), rows.rhythm(row[2:])) if row else None


def save(ctx: Context, rhythm: Rhythm, *, running: bool) -> Own:
    ctx.tx.run(
        f"INSERT INTO prompt_me (member_id, community_id, running, {rows.COLUMNS})"  # noqa: S608 -- constants
        " VALUES (:member, :community, :running, :days, :hour, :topic, :last_day, :posted, :seed, :turn, :used)"
        f" ON CONFLICT (member_id) DO UPDATE SET running = :running, {rows.SET}",
        {
            "member": ctx.member,
            "community": ctx.community,
            "running": int(running),
            "seed": rhythm.bag.seed,
            **rows.values(rhythm),
        },
    )
    return Own(ctx.member, running, rhythm)


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM prompt_me WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    own = get(tx, member)
    if own is None:
        return None
    return {
        "on": own.running,
        "days": [day.label for day in own.rhythm.weekdays],
        "hour": own.rhythm.hour,
        "about": own.rhythm.topic.label,
        "came this turn": [*bag.came(own.rhythm.bag)],
    }
