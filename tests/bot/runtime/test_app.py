from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.adapter import Core, Delivery, Misconfigured, Wanted
from bot.context import Context, Lane
from bot.people import communities
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.runtime.start import all_migrations
from bot.scheduling import jobs
from bot.scheduling.clock import SystemClock
from bot.storage.database import Database, Tx
from bot.storage.migrate import migrate
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase
from bot.ui.card import Card
from tests.conftest import EPOCH
from tests.fakes.dummy import DummyAdapter

PATIENCE = 10


class Serving(DummyAdapter):
    """Sends only while it is connected, and takes its time over it."""

    connected = False

    async def run(self, core: Core) -> None:
        self.connected = True
        try:
            await asyncio.Event().wait()
        finally:
            self.connected = False

    async def show(self, message: Wanted) -> Delivery:
        self.called.set()
        await asyncio.sleep(0.1)
        if not self.connected:
            raise ConnectionError
        return await super().show(message)


class Wrong(DummyAdapter):
    async def run(self, core: Core) -> None:
        raise Misconfigured("the token is not accepted")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncGenerator[SqliteDatabase]:
    load()
    db = await SqliteDatabase.open(tmp_path / "cairn.db", KeyRing.fresh())
    await migrate(db, all_migrations(), now=EPOCH)
    yield db
    await db.close()


async def assembled(db: Database, adapter: DummyAdapter) -> App:
    return await App.assemble(db, [adapter], adapter.clock, load())


async def test_what_is_on_its_way_is_sent_and_written_down_before_the_platform_is_left(db: SqliteDatabase) -> None:
    adapter = Serving(SystemClock())
    app = await assembled(db, adapter)

    def post(tx: Tx) -> None:
        community = communities.ensure(tx, adapter.name, "harbour")
        room = communities.choose_room(tx, community, "wins", "c-wins")
        ctx = Context(tx, app.effects, app.cogs, community, 0, 0, "en", ZoneInfo("UTC"), app.clock.now(), adapter.name)
        ctx.show("win:1", room, Card("An interview"), lane=Lane.ACT)

    await db.run(post)
    running = asyncio.create_task(app.run())
    await asyncio.wait_for(adapter.called.wait(), PATIENCE)
    running.cancel()
    await asyncio.wait({running}, timeout=PATIENCE)
    assert adapter.titles("c-wins") == ["An interview"]
    assert await db.read(lambda tx: tx.all("SELECT state FROM message")) == [(2,)]


async def test_a_platform_that_only_the_operator_can_mend_ends_the_process(db: SqliteDatabase) -> None:
    app = await assembled(db, Wrong(SystemClock()))
    with pytest.raises(Misconfigured, match="token"):
        await asyncio.wait_for(app.run(), PATIENCE)


async def test_a_sender_that_ends_is_not_overlooked(db: SqliteDatabase) -> None:
    app = await assembled(db, Serving(SystemClock()))

    async def ends() -> Any:
        raise AssertionError

    app.outbox.run = ends
    with pytest.raises(RuntimeError, match="sender"):
        await asyncio.wait_for(app.run(), PATIENCE)


async def test_work_of_the_whole_deployment_that_failed_too_often_is_tried_again_at_the_next_start(
    db: SqliteDatabase,
) -> None:
    adapter = DummyAdapter(SystemClock())
    await assembled(db, adapter)
    before = await db.read(lambda tx: tx.all("SELECT key, run_at FROM job ORDER BY key"))
    assert before

    def fail(tx: Tx) -> None:
        for (id,) in tx.all("SELECT id FROM job"):
            for _ in range(jobs.MOST_ATTEMPTS):
                jobs.failed(tx, id, EPOCH + timedelta(days=9999))

    await db.run(fail)
    await assembled(db, adapter)
    after = await db.read(lambda tx: tx.all("SELECT key, run_at FROM job ORDER BY key"))
    assert [key for key, _ in after] == [key for key, _ in before]
    assert all(run_at < jobs.PARKED for _, run_at in after)
