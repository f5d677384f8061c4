"""Which lines a community shows, by what organisers decided and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.safety import helplines
from bot.safety.helplines import FRESH, Kind
from bot.ui.card import Button, Call
from bot.words import tone
from cogs.help import model, views, views_organising
from cogs.help.model import Decision, Words

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TODAY = NOW.date()
LONG = Words("N" * 100, "5" * 60, "6" * 60, "https://" + "u" * 142, "h" * 150, "l" * 150)


@pytest.mark.parametrize("country", helplines.COUNTRIES)
def test_without_a_decision_the_lines_are_the_bundled_ones(country: str) -> None:
    found, bundled = model.view(country, [], NOW, TODAY), helplines.for_country(country, TODAY)
    assert found == bundled


@pytest.mark.parametrize("country", helplines.COUNTRIES)
def test_no_decision_takes_the_emergency_number_or_the_directory_away(country: str) -> None:
    blank = Words("", "", "", "", "", "")
    for words in (None, blank):
        hidden = [Decision(entry.ref, True, words, NOW) for entry in model.entries(country, [])]
        found = model.view(country, hidden, NOW + FRESH * 3, TODAY + FRESH * 3)
        assert found.crisis == ()
        assert all(line.phone for line in found.emergency)
        assert found.emergency == helplines.for_country(country, TODAY).emergency
        assert helplines.FIND_A_HELPLINE in {line.url for line in found.directories}


def test_refs_are_different_within_a_country_and_fit_a_button() -> None:
    for country in helplines.COUNTRIES:
        refs = [entry.ref for entry in model.entries(country, [])]
        assert len(set(refs)) == len(refs)
        assert max(map(len, refs)) <= 20


def test_words_of_organisers_wait_for_a_new_confirmation_after_a_year() -> None:
    own = Decision("o1", False, LONG, NOW)
    assert model.view("TR", [own], NOW + FRESH, TODAY).crisis[0].phone == LONG.phone
    assert model.view("TR", [own], NOW + FRESH + timedelta(days=1), TODAY).crisis == ()


def test_a_changed_line_that_the_file_lost_stays_as_one_of_their_own() -> None:
    (entry,) = [entry for entry in model.entries("TR", [Decision("bgone", False, LONG, NOW)]) if not entry.stays]
    assert not entry.bundled
    assert entry.shown(NOW, TODAY)
    assert len(model.entries("TR", [Decision("bgone", True, None, NOW)])) == len(model.entries("TR", []))


@pytest.mark.parametrize("country", helplines.COUNTRIES)
def test_the_form_takes_every_bundled_line_as_it_is(country: str) -> None:
    for entry in model.entries(country, []):
        line = entry.line
        words = Words(line.name, line.phone, line.text, line.url, line.hours, line.languages)
        form = model.told(words)
        assert model.words_of(form) == words
        assert model.problems(words, line.kind) == {}
        for name, field in form.fields.items():
            assert len(getattr(form, name)) <= field.high


def test_twenty_long_lines_are_shown_whole_on_several_pages() -> None:
    lines = [entry.line for entry in model.entries("TR", [Decision(f"o{n}", False, LONG, NOW) for n in range(20)])]
    crisis = [line for line in lines if line.kind is Kind.CRISIS]
    seen, skip = 0, 0
    while True:
        page, rest = views.page(crisis, skip)
        assert page
        seen += len(page)
        if not rest:
            break
        skip = rest
    assert seen == 20
    assert views.page(crisis, 99) == views.page(crisis, 0) == views.page(crisis, -1)


def test_the_words_for_organisers_are_calm() -> None:
    for entry in model.entries("JP", [Decision("o1", False, LONG, NOW)]):
        card = views_organising.line(
            "Japan", entry, entry.shown(NOW, TODAY), NOW, (Button("All lines", Call("helplines.lines")),)
        )
        assert tone.problems(str(card.body[0])) == []
