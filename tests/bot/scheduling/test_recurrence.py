from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scheduling.recurrence import is_quiet, next_daily, next_day, next_weekly, outside_quiet

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")
NEW_YORK = ZoneInfo("America/New_York")


@cache
def changing() -> list[str]:
    """Every IANA zone whose clocks change within two years, and some with odd histories."""
    days = [YEAR + timedelta(days=n) for n in range(0, 730, 20)]
    named = sorted(available_timezones() - {"localtime"})
    return [name for name in named if len({day.astimezone(ZoneInfo(name)).utcoffset() for day in days}) > 1]


zones = st.deferred(lambda: st.sampled_from(changing()).map(ZoneInfo))
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: YEAR + timedelta(minutes=minutes))
hours = st.integers(0, 23)
minutes = st.integers(0, 59)


def wall(moment: datetime, zone: ZoneInfo) -> tuple[int, int]:
    local = moment.astimezone(zone)
    return local.hour, local.minute


def exists(moment: datetime, hour: int, minute: int, zone: ZoneInfo) -> bool:
    """Whether the local day of a moment has this time at all."""
    local = moment.astimezone(zone).replace(hour=hour, minute=minute, second=0, fold=0)
    return wall(local.astimezone(UTC), zone) == (hour, minute)


@given(moments, hours, minutes, zones)
@settings(max_examples=300)
def test_a_daily_rule_fires_within_a_day_and_an_hour_or_two(
    after: datetime, hour: int, minute: int, zone: ZoneInfo
) -> None:
    found = next_daily(after, hour, minute, zone)
    assert timedelta(0) < found - after <= timedelta(hours=27)
    if exists(found, hour, minute, zone):
        assert wall(found, zone) == (hour, minute)
    else:
        assert wall(found, zone) > (hour, minute)


@given(moments, hours, minutes, zones)
@settings(max_examples=100)
def test_a_daily_rule_fires_once_on_every_local_day(after: datetime, hour: int, minute: int, zone: ZoneInfo) -> None:
    days: list[int] = []
    at = after
    for _ in range(10):
        at = next_daily(at, hour, minute, zone)
        days.append(at.astimezone(zone).toordinal())
    assert days == list(range(days[0], days[0] + 10))


@given(moments, st.integers(0, 6), hours, minutes, zones)
@settings(max_examples=300)
def test_a_weekly_rule_fires_on_its_day(after: datetime, weekday: int, hour: int, minute: int, zone: ZoneInfo) -> None:
    found = next_weekly(after, weekday, hour, minute, zone)
    assert timedelta(0) < found - after <= timedelta(days=7, hours=3)
    assert found.astimezone(zone).weekday() == weekday
    assert next_weekly(found, weekday, hour, minute, zone) - found >= timedelta(days=6, hours=21)


@given(moments, hours, hours, zones)
@settings(max_examples=300)
def test_quiet_hours_end_at_the_first_minute_outside_of_them(
    now: datetime, start: int, end: int, zone: ZoneInfo
) -> None:
    found = outside_quiet(now, start, end, zone)
    assert found >= now
    assert not is_quiet(found, start, end, zone)
    at = now
    while at < found:
        assert is_quiet(at, start, end, zone)
        at += timedelta(minutes=15)
    assert found == now or is_quiet(found - timedelta(seconds=1), start, end, zone)


def test_a_time_in_a_gap_shifts_forward() -> None:
    found = next_daily(datetime(2026, 3, 8, 5, tzinfo=UTC), 2, 30, NEW_YORK)
    assert found.astimezone(NEW_YORK).isoformat() == "2026-03-08T03:30:00-04:00"


def test_a_time_that_comes_twice_fires_the_first_time_only() -> None:
    first = next_daily(datetime(2026, 11, 1, 4, tzinfo=UTC), 1, 30, NEW_YORK)
    assert first.astimezone(NEW_YORK).isoformat() == "2026-11-01T01:30:00-04:00"
    assert next_daily(first, 1, 30, NEW_YORK).astimezone(NEW_YORK).isoformat() == "2026-11-02T01:30:00-05:00"


def test_a_weekly_rule_keeps_its_wall_time_when_clocks_change() -> None:
    before = next_weekly(datetime(2026, 3, 25, tzinfo=UTC), 4, 18, 0, HELSINKI)
    after = next_weekly(before, 4, 18, 0, HELSINKI)
    assert [m.astimezone(HELSINKI).hour for m in (before, after)] == [18, 18]
    assert after - before == timedelta(days=7, hours=-1)


def test_a_day_that_a_zone_left_out_is_a_gap() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = next_daily(datetime(2011, 12, 30, 9, 30, tzinfo=UTC), 10, 0, apia)  # 29 December, 23:30
    assert found.astimezone(apia).isoformat() == "2011-12-31T10:00:00+14:00"
    assert next_daily(found, 10, 0, apia).astimezone(apia).day == 1


def test_a_half_hour_change_of_clocks_is_kept_to() -> None:
    island = ZoneInfo("Australia/Lord_Howe")
    found = next_daily(datetime(2026, 10, 3, 14, tzinfo=UTC), 2, 15, island)
    assert found.astimezone(island).strftime("%H:%M") == "02:45"


def test_the_same_hour_twice_means_no_quiet_hours() -> None:
    assert outside_quiet(YEAR, 8, 8, HELSINKI) == YEAR


def test_quiet_hours_across_midnight_end_in_the_morning() -> None:
    late = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
    assert outside_quiet(late, 21, 8, HELSINKI).astimezone(HELSINKI).isoformat() == "2026-03-03T08:00:00+02:00"


def test_the_next_day_starts_at_midnight_or_where_midnight_is_left_out_just_after() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # its clocks change at midnight
    found = next_day(datetime(2026, 4, 23, 12, tzinfo=UTC), cairo)
    assert found.astimezone(cairo).isoformat() == "2026-04-24T01:00:00+03:00"
