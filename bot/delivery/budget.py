"""One budget of platform calls per bot token, shared by all processes through a row of the database.

A bucket that fills at the platform's rate and holds one second of it. A quarter of it is kept for what members wait
for. A bucket whose time lies in the future is closed until then: the platform asked the whole bot to wait.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.database import Tx

_KEPT = 0.25

A_TURN = 0.5
"""With so much of a call left, something that costs several may begin: it would never get all of them at once beside
messages, which cost one each. What is over comes out of what is kept."""


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent now. `closed` is how many seconds nothing may be."""

    calls: float
    for_bulk: float
    for_errands: float
    """Half of what is kept lies between this and `for_bulk`: what takes its turns beside bulk messages may draw on it,
    or they would always be first."""
    closed: float = 0.0


def look(tx: Tx, platform: str, rate: float, now: datetime) -> Budget:
    """Also keeps other processes from claiming at the same time."""
    locked = " FOR UPDATE" if tx.dialect == "postgres" else ""
    row = tx.one(f"SELECT millitokens, at_ms FROM rate_bucket WHERE key = :key{locked}", {"key": platform})  # noqa: S608 -- constant
    if row is None:  # the first one finds it full
        tx.run(
            "INSERT INTO rate_bucket (key, millitokens, at_ms) VALUES (:key, -1, :at) ON CONFLICT DO NOTHING",
            {"key": platform, "at": _ms(now)},
        )
        row = (-1, _ms(now))
    millitokens, at = row
    if at > _ms(now):
        return Budget(0, 0, 0, (at - _ms(now)) / 1000)
    if math.isinf(rate):
        return Budget(math.inf, math.inf, math.inf)
    full = max(rate, 1.0)
    held = full if millitokens < 0 else min(full, millitokens / 1000 + (_ms(now) - at) / 1000 * rate)
    return Budget(held, max(0.0, held - full * _KEPT), max(0.0, held - full * _KEPT / 2))


def spend(tx: Tx, platform: str, budget: Budget, calls: int, now: datetime) -> None:
    if not math.isinf(budget.calls):
        left = max(0, int((budget.calls - calls) * 1000))
        tx.run(
            "UPDATE rate_bucket SET millitokens = :left, at_ms = :at WHERE key = :key",
            {"left": left, "at": _ms(now), "key": platform},
        )


def take(tx: Tx, platform: str, rate: float, calls: int, now: datetime, *, bulk: bool) -> bool:
    """Spends a few calls; False if there are none now, or all that are left are kept for what members wait for."""
    allowed = look(tx, platform, rate, now)
    if allowed.closed or (allowed.for_errands if bulk else allowed.calls) < A_TURN:
        return False
    spend(tx, platform, allowed, calls, now)
    return True


def close_for(tx: Tx, platform: str, seconds: float, now: datetime) -> None:
    """Nobody calls the platform for so long."""
    tx.run(
        "UPDATE rate_bucket SET millitokens = 0, at_ms = :until WHERE key = :key AND at_ms < :until",
        {"until": _ms(now + timedelta(seconds=seconds)), "key": platform},
    )


def closed_until(tx: Tx, platform: str) -> float:
    """In seconds since 1970; in the past when it is open."""
    row = tx.one("SELECT at_ms FROM rate_bucket WHERE key = :key", {"key": platform})
    return row[0] / 1000 if row else 0.0
