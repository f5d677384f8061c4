"""A year of check-ins in one go: the real jobs on a real database, by their times; a platform that always says yes.

Nothing is drawn on a platform: what would be shown is written down as it was asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.context import Context, Kind, Lane, Receipt, Result, Unknown
from bot.delivery import results
from bot.delivery.effects import OutboxEffects
from bot.people import accounts, communities, consent, members
from bot.runtime.all_cogs import AllCogs, load
from bot.runtime.app import Calls
from bot.scheduling import jobs
from bot.scheduling.clock import SteppedClock, moment
from bot.storage.database import Database, Tx
from bot.ui.card import Call, Card, Mention, contents, inlines
from bot.ui.wire import dump_args
from cogs.checkins.circles import store as circles
from cogs.checkins.circles.store import About
from cogs.checkins.model import ClockKind
from cogs.checkins.organising import planning
from cogs.checkins.organising import store as organising

START = datetime(2026, 1, 4, tzinfo=UTC)
WEEKS = 52
_IN_CIRCLE = 6
_AT_ONCE = 500


@dataclass(frozen=True)
class Change:
    """What a wall clock shows when it is put to another time, and to which."""

    shown: datetime
    put_to: datetime

    @property
    def gap(self) -> bool:
        return self.put_to > self.shown

    @property
    def hour(self) -> datetime | None:
        """The first full hour that is left out or comes twice. Half an hour may hold none."""
        first, last = min(self.shown, self.put_to), max(self.shown, self.put_to)
        full = first if first.minute == 0 else first.replace(minute=0) + timedelta(hours=1)
        return full if full < last else None


def changes(zone: ZoneInfo) -> tuple[Change, ...]:
    """Those of the year, by their order."""
    found: list[Change] = []
    for day in range(WEEKS * 7):
        low, high = START + timedelta(days=day), START + timedelta(days=day + 1)
        before, after = _offset(low, zone), _offset(high, zone)
        if before == after:
            continue
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) // 2
            low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
        at = high.replace(second=0, microsecond=0, tzinfo=None)
        found.append(Change(at + before, at + after))
    return tuple(found)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    found = at.astimezone(zone).utcoffset()
    assert found is not None
    return found


def changing_zones() -> dict[str, tuple[Change, ...]]:
    """All names whose clocks change within the year, old spellings of the same place included."""
    every = {name: changes(ZoneInfo(name)) for name in sorted(available_timezones())}
    return {name: found for name, found in every.items() if found}


@dataclass(frozen=True)
class Slot:
    """A weekday and an hour that some clocks leave out or show twice in the year."""

    weekday: int
    hour: int


def slots(zones: dict[str, tuple[Change, ...]]) -> dict[Slot, list[str]]:
    """For each slot the zones that it is special for."""
    found: dict[Slot, set[str]] = {}
    for name, each in zones.items():
        for at in (change.hour for change in each):
            if at is not None:
                found.setdefault(Slot(at.weekday(), at.hour), set()).add(name)
    return {slot: sorted(found[slot]) for slot in sorted(found, key=lambda slot: (slot.weekday, slot.hour))}


@dataclass(frozen=True)
class Seat:
    """A member in a check-in."""

    slot: Slot
    zone: str
    """The one on whose clock they are asked."""
    checkin: int
    first: date


class WroteDown(OutboxEffects):
    """Jobs are real; the rest is kept."""

    def __init__(self) -> None:
        self.asked: dict[int, list[datetime]] = {}
        """By member: when they were pinged."""
        self.rooms: Counter[str] = Counter()
        self.heads: Counter[str] = Counter()
        self.closed: Counter[str] = Counter()

    def show(
        self,
        ctx: Context,
        key: str,
        room: int,
        card: Card,
        lane: Lane,
        then: Call | None,
        on_unknown: Unknown,
        expires: datetime | None,
        under: str,
    ) -> int:
        if key.endswith(":head"):
            self.heads[key] += 1
        for inline in (inline for content in contents(card) for inline in inlines(content)):
            if isinstance(inline, Mention) and inline.ping and ":ask:" in key:
                self.asked.setdefault(inline.member, []).append(ctx.now)
        return 1

    def open_room(self, ctx: Context, key: str, members: Sequence[int], title: str, then: Call, under: str) -> int:
        self.rooms[key] += 1
        receipt = Receipt(key, Result.DONE, "", self.rooms.total())
        args = dump_args(then.args)
        results.tell(ctx.tx, key, then.name, args, receipt, community=ctx.community, member=None, now=ctx.now)
        return receipt.room

    def close_room(self, ctx: Context, key: str) -> None:
        self.closed[key] += 1

    def withdraw(self, ctx: Context, key: str) -> None: ...
    def notify(
        self, ctx: Context, member: int, kind: Kind, render: Call, due: datetime, expires: datetime, key: str
    ) -> None: ...
    def look_up(self, ctx: Context, members: Sequence[int], then: Call) -> None: ...
    def look_at(self, ctx: Context, key: str, then: Call) -> None: ...
    def start(self, ctx: Context, task: Call, key: str) -> None:
        """Circles stay as they are; the weeks come without waiting for it."""


class Year:
    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = SteppedClock(START)
        self.did = WroteDown()
        self.seats: dict[int, Seat] = {}
        """By member."""
        self.circles: dict[int, date] = {}
        """With the first day of their weeks."""
        registry = load()
        self._cogs = AllCogs(registry)
        self._calls = Calls(db, registry, self.did, self._cogs, self.clock)
        self._names = 0

    async def check_in(self, slot: Slot, clock: ClockKind, zones: Sequence[str]) -> None:
        """A check-in at that hour. On their own clocks, members of these zones sit together; on the circle's, there is
        a circle for each zone, whose members live elsewhere."""

        def make(tx: Tx) -> None:
            community = communities.ensure(tx, "dummy", "harbour")
            name = f"{clock} {slot.weekday} {slot.hour}"
            made = organising.add(tx, community, self._person(tx, "UTC"), name, slot.weekday, slot.hour, clock, ())
            ctx = Context(tx, self.did, self._cogs, community, 0, 0, "en", ZoneInfo("UTC"), self.clock.now(), "dummy")
            made = planning.set_out(ctx, made)
            organising.save(tx, made)
            planning.plan(ctx, made)
            first = date.fromordinal(made.from_day)
            if clock is ClockKind.OWN:
                sits = [zones[start : start + _IN_CIRCLE] for start in range(0, len(zones), _IN_CIRCLE)]
                groups = [(some[0], [(self._person(tx, zone), zone) for zone in some]) for some in sits]
            else:
                far = ("Asia/Tokyo", "America/Lima")
                groups = [(zone, [(self._person(tx, other), zone) for other in far]) for zone in zones]
            for zone, people in groups:
                for member, own in people:
                    circles.join(tx, made.id, member, About(), self.clock.now())
                    self.seats[member] = Seat(slot, own, made.id, first)
                circle = circles.make(tx, made.id, zone, [member for member, _ in people], self.clock.now())
                self.circles[circle] = first

        await self.db.run(make)

    def _person(self, tx: Tx, zone: str) -> int:
        self._names += 1
        name = f"p{self._names}"
        account = accounts.agree(
            tx, "dummy", "", name, version=consent.VERSION, name=name, locale="en", now=self.clock.now()
        )
        accounts.set_zone(tx, account, zone)
        return members.join(tx, account, communities.ensure(tx, "dummy", "harbour"), self.clock.now())

    async def run(self, until: datetime) -> None:
        """From job to job, each at its time; many times share one COMMIT."""
        while await self.db.run(lambda tx: self._some(tx, until)):
            pass

    def _some(self, tx: Tx, until: datetime) -> bool:
        for _ in range(_AT_ONCE):
            due = jobs.next_due(tx)
            if due is None or moment(due) > until:
                return False
            self.clock.step(max(moment(due) - self.clock.now(), timedelta()))
            self._due(tx)
        return True

    def _due(self, tx: Tx) -> None:
        now = self.clock.now()
        for id, _ in jobs.due(tx, now, _AT_ONCE):
            job = jobs.take(tx, id, now)
            if job is not None:
                self._calls.job(tx, job.call, job.community, job.member, results.load(job.result))


def hour_on(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """When a clock in that zone first shows it; where it never does, as much later as was left out. Found by trying
    every offset that the zone has around that day."""
    wanted = datetime.combine(day, time(hour))
    around = [_offset(wanted.replace(tzinfo=UTC) + timedelta(hours=hours), zone) for hours in range(-36, 37, 6)]
    tried = {(wanted - offset).replace(tzinfo=UTC) for offset in around}
    shows = [at for at in tried if at.astimezone(zone).replace(tzinfo=None) == wanted]
    return min(shows, default=(wanted - around[0]).replace(tzinfo=UTC))
