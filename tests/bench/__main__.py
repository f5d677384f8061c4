"""`python -m tests.bench [name ...]`: measures, and prints one table. Nothing here fails because it is slow."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from tests.bench import backlog, beginning, checkins, interactions, matching, outbox, round, storage, year
from tests.bench.result import Figure, table

PARTS: Mapping[str, Callable[[], Coroutine[Any, Any, list[Figure]]]] = {
    "discord": interactions.discord,
    "slack": interactions.slack,
    "storage": storage.sqlite,
    "storage-postgres": storage.on_postgres,
    "outbox": outbox.sqlite,
    "outbox-postgres": outbox.on_postgres,
    "backlog": backlog.figures,
    "matching": matching.figures,
    "checkins": checkins.figures,
    "start": beginning.figures,
    "round": round.figures,
    "year": year.figures,
}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"no benchmark {' '.join(unknown)}; there are {' '.join(PARTS)}")
    figures: list[Figure] = []
    for name in wanted:
        began = time.perf_counter()
        found = asyncio.run(PARTS[name]())
        # So that a run which is cut short has told what it found.
        print(f"{name}, {time.perf_counter() - began:.0f} s\n{table(found)}\n", file=sys.stderr, flush=True)
        figures += found
    print(table(figures))


if __name__ == "__main__":
    main()
