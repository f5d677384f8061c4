"""`python -m tests.simulation [ROUNDS [MEMBERS]]`: runs it and prints what happened."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.simulation.life import Life


def main() -> None:
    rounds, members = [*map(int, sys.argv[1:]), *(52, 500)[len(sys.argv) - 1 :]][:2]
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="cairn-life-") as folder:
        record = asyncio.run(Life(Path(folder), members).run(rounds))
    print(f"{members} members\n{record}\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
