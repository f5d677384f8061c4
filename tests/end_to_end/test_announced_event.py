"""An event of the server's own calendar, with the bot as a process of its own."""

from __future__ import annotations

import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.context import Lane, Unknown
from bot.delivery import messages
from bot.runtime import start
from bot.storage.database import Tx
from bot.storage.seal import KeyRing
from bot.ui.event import Event
from tests.end_to_end.harbour import Harbour, Side, until

EVENTS = "/guilds/.*/scheduled-events"


async def test_an_event_is_announced_once_though_its_answer_was_lost_and_the_bot_killed(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        side, fake = harbour.discord, harbour.discord.fake
        await harbour.set_up(side)
        fake.fault(f"POST {EVENTS}", "reset-after")
        await announced(harbour, side)
        await until(lambda: bool(side.guild.events) and not fake.faults.waiting, harbour)
        await harbour.bot.end(signal.SIGKILL)
        await harbour.gone()
        with sqlite3.connect(harbour.folder / "data" / "cairn.db") as held:  # the claim ends now, not in a minute
            assert held.execute("UPDATE message SET visible_at = 0 WHERE key LIKE '%:session:1'").rowcount == 1
        await harbour.start()
        await until(lambda: written_down(harbour), harbour)
        assert sum(asked.startswith("POST") for asked in fake.requests if "scheduled-events" in asked) == 1
        (event,) = side.guild.events.values()
        assert event.title == "Working side by side"


async def announced(harbour: Harbour, side: Side) -> None:
    """What a handler would have written, between two lives of the bot."""
    await harbour.bot.end()
    await harbour.gone()
    folder = harbour.folder / "data"
    now = datetime.now(UTC)
    event = Event("Working side by side", now + timedelta(days=1), now + timedelta(days=1, hours=1), "The library")

    def put(tx: Tx) -> None:
        row = tx.one("SELECT id FROM community WHERE external = :team", {"team": side.team})
        assert row is not None
        messages.show(
            tx,
            "session:1",
            event,
            platform="discord",
            community=row[0],
            room=None,
            member=None,
            lane=Lane.ROOM,
            then=None,
            on_unknown=Unknown.DROP,
            expires=event.starts,
            now=now,
        )

    async with start.database(f"sqlite:///{folder / 'cairn.db'}", KeyRing.load(folder / "keys.json")) as db:
        await db.run(put)
    await harbour.start()


def written_down(harbour: Harbour) -> bool:
    with sqlite3.connect(harbour.folder / "data" / "cairn.db") as held:
        return held.execute("SELECT state FROM message WHERE key LIKE '%:session:1'").fetchall() == [(2,)]
