"""`python -m tests.bench [name ...]`: measures, and prints one table. Nothing here fails because it is slow."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping

from tests.bench import interactions
from tests.bench.result import Figure, table

PARTS: Mapping[str, Callable[[], Awaitable[list[Figure]]]] = {
    "discord": interactions.discord,
    "slack": interactions.slack,
}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"no benchmark {' '.join(unknown)}; there are {' '.join(PARTS)}")
    figures: list[Figure] = []
    for name in wanted:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        figures += asyncio.run(PARTS[name]())
    print(table(figures))


if __name__ == "__main__":
    main()
