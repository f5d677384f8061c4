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
_AT_ONCE = 1000


def want(
    tx: Tx,
    community: int,
    key: str,
    members: Sequence[int],
    title: str,
    then: Call,
    now: datetime,
    *,
    under: str = "",
) -> int:
    """A private room, made once per key; its id. One that could not be made is tried again."""
    row_key = scoped(community, key)
    row = tx.one("SELECT id FROM room WHERE key = :key", {"key": row_key})
    values = {
        "key": row_key,
        "members": json.dumps(list(members)),
        "title": title,
        "then_call": then.name,
        "then_args": dump_args(then.args),
        "under": under,
        "now": seconds(now),
    }
    if row is None:
        id = new_id()
        tx.run(
            "INSERT INTO room (id, community_id, key, kind, members, title, visible_at, then_call, then_args,"
            " under) VALUES (:id, :community, :key, 'private', :members, :title, :now, :then_call, :then_args, :under)",
            {**values, "id": id, "community": community},
        )
        return id
    # What is in flight stays so, with its attempts: the answer may still come, and says what there is by then.
    tx.run(
        "UPDATE room SET members = :members, title = :title, under = :under, then_call = :then_call,"
        " then_args = :then_args, open = 1, broken = '',"
        " remote_id = CASE WHEN broken = '' THEN remote_id END,"  # a lost one is not found again
        " attempts = CASE WHEN state = 1 THEN attempts ELSE 0 END, state = CASE WHEN state = 1 THEN 1 ELSE 0 END,"
        " visible_at = CASE WHEN state = 1 THEN visible_at ELSE :now END WHERE key = :key",
        values,
    )
    return row[0]


def archive(tx: Tx, community: int, key: str, now: datetime) -> bool:
    """Closes a private room that is not needed any more; False if there is none. Its `then` hears nothing of it:
    whoever closes a room that is not there yet knows that it will not be."""
    return bool(
        tx.run(
            "UPDATE room SET open = 0, then_call = '', then_args = '',"
            " attempts = CASE WHEN state = 1 THEN attempts ELSE 0 END, state = CASE WHEN state = 1 THEN 1 ELSE 0 END,"
            " visible_at = CASE WHEN state = 1 THEN visible_at ELSE :now END"
            " WHERE key = :key AND kind = 'private' AND open = 1",
            {"key": scoped(community, key), "now": seconds(now)},
        )
    )


def lost(tx: Tx, room: int, reason: str, now: datetime) -> None:
    """Marks a room in which nothing can be posted, and tells the organiser once per break. A private room that is lost
    is lost for good, and what waits for it is not posted: nobody could mend it, and whoever opened it hears of it."""
    values = {"reason": reason or "lost", "room": room, "now": seconds(now)}
    if tx.one("SELECT 1 FROM room WHERE id = :room AND kind = 'private'", values):
        tx.run(
            "UPDATE room SET broken = :reason, state = 3, visible_at = :now WHERE id = :room AND state = 2",
            values,
        )
        return
    if not tx.run("UPDATE room SET broken = :reason WHERE id = :room AND broken = ''", values):
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


_CAN_GO = """r.state = 3 OR (r.state = 2 AND r.remote_id IS NOT NULL AND r.broken = '')"""
_TOO_LATE = "m.expires_at <= :now AND m.remote_id IS NULL AND m.first_try_at IS NULL AND m.deleted = 0"
"""What surely was not posted and may not be any more; the rest waits however long it takes."""


def ready(tx: Tx, now: datetime) -> list[int]:
    """Rooms for which messages wait without need. One seek for each room, however many wait."""
    rows = tx.all(
        "WITH RECURSIVE waiting (room_id) AS (SELECT min(room_id) FROM message WHERE state = 4 UNION ALL"  # noqa: S608 -- constants
        " SELECT (SELECT min(more.room_id) FROM message more WHERE more.state = 4 AND more.room_id > waiting.room_id)"
        " FROM waiting WHERE waiting.room_id IS NOT NULL)"
        # Not as a join: SQLite may then read all rooms first, however few wait.
        " SELECT room_id FROM waiting WHERE EXISTS (SELECT 1 FROM room r WHERE r.id = waiting.room_id"
        f" AND ({_CAN_GO} OR EXISTS"
        f" (SELECT 1 FROM message m WHERE m.room_id = r.id AND m.state = 4 AND {_TOO_LATE})))",
        {"now": seconds(now)},
    )
    return [row[0] for row in rows]


def unpark(tx: Tx, room: int, now: datetime) -> int:
    """Lets some of what waits for the room go, if it can be used again, is gone for good, or it is too late; how
    many messages."""
    return tx.run(
        "UPDATE message SET state = CASE WHEN first_try_at IS NULL THEN 0 ELSE 1 END, visible_at = :now"  # noqa: S608 -- constants
        " WHERE id IN (SELECT m.id FROM message m JOIN room r ON r.id = m.room_id WHERE m.room_id = :room"
        f" AND m.state = 4 AND ({_CAN_GO} OR ({_TOO_LATE})) LIMIT :most)",
        {"now": seconds(now), "room": room, "most": _AT_ONCE},
    )
