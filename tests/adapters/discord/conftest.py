from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from adapters.discord import DiscordAdapter, DiscordSettings, create
from tests.adapters.discord.demo import SmallCore
from tests.fakes.discord import FakeDiscord, Guild, User, pointing_discord_at


@dataclass
class Stage:
    """A running adapter, a fake Discord and somebody who uses it."""

    fake: FakeDiscord
    core: SmallCore
    adapter: DiscordAdapter
    guild: Guild
    ada: User
    running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.running = asyncio.create_task(self.adapter.run(self.core))
        ready = asyncio.create_task(self.fake.connected())
        await asyncio.wait({self.running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if self.running.done():
            ready.cancel()
            self.running.result()
        await ready

    async def stop(self) -> None:
        if self.running is not None:
            self.running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.running

    async def restart(self) -> None:
        await self.stop()
        self.adapter = create(DiscordSettings(self.fake.token))
        await self.start()


@pytest.fixture
async def stage() -> AsyncGenerator[Stage]:
    fake = FakeDiscord()
    await fake.start()
    guild = fake.guild()
    ada = fake.user("Ada", guild)
    made = Stage(fake, SmallCore(), create(DiscordSettings(fake.token)), guild, ada)
    with pointing_discord_at(fake):
        try:
            await made.start()
            yield made
        finally:
            await made.stop()
            await fake.stop()
    assert not fake.breaches
