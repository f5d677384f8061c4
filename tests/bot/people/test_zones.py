from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people import zones
from bot.people.cities import NAMES
from bot.ui import limits

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 2, 10, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds


def zones_of(typed: str, now: datetime = NOW) -> list[str]:
    return [candidate.zone for candidate in zones.find(typed, now)]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("  berlin ", "Europe/Berlin"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("munich", "Europe/Berlin"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Lodz", "Europe/Warsaw"),
        ("new york", "America/New_York"),
        ("Mumbai", "Asia/Kolkata"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("Etc/GMT-2", "Etc/GMT-2"),
    ],
)
def test_a_city_or_a_zone_s_own_name_leads_to_one_zone(typed: str, zone: str) -> None:
    found = zones.named(typed)
    assert found is not None
    assert found.zone == zone
    assert zones_of(typed) == [zone]


def test_the_time_on_a_clock_leads_to_places_where_it_is_that_time() -> None:
    assert "Europe/Berlin" in zones_of("11:02")
    assert "Europe/Berlin" in zones_of("11.02 am")
    assert "Asia/Kolkata" in zones_of("15:30")
    assert "America/New_York" in zones_of("5am")
    assert zones.named("11:02") is None, "the time alone settles nothing"


def test_a_distance_from_utc_follows_the_season() -> None:
    assert "Europe/Athens" in zones_of("UTC+2")
    assert "Europe/Berlin" in zones_of("UTC+2", SUMMER)
    assert "Etc/GMT-2" in zones_of("gmt +2")
    assert zones_of("+5:30") == ["Asia/Kolkata"]
    assert "America/St_Johns" in zones_of("UTC−03:30")


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "25:00", "99:99", "UTC+99", "UTC+2:75", "🙂", "13pm", "/", "3"])
def test_what_means_no_place_leads_nowhere(typed: str) -> None:
    assert zones_of(typed) == []
    assert zones.named(typed) is None


def test_every_city_on_the_list_leads_to_its_clock() -> None:
    """The zone database of some systems has old names of its own for a few of them."""
    for city, zone in NAMES.items():
        clocks = [{now.astimezone(ZoneInfo(z)).utcoffset() for now in (NOW, SUMMER)} for z in zones_of(city)]
        assert {now.astimezone(ZoneInfo(zone)).utcoffset() for now in (NOW, SUMMER)} in clocks, city


@settings(deadline=None)
@given(st.text(max_size=60), moments)
def test_anything_typed_leads_to_zones_that_exist_and_fit_a_drop_down(typed: str, now: datetime) -> None:
    found = zones.find(typed, now)
    assert len(found) <= limits.SELECT_OPTIONS
    assert len({c.zone for c in found}) == len(found)
    for candidate in found:
        ZoneInfo(candidate.zone)
        assert 0 < len(candidate.label(now)) <= limits.OPTION_LABEL


@settings(deadline=None)
@given(st.text(max_size=30))
def test_every_suggestion_is_understood_when_it_is_sent(typed: str) -> None:
    suggested = zones.suggest(typed)
    assert len(suggested) <= limits.SELECT_OPTIONS
    for name in suggested:
        assert zones.find(name, NOW)


@settings(deadline=None)
@given(st.sampled_from(sorted(zones.known())), moments)
def test_the_time_on_somebody_s_clock_finds_a_place_with_their_time(zone: str, now: datetime) -> None:
    there = now.astimezone(ZoneInfo(zone))
    found = zones.find(f"{there:%H:%M}", now)
    assert found
    for candidate in found:
        other = now.astimezone(ZoneInfo(candidate.zone))
        apart = abs((other.hour * 60 + other.minute) - (there.hour * 60 + there.minute)) % (24 * 60)
        assert min(apart, 24 * 60 - apart) <= 8


@settings(deadline=None)
@given(st.sampled_from(sorted(zones.known())))
def test_every_zone_is_found_by_its_own_name(zone: str) -> None:
    assert zone in zones_of(zone)
