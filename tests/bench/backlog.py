"""Choosing what is sent next in front of a million waiting messages, against the same in front of a thousand."""

from __future__ import annotations

import tempfile
import time
from statistics import median

from bot.delivery.turns import Turns
from bot.runtime.start import all_migrations
from bot.scheduling.clock import SystemClock, seconds
from bot.storage.database import Database, Tx
from bot.storage.ids import new_id
from bot.storage.migrate import migrate
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from tests.bench.result import Figure, most

_MANY, _FEW, _PART = 1_000_000, 1_000, 50_000
_COMMUNITIES = 10_000
_CHOSEN, _PER_ROOM, _LANE = 64, 8, 3
_TIMES = 20
_WAITING = (
    "INSERT INTO message (id, key, platform, community_id, lane, on_unknown, visible_at)"
    " VALUES (:id, :key, :platform, :community, :lane, 'drop', :now)"
)


async def figures() -> list[Figure]:
    clock = SystemClock()
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        db = await open_database(f"sqlite:///{folder}/cairn.db", KeyRing.fresh())
        await migrate(db, all_migrations(), now=clock.now())
        await db.run(_communities)
        now = seconds(clock.now())
        for platform, count in (("few", _FEW), ("many", _MANY)):
            for start in range(0, count, _PART):
                numbers = range(start, min(start + _PART, count))
                await db.run(lambda tx, p=platform, n=numbers: _waiting(tx, p, n, now))
        few, many = await _choosing(db, "few", now), await _choosing(db, "many", now)
        await db.close()
    return [most("outbox, choosing 64 of a million waiting", many, few, "ms", goal=50)]


def _communities(tx: Tx) -> None:
    rows = [{"id": number, "name": str(number)} for number in range(_COMMUNITIES)]
    tx.many("INSERT INTO community (id, platform, external) VALUES (:id, 'many', :name)", rows)


def _waiting(tx: Tx, platform: str, numbers: range, now: int) -> None:
    rows = [
        {
            "id": new_id(),
            "key": f"{platform}:{number}",
            "platform": platform,
            "community": number % _COMMUNITIES,
            "lane": _LANE,
            "now": now,
        }
        for number in numbers
    ]
    tx.many(_WAITING, rows)


async def _choosing(db: Database, platform: str, now: int) -> float:
    """Milliseconds."""
    turns = Turns(platform)
    times: list[float] = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        picked = await db.run(lambda tx: turns.pick(tx, _LANE, now, _CHOSEN, {}, (), _PER_ROOM))
        times.append((time.perf_counter() - began) * 1000)
        assert len(picked) == _CHOSEN
    return median(times)
