"""Heavy work runs in a process of its own, which can die."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.cog import Cog, Registry, task
from bot.context import Json, TaskContext
from bot.delivery import tasks
from bot.runtime import workers
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


async def test_no_process_stays_behind_when_its_parent_is_killed() -> None:
    """What waits for work would wait for ever: it holds the parent's output open, so the end of that tells."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from tests.bot.runtime.test_workers import die_with_a_worker; die_with_a_worker()",
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    async with asyncio.timeout(20):
        said, _ = await parent.communicate()
    assert int(said) != parent.pid


def die_with_a_worker() -> None:
    print(workers.pool().submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), 9)
