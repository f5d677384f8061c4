from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.runtime.form_values import parse
from bot.ui import form as forms

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class Mood(StrEnum):
    SUN = "sun"
    RAIN = "rain"


class Trip(forms.Form, title="A trip"):
    where: str = forms.short("Where to?", max=20)
    story: str = forms.long("What happened?", max=50, default="")
    weather: Mood = forms.choice("Weather", Mood, default=Mood.SUN)
    on: date | None = forms.day("When?", past=True, default=None)
    hour: int | None = forms.hour("At what hour?", default=None)


def test_what_is_left_empty_takes_its_default() -> None:
    assert parse(Trip, {"where": " Oslo "}, NOW) == Trip(where="Oslo")


def test_an_empty_required_field_is_named() -> None:
    assert parse(Trip, {"where": "  "}, NOW) == {"where": "Please fill this in."}


def test_text_that_is_too_long_says_how_long_it_is() -> None:
    errors = parse(Trip, {"where": "Oslo", "story": "x" * 51}, NOW)
    assert isinstance(errors, dict)
    assert "51" in errors["story"]
    assert "50" in errors["story"]


def test_a_day_counts_as_future_only_if_it_is_so_everywhere() -> None:
    assert parse(Trip, {"where": "Oslo", "on": "2026-03-03"}, NOW) == Trip(where="Oslo", on=date(2026, 3, 3))
    errors = parse(Trip, {"where": "Oslo", "on": "2026-03-04"}, NOW)
    assert isinstance(errors, dict)
    assert "not come yet" in errors["on"]


def test_choices_and_hours_from_outside_are_refused() -> None:
    errors = parse(Trip, {"where": "Oslo", "weather": "snow", "hour": 24}, NOW)
    assert isinstance(errors, dict)
    assert set(errors) == {"weather", "hour"}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from([*Trip.fields, "other"]),
        st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.lists(st.text()).map(tuple)),
    )
)
def test_nothing_that_is_sent_ever_raises(raw: dict[str, forms.Raw]) -> None:
    assert isinstance(parse(Trip, raw, NOW), (Trip, dict))
