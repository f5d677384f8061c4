"""Planning the opening of a check-in for 10 000 members in 40 zones, and looking for work where nothing is due; then
the weeks themselves, see `weeks`.

Planned is by the real jobs, in their chunks. The floor of the whole is the same rows written bare, in as many
transactions; the floor of what others wait is one of their own transactions with nothing beside it.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median

from bot.delivery.effects import OutboxEffects
from bot.delivery.running import JobRunner
from bot.people import communities
from bot.runtime.all_cogs import AllCogs, load
from bot.runtime.app import Calls
from bot.scheduling import jobs
from bot.scheduling.clock import SteppedClock, seconds
from bot.storage.database import Database, Tx
from bot.storage.ids import new_id
from bot.storage.seal import KeyRing
from bot.ui.card import Call
from cogs.checkins import calls
from cogs.checkins.model import ClockKind
from tests.bench import weeks
from tests.bench.community import founded
from tests.bench.result import Figure, added, most
from tests.bench.weeks import press

_MEMBERS, _IN_CIRCLE = 10_000, 5
_SCHEDULES, _PART = 100_000, 10_000
_DAY = date(2026, 3, 10)
_NOW = datetime(2026, 3, 8, 12, tzinfo=UTC)
_ZONES = [
    "Pacific/Auckland",
    "Australia/Sydney",
    "Australia/Adelaide",
    "Asia/Tokyo",
    "Asia/Manila",
    "Asia/Jakarta",
    "Asia/Dhaka",
    "Asia/Kolkata",
    "Asia/Karachi",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Riyadh",
    "Africa/Nairobi",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Warsaw",
    "Africa/Lagos",
    "Europe/London",
    "Europe/Lisbon",
    "Africa/Accra",
    "Atlantic/Azores",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Santiago",
    "America/Halifax",
    "America/New_York",
    "America/Toronto",
    "America/Bogota",
    "America/Chicago",
    "America/Mexico_City",
    "America/Denver",
    "America/Los_Angeles",
    "Pacific/Honolulu",
]


async def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        people = [f"p{number}" for number in range(_MEMBERS)]
        url = f"sqlite:///{folder}/cairn.db"
        db = await founded(url, KeyRing.fresh(), "dummy", "", "harbour", "wins", people, _NOW - timedelta(days=365))
        try:
            planned = [*await _planning(db), *await _idle(db)]
        finally:
            await db.close()
    return [*planned, *await weeks.figures()]


async def _planning(db: Database) -> list[Figure]:
    checkin, community = await db.run(_joined)
    clock = SteppedClock(_NOW)
    registry = load()
    work = Calls(db, registry, OutboxEffects(), AllCogs(registry), clock)
    key = f"{community}:{calls.spread_key(checkin)}"
    spread = calls.spread(checkin, _DAY.toordinal())
    await db.run(lambda tx: jobs.put(tx, key, spread, _NOW, community=community))
    alone = [await press(db) for _ in range(200)]
    waits: list[float] = []
    over = asyncio.Event()

    async def another() -> None:
        """What somebody's press waits for while it goes on."""
        while not over.is_set():
            waits.append(await press(db))
            await asyncio.sleep(0.001)

    asking = asyncio.create_task(another())
    chunks: list[float] = []
    runner = JobRunner(db, clock, work.job, random.Random(1), Counter())
    while True:
        began = time.perf_counter()
        if not await runner.round():
            break
        chunks.append(time.perf_counter() - began)
    over.set()
    await asking
    weeks = await db.read(lambda tx: tx.one("SELECT count(*), count(DISTINCT circle_id) FROM checkin_week"))
    if weeks != (_MEMBERS // _IN_CIRCLE, _MEMBERS // _IN_CIRCLE):
        raise AssertionError(f"{weeks} weeks")
    bare = await _bare(db, checkin, community, len(chunks))
    name = f"opening of {_MEMBERS:,} members in {len(_ZONES)} zones"
    return [
        Figure(f"{name}, planned", sum(chunks), bare, "s", sum(chunks), 0.4, False, "<= 0.4 s"),
        most(f"{name}, longest chunk", max(chunks) * 1000, bare / len(chunks) * 1000, "ms", goal=20),
        added(f"{name}, longest wait of another", max(waits) * 1000, max(alone) * 1000, "ms", most=20),
    ]


def _joined(tx: Tx) -> tuple[int, int]:
    community = communities.ensure(tx, "dummy", "harbour")
    checkin = new_id()
    tx.run(
        "INSERT INTO checkin (id, community_id, name, weekday, hour, clock) VALUES (:id, :community, 'Week', :weekday,"
        " 18, :clock)",
        {"id": checkin, "community": community, "weekday": _DAY.weekday(), "clock": ClockKind.OWN.value},
    )
    tx.run("INSERT INTO checkin_question (checkin_id, n, place, kind) VALUES (:id, 1, 1, 'plan')", {"id": checkin})
    rows = tx.all("SELECT id, account_id FROM member WHERE community_id = :c ORDER BY id", {"c": community})
    tx.many(
        "UPDATE account SET zone = :zone WHERE id = :id",
        [{"zone": _ZONES[n * len(_ZONES) // len(rows)], "id": account} for n, (_, account) in enumerate(rows)],
    )
    circles = [new_id() for _ in range(len(rows) // _IN_CIRCLE)]
    tx.many(
        "INSERT INTO checkin_circle (id, checkin_id, n, zone) VALUES (:id, :checkin, :n, :zone)",
        [
            {"id": circle, "checkin": checkin, "n": n + 1, "zone": _ZONES[n * len(_ZONES) // len(circles)]}
            for n, circle in enumerate(circles)
        ],
    )
    tx.many(
        "INSERT INTO checkin_member (checkin_id, member_id, circle_id, joined_at, active_at)"
        " VALUES (:checkin, :member, :circle, :now, :now)",
        [
            {"checkin": checkin, "member": member, "circle": circles[n // _IN_CIRCLE], "now": seconds(_NOW)}
            for n, (member, _) in enumerate(rows)
        ],
    )
    return checkin, community


async def _bare(db: Database, checkin: int, community: int, parts: int) -> float:
    """Seconds for a week and a job of each circle, in so many transactions."""
    weeks = await db.read(lambda tx: tx.all("SELECT circle_id, opens_at, closes_at, zone FROM checkin_week"))

    def write(tx: Tx, some: list[tuple[int, int, int, str]]) -> None:
        tx.many(
            "INSERT INTO checkin_week (id, circle_id, checkin_id, day, hour, clock, zone, opens_at, closes_at)"
            " VALUES (:id, :circle, :checkin, 1, 18, 'own', :zone, :opens, :closes)",
            [
                {"id": new_id(), "circle": circle, "checkin": checkin, "zone": zone, "opens": opens, "closes": closes}
                for circle, opens, closes, zone in some
            ],
        )
        tx.many(
            "INSERT INTO job (id, key, call, args, community_id, run_at) VALUES (:id, :key, 'bare', '[]', :community,"
            " :at)",
            [
                {"id": new_id(), "key": f"bare:{circle}", "community": community, "at": jobs.PARKED}
                for circle, *_ in some
            ],
        )

    size = -(-len(weeks) // parts)
    began = time.perf_counter()
    for start in range(0, len(weeks), size):
        await db.run(lambda tx, some=weeks[start : start + size]: write(tx, some))
    return time.perf_counter() - began


async def _idle(db: Database) -> list[Figure]:
    """A look for due jobs, and when the next one is, with nothing due."""
    await db.run(lambda tx: tx.run("DELETE FROM job"))
    clock = SteppedClock(_NOW)
    registry = load()
    work = Calls(db, registry, OutboxEffects(), AllCogs(registry), clock)
    runner = JobRunner(db, clock, work.job, random.Random(1), Counter())
    empty = await _tick(db, runner)
    for start in range(0, _SCHEDULES, _PART):
        numbers = range(start, start + _PART)
        await db.run(lambda tx, numbers=numbers: _schedules(tx, numbers))
    full = await _tick(db, runner)
    return [most(f"an idle tick with {_SCHEDULES:,} schedules stored", full, empty, "ms", goal=1)]


def _schedules(tx: Tx, numbers: range) -> None:
    community = communities.ensure(tx, "dummy", "harbour")
    for number in numbers:
        at = _NOW + timedelta(hours=1, seconds=number * 6)
        jobs.put(tx, f"{community}:checkin:week:{number}", Call("checkinweek.go", (number,)), at, community=community)


async def _tick(db: Database, runner: JobRunner) -> float:
    """Milliseconds."""
    times: list[float] = []
    for _ in range(200):
        began = time.perf_counter()
        ran = await runner.round()
        await db.read(jobs.next_due)
        times.append((time.perf_counter() - began) * 1000)
        assert ran == 0
    return median(times)
