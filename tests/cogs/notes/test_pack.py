"""The templates, and what fills them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scheduling.recurrence import is_quiet
from bot.storage.ids import chosen
from bot.words import packs
from cogs.notes import wording
from cogs.notes.model import DETAIL, NAME, Filling, NoteKind, Tone, when_today

EVERY = [(kind, tone, item) for kind, tone in product(NoteKind, Tone) for item in wording.templates(kind, tone, "en")]
FIELDS = ("name", "company", "role", "detail")
short = st.text(max_size=NAME)
fillings = st.builds(Filling, name=short, company=short, role=short, detail=st.text(max_size=DETAIL))


def test_each_kind_has_two_wordings_or_more_in_every_tone() -> None:
    assert len(EVERY) >= 48
    for kind, tone in product(NoteKind, Tone):
        assert len(wording.templates(kind, tone, "en")) >= 2
    for kind in NoteKind:
        for item in packs.load("cogs.notes", kind.value, "en").items:
            assert len(item.tags & {tone.value for tone in Tone}) == 1, item.id


@pytest.mark.parametrize("known", [*product((True, False), repeat=4)], ids=str)
def test_every_template_reads_whole_whatever_is_known(known: tuple[bool, ...]) -> None:
    words = {field: f"the {field} they typed" for field, is_known in zip(FIELDS, known, strict=True) if is_known}
    for kind, _, item in EVERY:
        text = wording.render(item, kind, Filling(**words))
        assert not set("{}") & set(text), text
        assert "[your name]" in text
        for field in FIELDS:
            if f"{{{field}}}" in item.text:
                assert words.get(field, kind.unknown[field]) in text, item.id


def test_every_kind_uses_every_field_that_it_asks_for() -> None:
    for kind in NoteKind:
        used = " ".join(item.text for of, _, item in EVERY if of is kind)
        assert {field for field in FIELDS if f"{{{field}}}" in used} == set(kind.asks) - {"tone"}
        for of, _, item in EVERY:
            assert of is not kind or "{name}" in item.text


@given(st.sampled_from(EVERY), fillings)
def test_no_typed_text_breaks_a_note(of: tuple[NoteKind, Tone, packs.Item], filling: Filling) -> None:
    kind, _, item = of
    text = wording.render(item, kind, filling)
    assert len(text) <= 1500
    assert len(text.split("\n")) == len(item.text.strip().split("\n"))


def test_a_typed_placeholder_is_only_text() -> None:
    item = wording.first(NoteKind.THANKS, Tone.WARM, "en")
    filling = Filling("{company}", "{detail}", "{role.__class__}", "{0} %s {name}")
    text = wording.render(item, NoteKind.THANKS, filling)
    assert "Hello {company}," in text
    assert "{0} %s {name}" in text


def test_what_was_typed_stands_inside_its_sentence() -> None:
    item = wording.first(NoteKind.THANKS, Tone.SHORT, "en")
    text = wording.render(item, NoteKind.THANKS, Filling(detail=" the new\nboats. "))
    assert "The part about the new boats was" in text


def test_another_wording_comes_round_and_survives_a_lost_template() -> None:
    one = wording.first(NoteKind.DECLINE, Tone.DIRECT, "en")
    other = wording.after(NoteKind.DECLINE, Tone.DIRECT, one.id, "en")
    assert other.id != one.id
    assert wording.after(NoteKind.DECLINE, Tone.DIRECT, other.id, "en") == one
    assert wording.after(NoteKind.DECLINE, Tone.DIRECT, "lost", "en") == one
    assert wording.named(NoteKind.DECLINE, Tone.DIRECT, "lost", "en") == one


@given(
    st.integers(0, 366 * 24 * 60),
    st.integers(0, 23),
    st.integers(0, 23),
    st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")),
)
def test_a_reminder_comes_today_if_it_can_and_never_in_quiet_hours(
    minutes: int, quiet_from: int, quiet_to: int, name: str
) -> None:
    zone, now = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    at = when_today(now, quiet_from, quiet_to, zone)
    assert now < at <= now + timedelta(days=1, hours=3)
    assert not is_quiet(at, quiet_from, quiet_to, zone)
    soon = now + timedelta(minutes=15)
    today = now.astimezone(zone).date()
    if soon.astimezone(zone).date() == today and not is_quiet(soon, quiet_from, quiet_to, zone):
        assert at.astimezone(zone).date() == today
        assert at - now <= timedelta(hours=2)


@pytest.mark.parametrize(("picked", "id"), [("7", 7), ("none", 0), ("-1", 0), ("8" * 19, int("8" * 19)), ("9" * 19, 0)])
def test_only_what_a_database_takes_is_an_id(picked: str, id: int) -> None:
    assert chosen(picked) == id
