"""Buddies meet in a private room on the real platforms' fakes, with the bot as a process of its own."""

from __future__ import annotations

import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.people import members
from bot.runtime import start
from bot.scheduling import jobs
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.storage.seal import KeyRing
from cogs.buddies import calls
from cogs.buddies.model import PairState, RoundState
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from tests.end_to_end.harbour import Harbour, Person, Side, until


async def test_a_pair_gets_one_room_though_the_bot_is_killed_while_making_it(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        side, fake = harbour.discord, harbour.discord.fake
        await harbour.set_up(side)
        wren, ash = await buddies(side)
        fake.fault("PUT /channels/.*/thread-members", "hang")
        await begun(harbour, side, wren, ash)
        await until(lambda: bool(side.guild.threads) and not fake.faults.waiting, harbour)
        await harbour.bot.end(signal.SIGKILL)
        await harbour.gone()
        await again(harbour)
        await harbour.start()
        await met(harbour, wren, ash)
        (thread,) = side.guild.threads.values()
        assert set(thread.people) == {wren.user.id, ash.user.id}


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_without_a_right_to_make_rooms_buddies_are_introduced_all_the_same(platform: str, tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, platform) as harbour:
        await harbour.start()
        (side,) = harbour.on
        fern = await harbour.set_up(side)
        wren, ash = await buddies(side)
        await side.allow_rooms(False)
        await begun(harbour, side, wren, ash)

        async def told() -> bool:
            return any("Create Private Threads" in m.text or "workspace owner" in m.text for m in await fern.dms())

        await until(told, harbour)
        assert await side.private_rooms(wren.id) == []
        for person in (wren, ash):
            await until(lambda person=person: introduced(person), harbour)


async def test_on_slack_a_pair_meets_in_a_group_message(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "slack") as harbour:
        await harbour.start()
        side = harbour.slack
        await harbour.set_up(side)
        wren, ash = await buddies(side)
        await begun(harbour, side, wren, ash)
        await met(harbour, wren, ash)


async def buddies(side: Side) -> tuple[Person, Person]:
    wren, ash = await Person(side, "wren").join(), await Person(side, "ash").join()
    for person in (wren, ash):
        await person.command("buddy join", city="Reykjavik")
    return wren, ash


async def begun(harbour: Harbour, side: Side, *people: Person) -> None:
    """A pair as the matching leaves it, and the job that begins it, written down between two lives of the bot."""
    await harbour.bot.end()
    await harbour.gone()
    folder = harbour.folder / "data"
    now = datetime.now(UTC)

    def put(tx: Tx) -> None:
        row = tx.one("SELECT id FROM community WHERE external = :team", {"team": side.team})
        assert row is not None
        community: int = row[0]
        found = [members.by_external(tx, community, person.id) for person in people]
        pool, round = pools.first(tx, community), new_id()
        tx.run(
            "INSERT INTO buddy_round (id, pool_id, at, seed, state) VALUES (:id, :pool, :at, 1, :state)",
            {"id": round, "pool": pool.id, "at": seconds(now), "state": int(RoundState.OPENING)},
        )
        ids = [member for member in found if member is not None]
        ends = now + timedelta(days=6)
        pair = pairs.create(tx, pool.id, round, ids, state=PairState.PROPOSED, started=now, ends=ends)
        jobs.put(tx, f"{community}:test:{pair}", calls.begin(pair), now, community=community)

    async with start.database(f"sqlite:///{folder / 'cairn.db'}", KeyRing.load(folder / "keys.json")) as db:
        await db.run(put)
    await harbour.start()


async def again(harbour: Harbour) -> None:
    """The claim of the process that is gone ends at once instead of in some minutes."""
    with sqlite3.connect(harbour.folder / "data" / "cairn.db") as held:
        held.execute("UPDATE room SET visible_at = 0 WHERE kind = 'private'")
    held.close()


async def met(harbour: Harbour, wren: Person, ash: Person) -> None:
    """Both are in one room, and its first post introduces them."""

    async def there() -> bool:
        rooms = await wren.platform.private_rooms(wren.id)
        return bool(rooms) and bool(rooms[0].posts)

    await until(there, harbour)
    (room,) = await wren.platform.private_rooms(wren.id)
    assert set(room.people) == {"wren", "ash"}
    (post,) = room.posts
    assert "@wren" in post.text
    assert "@ash" in post.text
    assert await ash.platform.private_rooms(ash.id) == [room]


async def introduced(person: Person) -> bool:
    """By direct message, or on Home where nobody asked for those."""
    home = (await person.home()).text
    return any("buddy" in message.text for message in await person.dms()) or "waits for you" in home
