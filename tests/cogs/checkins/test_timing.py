"""When weeks are planned, asked and closed, in every zone and year there may be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.checkins import timing
from cogs.checkins.model import Checkin, ClockKind, Standing

ZONES = sorted(available_timezones())
FIRST, LAST = date(2000, 1, 1), date(2035, 12, 31)

zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(FIRST, LAST)
hours = st.integers(0, 23)
clocks = st.sampled_from(ClockKind)


def checkin(weekday: int, hour: int, planned: int = 0) -> Checkin:
    return Checkin(1, 1, None, "Week", weekday, hour, ClockKind.OWN, Standing.RUNNING, planned, ())


checkins = st.builds(checkin, st.integers(0, 6), hours)


@given(checkins, days)
def test_the_next_day_is_its_weekday_within_a_week(one: Checkin, after: date) -> None:
    found = timing.next_day(one, after)
    assert found.weekday() == one.weekday
    assert 1 <= (found - after).days <= 7


@given(days, hours, zones)
def test_everybody_is_asked_when_their_wall_clock_shows_the_hour_or_later_by_the_gap(
    day: date, hour: int, zone: ZoneInfo
) -> None:
    at = timing.ask_at(day, hour, zone)
    shown = at.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, time(hour))
    if shown != wanted:
        before, after = (at - timedelta(days=1)).astimezone(zone), at.astimezone(zone)
        gap = (after.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())
        assert shown == wanted + gap
        assert gap > timedelta(0)
        assert not any(_shows(wanted, zone, at + timedelta(hours=n / 2)) for n in range(-60, 61))


@given(days, hours, zones)
def test_an_hour_that_comes_twice_counts_the_first_time(day: date, hour: int, zone: ZoneInfo) -> None:
    at = timing.ask_at(day, hour, zone)
    shown = at.astimezone(zone).replace(tzinfo=None)
    assert not any(_shows(shown, zone, at - timedelta(minutes=15 * n)) for n in range(1, 9))


def _shows(wall: datetime, zone: ZoneInfo, at: datetime) -> bool:
    return at.astimezone(zone).replace(tzinfo=None) == wall


@given(days, hours, zones, zones)
def test_nobody_is_asked_within_a_day_of_the_planning_or_after_the_reminder(
    day: date, hour: int, member: ZoneInfo, circle: ZoneInfo
) -> None:
    one = checkin(day.weekday(), hour)
    ask, closes = timing.ask_at(day, hour, member), timing.closes_at(day, hour, circle)
    assert ask - timing.plan_at(one, day) >= timedelta(hours=22)  # Samoa had no 30 December 2011
    assert ask < timing.reminds_at(closes) < closes <= timing.all_closed_at(day, hour)


@given(days, hours, zones, st.lists(zones, max_size=6), clocks)
def test_a_week_opens_with_the_first_who_is_asked(
    day: date, hour: int, circle: ZoneInfo, members: list[ZoneInfo], clock: ClockKind
) -> None:
    opens = timing.opens_at(day, hour, clock, circle, members)
    asks = [timing.ask_at(day, hour, zone) for zone in members]
    assert opens <= timing.ask_at(day, hour, circle)
    if clock is ClockKind.OWN:
        assert all(opens <= ask for ask in asks)
        assert opens in {*asks, timing.ask_at(day, hour, circle)}
    else:
        assert opens == timing.ask_at(day, hour, circle)


@given(checkins, days, st.integers(0, 86_399))
def test_the_day_to_plan_is_the_latest_whose_time_has_come(one: Checkin, today: date, second: int) -> None:
    now = datetime.combine(today, time(), UTC) + timedelta(seconds=second)
    day = timing.due_day(one, now)
    assert day.weekday() == one.weekday
    assert timing.plan_at(one, day) <= now < timing.plan_at(one, day + timedelta(days=7))


@settings(max_examples=60)
@given(hours, zones, days, clocks)
def test_a_year_of_weeks_goes_by_in_order(hour: int, zone: ZoneInfo, day: date, clock: ClockKind) -> None:
    weeks = [day + timedelta(weeks=n) for n in range(53)]
    opens = [timing.opens_at(one, hour, clock, zone, [zone]) for one in weeks]
    closes = [timing.closes_at(one, hour, zone) for one in weeks]
    for n in range(52):
        assert opens[n] < closes[n] < opens[n + 1]


@pytest.mark.parametrize(
    ("day", "hour", "zone", "shown"),
    [
        (date(2026, 3, 29), 2, "Europe/Berlin", "2026-03-29T03:00:00+02:00"),  # a gap
        (date(2026, 10, 25), 2, "Europe/Berlin", "2026-10-25T02:00:00+02:00"),  # a fold
        (date(2026, 10, 4), 2, "Australia/Lord_Howe", "2026-10-04T02:30:00+11:00"),  # half an hour
        (date(2026, 3, 28), 23, "America/Nuuk", "2026-03-29T00:00:00-01:00"),  # the gap ends the day
        (date(2011, 12, 30), 9, "Pacific/Apia", "2011-12-31T09:00:00+14:00"),  # there was no such date
        (date(2026, 3, 29), 0, "Asia/Beirut", "2026-03-29T01:00:00+03:00"),  # no midnight
    ],
)
def test_the_days_on_which_clocks_change(day: date, hour: int, zone: str, shown: str) -> None:
    assert timing.ask_at(day, hour, ZoneInfo(zone)).astimezone(ZoneInfo(zone)).isoformat() == shown
