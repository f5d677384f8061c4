"""When staff were last reminded; nothing about anybody."""

from __future__ import annotations

from datetime import datetime

from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx


def reminded(tx: Tx, community: int) -> datetime | None:
    row = tx.one("SELECT at FROM queue_reminder WHERE community_id = :community", {"community": community})
    return moment(row[0]) if row else None


def remember(tx: Tx, community: int, now: datetime) -> None:
    tx.run(
        "INSERT INTO queue_reminder (community_id, at) VALUES (:community, :now)"
        " ON CONFLICT (community_id) DO UPDATE SET at = excluded.at",
        {"community": community, "now": seconds(now)},
    )


def clear(tx: Tx, community: int) -> None:
    tx.run("DELETE FROM queue_reminder WHERE community_id = :community", {"community": community})
