"""The storage seam against the same statements by hand: one transaction after another on the plain `sqlite3` module,
and as many connections as there are commands at once on psycopg. Both with the same durability."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import LiteralString

import psycopg
from psycopg.errors import SerializationFailure

from bot.storage.database import Database
from bot.storage.postgres import PostgresDatabase, to_psycopg
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase
from tests import postgres
from tests.bench import statements
from tests.bench.result import Figure, share

_SECONDS = 1.0
_ROUNDS = 3
_SQLITE = {1: 0.45, 16: 2.0, 256: 3.0}
_POSTGRES = {16: 0.7}
_MEMBER = "INSERT INTO member (id, n) VALUES (:id, :n)"


async def sqlite() -> list[Figure]:
    figures: list[Figure] = []
    for at_once, least in _SQLITE.items():
        ours: list[float] = []
        plain: list[float] = []
        for _ in range(_ROUNDS):
            with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
                plain.append(plain_sqlite(Path(folder) / "plain.db", _SECONDS))
                db = await SqliteDatabase.open(Path(folder) / "seam.db", KeyRing.fresh())
                ours.append(await _through(db, "sqlite", at_once))
        name = f"storage, SQLite, {at_once} at once"
        figures.append(share(name, median(ours), median(plain), "/s", least=least))
    return figures


async def on_postgres() -> list[Figure]:
    if postgres.binaries() is None:
        return []
    server = postgres.Server.start(durable=True)
    figures: list[Figure] = []
    try:
        for at_once, least in _POSTGRES.items():
            ours: list[float] = []
            by_hand: list[float] = []
            for _ in range(_ROUNDS):
                url = server.fresh()
                by_hand.append(await asyncio.to_thread(_by_hand, url, at_once))
                server.drop(url)
                url = server.fresh()
                ours.append(await _through(await PostgresDatabase.open(url, KeyRing.fresh()), "postgres", at_once))
                server.drop(url)
            name = f"storage, PostgreSQL, {at_once} at once"
            figures.append(share(name, median(ours), median(by_hand), "/s", least=least))
    finally:
        server.stop()
    return figures


async def _through(db: Database, dialect: str, at_once: int) -> float:
    """Commands a second; closes the database."""
    await db.run(lambda tx: [tx.run(table) for table in statements.tables(dialect)])
    await db.run(lambda tx: tx.many(_MEMBER, statements.members()))
    commands = statements.commands()
    done = 0
    start = time.perf_counter()

    async def one_after_another() -> None:
        nonlocal done
        while time.perf_counter() - start < _SECONDS:
            await db.run(partial(statements.through, params=next(commands)))
            done += 1

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    rate = done / (time.perf_counter() - start)
    await db.close()
    return rate


def plain_sqlite(path: Path, seconds: float) -> float:
    """Commands a second, one transaction each, on the plain module."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")
    for table in statements.tables("sqlite"):
        connection.execute(table)
    connection.executemany(_MEMBER, statements.members())
    done = 0
    start = time.perf_counter()
    for params in statements.commands():
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in zip(statements.ALL, params, strict=True):
            connection.execute(sql, values).fetchone()
        connection.execute("COMMIT")
        done += 1
        if time.perf_counter() - start >= seconds:
            break
    rate = done / (time.perf_counter() - start)
    connection.close()
    return rate


def _by_hand(url: str, at_once: int) -> float:
    """Commands a second, on a thread and a connection for each of those at once."""
    with psycopg.connect(url) as connection:
        for table in statements.tables("postgres"):
            connection.execute(to_psycopg(table))
        connection.cursor().executemany(to_psycopg(_MEMBER), statements.members())
    prepared: list[LiteralString] = [to_psycopg(sql) for sql in statements.ALL]
    commands = statements.commands()
    counts = [0] * at_once
    start = time.perf_counter()

    def work(number: int) -> None:
        with psycopg.connect(url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
            connection.prepare_threshold = 1
            while time.perf_counter() - start < _SECONDS:
                params = next(commands)
                while True:
                    try:
                        for sql, values in zip(prepared, params, strict=True):
                            connection.execute(sql, values)
                        connection.commit()
                        break
                    except SerializationFailure:
                        connection.rollback()
                counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)
