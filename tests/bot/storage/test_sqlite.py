from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Callable
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import pytest

from bot.storage.database import Row, StorageError, Tx
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase


@pytest.fixture
async def db(tmp_path: Path, keys: KeyRing) -> AsyncIterator[SqliteDatabase]:
    opened = await SqliteDatabase.open(tmp_path / "cairn.db", keys, patience=0.05)
    await opened.run(lambda tx: tx.run("CREATE TABLE leaf (id INTEGER PRIMARY KEY, text TEXT) STRICT"))
    yield opened
    await opened.close()


def add(id: int, text: str = "") -> Callable[[Tx], int]:
    return lambda tx: tx.run("INSERT INTO leaf (id, text) VALUES (:id, :text)", {"id": id, "text": text})


def ids(tx: Tx) -> list[int]:
    return [row[0] for row in tx.all("SELECT id FROM leaf ORDER BY id")]


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_a_function_crosses_to_the_thread_of_aiosqlite_in_one_hop_and_in_order(tmp_path: Path) -> None:
    """`SqliteDatabase` stands on this private method; a newer aiosqlite has to be tried before it is allowed."""
    assert version("aiosqlite").startswith("0.22.")
    connection = await aiosqlite.connect(tmp_path / "any.db")
    seen: list[tuple[int, int]] = []

    def note(n: int) -> int:
        seen.append((n, threading.get_ident()))
        return n

    def fail() -> None:
        raise LookupError

    answers = await asyncio.gather(*(connection._execute(note, n) for n in range(5)))  # pyright: ignore[reportPrivateUsage,reportUnknownMemberType,reportUnknownArgumentType,reportUnknownVariableType]
    assert answers == [0, 1, 2, 3, 4]
    assert [n for n, _ in seen] == answers
    assert len({thread for _, thread in seen} - {threading.get_ident()}) == 1
    with pytest.raises(LookupError):
        await connection._execute(fail)  # pyright: ignore[reportPrivateUsage,reportUnknownMemberType]
    assert isinstance(connection._conn, sqlite3.Connection)  # pyright: ignore[reportPrivateUsage]
    await connection.close()


async def test_what_waits_together_shares_a_commit(db: SqliteDatabase, tmp_path: Path) -> None:
    def pages(tx: Tx) -> int:
        return (tmp_path / "cairn.db-wal").stat().st_size

    before = await db.run(pages)
    await asyncio.gather(*(db.run(add(id)) for id in range(1, 201)))
    together = await db.run(pages) - before
    for id in range(201, 211):
        await db.run(add(id))
    alone = await db.run(pages) - before - together
    assert together < alone


async def test_a_full_disk_is_said_and_survived(db: SqliteDatabase) -> None:
    def bound(spare: int):
        def run(tx: Tx) -> None:
            pages = tx.one("PRAGMA page_count")
            assert pages is not None
            tx.one(f"PRAGMA max_page_count = {pages[0] + spare}")

        return run

    await db.run(add(1))
    await db.run(bound(2))
    answers = await asyncio.gather(
        db.run(add(2)), db.run(add(3, "x" * 200_000)), db.run(add(4)), return_exceptions=True
    )
    assert answers[0] == answers[2] == 1
    assert isinstance(answers[1], StorageError)
    assert "full" in str(answers[1])
    with pytest.raises(StorageError, match="full"):
        await db.run(add(5, "x" * 200_000))
    assert await db.read(ids) == [1, 2, 4]
    await db.run(bound(1000))
    await db.run(add(5, "x" * 200_000))
    assert await db.read(ids) == [1, 2, 4, 5]


async def test_who_spoils_the_commit_for_all_fails_alone(db: SqliteDatabase) -> None:
    parent = "INTEGER REFERENCES leaf (id) DEFERRABLE INITIALLY DEFERRED"
    await db.run(lambda tx: tx.run(f"CREATE TABLE late (id INTEGER PRIMARY KEY, leaf {parent}) STRICT"))
    answers = await asyncio.gather(
        db.run(add(1)),
        db.run(lambda tx: tx.run("INSERT INTO late (id, leaf) VALUES (1, 99)")),
        db.run(add(2)),
        return_exceptions=True,
    )
    assert answers[0] == answers[2] == 1
    assert isinstance(answers[1], sqlite3.IntegrityError)
    assert await db.read(ids) == [1, 2]


