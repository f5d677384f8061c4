"""A year of a community of ten thousand, hour by hour on a stepped clock, through dispatch, jobs, notices and outbox.

The floor is as many single transactions of a small command on the plain `sqlite3` module as there are commands here.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapter import AccountRef, ButtonPressed, CommandCalled, Incoming, Who
from bot.people import communities
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.runtime.start import step_through
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Database, Tx
from bot.storage.seal import KeyRing
from bot.ui.card import Call
from bot.ui.wire import encode_call
from tests.bench.community import founded
from tests.bench.dummy import DummyAdapter
from tests.bench.result import Figure, most
from tests.bench.storage import plain_sqlite

_TEAM, _ROOM = "harbour", "wins"
_START = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday."""
_WEEKS = 52
_HOURS = (9, 15)
"""When people act; on Sundays, too, before the round-up."""
_AFTER = timedelta(days=9)
"""Until the last rest has ended."""
_AT_ONCE = 256
_SAY_YES = 3
"""Of the wins of each moment, how many authors want theirs in the round-up."""
_ROUND_UP, _GENTLE = "Wins of this week", "Your rest ends here"
_TEXT = "I had a good talk with a recruiter today, and they asked for a second one next week."


@dataclass(frozen=True, slots=True)
class Size:
    members: int = 10_000
    wins: int = 60_000
    rejections: int = 30_000
    rests: int = 10_000
    cheers: int = 200_000

    @property
    def commands(self) -> int:
        return self.wins + self.rejections + self.rests + self.cheers


async def figures() -> list[Figure]:
    size = Size()
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        before = plain_sqlite(Path(folder) / "before.db", 1.0)
        took = await lived(Path(folder) / "cairn.db", size)
        after = plain_sqlite(Path(folder) / "after.db", 1.0)
    floor = size.commands / ((before + after) / 2)
    return [most(f"a year of {size.members:,} members", took, floor, "s", goal=180)]


async def lived(path: Path, size: Size) -> float:
    """Seconds. Raises when something was lost or doubled."""
    clock = SteppedClock(_START)
    adapter = DummyAdapter()
    people = [f"p{number}" for number in range(size.members)]
    db = await founded(f"sqlite:///{path}", KeyRing.fresh(), adapter.name, "", _TEAM, _ROOM, people, _START)
    try:
        return await _lived(db, adapter, people, size, clock)
    finally:
        await db.close()


async def _lived(db: Database, adapter: DummyAdapter, people: list[str], size: Size, clock: SteppedClock) -> float:
    app = await App.assemble(db, [adapter], clock, load())
    community = await db.run(lambda tx: communities.ensure(tx, adapter.name, _TEAM))
    acts = _Acts(people, community, db)
    began = time.perf_counter()
    slots = _WEEKS * 7 * len(_HOURS)
    for number, at in enumerate(_slots()):
        await step_through(app, clock, at - clock.now())
        await _done(app, await acts.of(number, slots, size))
    await step_through(app, clock, _AFTER)
    took = time.perf_counter() - began
    await _check(db, adapter, people, size)
    return took


def _slots() -> Iterator[datetime]:
    for day in range(_WEEKS * 7):
        for hour in _HOURS:
            yield _START + timedelta(days=day, hours=hour)


async def _done(app: App, events: list[Incoming]) -> None:
    for start in range(0, len(events), _AT_ONCE):
        await asyncio.gather(*map(app.core.dispatch, events[start : start + _AT_ONCE]))


class _Acts:
    """What people do, the same in every run."""

    def __init__(self, people: list[str], community: int, db: Database) -> None:
        self._people = people
        self._community = community
        self._db = db
        self._dice = random.Random(1)
        self._events = itertools.count(1)
        self._last = 0
        self._cheers: list[tuple[int, int]] = []
        """Win and member: cheers still to be given."""
        self._given: Counter[str] = Counter()

    async def of(self, slot: int, slots: int, size: Size) -> list[Incoming]:
        def due(what: str, whole: int) -> range:
            before = self._given[what]
            self._given[what] = whole * (slot + 1) // slots
            return range(before, self._given[what])

        events: list[Incoming] = []
        # Nobody does the same twice in one moment: that would be a double press, and kept once.
        rejections, wins = due("rejections", size.rejections), due("wins", size.wins)
        events += [self._command(person, "rejection") for person in self._some(len(rejections))]
        for number in due("rests", size.rests):
            events.append(self._press(number, Call("rest.begin", (1 + 2 * (number % 2), 0))))
        events += [self._command(person, "win", text=_TEXT) for person in self._some(len(wins))]
        new = await self._db.read(self._new_wins)
        if new:
            cheers = due("cheers", size.cheers)
            events += [self._cheer(new, number) for number in range(len(cheers))]
            events += [self._press(author, Call("wins.in_roundup", (win, True))) for win, author in new[:_SAY_YES]]
        self._dice.shuffle(events)
        return events

    def _new_wins(self, tx: Tx) -> list[tuple[int, int]]:
        """Of the last time: each win with the number of its author."""
        rows = tx.all(
            "SELECT win.id, account.external FROM win JOIN member ON member.id = win.member_id"
            " JOIN account ON account.id = member.account_id WHERE win.id > :last ORDER BY win.id",
            {"last": self._last},
        )
        self._last = rows[-1][0] if rows else self._last
        return [(id, int(external[1:])) for id, external in rows]

    def _cheer(self, wins: list[tuple[int, int]], number: int) -> Incoming:
        """Nobody cheers their own win, and nobody cheers one twice."""
        times, at = divmod(number, len(wins))
        win, author = wins[at]
        return self._press((author + 1 + times) % len(self._people), Call("winpost.cheer", (win,)))

    def _who(self, person: int) -> tuple[Who, str, str]:
        account = AccountRef(DummyAdapter.name, "", self._people[person])
        return Who(account, "Wren"), _TEAM, f"e{next(self._events)}"

    def _some(self, count: int) -> list[int]:
        return self._dice.sample(range(len(self._people)), count)

    def _command(self, person: int, name: str, **args: str) -> Incoming:
        return CommandCalled(*self._who(person), name, args)

    def _press(self, person: int, call: Call) -> Incoming:
        return ButtonPressed(*self._who(person), encode_call(call, self._community))


async def _check(db: Database, adapter: DummyAdapter, people: list[str], size: Size) -> None:
    """One post for each win, a round-up for each week, one gentle message for each rest; all cheers kept."""
    room = Counter(adapter.cards[_ROOM])
    wins, rejections, cheers = await db.read(
        lambda tx: [(tx.one(f"SELECT count(*) FROM {t}") or (0,))[0] for t in ("win", "rejection", "cheer")]
    )
    gentle = [adapter.cards.get(person, []).count(_GENTLE) for person in people]
    found = {
        "wins": wins,
        "posts of wins": room.total() - room[_ROUND_UP],
        "round-ups": room[_ROUND_UP],
        "rejections": rejections,
        "cheers": cheers,
        "ends of rests": sum(gentle),
        "told of it most often": max(gentle),
    }
    expected = (size.wins, size.wins, _WEEKS, size.rejections, size.cheers, size.rests, 1)
    if tuple(found.values()) != expected:
        raise AssertionError(f"lost or doubled: {found}")
