"""Why a member is looking, and how often they are shown it."""

from __future__ import annotations

from datetime import datetime

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from cogs.plans.model import Why

USUAL = 4
"""Weeks."""


def get(tx: Tx, member: int) -> Why | None:
    row = tx.one("SELECT text, every FROM plan_why WHERE member_id = :member", {"member": member})
    return Why(tx.unseal("plan_why", "text", member, row[0]), row[1]) if row else None


def write(tx: Tx, member: int, text: str, now: datetime) -> None:
    """How often it is shown stays."""
    tx.run(
        "INSERT INTO plan_why (member_id, text, every, written_at) VALUES (:member, :text, :every, :now)"
        " ON CONFLICT (member_id) DO UPDATE SET text = excluded.text, written_at = excluded.written_at",
        {
            "member": member,
            "text": tx.seal("plan_why", "text", member, text),
            "every": USUAL,
            "now": seconds(now),
        },
    )


def show_every(tx: Tx, member: int, weeks: int) -> bool:
    """False if there is nothing to show."""
    return bool(
        tx.run("UPDATE plan_why SET every = :weeks WHERE member_id = :member", {"weeks": weeks, "member": member})
    )


def delete(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM plan_why WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    row = tx.one("SELECT written_at FROM plan_why WHERE member_id = :member", {"member": member})
    why = get(tx, member)
    if row is None or why is None:
        return None
    return {"why": why.text, "shown_every_weeks": why.every, "written": moment(row[0]).isoformat()}
