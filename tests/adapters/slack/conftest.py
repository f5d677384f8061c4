"""A workspace, a scripted core, and the adapter running between them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.manifest import manifest
from bot.scheduling.clock import SystemClock
from tests.adapters.slack.demo import ScriptedCore
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Room, User, pointed_at

SETTINGS = SlackSettings(BOT_TOKEN, APP_TOKEN, patience=0.3)


@dataclass
class Stand:
    slack: FakeSlack
    core: ScriptedCore
    adapter: SlackAdapter
    wren: User
    wins: Room


@contextlib.asynccontextmanager
async def running(adapter: SlackAdapter, core: ScriptedCore, slack: FakeSlack) -> AsyncGenerator[asyncio.Task[None]]:
    task = asyncio.create_task(adapter.run(core))
    try:
        await slack.ready()
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    core = ScriptedCore()
    async with FakeSlack(manifest(core.registry)) as slack:
        with pointed_at(slack):
            adapter = SlackAdapter(SETTINGS, SystemClock())
        wren = slack.user("wren", tz="Europe/Lisbon", locale="pt-PT", admin=True)
        async with running(adapter, core, slack):
            yield Stand(slack, core, adapter, wren, slack.room("wins", wren))
        assert slack.refusals == []
