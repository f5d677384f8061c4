"""kill -9 at random moments while rounds of buddies are matched and their rooms are made: everybody is in one pair,
each pair has one room with one intro, or one message for each, and nobody is in two."""

from __future__ import annotations

import asyncio
import math
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.people import accounts, communities, members
from bot.scheduling import jobs
from bot.scheduling.clock import SystemClock
from bot.storage.database import Database, Tx
from bot.storage.migrate import migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from cogs.buddies.choices import Language
from cogs.buddies.model import PairState, RoundState
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import steps, store
from tests import postgres
from tests.conftest import cog_packages
from tests.kill.harness import Rows, Workers, beside
from tests.kill.platform import Platform

pytestmark = pytest.mark.kill

SMALL_KILLS = 3
PART = 400


@dataclass(frozen=True)
class Shape:
    pairs: tuple[int, ...]
    """In each community."""
    threads: int
    """As many may be open in one."""


ONE, THREE = Shape((60,), 50), Shape((36, 16, 8), 30)
SHORT = (("sqlite", "discord", ONE), ("sqlite", "slack", THREE), ("postgres", "discord", THREE))
FULL = {ONE: Shape((1000,), 1000), THREE: Shape((1200, 500, 300), 1000)}


@dataclass
class Found:
    """What is in the database in the end."""

    left: int = 0
    """What is not done."""
    participants: Counter[int] = field(default_factory=Counter[int])
    """In how many pairs of their round each member is, who has a place in it."""
    rooms: dict[str, tuple[int, list[str]]] = field(default_factory=dict[str, tuple[int, list[str]]])
    """By the platform's id: the pair, and its people."""
    by_message: list[str] = field(default_factory=list[str])
    """The people of pairs without a room."""
    pairs: int = 0
    unknown: int = 0
    """Messages that were sent again because nobody could tell whether they had arrived."""


def _open(rows: Rows) -> dict[str, int]:
    """What is not done."""
    now = int(SystemClock().now().timestamp())
    asked = {
        "rounds": f"SELECT count(*) FROM buddy_round WHERE state <> {RoundState.OPEN:d}",
        "pairs": f"SELECT count(*) FROM buddy_pair WHERE state <> {PairState.OPEN:d}",
        "rooms": "SELECT count(*) FROM room WHERE state < 2",
        "messages": "SELECT count(*) FROM message WHERE state < 2 OR state = 4",
        "notices": f"SELECT count(*) FROM notice WHERE state < 2 AND due_at < {now + 60}",
        "jobs": f"SELECT count(*) FROM job WHERE run_at < {now + 60}",
        "parked jobs": f"SELECT count(*) FROM job WHERE run_at >= {jobs.PARKED}",
        "tasks": f"SELECT count(*) FROM task WHERE run_at < {now + 86400}",
        "parked tasks": f"SELECT count(*) FROM task WHERE run_at >= {now + 86400}",
    }
    return {what: count for what, sql in asked.items() if (count := rows(sql)[0][0])}


def _left(rows: Rows) -> int:
    return sum(_open(rows).values())


def _stage(rows: Rows) -> tuple[int, int, int]:
    """How many rounds are not worked out, how many of them somebody is at, and how many pairs are written."""
    now = int(SystemClock().now().timestamp())
    asked = (
        f"SELECT count(*) FROM buddy_round WHERE state <= {RoundState.MATCHING:d}",
        f"SELECT count(*) FROM task WHERE lease_until > {now}",
        "SELECT count(*) FROM buddy_pair",
    )
    matching, tasks, written = (rows(sql)[0][0] for sql in asked)
    return matching, tasks, written


