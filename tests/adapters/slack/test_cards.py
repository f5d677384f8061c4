"""Whatever people write comes out as they wrote it, pings nobody, breaks nothing, and fits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import cards, forms
from adapters.slack.limits import cut, weight
from bot.adapter import Person, Scene
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Divider,
    Fields,
    Hidden,
    Image,
    Inline,
    Link,
    Mention,
    Native,
    Note,
    Option,
    Select,
    Style,
    Text,
    When,
    WhenStyle,
)
from tests.adapters.slack.demo import Details, Numbers, demo
from tests.fakes.slack import blockkit, reading

SCENE = Scene(7, {1: Person("U1", "Wren")}, ZoneInfo("Europe/Lisbon"))
LONGEST = 9_223_372_036_854_775_807

nasty = st.sampled_from(
    ["<!channel>", "<@U1>", "*bold*", "&lt;", "@here", "<https://x.y|z>", ":tada:", "\n", " ", "🪨"]
)


def repeated(text: str, times: int) -> str:
    return text * times


words: st.SearchStrategy[str] = st.lists(st.one_of(nasty, st.text(max_size=12)), max_size=12).map("".join)
long_words: st.SearchStrategy[str] = st.builds(repeated, words, st.sampled_from([1, 50, 400]))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone is given beside
inline: st.SearchStrategy[Inline] = st.one_of(
    long_words,
    st.builds(Bold, long_words),
    st.builds(Mention, st.sampled_from([1, 2])),
    st.builds(When, moments, st.sampled_from(list(WhenStyle))),
    st.builds(Link, long_words, st.just("https://example.org/")),
)
several: st.SearchStrategy[Content] = st.lists(inline, max_size=5).map(tuple)
content: st.SearchStrategy[Content] = st.one_of(inline, several)
label = st.text(min_size=1, max_size=75)
call = st.builds(Call, st.just("demo.cheer"), st.tuples(st.integers(0, LONGEST)))
button = st.builds(Button, label, call, st.sampled_from(list(Style)))
options = (Option("A", "a"), Option("B", "b"))
rows: st.SearchStrategy[tuple[tuple[str, Content], ...]] = st.lists(
    st.tuples(long_words, content), min_size=1, max_size=10
).map(tuple)
buttons: st.SearchStrategy[tuple[Button, ...]] = st.lists(button, min_size=1, max_size=5).map(tuple)
block: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, content),
    st.builds(Note, content),
    st.builds(Fields, rows),
    st.just(Divider()),
    st.builds(Actions, buttons),
    st.builds(Hidden, long_words, content, call),
    st.builds(Image, st.just("https://example.org/a.png"), long_words),
    st.builds(Native, st.just("discord"), st.just({"x": 1}), st.builds(Text, content)),
    st.builds(Select, st.just("Pick"), st.just(options), call, st.just("b")),
)
body: st.SearchStrategy[tuple[Block, ...]] = st.lists(block, max_size=20).map(tuple)
card = st.builds(
    Card,
    st.text(min_size=1, max_size=150),
    body,
    summary=long_words,
)


def drawn(content: Content) -> list[dict[str, Any]]:
    return cards.blocks(Card("T", (Text(content),)), SCENE, heading=False)


@given(card)
def test_every_card_is_what_slack_takes(card: Card) -> None:
    body = cards.message(card, SCENE)
    assert list(blockkit.blocks(body["blocks"], "message")) == []
    assert body["text"]
    assert list(blockkit.view(cards.modal(card, SCENE))) == []
    assert reading.pings(body) == []
    assert json.dumps(body)
    assert '"mrkdwn"' not in json.dumps(body["blocks"])


@given(words.filter(lambda text: text.strip()))
def test_what_people_write_is_shown_as_they_wrote_it(text: str) -> None:
    body = cards.message(Card("T", (Text(text), Note(text))), SCENE)
    assert reading.seen(body) == f"T\n{text}\n{text}"


@given(st.text(min_size=1, max_size=3))
def test_the_line_for_notifications_holds_no_markup(text: str) -> None:
    body = cards.message(Card(f"{text}<!channel> <@U1>"), SCENE)
    assert "<" not in body["text"]
    assert body["mrkdwn"] is False


@given(long_words, st.integers(1, 200))
def test_a_cut_text_fits_and_shows_that_it_was_cut(text: str, most: int) -> None:
    kept = cut(text, most)
    assert weight(kept) <= max(most, 1)
    assert kept == text or (kept.endswith("…") and text.startswith(kept[:-1]))


def test_a_very_long_text_ends_in_a_visible_sign_and_keeps_every_button() -> None:
    press = Actions((Button("Delete", Call("demo.cheer", (LONGEST,))),))
    body = cards.message(Card("T", (Text("a" * 50_000), Text("b" * 50_000), Text("c" * 50_000), press)), SCENE)
    assert list(blockkit.blocks(body["blocks"], "message")) == []
    assert "…" in reading.seen(body)
    assert body["blocks"][-1]["elements"][0]["value"] == f"c1|7|demo.cheer|i{LONGEST}"


def test_moments_are_shown_in_the_readers_zone_with_words_to_fall_back_on() -> None:
    date = drawn(When(datetime(2026, 7, 1, 12, tzinfo=UTC)))[0]["elements"][0]["elements"][0]
    assert date["timestamp"] == 1_782_907_200
    assert date["fallback"] == "1 Jul 2026, 13:00 WEST"


def test_what_is_hidden_is_not_sent() -> None:
    hidden = Card("T", (Hidden("About illness", "the whole story", Call("demo.cheer", (1,))),))
    body = cards.message(hidden, SCENE)
    assert "the whole story" not in json.dumps(body)
    assert reading.buttons(body) == ["Show"]


def test_forms_are_what_slack_takes_even_when_filled_to_the_brim() -> None:
    full = {"story": "x" * 5000, "company": "y" * 500, "stage": "call", "topics": ("work", "gone"), "day": "2026-03-01"}
    for ask in (demo.keep.open(full, LONGEST), demo.keep.open(None, 1), demo.count.open({"hour": 23, "weekly": True})):
        view = forms.view(ask, LONGEST)
        assert list(blockkit.view(view)) == []
    assert list(forms.inputs(forms.view(demo.count.open(), 7))) == list(Numbers.fields)
    assert set(forms.beside(list(Details.fields), {"": "a", "company": "b"})) == {"story", "company"}
