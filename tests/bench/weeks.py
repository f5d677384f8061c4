"""1 000 circles whose weeks open, ask and close at the same second: what somebody's press waits for meanwhile.

All of it is by the real jobs, on SQLite. Threads are made by writing down that they were; nothing is sent. The floor is
the same small transaction with nothing beside it.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.context import Receipt, Result
from bot.delivery.effects import OutboxEffects
from bot.delivery.results import dump, unscoped
from bot.delivery.running import JobRunner
from bot.people import communities
from bot.runtime.all_cogs import AllCogs, load
from bot.runtime.app import Calls
from bot.scheduling import jobs
from bot.scheduling.clock import SteppedClock, moment, seconds
from bot.storage.database import Database, Tx
from bot.storage.ids import new_id
from bot.storage.seal import KeyRing
from bot.ui.card import Call
from cogs.checkins import calls
from cogs.checkins.answers import store as answers
from cogs.checkins.model import AnswerState, ClockKind, Words, room_kind
from tests.bench.community import founded
from tests.bench.result import Figure, added

_CIRCLES, _IN_CIRCLE = 1_000, 5
_PART = 100
_DAY = date(2026, 3, 10)
_NOW = datetime(2026, 3, 8, 12, tzinfo=UTC)
_QUESTIONS = ("win", "plan", "hard", "ask")
_SAID = {1: "I wrote to two people, and one answered." * 4, 3: "The waiting." * 10, 4: "Who reads my letter?"}


@dataclass
class _Waits:
    """Seconds that a press waited: alone, and by what went on beside it."""

    alone: float = 0.0
    longest: dict[str, float] = field(default_factory=dict[str, float])


async def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        people = [f"p{number}" for number in range(_CIRCLES * _IN_CIRCLE)]
        url = f"sqlite:///{folder}/cairn.db"
        db = await founded(url, KeyRing.fresh(), "dummy", "", "harbour", "wins", people, _NOW - timedelta(days=365))
        try:
            waits = await _week(db)
        finally:
            await db.close()
    name = f"{_CIRCLES:,} circles at one second"
    alone = waits.alone * 1000
    return [
        added(f"{name}, {what}: longest wait of another", longest * 1000, alone, "ms", most=20)
        for what, longest in waits.longest.items()
    ]


async def _week(db: Database) -> _Waits:
    checkin, community = await db.run(_joined)
    clock = SteppedClock(_NOW)
    registry = load()
    work = Calls(db, registry, OutboxEffects(), AllCogs(registry), clock)
    runner = JobRunner(db, clock, work.job, random.Random(1), Counter())
    key = f"{community}:{calls.spread_key(checkin)}"
    await db.run(lambda tx: jobs.put(tx, key, calls.spread(checkin, _DAY.toordinal()), _NOW, community=community))
    while await runner.round():
        pass
    waits = _Waits(max([await press(db) for _ in range(200)]))
    clock.step(await _moment(db, "opens_at") - clock.now())
    waits.longest["opening"] = await _beside(db, runner)
    await _threads(db, clock, community)
    waits.longest["head and ask"] = await _beside(db, runner)
    await _said(db, clock.now())
    clock.step(await _moment(db, "closes_at") - clock.now())
    waits.longest["closing"] = await _beside(db, runner)
    digests = await db.read(lambda tx: tx.one("SELECT count(*) FROM message WHERE key LIKE '%:digest'"))
    if digests != (_CIRCLES,):
        raise AssertionError(f"{digests} digests")
    return waits


async def _beside(db: Database, runner: JobRunner) -> float:
    """The longest that another one waited while everything ran that is due."""
    waits: list[float] = []
    over = asyncio.Event()

    async def another() -> None:
        while not over.is_set():
            waits.append(await press(db))
            await asyncio.sleep(0.001)

    asking = asyncio.create_task(another())
    while await runner.round():
        pass
    over.set()
    await asking
    return max(waits)


async def press(db: Database) -> float:
    """Seconds that a small transaction takes, as a press has one."""
    began = time.perf_counter()
    await db.run(lambda tx: tx.run("UPDATE known SET value = '1' WHERE key = 'bench'"))
    return time.perf_counter() - began


async def _moment(db: Database, column: str) -> datetime:
    row = await db.read(lambda tx: tx.one(f"SELECT max({column}) FROM checkin_week"))
    assert row is not None
    return moment(row[0])


def _joined(tx: Tx) -> tuple[int, int]:
    community = communities.ensure(tx, "dummy", "harbour")
    checkin = new_id()
    communities.choose_room(tx, community, room_kind(checkin), "checkins")
    tx.run(
        "INSERT INTO checkin (id, community_id, name, weekday, hour, clock) VALUES (:id, :community, 'Week', :weekday,"
        " 18, :clock)",
        {"id": checkin, "community": community, "weekday": _DAY.weekday(), "clock": ClockKind.OWN.value},
    )
    tx.many(
        "INSERT INTO checkin_question (checkin_id, n, place, kind) VALUES (:id, :n, :n, :kind)",
        [{"id": checkin, "n": n, "kind": kind} for n, kind in enumerate(_QUESTIONS, 1)],
    )
    rows = tx.all("SELECT id FROM member WHERE community_id = :c ORDER BY id", {"c": community})
    circles = [new_id() for _ in range(_CIRCLES)]
    tx.many(
        "INSERT INTO checkin_circle (id, checkin_id, n, zone) VALUES (:id, :checkin, :n, 'UTC')",
        [{"id": circle, "checkin": checkin, "n": n} for n, circle in enumerate(circles, 1)],
    )
    tx.many(
        "INSERT INTO checkin_member (checkin_id, member_id, circle_id, joined_at, active_at)"
        " VALUES (:checkin, :member, :circle, :now, :now)",
        [
            {"checkin": checkin, "member": member, "circle": circles[n // _IN_CIRCLE], "now": seconds(_NOW)}
            for n, (member,) in enumerate(rows)
        ],
    )
    return checkin, community


async def _threads(db: Database, clock: SteppedClock, community: int) -> None:
    """Every thread that was asked for is there, and all of it is heard at once."""
    rows = await db.read(lambda tx: tx.all("SELECT id, key, then_call, then_args FROM room WHERE then_call <> ''"))
    assert len(rows) == _CIRCLES

    def made(tx: Tx, some: Sequence[tuple[int, str, str, str]]) -> None:
        for room, key, call, args in some:
            tx.run("UPDATE room SET state = 2, remote_id = :remote WHERE id = :id", {"remote": f"r{room}", "id": room})
            receipt = dump(Receipt(unscoped(key), Result.DONE, "", room))
            week = int(args.strip("[]").split(",")[0])
            then = Call(call, (week, 1))
            jobs.put(tx, f"then:{room}", then, clock.now(), community=community, result=receipt)

    for start in range(0, len(rows), _PART):
        await db.run(lambda tx, some=rows[start : start + _PART]: made(tx, some))


async def _said(db: Database, now: datetime) -> None:
    """Everybody answered, and it is posted."""
    rows = await db.read(
        lambda tx: tx.all(
            "SELECT w.id, b.member_id FROM checkin_week w JOIN checkin_member b ON b.circle_id = w.circle_id"
        )
    )

    def said(tx: Tx, some: Sequence[tuple[int, int]]) -> None:
        for week, member in some:
            words = Words(_SAID, ("When it is Monday, I’ll write to Ann.",))
            answers.save(tx, week, member, words, resting=False, asks=True, now=now)
        tx.run("UPDATE checkin_answer SET state = :shown", {"shown": int(AnswerState.SHOWN)})

    for start in range(0, len(rows), _PART):
        await db.run(lambda tx, some=rows[start : start + _PART]: said(tx, some))
