"""Numbered SQL files bring a database up to what the code expects.

The core's are in `bot/storage/schema/`, each feature's in `cogs/<feature>/schema/`, named `0001_what_it_does.sql` and
written once, in SQLite's STRICT words. All that is missing is applied in one transaction, or nothing is.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from bot.storage.database import Database, SealError, StorageError, Tx
from bot.storage.sqlite import SqliteDatabase

CORE = "core"
BACKUP_DAYS = 30

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_WORDS = {
    "INTEGER": "BIGINT",
    "BLOB": "BYTEA",
    "REAL": "DOUBLE PRECISION",
    "STRICT": "",
}
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|\w+")

_OWN = """
CREATE TABLE IF NOT EXISTS migration (
    component TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    PRIMARY KEY (component, number)
) STRICT;
CREATE TABLE IF NOT EXISTS key_probe (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Migration:
    component: str
    """`core`, or the name of the cog."""
    number: int
    name: str
    sql: str


def migrations(cog_packages: Iterable[str]) -> list[Migration]:
    """All that the code brings, in the order in which it is applied: the core's, then each cog's (`cogs.wins`) by
    name. Raises ValueError for a file that is named wrongly."""
    found = _of("bot.storage", CORE)
    for package in sorted(cog_packages):
        found += _of(package, package.rpartition(".")[2])
    return found


def _of(package: str, component: str) -> list[Migration]:
    folder = files(package) / "schema"
    if not folder.is_dir():
        return []
    found: dict[int, Migration] = {}
    for file in folder.iterdir():
        if not file.name.endswith(".sql"):
            continue
        named = _FILE.fullmatch(file.name)
        if named is None or int(named[1]) in found:
            raise ValueError(f"{package}/schema/{file.name}: a migration is named 0001_what_it_does.sql, once a number")
        found[int(named[1])] = Migration(component, int(named[1]), named[2], file.read_text("utf-8"))
    return [found[number] for number in sorted(found)]


async def migrate(db: Database, known: Sequence[Migration], *, now: datetime) -> list[Migration]:
    """Applies what is missing and returns it. On SQLite a backup is made beside the file first, unless it is new.

    Raises `StorageError` when the database is newer than the code, or was sealed with another key ring. Several
    processes may call it at once.
    """
    if isinstance(db, SqliteDatabase):
        drop_old_backups(db.path, now)
    missing = _missing(await db.read(_applied), known)
    if isinstance(db, SqliteDatabase) and missing and await db.read(_is_used):
        await _back_up(db, missing[0], now)
    await _prepare(db)

    def apply(tx: Tx) -> list[Migration]:
        if tx.dialect == "postgres":  # before anything is read, so that what another process just did is seen
            tx.run("LOCK TABLE migration IN ACCESS EXCLUSIVE MODE")
        _check_keys(tx)
        missing = _missing(_applied(tx), known)
        for migration in missing:
            for statement in statements(migration.sql, tx.dialect):
                tx.run(statement)
            tx.run(
                "INSERT INTO migration (component, number, name, applied_at) VALUES (:component, :number, :name, :at)",
                {
                    "component": migration.component,
                    "number": migration.number,
                    "name": migration.name,
                    "at": int(now.timestamp()),
                },
            )
        return missing

    return await db.run(apply)


def statements(script: str, dialect: str) -> list[str]:
    """The statements of a file, in the words of the database."""
    found: list[str] = []
    rest = ""
    for piece in re.split(r"(?<=;)", script):
        rest += piece
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    if re.sub(r"--[^\n]*", "", rest).strip():
        raise ValueError(f"a statement does not end: {rest.strip()[:60]}")
    return [_translated(statement) for statement in found] if dialect == "postgres" else found


def _translated(statement: str) -> str:
    words = _TOKEN.sub(lambda found: _WORDS.get(found[0], found[0]), statement)
    return re.sub(r"\)\s*;$", ");", words)


async def _back_up(db: SqliteDatabase, first: Migration, now: datetime) -> None:
    """One per step: a start that fails again and again must not fill the disk."""
    kind = f"{db.path.name}.before-{first.component}-{first.number:04}"
    older = list(db.path.parent.glob(f"{kind}-*.bak"))
    made = db.path.with_name(f"{kind}-{now:%Y%m%dT%H%M%SZ}.bak")
    await db.backup(made)
    for backup in older:
        if backup != made:
            backup.unlink(missing_ok=True)


def drop_old_backups(database: Path, now: datetime) -> None:
    """Backups hold what people have since erased: they live at most 30 days."""
    oldest = (now - timedelta(days=BACKUP_DAYS)).timestamp()
    for backup in database.parent.glob(f"{database.name}.before-*.bak"):
        if backup.stat().st_mtime < oldest:
            backup.unlink(missing_ok=True)


def _is_used(tx: Tx) -> bool:
    return tx.one("SELECT 1 FROM sqlite_master WHERE type = 'table'") is not None


def _applied(tx: Tx) -> dict[tuple[str, int], str]:
    exists = (
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
        if tx.dialect == "sqlite"
        else "SELECT 1 WHERE to_regclass('migration') IS NOT NULL"
    )
    if tx.one(exists) is None:
        return {}
    return {
        (component, number): name for component, number, name in tx.all("SELECT component, number, name FROM migration")
    }


def _missing(applied: dict[tuple[str, int], str], known: Sequence[Migration]) -> list[Migration]:
    newest: dict[str, int] = {CORE: 0}
    for migration in known:
        newest[migration.component] = max(migration.number, newest.get(migration.component, 0))
        there = applied.get((migration.component, migration.number), migration.name)
        if there != migration.name:
            raise StorageError(
                f"{migration.component} step {migration.number} of the database is {there}, not {migration.name}. "
                "It was made by a different version of Cairn: start that one, or restore a backup"
            )
    for component, number in sorted(applied):
        # A cog that was taken out keeps its tables; that is not newer.
        if component in newest and number > newest[component]:
            raise StorageError(
                f"the database is newer than this Cairn ({component} step {number}, known up to {newest[component]}). "
                "Start the newer version, or restore the backup made before the upgrade"
            )
    return [migration for migration in known if (migration.component, migration.number) not in applied]


async def _prepare(db: Database) -> None:
    def prepare(tx: Tx) -> None:
        if tx.dialect == "postgres":
            tx.one("SELECT pg_advisory_xact_lock(4850711)")
        for statement in statements(_OWN, tx.dialect):
            tx.run(statement)

    await db.run(prepare)


def _check_keys(tx: Tx) -> None:
    """A lost key file must be noticed before new text is sealed with a new one."""
    probe = tx.one("SELECT sealed FROM key_probe WHERE id = 1")
    if probe is None:
        tx.run(
            "INSERT INTO key_probe (id, sealed) VALUES (1, :sealed)", {"sealed": tx.seal("key_probe", "sealed", 1, "")}
        )
        return
    try:
        tx.unseal("key_probe", "sealed", 1, probe[0])
    except SealError as error:
        raise StorageError(
            "the key file does not belong to this database. Put back the one that was used before"
        ) from error
