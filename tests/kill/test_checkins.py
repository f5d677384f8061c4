"""kill -9 at random moments while a check-in opens: each circle has one thread with its people, one head and one post
that asks, and everybody was asked once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from bot.people import accounts, communities, members
from bot.scheduling import jobs
from bot.scheduling.clock import SystemClock, seconds
from bot.storage.database import Database, Tx
from bot.storage.ids import new_id
from bot.storage.migrate import migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from cogs.checkins import calls
from tests import postgres
from tests.conftest import cog_packages
from tests.kill.harness import Rows, Workers, beside
from tests.kill.platform import Platform

pytestmark = pytest.mark.kill

SMALL_KILLS, SMALL, FULL = 3, 300, 5_000
IN_CIRCLE = 6
PART = 600
SHORT = (("sqlite", "discord"), ("postgres", "slack"))


@dataclass
class Found:
    """What is in the database in the end."""

    circles: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    """People by circle."""
    weeks: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """Circle and the platform's id of its thread."""
    asked: Counter[str] = field(default_factory=Counter[str])
    unknown: int = 0
    """Messages that were sent again because nobody could tell whether they had arrived."""


def _open(rows: Rows) -> dict[str, int]:
    """What is not done."""
    now = int(SystemClock().now().timestamp())
    asked = {
        "circles without a week": "SELECT count(*) FROM checkin_circle c WHERE NOT EXISTS"
        " (SELECT 1 FROM checkin_week w WHERE w.circle_id = c.id AND w.state > 0)",
        "rooms": "SELECT count(*) FROM room WHERE state < 2",
        "messages": "SELECT count(*) FROM message WHERE state < 2 OR state = 4",
        "jobs": f"SELECT count(*) FROM job WHERE run_at < {now + 60}",
        "parked jobs": f"SELECT count(*) FROM job WHERE run_at >= {jobs.PARKED}",
        "tasks": f"SELECT count(*) FROM task WHERE run_at < {now + 86400}",
    }
    return {what: count for what, sql in asked.items() if (count := rows(sql)[0][0])}


def _stage(rows: Rows) -> str:
    """What a kill falls into."""
    planned, opened, circles = (
        rows(sql)[0][0]
        for sql in (
            "SELECT count(*) FROM checkin_week",
            "SELECT count(*) FROM checkin_week WHERE state > 0",
            "SELECT count(*) FROM checkin_circle",
        )
    )
    if planned < circles:
        return "planning"
    if opened < circles:
        return "making threads and posting"
    return "posting" if _open(rows) else "done"


def _found(rows: Rows) -> Found:
    found = Found()
    for circle, external in rows(
        "SELECT b.circle_id, a.external FROM checkin_member b JOIN member m ON m.id = b.member_id"
        " JOIN account a ON a.id = m.account_id ORDER BY a.external"
    ):
        found.circles.setdefault(circle, []).append(external)
    found.weeks = [
        (circle, remote)
        for circle, remote in rows("SELECT w.circle_id, r.remote_id FROM checkin_week w JOIN room r ON r.id = w.room")
    ]
    found.asked.update(
        external
        for (external,) in rows(
            "SELECT a.external FROM checkin_turn t JOIN member m ON m.id = t.member_id"
            " JOIN account a ON a.id = m.account_id WHERE t.asked_at IS NOT NULL"
        )
    )
    found.unknown = int(rows("SELECT count(*) FROM message WHERE unknown > 0")[0][0])
    return found


async def _fill(db: Database, people: int) -> None:
    """Everybody sits in a circle, and the opening is due now."""
    now = SystemClock().now()
    day = now.astimezone(UTC).date()

    def found(tx: Tx) -> tuple[int, int]:
        community = communities.ensure(tx, "dummy", "harbour")
        checkin = new_id()
        tx.run(
            "INSERT INTO checkin (id, community_id, name, weekday, hour, clock)"
            " VALUES (:id, :community, 'Week', :weekday, :hour, 'own')",
            {"id": checkin, "community": community, "weekday": day.weekday(), "hour": now.hour},
        )
        tx.run("INSERT INTO checkin_question (checkin_id, n, place, kind) VALUES (:id, 1, 1, 'plan')", {"id": checkin})
        for kind in ("wins", f"checkins:{checkin}"):
            communities.choose_room(tx, community, kind, f"c-{kind}")
        return community, checkin

    def join(tx: Tx, community: int, checkin: int, names: list[str], n: int) -> None:
        for start in range(0, len(names), IN_CIRCLE):
            circle = new_id()
            tx.run(
                "INSERT INTO checkin_circle (id, checkin_id, n, zone) VALUES (:id, :checkin, :n, 'UTC')",
                {"id": circle, "checkin": checkin, "n": n + start},
            )
            for name in names[start : start + IN_CIRCLE]:
                account = accounts.agree(tx, "dummy", "", name, version=1, name=name, locale="en", now=now)
                tx.run(
                    "INSERT INTO checkin_member (checkin_id, member_id, circle_id, joined_at, active_at)"
                    " VALUES (:checkin, :member, :circle, :now, :now)",
                    {
                        "checkin": checkin,
                        "member": members.join(tx, account, community, now - timedelta(days=30)),
                        "circle": circle,
                        "now": seconds(now),
                    },
                )

    community, checkin = await db.run(found)
    names = [f"p{n}" for n in range(people)]
    for start in range(0, people, PART):
        some = names[start : start + PART]
        await db.run(lambda tx, some=some, start=start: join(tx, community, checkin, some, start))
    spread = calls.spread(checkin, day.toordinal())
    key = f"{community}:{calls.spread_key(checkin)}"
    await db.run(lambda tx: jobs.put(tx, key, spread, now, community=community))


