"""From a URL to a database: `sqlite:///file`, `sqlite:////absolute/file` or `postgresql://user@host/name`."""

from __future__ import annotations

import importlib
from pathlib import Path
from urllib.parse import unquote

from bot.storage.database import Database, StorageError
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase


async def open_database(url: str, keys: KeyRing) -> Database:
    """Raises `StorageError` when the URL names no database or the database can't be reached."""
    scheme, _, rest = url.partition("://")
    match scheme:
        case "sqlite" if rest.startswith("/") and len(rest) > 1:
            return await SqliteDatabase.open(Path(unquote(rest[1:])), keys)
        case "postgresql" | "postgres" if rest:
            # Its driver takes time and memory, and most run on SQLite.
            postgres = importlib.import_module("bot.storage.postgres")
            return await postgres.PostgresDatabase.open(url, keys)
        case _:
            raise StorageError("the database URL must look like sqlite:///cairn.db or postgresql://user@host/name")
