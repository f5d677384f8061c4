from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.safety import helplines
from bot.safety.helplines import ANYWHERE, FIND_A_HELPLINE, FRESH, Evidence, Kind, Line

TODAY = date(2026, 12, 1)
LONG_AFTER = date(2030, 1, 1)
CODES = [code for code, _ in helplines.countries()]


@pytest.mark.parametrize("line", helplines.lines(), ids=lambda line: f"{line.country}-{line.name}")
def test_every_entry_has_a_source_a_date_and_a_way_to_reach_it(line: Line) -> None:
    assert line.country == ANYWHERE or line.country in helplines.COUNTRIES
    assert line.name
    assert line.source.startswith(("https://", "http://"))
    assert line.phone or line.text or line.url
    assert date(2026, 1, 1) <= line.checked_on <= TODAY
    assert re.search(r"\d", line.phone + line.text) or line.kind is Kind.DIRECTORY
    assert not line.url or line.url.startswith("https://") or line.url.startswith("http://")


@pytest.mark.parametrize("country", CODES)
@pytest.mark.parametrize("today", [TODAY, LONG_AFTER])
def test_find_a_helpline_and_the_emergency_number_always_stay(country: str, today: date) -> None:
    found = helplines.for_country(country, today)
    assert FIND_A_HELPLINE in {line.url for line in found.directories}
    assert found.emergency


@pytest.mark.parametrize("country", CODES)
def test_what_is_shown_as_a_crisis_line_has_more_than_one_page_behind_it(country: str) -> None:
    for line in helplines.for_country(country, TODAY).crisis:
        assert line.evidence is not Evidence.ONE_SOURCE
        assert line.country == country
        assert line.kind is Kind.CRISIS


def test_a_check_is_good_for_a_year_and_not_a_day_longer() -> None:
    checked = helplines.for_country("GB", TODAY).crisis[0].checked_on
    assert helplines.for_country("GB", checked + FRESH).crisis
    assert not helplines.for_country("GB", checked + FRESH + timedelta(days=1)).crisis


def test_an_unknown_country_gets_the_directories_alone() -> None:
    for country in ("", "XX", ANYWHERE):
        found = helplines.for_country(country, TODAY)
        assert found.directories
        assert not found.crisis
        assert not found.emergency


def test_where_a_word_comes_from_is_not_shown_to_the_person_in_need() -> None:
    assert not [line for line in helplines.lines() if "source" in (line.hours + line.languages)]


def test_countries_are_listed_by_name() -> None:
    names = [name for _, name in helplines.countries()]
    assert names == sorted(names)
    assert len(names) == len(helplines.COUNTRIES)


def test_checks_that_are_too_old_are_named() -> None:
    assert helplines.aged(datetime(2026, 12, 1, tzinfo=UTC)) == []
    assert "GB" in helplines.aged(datetime(2030, 1, 1, tzinfo=UTC))
