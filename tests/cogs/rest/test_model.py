from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cogs.rest.model import Clock

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0, *, month: int = 3, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


def test_a_rest_of_days_ends_at_the_same_time_of_the_clock() -> None:
    assert Clock(BERLIN, 21, 8).later(at(2, 10, 30), 3) == at(5, 10, 30)


def test_the_clocks_changing_on_the_way_does_not_move_the_hour() -> None:
    """On 29 March 2026 clocks in Berlin go forward."""
    assert Clock(BERLIN, 21, 8).later(at(28, 10), 1) == at(29, 10)
    assert (Clock(BERLIN, 21, 8).later(at(28, 10), 1) - at(28, 10).astimezone(UTC)).total_seconds() == 23 * 3600


@pytest.mark.parametrize(("hour", "ends"), [(23, at(4, 8)), (3, at(3, 8)), (21, at(4, 8)), (8, at(3, 8))])
def test_a_rest_never_ends_in_the_quiet_hours(hour: int, ends: datetime) -> None:
    assert Clock(BERLIN, 21, 8).later(at(2, hour), 1) == ends


def test_without_quiet_hours_it_ends_when_it_ends() -> None:
    assert Clock(BERLIN, 0, 0).later(at(2, 3), 1) == at(3, 3)


def test_a_rest_until_a_day_ends_in_its_morning_on_the_persons_own_clock() -> None:
    assert Clock(ZoneInfo("Asia/Tokyo"), 21, 8).morning(date(2026, 3, 9)) == datetime(2026, 3, 9, 0, tzinfo=UTC)
    assert Clock(BERLIN, 22, 11).morning(date(2026, 3, 9)) == at(9, 11)
