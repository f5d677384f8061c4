"""What a member chose about plans."""

from __future__ import annotations

from bot.storage.database import Tx
from cogs.plans.model import Choice, Stage


def get(tx: Tx, member: int) -> Choice:
    row = tx.one("SELECT start, hidden, stage FROM plan_choice WHERE member_id = :member", {"member": member})
    return Choice(row[0], bool(row[1]), Stage(row[2])) if row else Choice()


def keep(tx: Tx, member: int, chosen: Choice) -> None:
    tx.run(
        "INSERT INTO plan_choice (member_id, start, hidden, stage) VALUES (:member, :start, :hidden, :stage)"
        " ON CONFLICT (member_id) DO UPDATE SET start = excluded.start, hidden = excluded.hidden,"
        " stage = excluded.stage",
        {"member": member, "start": chosen.start, "hidden": int(chosen.hidden), "stage": chosen.stage.value},
    )


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM plan_choice WHERE member_id = :member", {"member": member})
