"""Heavy work runs in a process of its own, which can die."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

from bot.cog import Cog, Registry, task
from bot.context import Json, TaskContext
from bot.delivery import tasks
from bot.runtime.app import App
from bot.runtime.start import all_migrations
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Tx
from bot.storage.migrate import migrate
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase
from tests.conftest import EPOCH
from tests.fakes.dummy import DummyAdapter


class Heavy(Cog, name="heavy"):
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    @task
    async def work(self, ctx: TaskContext) -> None:
        await asyncio.get_running_loop().run_in_executor(ctx.workers, die_the_first_time, str(self.marker))

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return None


def die_the_first_time(marker: str) -> None:
    path = Path(marker)
    if not path.exists():
        path.write_text("died")
        os._exit(9)
    path.write_text("done")


async def test_work_whose_process_died_is_done_by_a_new_one(tmp_path: Path) -> None:
    marker, clock = tmp_path / "marker", SteppedClock(EPOCH)
    cog = Heavy(marker)
    db = await SqliteDatabase.open(tmp_path / "cairn.db", KeyRing.fresh())
    await migrate(db, all_migrations(), now=EPOCH)
    app = await App.assemble(db, [DummyAdapter(clock)], clock, Registry((cog,)))
    try:
        await db.run(
            lambda tx: tasks.put(tx, "heavy", cog.work.bind(), EPOCH, platform="dummy", community=None, member=None)
        )
        await app.settle()
        assert marker.read_text() == "died"
        clock.step(timedelta(minutes=10))
        await app.settle()
        assert marker.read_text() == "done"
    finally:
        app.close()
        await db.close()
