"""What an act leaves in the database: all of it before, all of it after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.storage.database import Tx
from tests.stage.stage import Stage

Dump = Mapping[str, list[tuple[Any, ...]]]


async def dump(stage: Stage) -> Dump:
    """Every row of every table."""

    def read(tx: Tx) -> Dump:
        tables = tx.all(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if tx.dialect == "sqlite"
            else "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
        return {name: sorted(tx.all(f"SELECT * FROM {name}"), key=repr) for (name,) in tables}

    return await stage.db.run(read)


def changed(before: Dump, after: Dump) -> set[str]:
    """The tables that hold other rows now."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
