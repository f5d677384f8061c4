"""A process to be killed: writes pairs of rows without end and prints each number once it was told it is kept.

`python -m tests.contract.endless_writer <url> <key file>`
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Callable
from pathlib import Path

from bot.storage.database import Tx
from bot.storage.open import open_database
from bot.storage.seal import KeyRing


def pair(n: int) -> Callable[[Tx], None]:
    def run(tx: Tx) -> None:
        tx.run("INSERT INTO pair (id, half) VALUES (:id, 0)", {"id": 2 * n})
        tx.run("INSERT INTO pair (id, half) VALUES (:id, 1)", {"id": 2 * n + 1})

    return run


async def main(url: str, key_file: Path) -> None:
    db = await open_database(url, KeyRing.load(key_file))
    await db.run(lambda tx: tx.run("CREATE TABLE IF NOT EXISTS pair (id BIGINT PRIMARY KEY, half BIGINT NOT NULL)"))
    row = await db.read(lambda tx: tx.one("SELECT COALESCE(MAX(id), 0) FROM pair"))
    assert row is not None
    numbers = itertools.count(row[0] // 2 + 1)

    async def write() -> None:
        for n in numbers:
            await db.run(pair(n))
            print(n, flush=True)

    await asyncio.gather(*(write() for _ in range(16)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
