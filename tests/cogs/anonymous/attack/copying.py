"""A full copy: every row of every table, and where each lies."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.storage.database import Database, Tx

NAMELESS = ("anonymous_post", "anonymous_use", "anonymous_mute")
"""What must lead to nobody. `anonymous_support` names those who pressed, who are never the author."""


@dataclass(frozen=True)
class Row:
    values: Mapping[str, Any]
    places: Mapping[str, int] = field(default_factory=dict[str, int])
    """What a table tells besides its columns: the row's number, its transaction, its place in the file."""

    @property
    def id(self) -> Any:
        """The first column is the key, where there is one."""
        return next(iter(self.values.values()))


@dataclass(frozen=True)
class Copy:
    tables: Mapping[str, tuple[Row, ...]]
    raw: bytes = b""
    """The files of the database as they are, with what is not yet written back (SQLite)."""

    def planted(self, table: str, column: str, values: Mapping[Any, Any]) -> Copy:
        """With other values in one column of a table: a mistake that somebody could make."""
        rows = tuple(
            replace(row, values={**row.values, column: values[row.id]} if row.id in values else row.values)
            for row in self.tables[table]
        )
        return replace(self, tables={**self.tables, table: rows})


async def copied(db: Database) -> Copy:
    return await db.run(lambda tx: _sqlite(tx) if tx.dialect == "sqlite" else _postgres(tx))


def _sqlite(tx: Tx) -> Copy:
    ((path,),) = tx.all("SELECT file FROM pragma_database_list WHERE name = 'main'")
    main, wal = Path(path), Path(f"{path}-wal")
    with TemporaryDirectory() as folder:
        stolen = Path(folder) / "stolen.db"
        shutil.copyfile(main, stolen)
        raw = main.read_bytes()
        if wal.exists():
            shutil.copyfile(wal, f"{stolen}-wal")
            raw += wal.read_bytes()
        with closing(sqlite3.connect(stolen)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        written = stolen.read_bytes()
    tables: dict[str, tuple[Row, ...]] = {}
    for (name,) in tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        columns = [column for (column,) in tx.all(f"SELECT name FROM pragma_table_info('{name}')")]
        rows = [Row(dict(zip(columns, row, strict=True))) for row in tx.all(f"SELECT * FROM {name} ORDER BY rowid")]
        numbers = [number for (number,) in tx.all(f"SELECT rowid FROM {name} ORDER BY rowid")]
        tables[name] = tuple(
            replace(row, places={"rowid": number, "offset": written.find(_varint(number))})
            for row, number in zip(rows, numbers, strict=True)
        )
    return Copy(tables, raw)


def _varint(number: int) -> bytes:
    """As SQLite writes a row's number; only those of nine bytes are unlike anything else in the file."""
    value, said = number, [number & 0xFF]
    value >>= 8
    for _ in range(8):
        said.append((value & 0x7F) | 0x80)
        value >>= 7
    return bytes(reversed(said)) if number >= 1 << 56 else b"\0" * 16


def _postgres(tx: Tx) -> Copy:
    tables: dict[str, tuple[Row, ...]] = {}
    for (name,) in tx.all("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"):
        columns = [
            column
            for (column,) in tx.all(
                "SELECT column_name FROM information_schema.columns WHERE table_name = :name"
                " AND table_schema = current_schema() ORDER BY ordinal_position",
                {"name": name},
            )
        ]
        rows = tx.all(f"SELECT CAST(ctid AS TEXT), CAST(xmin AS TEXT), * FROM {name} ORDER BY ctid")
        tables[name] = tuple(
            Row(dict(zip(columns, values, strict=True)), {"ctid": _place(ctid), "xmin": int(xmin)})
            for ctid, xmin, *values in rows
        )
    return Copy(tables)


def _place(ctid: str) -> int:
    page, item = ctid.strip("()").split(",")
    return int(page) * 10_000 + int(item)
