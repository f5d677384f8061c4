"""A round of buddies is worked out while the bot goes on: how long does anybody else wait for it?

One ticker wakes every 5 ms on the event loop: its longest gap is how long a handler may have been held up, and the
processor time of the loop's own thread in between is how much of that was work on the loop, whatever else the machine
does. Another asks for one row again and again. The floor is the same beside nothing.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import random
import tempfile
import time
from collections.abc import Awaitable
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

from bot.context import TaskContext
from bot.people import communities
from bot.scheduling.clock import seconds
from bot.storage.database import Database, Tx
from bot.storage.ids import new_id
from bot.storage.seal import KeyRing
from cogs.buddies.choices import ANY_TIME, Field, Stage
from cogs.buddies.model import PairState, Pool, Round, RoundState
from cogs.buddies.pools import store as pools
from cogs.buddies.rounds import store, working
from tests.bench.community import founded
from tests.bench.result import Figure, added, most

_MEMBERS, _WEEKS = 5_000, 20
_AT = datetime(2026, 3, 9, 10, tzinfo=UTC)
_TICK = 0.005
_IDLE = 3.0
_PART = 500


async def figures() -> list[Figure]:
    gc.freeze()  # as `bot.runtime.start` does before it serves
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        people = [f"p{number}" for number in range(_MEMBERS)]
        url = f"sqlite:///{folder}/cairn.db"
        db = await founded(url, KeyRing.fresh(), "dummy", "", "harbour", "wins", people, _AT - timedelta(days=365))
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as workers:
            found = await _measured(db, workers)
        await db.close()
    return found


async def _measured(db: Database, workers: Executor) -> list[Figure]:
    pool, members = await db.run(_pool)
    dice = random.Random(1)
    for start in range(0, len(members), _PART):
        await db.run(lambda tx, some=members[start : start + _PART]: _join(tx, pool, some, dice))
    for week in range(_WEEKS):
        dice.shuffle(members)
        for start in range(0, len(members), _PART):
            at = _AT - timedelta(weeks=_WEEKS - week)
            await db.run(lambda tx, some=members[start : start + _PART], at=at: _pairs(tx, pool, some, at))
    round = await db.run(lambda tx: store.add(tx, pool.id, _AT, pool.seed, RoundState.MATCHING))
    idle = await _beside(db, asyncio.sleep(_IDLE))
    ctx = TaskContext(db, workers, pool.community, _AT)
    began = time.perf_counter()
    busy = await _beside(db, working.work_out(ctx, round.id))
    took = time.perf_counter() - began
    await _check(db, round)
    name = f"a round of {_MEMBERS:,} members"
    return [
        most(f"{name}, worked out with a new worker", took, None, "s", goal=60),
        most(f"{name}, longest work on the loop", busy[0], idle[0], "ms", goal=20),
        added(f"{name}, longest gap of the loop", busy[1], idle[1], "ms", most=20),
        added(f"{name}, longest question of another", busy[2], idle[2], "ms", most=20),
    ]


async def _beside(db: Database, work: Awaitable[None]) -> tuple[float, float, float]:
    """Milliseconds: the most processor time between two ticks, the longest gap beyond the tick, and the longest wait
    for one row."""
    held = gap = wait = 0.0
    over = asyncio.Event()

    async def tick() -> None:
        nonlocal held, gap
        last, used = time.perf_counter(), time.thread_time()
        while not over.is_set():
            await asyncio.sleep(_TICK)
            now, now_used = time.perf_counter(), time.thread_time()
            gap, last = max(gap, now - last - _TICK), now
            held, used = max(held, now_used - used), now_used

    async def ask() -> None:
        nonlocal wait
        while not over.is_set():
            await asyncio.sleep(_TICK)
            began = time.perf_counter()
            await db.read(lambda tx: tx.one("SELECT 1 FROM community"))
            wait = max(wait, time.perf_counter() - began)

    others = [asyncio.create_task(tick()), asyncio.create_task(ask())]
    try:
        await work
    finally:
        over.set()
        await asyncio.gather(*others)
    return held * 1000, gap * 1000, wait * 1000


def _pool(tx: Tx) -> tuple[Pool, list[int]]:
    community = communities.ensure(tx, "dummy", "harbour")
    rows = tx.all("SELECT id FROM member WHERE community_id = :community ORDER BY id", {"community": community})
    return pools.first(tx, community), [id for (id,) in rows]


def _join(tx: Tx, pool: Pool, members: list[int], dice: random.Random) -> None:
    fields, stages = list(Field), list(Stage)
    tx.many(
        "INSERT INTO buddy (member_id, pool_id, joined_at, parts, field, stage) VALUES (:id, :pool, 0, :parts, :field,"
        " :stage)",
        [
            {
                "id": id,
                "pool": pool.id,
                "parts": dice.randrange(1, ANY_TIME + 1),
                "field": dice.choice(fields).value,
                "stage": dice.choice(stages).value,
            }
            for id in members
        ],
    )


def _pairs(tx: Tx, pool: Pool, members: list[int], at: datetime) -> None:
    ids = [new_id() for _ in range(len(members) // 2)]
    start, end = seconds(at), seconds(at + timedelta(days=7) - timedelta(hours=1))
    tx.many(
        "INSERT INTO buddy_pair (id, pool_id, state, started_at, ends_at, ended_at)"
        " VALUES (:id, :pool, :state, :start, :end, :end)",
        [{"id": id, "pool": pool.id, "state": int(PairState.ENDED), "start": start, "end": end} for id in ids],
    )
    tx.many(
        "INSERT INTO buddy_in_pair (pair_id, member_id) VALUES (:pair, :member)",
        [{"pair": ids[number // 2], "member": member} for number, member in enumerate(members)],
    )


async def _check(db: Database, round: Round) -> None:
    """Everybody has a place, and most have a buddy."""
    row = await db.read(
        lambda tx: tx.one(
            "SELECT COUNT(*), COALESCE(SUM(CASE WHEN reason = '' THEN 1 ELSE 0 END), 0) FROM buddy_place"
            " WHERE round_id = :round",
            {"round": round.id},
        )
    )
    assert row is not None
    if row[0] != _MEMBERS or row[1] < _MEMBERS * 0.9:
        raise AssertionError(f"{row[0]} people, {row[1]} with a buddy")
