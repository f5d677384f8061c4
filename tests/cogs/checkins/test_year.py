"""A stepped year of check-ins on every clock that changes in it.

All 201 names of zones whose clocks change are taken, old spellings included, on each member's own clock; on the
circle's clock one of each 19 that behave alike. Check-ins are set at exactly those weekdays and hours that some clock
leaves out or shows twice in the year, with the members for whom that is so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.runtime.start import all_migrations
from bot.storage.migrate import migrate
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from cogs.checkins.model import ClockKind
from tests.cogs.checkins.year import START, WEEKS, Change, Slot, Year, changing_zones, hour_on, slots

ZONES = changing_zones()
SPECIAL = slots(ZONES)


@pytest.fixture
async def year(tmp_path: Path) -> AsyncIterator[Year]:
    db = await open_database(f"sqlite:///{tmp_path}/cairn.db", KeyRing.fresh())
    await migrate(db, all_migrations(), now=START)
    yield Year(db)
    await db.close()


def behaviours() -> dict[tuple[Change, ...], str]:
    """One zone of each course of the clocks."""
    return {found: name for name, found in reversed(ZONES.items())}


def test_every_change_of_the_year_that_spans_a_full_hour_is_met() -> None:
    met = {(name, slot) for slot, names in SPECIAL.items() for name in names}
    wanted = {
        (name, Slot(at.weekday(), at.hour))
        for name, found in ZONES.items()
        for at in (change.hour for change in found)
        if at is not None
    }
    assert met == wanted
    assert {name for name, _ in met} == set(ZONES)
    kinds = Counter(change.gap for found in ZONES.values() for change in found)
    assert kinds[True] > 150
    assert kinds[False] > 150


async def test_each_member_is_asked_once_a_week_at_the_hour_on_their_own_clock(year: Year) -> None:
    for slot, names in SPECIAL.items():
        await year.check_in(slot, ClockKind.OWN, names)
    await _whole(year)


async def test_each_circle_is_asked_once_a_week_at_the_hour_on_its_clock(year: Year) -> None:
    alike = set(behaviours().values())
    for slot, names in SPECIAL.items():
        await year.check_in(slot, ClockKind.CIRCLE, [name for name in names if name in alike])
    await _whole(year)


async def _whole(year: Year) -> None:
    last = max(seat.first for seat in year.seats.values()) + timedelta(weeks=WEEKS)
    await year.run(START + timedelta(days=(last - START.date()).days + 5))
    assert set(year.did.asked) == set(year.seats)
    shifted = 0
    for member, seat in year.seats.items():
        days = [seat.first + timedelta(weeks=n) for n in range(WEEKS)]
        zone = ZoneInfo(seat.zone)
        wanted = [hour_on(day, seat.slot.hour, zone) for day in days]
        came = [at for at in year.did.asked[member] if at <= wanted[-1] + timedelta(days=3)]
        assert came == wanted, f"{seat.zone} at {seat.slot}"
        shifted += sum(at.astimezone(zone).hour != seat.slot.hour or at.astimezone(zone).minute != 0 for at in came)
    assert shifted
    weeks = {
        f"checkin:{circle}:{(first + timedelta(weeks=n)).toordinal()}"
        for circle, first in year.circles.items()
        for n in range(WEEKS)
    }
    assert weeks <= set(year.did.rooms)
    for count in (year.did.rooms, year.did.heads, year.did.closed):
        assert set(count.values()) == {1}
