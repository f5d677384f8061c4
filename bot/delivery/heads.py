"""Messages under an earlier one: they wait for it, and go on without it when it never comes.

What waits stays pending and is put off; whatever settles the head makes it due. It looks by itself now and then, so
that nothing waits for ever and what must not be late ends on time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.turns import names
from bot.scheduling.clock import seconds
from bot.storage.database import Tx

LOOKS_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Head:
    """`remote` None: it may still be shown, so there is something to wait for. Empty: it will not be."""

    remote: str | None


GONE = Head("")
_DEAD = 3  # as in the schema


def find(tx: Tx, key: str, room: int | None) -> Head:
    row = tx.one("SELECT state, remote_id, deleted, room_id FROM message WHERE key = :key", {"key": key})
    if row is None:
        return GONE
    state, remote, deleted, there = row
    if deleted or there != room or (state == _DEAD and remote is None):
        return GONE
    return Head(remote)


def wait(tx: Tx, message: int, expires: int | None, now: datetime) -> None:
    again = seconds(now + LOOKS_AGAIN)
    tx.run(
        "UPDATE message SET visible_at = :at WHERE id = :id",
        {"at": again if expires is None else min(again, expires), "id": message},
    )


def settled(tx: Tx, heads: Collection[int], now: datetime) -> None:
    """These messages are shown, or never will be: what waits for one of them is due."""
    if not heads:
        return
    listed, params = names("h", heads)
    tx.run(
        # `state < 2` is for SQLite: it knows the index by its own words alone.
        "UPDATE message SET visible_at = :now WHERE under <> '' AND state < 2 AND state = 0 AND remote_id IS NULL"  # noqa: S608 -- constants
        f" AND visible_at > :now AND under IN (SELECT key FROM message WHERE id IN ({listed}))",
        {**params, "now": seconds(now)},
    )
