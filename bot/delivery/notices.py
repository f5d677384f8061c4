"""Notices: what somebody may be told unasked. Cogs write them; `courtesy.py` decides whether and when they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.context import Kind
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from bot.ui.wire import dump_args, load_args


class State(IntEnum):
    """As in the schema. HELD: it waits on Home and is never sent."""

    WAITING = 0
    ON_ITS_WAY = 1
    HELD = 2


@dataclass(frozen=True, slots=True)
class Notice:
    id: int
    kind: Kind
    call: Call
    """The `@notice` handler that draws it."""
    community: int
    member: int
    due: datetime
    expires: datetime


_COLUMNS = "id, kind, call, args, community_id, member_id, due_at, expires_at"


def _notice(row: tuple[int, str, str, str, int, int, int, int]) -> Notice:
    id, kind, call, args, community, member, due, expires = row
    return Notice(id, Kind(kind), Call(call, load_args(args)), community, member, moment(due), moment(expires))


def put(
    tx: Tx,
    key: str,
    render: Call,
    *,
    kind: Kind,
    community: int,
    member: int,
    account: int,
    due: datetime,
    expires: datetime,
) -> None:
    """Writes a notice; one of the same key is replaced. An empty key is no key."""
    id = new_id()
    if key:
        tx.run("DELETE FROM notice WHERE key = :key", {"key": key})
    tx.run(
        "INSERT INTO notice (id, key, account_id, member_id, community_id, kind, call, args, due_at, expires_at)"
        " VALUES (:id, :key, :account, :member, :community, :kind, :call, :args, :due, :expires)",
        {
            "id": id,
            "key": key or f"notice:{id}",
            "account": account,
            "member": member,
            "community": community,
            "kind": kind.value,
            "call": render.name,
            "args": dump_args(render.args),
            "due": seconds(due),
            "expires": seconds(expires),
        },
    )


def cancel(tx: Tx, key: str) -> bool:
    """Takes back a notice that waits; False if there is none."""
    return bool(tx.run("DELETE FROM notice WHERE key = :key AND state <> 1", {"key": key}))


def due_of(tx: Tx, account: int, now: datetime) -> list[Notice]:
    locked = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM notice WHERE account_id = :account AND state = 0 AND due_at <= :now"  # noqa: S608 -- constants
        f" ORDER BY due_at, id{locked}",
        {"account": account, "now": seconds(now)},
    )
    return [_notice(row) for row in rows]


def hold(tx: Tx, notice: int) -> None:
    tx.run("UPDATE notice SET state = 2, message_id = NULL WHERE id = :id", {"id": notice})


def fell_through(tx: Tx, message: int, now: datetime) -> None:
    """A message can't be sent, or may not be: what it carried waits on Home, unless its time is over. A test message
    has nothing to say there."""
    tx.run(
        "DELETE FROM notice WHERE message_id = :message AND (expires_at <= :now OR kind = :test)",
        {"message": message, "now": seconds(now), "test": Kind.TEST.value},
    )
    tx.run("UPDATE notice SET state = 2, message_id = NULL WHERE message_id = :message", {"message": message})


def arrived(tx: Tx, message: int) -> None:
    """What a message carried was seen."""
    tx.run("DELETE FROM notice WHERE message_id = :message", {"message": message})


def under_test(tx: Tx, account: int) -> bool:
    """Whether a test message waits or is on its way."""
    row = tx.one(
        "SELECT 1 FROM notice WHERE account_id = :account AND state < 2 AND kind = :kind LIMIT 1",
        {"account": account, "kind": Kind.TEST.value},
    )
    return row is not None


def put_off(tx: Tx, notice: int, until: datetime) -> None:
    tx.run("UPDATE notice SET due_at = :due WHERE id = :id", {"due": seconds(until), "id": notice})


def drop(tx: Tx, notice: int) -> None:
    tx.run("DELETE FROM notice WHERE id = :id", {"id": notice})
