"""What came of making or closing a private room: repeated until the platform said so, and told once.

`then` gets one Receipt: DONE, BLOCKED or UNSUPPORTED. Whoever closes a room meanwhile knows it, so nobody is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.adapter import Blocked, Delivery, RetryAfter, Shown, Unsupported, WantedRoom
from bot.context import Receipt, Result
from bot.delivery import budget
from bot.delivery.results import tell, unscoped
from bot.scheduling.clock import seconds
from bot.storage.database import Tx


@dataclass(frozen=True, slots=True)
class ClaimedRoom:
    """A room this process alone makes or closes until `until`."""

    wanted: WantedRoom
    platform: str
    community: int
    members: str
    """As in the row: whoever reads another list there later knows that something else is wanted by now."""
    attempts: int
    owner: str
    until: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    community: int
    members: str
    title: str
    remote: str | None
    state: int
    open: int
    owner: str
    attempts: int
    then_call: str
    then_args: str


def record(
    tx: Tx, item: ClaimedRoom, came: Delivery | None, asked_wait: float, wait: float, now: datetime
) -> str | None:
    """Writes down what the platform said; None: nobody can say. It is tried again after `asked_wait` seconds if the
    platform asked for a pause, else after `wait`.

    Returns a room that is on the platform and nobody wants: its row was erased meanwhile, or another attempt made one.
    """
    wanted = item.wanted
    remote = came.remote if isinstance(came, Shown) and wanted.open else ""
    found = tx.one(
        "SELECT key, community_id, members, title, remote_id, state, open, owner, attempts, then_call, then_args"
        " FROM room WHERE id = :id",
        {"id": wanted.id},
    )
    if found is None:
        return remote or None
    row = _Row(*found)
    if remote and row.remote is not None and row.remote != remote:
        return remote
    if not isinstance(came, Shown) and (row.state, row.owner, row.attempts) != (1, item.owner, item.attempts):
        return None  # the lease ended and somebody else is at it
    match came:
        case RetryAfter(pause, everyone):
            if everyone:
                budget.close_for(tx, item.platform, pause, now)
            # This time nothing was made; whether an earlier attempt did is as open as it was.
            _again(tx, wanted.id, int(wanted.again), asked_wait, now)
        case None:
            _again(tx, wanted.id, 1, wait, now)
        case Shown():
            _shown(tx, item, came, row, now)
        case Blocked(reason):
            _refused(tx, item, row, Result.BLOCKED, reason, now)
        case Unsupported(reason):
            _refused(tx, item, row, Result.UNSUPPORTED, reason, now)
        case _:
            assert_never(came)
    return None


def _changed(item: ClaimedRoom, row: _Row) -> bool:
    """Something else is wanted by now."""
    asked = (item.members, item.wanted.title, item.wanted.open)
    return asked != (row.members, row.title, bool(row.open))


def _shown(tx: Tx, item: ClaimedRoom, came: Shown, row: _Row, now: datetime) -> None:
    id = item.wanted.id
    changed = _changed(item, row)
    tx.run(
        "UPDATE room SET remote_id = :remote, state = :state, visible_at = :now, attempts = 0, owner = ''"
        " WHERE id = :id",
        {
            "remote": came.remote or item.wanted.remote,
            "state": 0 if changed else 2 if row.open else 3,
            "now": seconds(now),
            "id": id,
        },
    )
    if not changed:
        _told(tx, item, row, Result.DONE, "", now)


def _refused(tx: Tx, item: ClaimedRoom, row: _Row, result: Result, reason: str, now: datetime) -> None:
    if _changed(item, row):
        _again(tx, item.wanted.id, 0, 0, now)
        return
    dead(tx, item.wanted.id, reason, now)
    _told(tx, item, row, result, reason, now)


def _told(tx: Tx, item: ClaimedRoom, row: _Row, result: Result, reason: str, now: datetime) -> None:
    tx.run("UPDATE room SET then_call = '', then_args = '' WHERE id = :id", {"id": item.wanted.id})
    receipt = Receipt(unscoped(row.key), result, reason, item.wanted.id)
    tell_of(tx, receipt, row.then_call, row.then_args, row.community, now)


def tell_of(tx: Tx, receipt: Receipt, call: str, args: str, community: int, now: datetime) -> None:
    tell(tx, f"room:{receipt.room}", call, args, receipt, community=community, member=None, now=now)


def _again(tx: Tx, room: int, state: int, wait: float, now: datetime) -> None:
    tx.run(
        "UPDATE room SET state = :state, owner = '', visible_at = :at WHERE id = :id",
        {"state": state, "at": math.ceil(now.timestamp() + wait), "id": room},
    )


def dead(tx: Tx, room: int, reason: str, now: datetime) -> None:
    tx.run(
        "UPDATE room SET state = 3, broken = :reason, visible_at = :now, then_call = '', then_args = '' WHERE id = :id",
        {"reason": reason or "unsupported", "now": seconds(now), "id": room},
    )
