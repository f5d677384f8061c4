"""Pieces of text that stand on many cards."""

from __future__ import annotations

from datetime import date

from bot.ui.card import Mention
from bot.ui.phrases import cut, day_named, named


def test_names_are_listed_as_one_says_them() -> None:
    assert named([]) == ()
    assert named([1]) == (Mention(1),)
    assert named([1, 2]) == (Mention(1), " and ", Mention(2))
    assert named([1, 2, 3]) == (Mention(1), ", ", Mention(2), " and ", Mention(3))


def test_nobody_is_notified_unless_said() -> None:
    assert named([1, 2], frozenset({2})) == (Mention(1), " and ", Mention(2, ping=True))


def test_a_day_is_written_with_its_weekday() -> None:
    assert day_named(date(2026, 3, 5)) == "Thursday, 5 March"


def test_a_text_is_cut_where_it_can_be_seen_and_stands_on_one_line() -> None:
    assert cut("two\nlines ", 9) == "two lines"
    assert cut("two lines", 8) == "two lin…"
    assert cut("two lines", 5) == "two…"
