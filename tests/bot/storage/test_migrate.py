from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.database import Database, StorageError, Tx
from bot.storage.migrate import Migration, migrate, migrations, statements
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)

ONE = Migration("core", 1, "start", "CREATE TABLE leaf (id INTEGER PRIMARY KEY, text BLOB) STRICT;")
TWO = Migration(
    "core", 2, "more", "-- a note; with a semicolon\nALTER TABLE leaf ADD COLUMN n INTEGER NOT NULL DEFAULT 0;"
)
COG = Migration(
    "wins", 1, "start", "CREATE TABLE win_test (id INTEGER PRIMARY KEY);\nCREATE INDEX w ON win_test (id);\n"
)


@pytest.fixture
async def db(empty_url: str, keys: KeyRing):
    opened = await open_database(empty_url, keys)
    yield opened
    await opened.close()


def backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.bak*"))


def applied(tx: Tx) -> list[tuple[object, ...]]:
    return tx.all("SELECT component, number, name, applied_at FROM migration ORDER BY component, number")


async def test_what_is_missing_is_applied_in_order_and_once(db: Database) -> None:
    assert await migrate(db, [ONE], now=NOW) == [ONE]
    assert await migrate(db, [ONE, TWO, COG], now=NOW + timedelta(days=1)) == [TWO, COG]
    assert await migrate(db, [ONE, TWO, COG], now=NOW) == []
    at = int(NOW.timestamp())
    assert await db.read(applied) == [
        ("core", 1, "start", at),
        ("core", 2, "more", at + 86400),
        ("wins", 1, "start", at + 86400),
    ]
    await db.run(lambda tx: tx.run("INSERT INTO leaf (id, text, n) VALUES (1, :text, 2)", {"text": b"\x00"}))


async def test_a_step_that_fails_leaves_the_database_as_it_was(db: Database) -> None:
    await migrate(db, [ONE], now=NOW)
    broken = Migration("wins", 1, "broken", "CREATE TABLE half (id INTEGER PRIMARY KEY); SELECT * FROM nowhere;")
    with pytest.raises(Exception, match="nowhere"):
        await migrate(db, [ONE, TWO, broken], now=NOW)
    assert [row[:2] for row in await db.read(applied)] == [("core", 1)]
    assert await migrate(db, [ONE, TWO], now=NOW) == [TWO]


async def test_a_database_newer_than_the_code_is_refused_untouched(db: Database) -> None:
    await migrate(db, [ONE, TWO, COG], now=NOW)
    with pytest.raises(StorageError, match="newer"):
        await migrate(db, [ONE, COG], now=NOW)
    with pytest.raises(StorageError, match="newer"):
        await migrate(db, [COG], now=NOW)
    assert len(await db.read(applied)) == 3


async def test_a_cog_that_was_taken_out_keeps_its_tables(db: Database) -> None:
    await migrate(db, [ONE, COG], now=NOW)
    assert await migrate(db, [ONE], now=NOW) == []
    assert await db.read(lambda tx: tx.all("SELECT * FROM win_test")) == []


async def test_another_step_under_the_same_number_is_refused(db: Database) -> None:
    await migrate(db, [ONE], now=NOW)
    with pytest.raises(StorageError, match="different version"):
        await migrate(db, [Migration("core", 1, "other", "SELECT 1;")], now=NOW)


async def test_another_key_ring_is_refused(empty_url: str, keys: KeyRing) -> None:
    db = await open_database(empty_url, keys)
    await migrate(db, [ONE], now=NOW)
    await db.close()
    stranger = await open_database(empty_url, KeyRing.fresh())
    with pytest.raises(StorageError, match="key file"):
        await migrate(stranger, [ONE, TWO], now=NOW)
    await stranger.close()


async def test_two_that_migrate_at_once_apply_each_step_once(empty_url: str, keys: KeyRing) -> None:
    first = await open_database(empty_url, keys)
    second = first if isinstance(first, SqliteDatabase) else await open_database(empty_url, keys)
    done = await asyncio.gather(*(migrate(db, [ONE, TWO, COG], now=NOW) for db in (first, second, first, second)))
    assert sorted(len(steps) for steps in done) == [0, 0, 0, 3]
    await first.close()
    await second.close()


