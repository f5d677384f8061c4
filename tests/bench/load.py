"""Load on a bot: so many commands at once, each followed by the next as soon as it was answered."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

_OVERDUE = 10.0

Send = Callable[[], str]
"""Sends one command; its id."""


@dataclass(slots=True)
class Load:
    """One round. `arrived` is called with the id that `send` gave, when the first response to it is there."""

    send: Send
    seconds: float
    waits: list[float] = field(default_factory=list[float])
    _began: dict[str, float] = field(default_factory=dict[str, float])
    _end: float = 0.0
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    async def round(self, at_once: int) -> dict[str, float]:
        """Seconds and commands count until the last one is answered."""
        start = time.perf_counter()
        self._end = start + self.seconds
        for _ in range(at_once):
            self._next()
        async with asyncio.timeout(self.seconds + _OVERDUE):
            await self._done.wait()
        took = time.perf_counter() - start
        self.waits.sort()
        count = len(self.waits)
        return {
            "count": count,
            "seconds": took,
            "p50": self.waits[count // 2],
            "p99": self.waits[min(count - 1, int(count * 0.99))],
        }

    def _next(self) -> None:
        began = time.perf_counter()
        self._began[self.send()] = began

    def arrived(self, id: str) -> None:
        began = self._began.pop(id, None)
        if began is None:
            return
        now = time.perf_counter()
        self.waits.append(now - began)
        if now < self._end:
            self._next()
        elif not self._began:
            self._done.set()


async def obey(port: int, round: Callable[[str, int, float], Awaitable[dict[str, float]]]) -> None:
    """Says its port, then does what the lines on standard input ask for: `{"who", "at_once", "seconds"}`."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    say({"port": port})
    while line := await reader.readline():
        asked: dict[str, Any] = json.loads(line)
        say(await round(asked["who"], asked["at_once"], asked["seconds"]))


def say(what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
