from __future__ import annotations

from bot.storage.database import Tx


def posts_in_rooms(tx: Tx, community: int, member: int) -> int:
    row = tx.one(
        "SELECT COUNT(*) FROM message WHERE member_id = :member AND community_id = :community"
        " AND room_id IS NOT NULL AND deleted = 0 AND remote_id IS NOT NULL",
        {"member": member, "community": community},
    )
    assert row is not None
    return row[0]
