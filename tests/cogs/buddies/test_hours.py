"""Free half hours, against asking each moment's local clock."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.buddies.choices import ANY_TIME, PARTS, Part, parts_of
from cogs.buddies.hours import HALF_HOURS, hours, slots, week

HALF = timedelta(minutes=30)
ZONES = st.sampled_from(sorted(name for name in available_timezones() if "/" in name))
# Clocks change in these weeks: in Europe, in North America, in the south, in Lord Howe by half an hour.
CHANGES = [datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 3, 26, 9, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC)]
STARTS = st.one_of(
    st.sampled_from(CHANGES),
    st.integers(0, 17 * 365 * 86400).map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
)
MASKS = st.integers(0, ANY_TIME)


def suits(parts: int, zone: str, moment: datetime) -> bool:
    local = moment.astimezone(ZoneInfo(zone))
    return any(
        weekend == (local.weekday() >= 5) and opens <= local.hour < closes
        for weekend, _, opens, closes in (PARTS[part] for part in parts_of(parts or ANY_TIME))
    )


@settings(deadline=None)
@given(MASKS, ZONES, STARTS)
def test_each_half_hour_is_judged_by_the_clock_on_the_wall_as_it_begins(parts: int, zone: str, start: datetime) -> None:
    mask = week(parts, ZoneInfo(zone), start)
    hour = start.replace(minute=0, second=0, microsecond=0)
    assert mask == sum(1 << n for n in range(HALF_HOURS) if suits(parts, zone, hour + n * HALF))


@settings(deadline=None)
@given(MASKS, MASKS, ZONES, STARTS)
def test_naming_more_parts_only_adds_hours(some: int, more: int, zone: str, start: datetime) -> None:
    one, both = week(some, ZoneInfo(zone), start), week(some | more, ZoneInfo(zone), start)
    assert not some or one & both == one


@settings(deadline=None)
@given(ZONES, STARTS)
def test_nothing_said_is_any_waking_time(zone: str, start: datetime) -> None:
    assert week(0, ZoneInfo(zone), start) == week(ANY_TIME, ZoneInfo(zone), start)


def test_a_week_without_a_clock_change_has_the_hours_of_its_parts() -> None:
    start = datetime(2026, 1, 14, 10, tzinfo=UTC)
    for zone in ("UTC", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Eucla", "America/St_Johns", "Pacific/Kiritimati"):
        for part, (weekend, _, opens, closes) in PARTS.items():
            assert hours(week(part.bit, ZoneInfo(zone), start)) == (2 if weekend else 5) * (closes - opens)


def test_an_evening_stays_an_evening_when_the_clock_changes_in_between() -> None:
    """Berlin goes to summer time on 29 March 2026: Monday's evening begins an hour earlier for the world."""
    start = datetime(2026, 3, 27, 12, tzinfo=UTC)
    mask = week(Part.WEEKDAY_EVENING.bit, ZoneInfo("Europe/Berlin"), start)
    begins = [start + n * HALF for n in range(HALF_HOURS) if mask >> n & 1 and not (n and mask >> (n - 1) & 1)]
    assert [moment.hour for moment in begins] == [17, 16, 16, 16, 16]


def test_minutes_of_the_start_do_not_count() -> None:
    zone, start = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert week(3, zone, start) == week(3, zone, start + timedelta(minutes=59, seconds=59, microseconds=7))


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Eucla", "America/St_Johns"])
def test_clocks_that_are_off_by_part_of_an_hour_share_hours_with_others(zone: str) -> None:
    start = datetime(2026, 3, 2, 10, tzinfo=UTC)
    same_longitude = {"Asia/Kathmandu": "Asia/Kolkata", "Australia/Eucla": "Australia/Perth"}.get(
        zone, "America/Halifax"
    )
    shared = week(Part.WEEKDAY_MORNING.bit, ZoneInfo(zone), start) & week(
        Part.WEEKDAY_MORNING.bit, ZoneInfo(same_longitude), start
    )
    assert 15 <= hours(shared) <= 20


# Times to propose


@st.composite
def weeks(draw: st.DrawFn) -> int:
    """Any half hours at all, or those that two people share."""
    if draw(st.booleans()):
        return draw(st.integers(0, 2**HALF_HOURS - 1))
    one, two = (week(draw(MASKS), ZoneInfo(draw(ZONES)), CHANGES[0]) for _ in range(2))
    return one & two


@settings(deadline=None)
@given(weeks(), STARTS, st.integers(1, 5))
def test_each_proposed_time_is_a_free_hour_of_its_own(mask: int, start: datetime, count: int) -> None:
    hour = start.replace(minute=0, second=0, microsecond=0)
    found = slots(mask, start, count)
    assert found == sorted(found)
    assert len(found) <= count
    for moment in found:
        n = (moment - hour) // HALF
        assert 0 <= n < HALF_HOURS - 1
        assert mask >> n & 3 == 3
    assert all(later - earlier >= 2 * HALF for earlier, later in itertools.pairwise(found))


@settings(deadline=None)
@given(weeks(), STARTS)
def test_times_are_proposed_whenever_an_hour_is_free(mask: int, start: datetime) -> None:
    assert bool(slots(mask, start)) == bool(mask & mask >> 1)


@settings(deadline=None)
@given(st.integers(1, ANY_TIME), ZONES)
def test_who_has_time_on_several_days_gets_proposals_on_several_days(parts: int, zone: str) -> None:
    found = slots(week(parts, ZoneInfo(zone), CHANGES[1]), CHANGES[1], 2)
    days = {moment.astimezone(ZoneInfo(zone)).date() for moment in found}
    assert len(days) == 2


def test_nobody_free_at_the_same_time_has_nothing_proposed() -> None:
    assert slots(0, CHANGES[0]) == []
    assert slots(0b101, CHANGES[0]) == []
