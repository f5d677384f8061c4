"""kill -9 at random moments while messages drain: nothing is lost, nothing is posted twice, where a platform can
tell; where it can't, no more than was under way, each by the rule of its kind and counted."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.context import Lane, Unknown
from bot.delivery import messages
from bot.people import communities
from bot.scheduling import jobs
from bot.scheduling.clock import SystemClock
from bot.storage.database import Tx
from bot.storage.migrate import migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from bot.ui.card import Call, Card
from tests import postgres
from tests.kill.harness import Rows, Workers, beside
from tests.kill.platform import Platform

pytestmark = pytest.mark.kill

MESSAGES = 5_000
PERSONAL = 5
"""Every fifth is personal: rather lost than twice."""
JOBS = 200
ROOMS = 40
SENDERS = 24


@dataclass(frozen=True)
class Setup:
    window: float
    finds: bool
    settle: float = 0.0
    lease: float = 2.0


SETUPS = {
    "discord": Setup(window=6, finds=True),
    "slack-reconciling": Setup(window=0, finds=True, settle=0.5),
    "slack": Setup(window=0, finds=False),
}


def _fill(tx: Tx) -> None:
    now = SystemClock().now()
    community = communities.ensure(tx, "dummy", "harbour")
    rooms = [communities.choose_room(tx, community, f"room-{n}", f"c-{n}") for n in range(ROOMS)]
    for n in range(MESSAGES):
        personal = n % PERSONAL == 0
        messages.show(
            tx,
            f"win:{n}",
            Card(f"{n}"),
            platform="dummy",
            community=community,
            room=rooms[n % ROOMS],
            member=None,
            lane=Lane(n % 4),
            then=Call("then.told", (n,)) if n % 10 == 0 else None,
            on_unknown=Unknown.DROP if personal else Unknown.RESEND,
            expires=None,
            now=now,
        )
    for n in range(JOBS):
        jobs.put(tx, f"job:{n}", Call("job.ran", (n,)), now, community=community)


def _counts(rows: Rows) -> dict[str, int]:
    def count(sql: str) -> int:
        return int(rows(sql)[0][0] or 0)

    return {
        "open": count("SELECT count(*) FROM message WHERE state < 2") + count("SELECT count(*) FROM job"),
        "shown": count("SELECT count(*) FROM message WHERE state = 2"),
        "dead": count("SELECT count(*) FROM message WHERE state = 3"),
        "unknown": count("SELECT sum(unknown) FROM message"),
        "told": count("SELECT count(*) FROM known WHERE key LIKE 'ran:then%' AND value = '1'"),
        "jobs": count("SELECT count(*) FROM known WHERE key LIKE 'ran:job%' AND value = '1'"),
        "twice": count("SELECT count(*) FROM known WHERE key LIKE 'ran:%' AND value <> '1'"),
    }


@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS.keys())
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_killing_the_sender_loses_nothing_and_doubles_nothing(
    kind: str, setup: Setup, kills: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server: postgres.Server | None = request.getfixturevalue("durable_server") if kind == "postgres" else None
    url = server.fresh() if server else f"sqlite:///{tmp_path}/cairn.db"
    keys = KeyRing.load(tmp_path / "keys")
    db = await open_database(url, keys)
    await migrate(db, migrations(()), now=SystemClock().now())
    await db.run(_fill)
    await db.close()
    dice = random.Random(11)
    async with Platform() as platform:
        given = {
            "url": url,
            "keys": str(tmp_path / "keys"),
            "port": platform.port,
            "senders": SENDERS,
            "window": setup.window,
            "finds": setup.finds,
            "settle": setup.settle,
            "lease": setup.lease,
        }
        workers = Workers("tests.kill.worker", given, 2 if server else 1)
        killed = in_the_thick = 0
        try:
            for _ in range(kills):
                await workers.start()
                # In the thick of it: some posts after the last start, and then at any moment.
                platform.arrived.clear()
                if platform.posted() < MESSAGES:
                    async with asyncio.timeout(30):
                        await platform.arrived.wait()
                await asyncio.sleep(dice.uniform(0, 0.2))
                killed += 1
                in_the_thick += platform.posted() < MESSAGES
                await workers.kill_one(dice)
            await workers.start()
            counts = await _until_done(url)
        finally:
            await workers.stop()
        lost, doubled = MESSAGES - platform.posted(), platform.doubled()
    print(f"\n{kind}: {killed} kills, {in_the_thick} while posts were open, {lost} lost, {doubled} doubled, {counts}")
    assert counts["told"] == MESSAGES // 10
    assert counts["jobs"] == JOBS
    assert counts["twice"] == 0
    if setup.finds:
        assert (lost, doubled) == (0, 0)
        assert counts["shown"] == MESSAGES
    else:
        assert lost + doubled <= killed * SENDERS
        # A personal one is dropped, a celebration repeated; nothing happens uncounted.
        assert lost <= counts["dead"]
        assert lost + doubled <= counts["unknown"] <= killed * SENDERS


async def _until_done(url: str) -> dict[str, int]:
    async with asyncio.timeout(90):
        while (counts := await asyncio.to_thread(beside, url, _counts))["open"]:  # noqa: ASYNC110 -- no event tells it
            await asyncio.sleep(0.25)
    return counts
