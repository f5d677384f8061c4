"""Messages a second from rows to a sender that takes no time, with the intent and the result of each committed.

The floor is the two updates of each message by hand on the bare driver, in transactions of as many messages as the
outbox sends at once.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from bot.context import Lane, Unknown
from bot.delivery import messages
from bot.delivery.outbox import SENDERS, Outbox
from bot.people import communities
from bot.scheduling.clock import SystemClock
from bot.storage.database import Tx
from bot.storage.migrate import statements
from bot.storage.postgres import to_psycopg
from bot.storage.seal import KeyRing
from bot.ui.card import Actions, Button, Call, Card, Text
from tests import postgres
from tests.bench.community import founded
from tests.bench.dummy import DummyAdapter
from tests.bench.result import Figure, least

_MESSAGES = 10_000
_ROOMS = 64
_ROUNDS = 2
_CARD = Card(
    "A small step counts",
    (Text("I had a good talk with a recruiter today."), Actions((Button("Cheer", Call("wins.cheer", (1,))),))),
)
_BLOB = b"x" * 200
_TABLE = """
CREATE TABLE message (id INTEGER PRIMARY KEY, state INTEGER NOT NULL, visible_at INTEGER NOT NULL, remote_id TEXT,
    card BLOB) STRICT;
CREATE INDEX message_due ON message (visible_at) WHERE state < 2;
"""
_ROW = "INSERT INTO message (id, state, visible_at, card) VALUES (:id, 0, 0, :card)"
_INTENT = "UPDATE message SET state = 1, visible_at = :until WHERE id = :id"
_RESULT = "UPDATE message SET state = 2, remote_id = :remote, card = NULL WHERE id = :id"


async def sqlite() -> list[Figure]:
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
            floor.append(_plain_sqlite(Path(folder) / "plain.db"))
            ours.append(await _drained(f"sqlite:///{folder}/cairn.db"))
    return [least("outbox to a dummy sender, SQLite", median(ours), median(floor), "/s", goal=5000)]


async def on_postgres() -> list[Figure]:
    if postgres.binaries() is None:
        return []
    server = postgres.Server.start(durable=True)
    ours: list[float] = []
    floor: list[float] = []
    try:
        for _ in range(_ROUNDS):
            floor.append(_plain_postgres(server.fresh()))
            ours.append(await _drained(server.fresh()))
    finally:
        server.stop()
    return [least("outbox to a dummy sender, PostgreSQL", median(ours), median(floor), "/s", goal=2000)]


async def _no_task(*_: object) -> None:
    pass


async def _drained(url: str) -> float:
    """Messages a second through the outbox, the last result written down."""
    clock = SystemClock()
    adapter = DummyAdapter(_MESSAGES)
    db = await founded(url, KeyRing.fresh(), adapter.name, "", "harbour", "wins", [], clock.now())
    rooms = await db.run(_rooms)
    for start in range(0, _MESSAGES, 1000):
        await db.run(partial(_wanted, rooms=rooms, numbers=range(start, start + 1000)))
    outbox = Outbox(db, {adapter.name: adapter}, clock, run_job=_nothing, run_task=_no_task, render=_nothing)
    began = time.perf_counter()
    running = asyncio.create_task(outbox.run())
    await adapter.enough.wait()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    rate = _MESSAGES / (time.perf_counter() - began)
    await db.close()
    return rate


def _rooms(tx: Tx) -> list[int]:
    community = communities.ensure(tx, DummyAdapter.name, "harbour")
    return [communities.choose_room(tx, community, f"room{n}", f"room{n}") for n in range(_ROOMS)]


def _wanted(tx: Tx, rooms: list[int], numbers: range) -> None:
    community = communities.ensure(tx, DummyAdapter.name, "harbour")
    for number in numbers:
        messages.show(
            tx,
            f"win:{number}",
            _CARD,
            platform=DummyAdapter.name,
            community=community,
            room=rooms[number % _ROOMS],
            member=None,
            lane=Lane.ACT,
            then=None,
            on_unknown=Unknown.RESEND,
            expires=None,
            now=SystemClock().now(),
        )


def _nothing(*_: Any) -> None:
    """There are no jobs and no notices here."""


def _plain_sqlite(path: Path) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; {_TABLE}"
    )
    connection.executemany(_ROW, [{"id": id, "card": _BLOB} for id in range(_MESSAGES)])
    began = time.perf_counter()
    for sql, rows in _updates():
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(sql, rows)
        connection.execute("COMMIT")
    rate = _MESSAGES / (time.perf_counter() - began)
    connection.close()
    return rate


def _plain_postgres(url: str) -> float:
    with psycopg.connect(url) as connection:
        for statement in statements(_TABLE, "postgres"):
            connection.execute(statement.encode())
        cursor = connection.cursor()
        cursor.executemany(to_psycopg(_ROW), [{"id": id, "card": _BLOB} for id in range(_MESSAGES)])
        connection.commit()
        began = time.perf_counter()
        for sql, rows in _updates():
            cursor.executemany(to_psycopg(sql), rows)
            connection.commit()
        return _MESSAGES / (time.perf_counter() - began)


def _updates() -> Iterator[tuple[str, list[dict[str, int | str]]]]:
    for start in range(0, _MESSAGES, SENDERS):
        ids = range(start, min(start + SENDERS, _MESSAGES))
        yield _INTENT, [{"id": id, "until": 1} for id in ids]
        yield _RESULT, [{"id": id, "remote": f"m{id}"} for id in ids]