def _found(rows: Rows) -> Found:
    found = Found(_left(rows))
    found.participants.update({member: 0 for (member,) in rows("SELECT member_id FROM buddy_place")})
    pairs: dict[int, list[str]] = {}
    for pair, member, external in rows(
        "SELECT i.pair_id, i.member_id, a.external FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"
        " JOIN member m ON m.id = i.member_id JOIN account a ON a.id = m.account_id WHERE i.left_at IS NULL"
    ):
        found.participants[member] += 1
        pairs.setdefault(pair, []).append(external)
    found.pairs = len(pairs)
    in_rooms = rows("SELECT p.id, r.remote_id FROM buddy_pair p JOIN room r ON r.id = p.room WHERE r.state = 2")
    for pair, remote in in_rooms:
        assert remote not in found.rooms, "two pairs in one room"
        found.rooms[remote] = (pair, sorted(pairs[pair]))
    with_room = {pair for pair, _ in in_rooms}
    found.by_message = sorted(who for pair, people in pairs.items() if pair not in with_room for who in people)
    found.unknown = int(rows("SELECT count(*) FROM message WHERE unknown > 0")[0][0])
    return found


async def _fill(db: Database, shape: Shape) -> None:
    """Everybody opted in and could meet everybody; the rounds are due now."""
    now = SystemClock().now()
    awake = (now.hour + 12) % 24

    def community(tx: Tx, number: int) -> tuple[int, int]:
        id = communities.ensure(tx, "dummy", f"harbour-{number}")
        communities.choose_room(tx, id, "wins", f"c-wins-{number}")
        communities.set_quiet_hours(tx, id, awake, (awake + 1) % 24)  # not now
        return id, pools.first(tx, id).id

    def people(tx: Tx, community: int, pool: int, names: list[str]) -> None:
        for name in names:
            account = accounts.agree(tx, "dummy", "", name, version=1, name=name, locale="en", now=now)
            member = members.join(tx, account, community, now - timedelta(days=30))
            profiles.join(tx, member, pool, Language.EN, now)

    def round(tx: Tx, community: int, pool: int) -> None:
        made = store.add(tx, pool, now, 7, RoundState.ANNOUNCED)
        jobs.put(tx, f"{community}:match:{made.id}", steps.match(made.id), now, community=community)

    for number, pairs in enumerate(shape.pairs):
        id, pool = await db.run(lambda tx, number=number: community(tx, number))
        names = [f"p{number}-{n}" for n in range(2 * pairs)]
        for start in range(0, len(names), PART):
            some = names[start : start + PART]
            await db.run(lambda tx, id=id, pool=pool, some=some: people(tx, id, pool, some))
        await db.run(lambda tx, id=id, pool=pool: round(tx, id, pool))


async def _kill(
    workers: Workers, platform: Platform, url: str, shape: Shape, kills: int, dice: random.Random
) -> Counter[str]:
    """A third while rounds are matched and pairs written, the rest while rooms are made and messages sent."""
    during = Counter[str]()
    for n in range(kills):
        await workers.start()
        if n < kills // 3:
            await _matching(url, dice.uniform(-0.5, 1) * sum(shape.pairs), dice.uniform(0, 0.3))
        elif await asyncio.to_thread(beside, url, _left):
            await _matching(url, math.inf, 0)  # it would begin anew each time, and never end
            platform.arrived.clear()
            with suppress(TimeoutError):  # what is left may be nothing for the platform
                async with asyncio.timeout(10):
                    await platform.arrived.wait()
            await asyncio.sleep(dice.uniform(0, 0.3))
        during[await asyncio.to_thread(beside, url, _word)] += 1
        await workers.kill_one(dice)
    return during


async def _matching(url: str, pairs: float, wait: float) -> None:
    """Until so many pairs are written; if that is less than none, until a matching is under way for a moment."""
    async with asyncio.timeout(60):
        while True:
            matching, tasks, written = await asyncio.to_thread(beside, url, _stage)
            if not matching or (pairs < 0 and tasks) or (written and written >= pairs):
                break
            await asyncio.sleep(0.02)
    if pairs < 0:
        await asyncio.sleep(wait)


