"""Making and closing private rooms: claimed like messages, repeated until the platform said what came of it."""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.adapter import Blocked, Delivery, RetryAfter, Shown, Unsupported, WantedRoom
from bot.context import Receipt, Result
from bot.delivery import budget
from bot.delivery.results import tell, unscoped
from bot.delivery.turns import names
from bot.people import members
from bot.scheduling.clock import seconds
from bot.storage.database import Tx

log = structlog.get_logger()

MOST_ATTEMPTS = 12

_PARENTS = ("support", "wins")
"""Under which chosen room a private thread is made, the first that can be used."""


@dataclass(frozen=True, slots=True)
class ClaimedRoom:
    wanted: WantedRoom
    platform: str
    attempts: int
    owner: str


def claim(
    tx: Tx,
    platforms: Collection[str],
    owner: str,
    now: datetime,
    lease: timedelta,
    most: int,
) -> list[ClaimedRoom]:
    """Rooms this process alone makes or closes until `lease` from now."""
    if not platforms:
        return []
    locked = " FOR UPDATE OF r SKIP LOCKED" if tx.dialect == "postgres" else ""
    listed, params = names("p", platforms)
    rows = tx.all(
        "SELECT r.id, r.key, r.community_id, r.members, r.title, r.remote_id, r.open, r.attempts, r.then_call,"  # noqa: S608 -- constants
        " r.then_args, r.under, c.platform, c.external FROM room r JOIN community c ON c.id = r.community_id"
        f" WHERE r.state < 2 AND r.visible_at <= :now AND c.platform IN ({listed})"
        f" ORDER BY r.visible_at LIMIT :most{locked}",
        {**params, "now": seconds(now), "most": most},
    )
    claimed: list[ClaimedRoom] = []
    for id, key, community, people, title, remote, is_open, attempts, call, args, under, platform, team in rows:
        if not is_open and remote is None and attempts == 0:  # closed before it was made
            tx.run("UPDATE room SET state = 3 WHERE id = :id", {"id": id})
            continue
        if attempts >= MOST_ATTEMPTS:
            log.error("gave a room up", room=id, platform=platform)
            _dead(tx, id, "too many attempts")
            receipt = Receipt(unscoped(key), Result.BLOCKED, "too many attempts", id)
            tell(tx, f"room:{id}", call, args, receipt, community=community, member=None, now=now)
            continue
        tx.run(
            "UPDATE room SET state = 1, owner = :owner, visible_at = :until, attempts = attempts + 1 WHERE id = :id",
            {"owner": owner, "until": seconds(now + lease) + 1, "id": id},
        )
        known = members.known(tx, json.loads(people))
        who = tuple(member.external for member in known.values())
        parent = _parent(tx, community, under)
        wanted = WantedRoom(
            id, team, who, title, tx.keyed_hash("room", id), parent, remote, bool(is_open), again=attempts > 0
        )
        claimed.append(ClaimedRoom(wanted, platform, attempts + 1, owner))
    return claimed


def _parent(tx: Tx, community: int, under: str) -> str:
    for kind in (under, *_PARENTS):
        row = tx.one(
            "SELECT remote_id FROM room WHERE key = :key AND broken = '' AND remote_id IS NOT NULL",
            {"key": f"{kind}:{community}"},
        )
        if row:
            return row[0]
    return ""


def record(tx: Tx, item: ClaimedRoom, came: Delivery | None, wait: float, now: datetime) -> bool:
    """Writes down what the platform said; None: nobody can say. False if the room was erased meanwhile."""
    id = item.wanted.id
    row = tx.one(
        "SELECT key, state, owner, attempts, open, then_call, then_args, community_id FROM room WHERE id = :id",
        {"id": id},
    )
    if row is None:
        return False
    key, state, owner, attempts, is_open, call, args, community = row
    if not isinstance(came, Shown) and (state, owner, attempts) != (1, item.owner, item.attempts):
        return True  # the lease ended and somebody else is at it
    match came:
        case Shown(remote):
            tx.run(
                "UPDATE room SET remote_id = :remote, state = :state, visible_at = :now, attempts = 0, owner = '',"
                " then_call = '', then_args = '' WHERE id = :id",
                {
                    "remote": remote or item.wanted.remote,
                    "state": (2 if is_open else 3) if bool(is_open) == item.wanted.open else 0,
                    "now": seconds(now),
                    "id": id,
                },
            )
            receipt = Receipt(unscoped(key), Result.DONE, "", id)
        case Blocked(reason):
            _dead(tx, id, reason)
            receipt = Receipt(unscoped(key), Result.BLOCKED, reason, id)
        case Unsupported(reason):
            _dead(tx, id, reason)
            receipt = Receipt(unscoped(key), Result.UNSUPPORTED, reason, id)
        case RetryAfter(pause, everyone):
            if everyone:
                budget.close_for(tx, item.platform, pause, now)
            _again(tx, id, 0, max(pause, wait), now)
            return True
        case None:
            _again(tx, id, 1, wait, now)
            return True
        case _:
            assert_never(came)
    tell(tx, f"room:{id}", call, args, receipt, community=community, member=None, now=now)
    return True


def _again(tx: Tx, room: int, state: int, wait: float, now: datetime) -> None:
    tx.run(
        "UPDATE room SET state = :state, owner = '', visible_at = :at WHERE id = :id",
        {"state": state, "at": math.ceil(now.timestamp() + wait), "id": room},
    )


def _dead(tx: Tx, room: int, reason: str) -> None:
    tx.run(
        "UPDATE room SET state = 3, broken = :reason, then_call = '', then_args = '' WHERE id = :id",
        {"reason": reason or "unsupported", "id": room},
    )