@pytest.mark.parametrize("catches", [False, True])
async def test_who_ends_the_transaction_of_all_fails_alone(db: SqliteDatabase, catches: bool) -> None:
    await db.run(add(1))

    def spoil(tx: Tx) -> None:
        add(10)(tx)
        try:
            tx.run("INSERT OR ROLLBACK INTO leaf (id) VALUES (1)")
        except sqlite3.Error:
            if not catches:
                raise
            add(11)(tx)

    answers = await asyncio.gather(db.run(add(2)), db.run(spoil), db.run(add(3)), return_exceptions=True)
    assert answers[0] == answers[2] == 1
    assert isinstance(answers[1], sqlite3.IntegrityError)
    assert await db.read(ids) == [1, 2, 3]
    with pytest.raises(sqlite3.IntegrityError):
        await db.run(spoil)
    assert await db.read(ids) == [1, 2, 3]


async def test_a_file_locked_by_another_program_is_said_and_survived(db: SqliteDatabase, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "cairn.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answers = await asyncio.gather(db.run(add(1)), db.run(add(2)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [StorageError, StorageError]
    assert "locked" in str(answers[0])
    assert await db.read(ids) == []
    other.execute("ROLLBACK")
    other.close()
    await db.run(add(1))
    assert await db.read(ids) == [1]


async def test_a_second_cairn_on_the_same_file_is_refused(db: SqliteDatabase, tmp_path: Path, keys: KeyRing) -> None:
    with pytest.raises(StorageError, match="another Cairn is using this file"):
        await SqliteDatabase.open(tmp_path / "cairn.db", keys)


async def test_a_folder_that_is_not_there_and_a_file_that_is_no_database_are_named(
    tmp_path: Path, keys: KeyRing
) -> None:
    with pytest.raises(StorageError, match=r"missing/cairn\.db"):
        await SqliteDatabase.open(tmp_path / "missing" / "cairn.db", keys)
    (tmp_path / "letter.db").write_text("Dear all, this is not a database. " * 100)
    for _ in range(2):
        with pytest.raises(StorageError, match="not a database"):
            await SqliteDatabase.open(tmp_path / "letter.db", keys)


async def test_the_file_is_for_its_owner_alone(db: SqliteDatabase, tmp_path: Path) -> None:
    await db.run(add(1))
    for file in files(tmp_path):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


async def test_the_file_is_kept_safe(db: SqliteDatabase) -> None:
    def pragma(name: str) -> Callable[[Tx], Row | None]:
        return lambda tx: tx.one(f"PRAGMA {name}")

    assert await db.run(pragma("journal_mode")) == ("wal",)
    assert await db.run(pragma("synchronous")) == (2,)
    assert await db.run(pragma("secure_delete")) == (1,)
    assert await db.run(pragma("foreign_keys")) == (1,)
    assert await db.read(pragma("wal_autocheckpoint")) == (0,)
    assert await db.read(pragma("query_only")) == (1,)


async def test_what_is_deleted_is_gone_from_the_file(db: SqliteDatabase, tmp_path: Path) -> None:
    await db.run(add(1, "a very private sentence"))
    await db.run(lambda tx: tx.run("DELETE FROM leaf"))
    await db.close()
    assert [file.name for file in files(tmp_path)] == ["cairn.db", "cairn.db.lock"]
    assert b"private sentence" not in (tmp_path / "cairn.db").read_bytes()


async def test_a_transaction_that_is_kept_after_its_end_does_nothing(db: SqliteDatabase) -> None:
    kept = await db.run(lambda tx: tx)
    with pytest.raises(sqlite3.ProgrammingError):
        kept.run("DELETE FROM leaf")
