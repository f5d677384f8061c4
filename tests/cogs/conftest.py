"""One behaviour suite: every feature test runs on an in-memory platform and on each real adapter against its fake.

Both databases take part: the in-memory platform runs on each, the adapters on the one named beside them.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.cog import Cog
from bot.scheduling.clock import SteppedClock
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from tests.fakes.playground_driver import PlaygroundPlatform
from tests.stage import Platform, Stage
from tests.stage.discord import DiscordPlatform
from tests.stage.memory import MemoryPlatform
from tests.stage.slack import SlackPlatform
from tests.stage.stage import START

PLATFORMS: dict[str, Callable[[SteppedClock], Platform]] = {
    "memory": MemoryPlatform,
    "discord": DiscordPlatform,
    "slack": SlackPlatform,
    "playground": PlaygroundPlatform,
}
RUNS = [
    pytest.param(("discord", "sqlite"), id="discord"),
    pytest.param(("slack", "sqlite"), id="slack"),
    pytest.param(("playground", "sqlite"), id="playground"),
    pytest.param(("memory", "sqlite"), id="memory"),
    pytest.param(("memory", "postgres"), id="memory-postgres", marks=pytest.mark.postgres),
]


@pytest.fixture(params=RUNS)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with opened(request) as stage:
        yield stage


@asynccontextmanager
async def opened(request: pytest.FixtureRequest, *more: Cog) -> AsyncGenerator[Stage]:
    """A stage on the platform and the database that the fixture's parameter names."""
    platform, kind = request.param
    db = await open_database(request.getfixturevalue(f"{kind}_copy"), KeyRing.fresh())
    clock = SteppedClock(START)
    async with Stage.open(PLATFORMS[platform](clock), db, clock, more=more) as stage:
        yield stage
    await db.close()