def _word(rows: Rows) -> str:
    """What a kill falls into; communities are at different stages."""
    matching, _, written = _stage(rows)
    making = rows(f"SELECT count(*) FROM buddy_pair WHERE state = {PairState.OPENING:d}")[0][0]
    stages = ["writing pairs" if written else "matching"] * bool(matching) + ["making rooms"] * bool(making)
    return " and ".join(stages) or ("the rest" if _left(rows) else "done")


async def _until_done(url: str) -> Found:
    end = SystemClock().now() + timedelta(minutes=8)
    while left := await asyncio.to_thread(beside, url, _open):
        assert SystemClock().now() < end, f"never done: {left}"
        await asyncio.sleep(0.25)
    return await asyncio.to_thread(beside, url, _found)


@pytest.mark.parametrize("shape", [ONE, THREE], ids=["one-community", "three-communities"])
@pytest.mark.parametrize("platform_kind", ["discord", "slack"])
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_killing_a_round_loses_nobody_and_makes_nothing_twice(
    kind: str,
    platform_kind: str,
    shape: Shape,
    kills: int,
    full: bool,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    if not full:
        kills = SMALL_KILLS
        if (kind, platform_kind, shape) not in SHORT:
            pytest.skip("the short run tries each shape, database and platform once or twice")
    shape = FULL[shape] if full else shape
    server: postgres.Server | None = request.getfixturevalue("durable_server") if kind == "postgres" else None
    url = server.fresh() if server else f"sqlite:///{tmp_path}/cairn.db"
    db = await open_database(url, KeyRing.load(tmp_path / "keys"))
    await migrate(db, migrations(cog_packages()), now=SystemClock().now())
    await _fill(db, shape)
    await db.close()
    discord = platform_kind == "discord"
    async with Platform(shape.threads) as platform:
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
            during = await _kill(workers, platform, url, shape, kills, random.Random(5))
            await workers.start()
            found = await _until_done(url)
        finally:
            await workers.stop()
    _say(kind, platform_kind, shape, during, found, platform)
    _check(shape, found, platform, kills, discord=discord)


def _say(kind: str, platform_kind: str, shape: Shape, during: Counter[str], found: Found, platform: Platform) -> None:
    archived = sum(not room.active for room in platform.rooms.values())
    print(
        f"\n{kind}, {platform_kind}, {shape.pairs} pairs: {sum(during.values())} kills {dict(during)};"
        f" {found.pairs} pairs, {len(found.rooms)} rooms, {len(found.by_message)} people by message,"
        f" {platform.doubled()} posts doubled, {found.unknown} counted as unknown, {archived} rooms put away"
    )


def _check(shape: Shape, found: Found, platform: Platform, kills: int, *, discord: bool) -> None:
    # In the database: everybody in one pair.
    assert len(found.participants) == 2 * sum(shape.pairs)
    assert set(found.participants.values()) == {1}
    assert found.pairs == sum(shape.pairs)
    # On the platform: the rooms of the pairs and no others, each with its two people.
    there = {remote: sorted(room.people) for remote, room in platform.rooms.items() if room.active}
    assert there == {remote: people for remote, (_, people) in found.rooms.items()}
    # What is sent twice because nobody can tell is counted, and is no more than was under way.
    doubled = sum(len(remotes) > 1 for remotes in platform.posts.values())
    assert doubled <= (0 if discord else found.unknown)
    posts = {place: len(remotes) for place, remotes in platform.in_place.items()}
    assert set(posts) <= {*found.rooms, *found.by_message}
    if discord:
        assert len(found.rooms) == sum(min(pairs, shape.threads) for pairs in shape.pairs)
        assert set(posts) == {*found.rooms, *found.by_message}
        assert set(posts.values()) == {1}
    else:
        assert len(found.rooms) == sum(shape.pairs)
        assert set(posts) == set(found.rooms)
        assert platform.doubled() <= kills * 24