async def test_the_real_schema_applies_on_both(database: Database) -> None:
    assert await migrate(database, migrations([]), now=NOW) == []
    assert await database.read(lambda tx: tx.all("SELECT id, platform FROM community")) == []


async def test_a_database_of_the_first_version_is_brought_up_with_all_that_is_in_it(db: Database) -> None:
    every = migrations([])
    assert await migrate(db, every[:1], now=NOW) == every[:1]

    def fill(tx: Tx) -> None:
        tx.run("INSERT INTO community (id, platform, external) VALUES (1, 'discord', '77')")
        tx.run(
            "INSERT INTO room (id, community_id, key, kind, remote_id, state) VALUES (2, 1, 'wins:1', 'wins', '88', 2)"
        )

    await db.run(fill)
    assert await migrate(db, every, now=NOW) == every[1:]
    assert await migrate(db, every, now=NOW) == []
    assert await db.read(lambda tx: tx.all("SELECT id, remote_id, under FROM room")) == [(2, "88", "")]


async def test_a_used_file_is_backed_up_before_it_changes(tmp_path: Path, keys: KeyRing) -> None:
    db = await SqliteDatabase.open(tmp_path / "cairn.db", keys)
    await migrate(db, [ONE], now=NOW)
    assert backups(tmp_path) == []
    await db.run(lambda tx: tx.run("INSERT INTO leaf (id) VALUES (7)"))
    broken = Migration("wins", 1, "broken", "SELECT * FROM nowhere;")
    for days in (-2, -1):
        with pytest.raises(sqlite3.OperationalError):
            await migrate(db, [ONE, TWO, broken], now=NOW + timedelta(days=days))
    await migrate(db, [ONE, TWO], now=NOW)
    await migrate(db, [ONE, TWO], now=NOW)
    await db.close()
    [backup] = backups(tmp_path)
    assert backup.name == "cairn.db.before-core-0002-20260302T100000Z.bak"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT * FROM leaf").fetchall() == [(7, None)]
    assert copy.execute("SELECT COUNT(*) FROM migration").fetchone() == (1,)
    copy.close()


async def test_backups_older_than_thirty_days_are_deleted(tmp_path: Path, keys: KeyRing) -> None:
    db = await SqliteDatabase.open(tmp_path / "cairn.db", keys)
    for days in (29, 31):
        file = tmp_path / f"cairn.db.before-core-0002-{days}.bak"
        file.touch()
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (then, then))
    await migrate(db, [ONE], now=NOW)
    await db.close()
    assert [file.name for file in backups(tmp_path)] == ["cairn.db.before-core-0002-29.bak"]


def test_files_are_found_core_first_then_cogs_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for cog in ("zinnia", "aster"):
        schema = tmp_path / f"flowers_{cog}" / "schema"
        schema.mkdir(parents=True)
        (schema.parent / "__init__.py").touch()
        (schema / "0002_more.sql").write_text("SELECT 2;")
        (schema / "0001_start.sql").write_text("SELECT 1;")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    found = migrations(["flowers_zinnia", "flowers_aster"])
    assert found[0].component == "core"
    assert [(step.component, step.number) for step in found if step.component != "core"] == [
        ("flowers_aster", 1),
        ("flowers_aster", 2),
        ("flowers_zinnia", 1),
        ("flowers_zinnia", 2),
    ]
    (tmp_path / "flowers_aster" / "schema" / "3_wrong.sql").write_text("SELECT 3;")
    with pytest.raises(ValueError, match="3_wrong"):
        migrations(["flowers_aster"])


def test_only_the_words_of_types_are_translated() -> None:
    script = "CREATE TABLE a (b INTEGER DEFAULT 'INTEGER; --', c BLOB, d TEXT) STRICT; -- STRICT; end\nSELECT 1 ;"
    assert statements(script, "postgres") == [
        "CREATE TABLE a (b BIGINT DEFAULT 'INTEGER; --', c BYTEA, d TEXT);",
        "-- STRICT; end\nSELECT 1 ;",
    ]
    with pytest.raises(ValueError, match="does not end"):
        statements("SELECT 1; SELECT 2", "sqlite")