async def _kill(
    workers: Workers, platform: Platform, url: str, people: int, kills: int, dice: random.Random
) -> Counter[str]:
    """A third right after a start, while weeks are planned; the rest spread over the threads and posts."""
    during = Counter[str]()
    planning = kills // 3
    for n in range(kills):
        await workers.start()
        if n < planning:
            await _begun(url)
            await asyncio.sleep(dice.uniform(0, 0.3))
        else:
            done = (n - planning + dice.random()) / (kills - planning)
            await _posted(platform, done * 2 * people / IN_CIRCLE)
            await asyncio.sleep(dice.uniform(0, 0.05))
        during[await asyncio.to_thread(beside, url, _stage)] += 1
        await workers.kill_one(dice)
    return during


async def _posted(platform: Platform, posts: float) -> None:
    """Until so many posts are there, or nothing comes any more."""
    while platform.posted() < posts:
        platform.arrived.clear()
        try:
            async with asyncio.timeout(10):
                await platform.arrived.wait()
        except TimeoutError:
            return


async def _begun(url: str) -> None:
    """Until weeks are there that were not there before, or all are."""
    before = await asyncio.to_thread(beside, url, _weeks)
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            while True:
                if await asyncio.to_thread(beside, url, _weeks) != before:
                    break
                await asyncio.sleep(0.02)


def _weeks(rows: Rows) -> tuple[int, int]:
    planned, opened = (rows(f"SELECT count(*) FROM checkin_week WHERE state >= {n}")[0][0] for n in (0, 1))
    return planned, opened


async def _until_done(url: str) -> Found:
    end = SystemClock().now() + timedelta(minutes=8)
    while left := await asyncio.to_thread(beside, url, _open):
        assert SystemClock().now() < end, f"never done: {left}"
        await asyncio.sleep(0.25)
    return await asyncio.to_thread(beside, url, _found)


@pytest.mark.parametrize("platform_kind", ["discord", "slack"])
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_killing_an_opening_asks_everybody_once_in_one_thread(
    kind: str, platform_kind: str, kills: int, full: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not full:
        kills = SMALL_KILLS
        if (kind, platform_kind) not in SHORT:
            pytest.skip("the short run tries each database and platform once")
    people = FULL if full else SMALL
    server: postgres.Server | None = request.getfixturevalue("durable_server") if kind == "postgres" else None
    url = server.fresh() if server else f"sqlite:///{tmp_path}/cairn.db"
    db = await open_database(url, KeyRing.load(tmp_path / "keys"))
    await migrate(db, migrations(cog_packages()), now=SystemClock().now())
    await _fill(db, people)
    await db.close()
    discord = platform_kind == "discord"
    async with Platform() as platform:
        given = {
            "url": url,
            "keys": str(tmp_path / "keys"),
            "port": platform.port,
            "senders": 24,
            "window": 6 if discord else 0,
            "finds": discord,
            "settle": 0.0,
            "lease": 2.0,
        }
        workers = Workers("tests.kill.cogs_worker", given, 2 if server else 1)
        try:
            during = await _kill(workers, platform, url, people, kills, random.Random(5))
            await workers.start()
            found = await _until_done(url)
        finally:
            await workers.stop()
    print(
        f"\n{kind}, {platform_kind}, {people} people: {sum(during.values())} kills {dict(during)};"
        f" {len(found.weeks)} weeks, {len(platform.rooms)} threads, {platform.doubled()} posts doubled,"
        f" {found.unknown} counted as unknown"
    )
    _check(people, found, platform, kills, discord=discord)


def _check(people: int, found: Found, platform: Platform, kills: int, *, discord: bool) -> None:
    # In the database: one week for each circle, and everybody asked once.
    assert sorted(circle for circle, _ in found.weeks) == sorted(found.circles)
    assert len(found.asked) == people
    assert set(found.asked.values()) == {1}
    # On the platform: one thread for each circle, with its people.
    there = {remote: sorted(room.people) for remote, room in platform.rooms.items()}
    assert there == {remote: sorted(found.circles[circle]) for circle, remote in found.weeks}
    # In each thread the head and one post that asks; what came twice is counted, and no more than was under way.
    posts = {place: len(remotes) for place, remotes in platform.in_place.items()}
    assert set(posts) == set(there)
    firsts = len([remotes for remotes in platform.posts.values() if remotes])
    assert firsts == 2 * len(there)
    if discord:
        assert set(posts.values()) == {2}
    else:
        assert platform.doubled() <= min(found.unknown, kills * 24)
