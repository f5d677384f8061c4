"""`python -m tests.safety.fuzz [texts] [seed]`: so many texts for each platform; what is found comes with its seed."""

from __future__ import annotations

import secrets
import sys
import time

from tests.safety.fuzz.texts import PLATFORMS, run


def main(texts: int = 100_000, seed: int = 0) -> None:
    seed = seed or secrets.randbelow(10**9) + 1
    for platform in PLATFORMS:
        began = time.perf_counter()
        tried = run(platform, texts, seed)
        print(f"{platform}: {tried} texts in {time.perf_counter() - began:.1f} s, seed {seed}: nothing found")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
