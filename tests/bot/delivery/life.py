"""Some days in the life of one member, for a property of courtesy."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.context import Kind
from bot.people import accounts
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Tx
from bot.storage.migrate import migrate, migrations
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase
from tests.bot.delivery.conftest import Post, found
from tests.fakes.dummy import DummyAdapter


async def live(
    start: datetime,
    wanted: list[tuple[Kind, int]],
    daily: int,
    zone: str,
    quiet_from: int,
    quiet_to: int,
    rest: tuple[int, int],
) -> list[tuple[datetime, set[Kind]]]:
    """When each direct message arrived and which kinds it carried. `wanted`: kind, and due in how many hours;
    `rest`: in how many hours the cool-off starts, and for how many."""
    with TemporaryDirectory() as folder:
        db = await SqliteDatabase.open(Path(folder) / "cairn.db", KeyRing.fresh())
        try:
            await migrate(db, migrations(()), now=start)
            clock = SteppedClock(start)
            adapter = DummyAdapter(clock)
            community, room, wren, account, fern = await db.run(lambda tx: found(tx, adapter.name))
            post = Post(db, clock, adapter, community, room, wren, account, fern)

            def wishes(tx: Tx) -> None:
                accounts.set_zone(tx, account, zone)
                accounts.set_daily(tx, account, daily)
                accounts.set_quiet_hours(tx, account, quiet_from, quiet_to)

            await db.run(wishes)
            for n, (kind, due) in enumerate(wanted):
                await post.notify(f"{kind.value}:{n}", kind, due=start + timedelta(hours=due))
            await post.step(hours=rest[0])
            end = clock.now() + timedelta(hours=rest[1])
            await db.run(lambda tx: accounts.rest_until(tx, account, end))
            return await _watch(post, 24 * 6 - rest[0])
        finally:
            await db.close()


async def _watch(post: Post, hours: int) -> list[tuple[datetime, set[Kind]]]:
    await post.step(hours=hours)
    return [(call.first_try, _kinds(call.card)) for call in post.adapter.calls if call.first_try and call.card]


def _kinds(card: object) -> set[Kind]:
    said = str(card)
    return {kind for kind in Kind if f"{kind.value}:" in said}
