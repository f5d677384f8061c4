"""Start to ready, and resident memory then, through the real command line, against the bare libraries.

Ready is the moment from which the fake can send a command: the gateway's guilds are told, the line is open.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from bot.scheduling.clock import SystemClock
from bot.storage.seal import KeyRing
from tests.bench.community import founded
from tests.bench.interactions import DISCORD, SLACK, Side
from tests.bench.processes import Running, running
from tests.bench.result import Figure, added, multiple

_ROUNDS = 3
_SETTLED = 0.5


async def figures() -> list[Figure]:
    return [figure for side in (DISCORD, SLACK) for figure in await _compared(side)]


async def _compared(side: Side) -> list[Figure]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cairn-bench-")))
        url, keys = f"sqlite:///{folder}/cairn.db", KeyRing.load(folder / "keys.json")
        db = await founded(url, keys, side.name, side.tenant, side.team, side.room, [], SystemClock().now())
        await db.close()
        fake = await stack.enter_async_context(running(f"tests.bench.light_{side.name}", talks=True))
        port = str((await fake.told())["port"])
        bare: list[tuple[float, float]] = []
        cairn: list[tuple[float, float]] = []
        settings = {**side.settings, "CAIRN_DATA_DIR": str(folder), "CAIRN_LOG__LEVEL": "WARNING"}
        for _ in range(_ROUNDS):
            bare.append(await _started(fake, side.bare, folder, f"tests.bench.bare_{side.name}", port, side.bare))
            cairn.append(
                await _started(fake, side.cairn, folder, "tests.bench.cairn_at", side.name, port, settings=settings)
            )
    return [
        added(f"{side.name}, start to ready", _of(cairn, 0), _of(bare, 0), "s", most=0.6),
        multiple(f"{side.name}, resident memory", _of(cairn, 1), _of(bare, 1), "MiB", most=1.5),
    ]


def _of(starts: list[tuple[float, float]], which: int) -> float:
    return median(start[which] for start in starts)


async def _started(
    fake: Running, who: str, folder: Path, module: str, *arguments: str, settings: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Seconds until it is ready, and MiB a little later."""
    began = time.perf_counter()
    async with running(module, *arguments, environment=settings, folder=folder) as bot:
        await fake.ask({"who": who, "at_once": 0, "seconds": 0})
        ready = time.perf_counter() - began
        await asyncio.sleep(_SETTLED)
        return ready, bot.memory()
