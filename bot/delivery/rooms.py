"""Rooms that the bot makes, and what happens to rooms that are lost, as functions of the transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.context import Kind
from bot.delivery import notices
from bot.delivery.results import scoped
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from bot.ui.wire import dump_args

ROOM_LOST = "setup.room_lost"
"""The notice that tells an organiser; its argument is the room's id."""

_TOLD_FOR = timedelta(days=7)


def want(tx: Tx, community: int, key: str, members: Sequence[int], title: str, then: Call, now: datetime) -> int:
    """A private room, made once per key; its id. One that could not be made is tried again."""
    row_key = scoped(community, key)
    row = tx.one("SELECT id, state, remote_id, open FROM room WHERE key = :key", {"key": row_key})
    values = {
        "key": row_key,
        "members": json.dumps(list(members)),
        "title": title,
        "then_call": then.name,
        "then_args": dump_args(then.args),
        "now": seconds(now),
    }
    if row is None:
        id = new_id()
        tx.run(
            "INSERT INTO room (id, community_id, key, kind, members, title, visible_at, then_call, then_args)"
            " VALUES (:id, :community, :key, 'private', :members, :title, :now, :then_call, :then_args)",
            {**values, "id": id, "community": community},
        )
        return id
    tx.run(
        "UPDATE room SET members = :members, title = :title, then_call = :then_call, then_args = :then_args,"
        " open = 1, broken = '', state = CASE WHEN state = 1 THEN 1 ELSE 0 END,"
        " visible_at = CASE WHEN state = 1 THEN visible_at ELSE :now END, attempts = 0 WHERE key = :key",
        values,
    )
    return row[0]


def archive(tx: Tx, community: int, key: str, now: datetime) -> bool:
    """Closes a private room that is not needed any more; False if there is none."""
    return bool(
        tx.run(
            "UPDATE room SET open = 0, attempts = 0, state = CASE WHEN state = 1 THEN 1 ELSE 0 END,"
            " visible_at = CASE WHEN state = 1 THEN visible_at ELSE :now END"
            " WHERE key = :key AND kind = 'private' AND open = 1",
            {"key": scoped(community, key), "now": seconds(now)},
        )
    )


def lost(tx: Tx, room: int, reason: str, now: datetime) -> None:
    """Marks a room in which nothing can be posted, and tells the organiser once per break."""
    if not tx.run(
        "UPDATE room SET broken = :reason WHERE id = :room AND broken = ''", {"reason": reason or "lost", "room": room}
    ):
        return
    row = tx.one(
        "SELECT c.id, m.id, m.account_id FROM room r JOIN community c ON c.id = r.community_id"
        " JOIN member m ON m.id = c.organiser_id WHERE r.id = :room",
        {"room": room},
    )
    if row is None:  # nobody set it up yet
        return
    community, member, account = row
    notices.put(
        tx,
        f"room-lost:{room}",
        Call(ROOM_LOST, (room,)),
        kind=Kind.ASKED,
        community=community,
        member=member,
        account=account,
        due=now,
        expires=now + _TOLD_FOR,
    )


def unpark(tx: Tx, now: datetime) -> int:
    """Lets go what waited for rooms that can be used again, or that are gone for good; how many messages."""
    return tx.run(
        "UPDATE message SET state = CASE WHEN first_try_at IS NULL THEN 0 ELSE 1 END, visible_at = :now"
        " WHERE state = 4 AND (expires_at <= :now OR room_id IN (SELECT id FROM room WHERE id IN"
        " (SELECT DISTINCT room_id FROM message WHERE state = 4)"
        " AND (state = 3 OR (state = 2 AND remote_id IS NOT NULL AND broken = ''))))",
        {"now": seconds(now)},
    )
