"""Answers late handlers in time, without taking their first response.

A platform waits about three seconds. Most handlers are one short transaction and answer at once; when one is late
(a locked database, a slow disk) the adapter says "a moment" and answers afterwards. The work itself is never cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds until a platform is told to wait; both give up after three."""


async def in_time(work: Coroutine[Any, Any, T], late: Callable[[], Awaitable[None]], patience: float = PATIENCE) -> T:
    """What `work` returns. `late` is called once if that takes longer than `patience` seconds."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=patience)
        if not done:
            await late()
        return await task
    except asyncio.CancelledError:
        task.cancel()
        raise
