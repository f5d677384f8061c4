"""How many messages a second the sender gets through its rows, and what a claim costs in front of a million."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.adapter import Delivery, Shown, Wanted
from bot.context import Lane, Unknown
from bot.delivery import messages
from bot.delivery.outbox import Outbox
from bot.delivery.turns import Turns
from bot.people import communities
from bot.scheduling.clock import SystemClock, seconds
from bot.storage.database import Database, Tx
from bot.storage.ids import new_id
from bot.storage.migrate import migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from bot.ui.card import Actions, Button, Call, Card, Text
from tests import postgres
from tests.bench.result import Result
from tests.fakes.dummy import DummyAdapter

MESSAGES = 10_000
ROOMS = 100
SENDERS = 256
QUEUE = 1_000_000
_GOALS = {"SQLite": 5_000.0, "PostgreSQL": 2_000.0}
_CLAIM_GOAL_MS = 50.0


class Instant(DummyAdapter):
    """Answers at once and remembers nothing."""

    async def show(self, message: Wanted) -> Delivery:
        return Shown(str(message.id))


def _card(n: int) -> Card:
    cheer = Button("Cheer", Call("wins.cheer", (n,)))
    return Card(f"A win, number {n}", (Text("They called back after three weeks."), Actions((cheer,))))


def _write(tx: Tx, start: int, count: int) -> None:
    now = SystemClock().now()
    for n in range(start, start + count):
        community = communities.ensure(tx, "dummy", f"team-{n % 10}")
        room = communities.choose_room(tx, community, f"room-{n % ROOMS}", f"c-{n % ROOMS}")
        messages.show(
            tx,
            f"win:{n}",
            _card(n),
            platform="dummy",
            community=community,
            room=room,
            member=None,
            lane=Lane.BULK,
            then=None,
            on_unknown=Unknown.RESEND,
            expires=None,
            now=now,
        )


async def _drain(db: Database) -> float:
    """Messages a second."""
    for start in range(0, MESSAGES, 500):
        await db.run(lambda tx, start=start: _write(tx, start, 500))
    adapter = Instant(SystemClock())
    outbox = Outbox(
        db,
        {"dummy": adapter},
        SystemClock(),
        run_job=lambda *_: None,
        render=lambda *_: None,
        senders=SENDERS,
    )
    began = time.perf_counter()
    running = asyncio.create_task(outbox.run())
    while outbox.counters["sent"] < MESSAGES:
        await asyncio.sleep(0.01)
    took = time.perf_counter() - began
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return MESSAGES / took


async def _claim_in_front_of_many(db: Database) -> float:
    """Milliseconds for choosing 64 of a million pending messages in ten thousand communities."""
    now = seconds(SystemClock().now())

    def fill(tx: Tx, start: int) -> None:
        rows = [
            {"id": new_id(), "key": f"k{n}", "community": n % 10_000 + 1, "now": now}
            for n in range(start, start + 50_000)
        ]
        tx.many(
            "INSERT INTO message (id, key, platform, community_id, lane, on_unknown, visible_at)"
            " VALUES (:id, :key, 'many', :community, 3, 'drop', :now)",
            rows,
        )

    def places(tx: Tx) -> None:
        tx.many(
            "INSERT INTO community (id, platform, external) VALUES (:id, 'many', :name)",
            [{"id": n, "name": str(n)} for n in range(1, 10_001)],
        )

    await db.run(places)
    for start in range(0, QUEUE, 50_000):
        await db.run(lambda tx, start=start: fill(tx, start))
    turns = Turns("many")
    times: list[float] = []
    for _ in range(20):
        began = time.perf_counter()
        picked = await db.run(lambda tx: turns.pick(tx, 3, now, 64, {}, (), 8))
        times.append((time.perf_counter() - began) * 1000)
        assert len({candidate.community for candidate in picked}) == 64
    return sorted(times)[len(times) // 2]


async def run() -> list[Result]:
    results: list[Result] = []
    with TemporaryDirectory() as folder:
        db = await open_database(f"sqlite:///{Path(folder)}/cairn.db", KeyRing.fresh())
        await migrate(db, migrations(()), now=SystemClock().now())
        results.append(_rate("SQLite", await _drain(db)))
        claim = await _claim_in_front_of_many(db)
        name = "outbox: choosing 64 of 1 M pending (SQLite)"
        results.append(Result(name, claim, "ms", _CLAIM_GOAL_MS, claim <= _CLAIM_GOAL_MS))
        await db.close()
    if postgres.binaries() is not None:
        server = postgres.Server.start()
        try:
            db = await open_database(server.fresh(), KeyRing.fresh())
            await migrate(db, migrations(()), now=SystemClock().now())
            results.append(_rate("PostgreSQL", await _drain(db)))
            await db.close()
        finally:
            server.stop()
    return results


def _rate(kind: str, value: float) -> Result:
    goal = _GOALS[kind]
    return Result(f"outbox: messages sent ({kind})", value, "1/s", goal, value >= goal)


if __name__ == "__main__":
    for result in asyncio.run(run()):
        print(result)
