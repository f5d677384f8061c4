"""What the suites share: worker processes that are killed, and a look into the database from beside them."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, LiteralString, TypeVar, cast

import psycopg

T = TypeVar("T")
Rows = Callable[[str], list[tuple[Any, ...]]]


class Workers:
    """As many processes of a module as there should be; those that were killed are started again."""

    def __init__(self, module: str, given: dict[str, Any], count: int) -> None:
        self._module = module
        self._given = json.dumps(given)
        self._processes: list[asyncio.subprocess.Process] = []
        self._count = count

    async def start(self) -> None:
        while len(self._processes) < self._count:
            self._processes.append(
                await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    self._module,
                    self._given,
                    stdout=asyncio.subprocess.DEVNULL,
                    cwd=Path(__file__).parents[2],
                    env={**os.environ, "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker"},
                )
            )

    async def kill_one(self, dice: random.Random) -> None:
        process = self._processes.pop(dice.randrange(len(self._processes)))
        assert process.returncode is None, "it ended by itself"
        process.kill()
        await process.wait()

    async def stop(self) -> None:
        for process in self._processes:
            if process.returncode is None:
                process.kill()
            await process.wait()


def beside(url: str, look: Callable[[Rows], T]) -> T:
    """Read from beside the worker, which alone may write an SQLite file."""
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("BEGIN")
            return look(lambda sql: connection.execute(sql).fetchall())
    with psycopg.connect(url) as server:
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return look(lambda sql: server.execute(cast("LiteralString", sql)).fetchall())
