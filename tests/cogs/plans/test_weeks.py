from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from cogs.plans import weeks

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
STARTS = st.integers(0, 6)
MOMENTS = st.integers(1_577_836_800, 2_114_380_800).map(lambda at: datetime.fromtimestamp(at, UTC))
DAYS = st.dates(date(2020, 1, 1), date(2037, 1, 1))


@given(MOMENTS, ZONES, STARTS)
def test_every_moment_belongs_to_exactly_one_week(now: datetime, zone: ZoneInfo, start: int) -> None:
    day = now.astimezone(zone).date()
    began = weeks.week_at(now, zone, start)
    around = [day + timedelta(days=n) for n in range(-14, 15)]
    assert [one for one in around if one.weekday() == start and one <= day <= weeks.last_day(one)] == [began]


@given(DAYS, STARTS)
def test_weeks_follow_each_other_without_a_gap(day: date, start: int) -> None:
    began = weeks.week_of(day, start)
    assert weeks.week_of(weeks.last_day(began), start) == began
    assert weeks.next_week(began) == weeks.last_day(began) + timedelta(days=1)
    assert weeks.week_of(weeks.next_week(began), start) == weeks.next_week(began)


@given(DAYS, ZONES, STARTS)
def test_a_week_is_looked_back_at_inside_it_at_five(day: date, zone: ZoneInfo, start: int) -> None:
    began = weeks.week_of(day, start)
    at = weeks.look_back_at(began, zone)
    assert weeks.week_at(at, zone, start) == began
    local = at.astimezone(zone)
    assert (local.date(), local.hour) == (weeks.last_day(began), 17)


@given(DAYS, STARTS, STARTS)
def test_another_first_day_moves_the_current_week_by_less_than_a_week_and_never_past_today(
    day: date, before: int, after: int
) -> None:
    was, now = weeks.week_of(day, before), weeks.week_of(day, after)
    assert abs((now - was).days) < 7
    assert now <= day


@given(st.integers())
def test_a_day_from_a_button_is_a_day_or_nothing(ordinal: int) -> None:
    found = weeks.day_of(ordinal)
    assert found is None or found.toordinal() == ordinal
    assert found is None or weeks.next_week(found)
