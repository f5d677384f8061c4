from __future__ import annotations

from pathlib import Path

from bot.runtime.start import all_migrations
from bot.scheduling.clock import SteppedClock
from bot.storage.migrate import migrate
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform
from tests.stage.stage import START

SAID = "I asked a former colleague for a call."


def traces(folder: Path, *planted: bytes) -> set[bytes]:
    files = b"".join(file.read_bytes() for file in folder.iterdir())
    return {one for one in planted if one in files}


async def test_nothing_of_a_forgotten_person_is_left_in_the_file(tmp_path: Path) -> None:
    """Neither their name, nor their id on the platform, nor what they wrote: open or locked."""
    db = await SqliteDatabase.open(tmp_path / "cairn.db", KeyRing.fresh())
    await migrate(db, all_migrations(), now=START)
    clock = SteppedClock(START)
    async with Stage.open(MemoryPlatform(clock), db, clock) as stage:
        linnet = await stage.member("linnet-of-the-planted-name")
        await stage.member("robin")
        await linnet.command("win", text=SAID)
        await linnet.command("rejection", company="Planted & Company")
        row = await db.read(lambda tx: tx.one("SELECT story FROM win"))
        assert row is not None
        planted = (b"linnet-of-the-planted-name", bytes(row[0]))
        assert traces(tmp_path, *planted) == set(planted)
        assert traces(tmp_path, SAID.encode(), b"Planted & Company") == set(), "it was never stored unlocked"
        asked = await linnet.press(await linnet.command("forget-me"), "Erase my data")
        await linnet.press(asked, "Yes, erase it")
        await stage.step(hours=2)
    await db.close()
    assert traces(tmp_path, *planted, SAID.encode(), b"Planted & Company") == set()
