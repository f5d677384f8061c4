"""What waits is in the database alone: the process may end at any time."""

from __future__ import annotations

from bot.scheduling.clock import SteppedClock
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from tests.cogs.posts.moderating import opened
from tests.cogs.queue.test_queue import reported
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform
from tests.stage.stage import START


async def test_after_a_restart_it_still_waits_and_is_still_overdue_on_time(sqlite_copy: str, keys: KeyRing) -> None:
    db = await open_database(sqlite_copy, keys)
    clock = SteppedClock(START)
    async with Stage.open(MemoryPlatform(clock), db, clock) as stage:
        wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
        await reported(stage, wren, ash)
        await fern.submit(await fern.press(await fern.command("setup"), "Quiet hours"), start=0, end=0)
        before = await opened(fern)
    async with Stage.open(MemoryPlatform(clock), db, clock) as stage:
        _, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
        await stage.step(hours=25)
        assert [seen for seen in await stage.dms(fern) if "more than a day" in seen.text]
        assert "Something unkind." in (await opened(fern)).text
        assert "The post stays" in (await fern.press(before, "Leave it")).text
        assert [seen for seen in await stage.dms(ash) if "stays" in seen.text]
    await db.close()
