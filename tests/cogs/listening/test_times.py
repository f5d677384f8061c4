"""The clock of listening on its own: daytime hours, whose turn it is, and the limits of a day and a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from bot.scheduling.recurrence import is_quiet
from cogs.listening.model import MOST_DAILY, MOST_HOURS, MOST_WEEKLY, Caps
from cogs.listening.times import Clock, Listener, after_daytime, may_ask_at, next_turn

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = tuple(map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")))
QUARTER = timedelta(minutes=15)
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)

clocks = some.builds(Clock, some.sampled_from(ZONES), some.integers(0, 23), some.integers(0, 23))
_CHANGES = ((3, 6), (3, 27), (4, 3), (10, 2), (10, 23), (10, 30))
"""Days shortly before the clocks change somewhere."""


def _moment(day: tuple[int, int], quarter: int) -> datetime:
    return datetime(2026, *day, tzinfo=UTC) + quarter * QUARTER


moments = some.builds(_moment, some.sampled_from(_CHANGES), some.integers(0, 400))


def listener(member: int = 1, **about: object) -> Listener:
    return replace(Listener(member, Clock(ZoneInfo("UTC"), 21, 8), Caps()), **about)  # pyright: ignore[reportArgumentType] -- fields by name


def awake(at: datetime, clock: Clock) -> bool:
    return not is_quiet(at, clock.quiet_from, clock.quiet_to, clock.zone)


@given(moments, some.integers(2, MOST_HOURS), clocks)
def test_exactly_the_daytime_between_is_counted(start: datetime, hours: int, clock: Clock) -> None:
    end = after_daytime(start, hours, clock)
    quarters = [start + n * QUARTER for n in range((end - start) // QUARTER)]
    assert sum(awake(at, clock) for at in quarters) == hours * 4


def test_a_post_of_the_evening_is_asked_about_in_the_morning() -> None:
    clock = Clock(BERLIN, 21, 8)
    evening = datetime(2026, 3, 28, 19, tzinfo=UTC)  # eight in the evening; the clocks change in this night
    assert after_daytime(evening, 4, clock).astimezone(BERLIN) == datetime(2026, 3, 29, 11, tzinfo=BERLIN)


def test_without_quiet_hours_every_hour_counts() -> None:
    assert after_daytime(MONDAY, 4, Clock(BERLIN, 5, 5)) == MONDAY + timedelta(hours=4)


pasts = some.lists(some.integers(1, 9 * 96).map(lambda n: n * QUARTER), max_size=6)
caps = some.builds(Caps, some.integers(1, MOST_DAILY), some.integers(1, MOST_WEEKLY))


@given(moments, clocks, caps, pasts, some.none() | some.integers(1, 400).map(lambda n: n * QUARTER), some.booleans())
def test_nobody_is_asked_before_their_limits_rest_and_quiet_hours_allow_it_and_no_later(
    now: datetime, clock: Clock, caps: Caps, ago: list[timedelta], rest: timedelta | None, used_up: bool
) -> None:
    today = now.astimezone(clock.zone).date()
    one = Listener(
        1, clock, caps, now + rest if rest else None, today if used_up else None, tuple(now - past for past in ago)
    )
    found = may_ask_at(one, now)

    def allowed(at: datetime) -> bool:
        day = at.astimezone(clock.zone).date()
        days = [past.astimezone(clock.zone).date() for past in one.asked]
        week = day.isocalendar()[:2]
        return (
            awake(at, clock)
            and (one.rest_until is None or at >= one.rest_until)
            and day != one.no_message_on
            and days.count(day) < caps.daily
            and sum(other.isocalendar()[:2] == week for other in days) < caps.weekly
        )

    assert allowed(found)
    assert not any(allowed(now + n * QUARTER) for n in range((found - now) // QUARTER))


def test_the_week_begins_on_monday_on_the_listeners_own_clock() -> None:
    past = tuple(MONDAY - timedelta(days=n) for n in (1, 2, 3))
    assert may_ask_at(listener(asked=past), MONDAY) == MONDAY
    later = tuple(MONDAY + timedelta(days=n) for n in (0, 1, 2))
    thursday = MONDAY + timedelta(days=3)
    assert may_ask_at(listener(asked=later), thursday) == datetime(2026, 3, 9, 8, tzinfo=UTC)


def test_the_one_asked_longest_ago_is_next_and_who_was_never_asked_comes_first() -> None:
    ago = [listener(n, last=MONDAY - timedelta(days=n)) for n in (3, 7, 5)]
    turn = next_turn(ago, MONDAY, 1)
    assert isinstance(turn, Listener)
    assert turn.member == 7
    new = next_turn([*ago, listener(9)], MONDAY, 1)
    assert isinstance(new, Listener)
    assert new.member == 9


def test_ties_are_broken_by_chance_and_the_same_way_for_the_same_post() -> None:
    def chosen(post: int) -> int:
        turn = next_turn([listener(n) for n in range(4)], MONDAY, post)
        assert isinstance(turn, Listener)
        return turn.member

    assert {chosen(post) for post in range(60)} == {0, 1, 2, 3}
    assert [chosen(post) for post in range(9)] == [chosen(post) for post in range(9)]


def test_somebody_awake_is_asked_before_somebody_asleep_else_the_next_to_wake() -> None:
    night = datetime(2026, 3, 2, 23, tzinfo=UTC)
    asleep = [listener(1), listener(2, clock=Clock(ZoneInfo("UTC"), 21, 6))]
    assert next_turn(asleep, night, 1) == datetime(2026, 3, 3, 6, tzinfo=UTC)
    late = listener(3, clock=Clock(ZoneInfo("America/New_York"), 21, 8), last=night - timedelta(hours=1))
    assert next_turn([*asleep, late], night, 1) == late
    assert next_turn([], night, 1) is None


def test_a_day_whose_messages_are_used_up_is_waited_out() -> None:
    spent = listener(no_message_on=date(2026, 3, 2))
    assert may_ask_at(spent, MONDAY) == datetime(2026, 3, 3, 8, tzinfo=UTC)
