from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.cards import preview, render
from bot.adapter import Person, Scene
from bot.ui.card import (
    Actions,
    Block,
    Button,
    Call,
    Card,
    Divider,
    Fields,
    File,
    Hidden,
    Image,
    Mention,
    Native,
    Note,
    Option,
    Select,
    Text,
    Tone,
)
from tests.fakes.discord.rules import check_message, everything
from tests.fakes.discord.spec import breaches

SCENE = Scene(3, {7: Person("123456789012345678", "Ada")})

texts = st.one_of(
    st.text(max_size=60), st.sampled_from(["", "  ", "\n", "😀" * 3000, "*|" * 1500, "م" * 4000, "a\n" * 900])
)
calls = st.builds(Call, st.sampled_from(["a.b", "c.d"]), st.tuples(st.integers(0, 9)))
labels = st.text(min_size=1, max_size=75).filter(lambda t: bool(t.strip()))
blocks: st.SearchStrategy[Block] = st.one_of(
    texts.map(Text),
    texts.map(Note),
    st.lists(st.tuples(texts, texts), min_size=1, max_size=10).map(lambda rows: Fields(tuple(rows))),
    st.just(Divider()),
    st.lists(st.builds(Button, labels, calls), min_size=1, max_size=5).map(lambda b: Actions(tuple(b))),
    st.builds(Select, st.just("Which?"), st.just((Option("A", "a"), Option("B", "b"))), calls),
    st.builds(Hidden, texts, texts, calls),
    st.just(Image("https://a.example/x.png", "A path")),
    st.builds(Native, st.just("slack"), st.just({}), texts.map(Text)),
)
cards = st.builds(
    Card,
    st.text(min_size=1, max_size=150),
    st.lists(blocks, max_size=20).map(tuple),
    st.sampled_from(Tone),
    files=st.just((File("a b.txt", "text/plain", b"x"),)),
)


@settings(max_examples=60, deadline=None)
@given(cards)
def test_every_card_is_a_message_that_discord_takes(card: Card) -> None:
    payload = dict(preview(card, SCENE))
    check_message(payload, {"a_b.txt": b"x"})
    assert not breaches("POST", "/channels/{channel_id}/messages", payload)


def read(components: list[dict[str, Any]]) -> list[str]:
    return [c["content"] for c in everything(components) if c["type"] == 10]


def test_a_long_story_is_cut_and_everything_short_stays() -> None:
    card = Card("Title", (Text("*" * 5000), Note("small"), Hidden("note", "x" * 5000, Call("a.b"))))
    shown = read(render(card, SCENE))
    assert shown[0] == "### Title"
    assert shown[1].endswith("…")
    assert shown[2] == "-# small"
    assert shown[4].startswith("||x")
    assert shown[4].endswith("…||")
    assert sum(map(len, shown)) <= 4000
    assert sum(map(len, shown)) > 3900


def test_too_many_parts_end_in_a_visible_sign_and_keep_ids_whole() -> None:
    row = [Actions(tuple(Button(f"b{n}", Call("a.b", (r, n))) for n in range(5))) for r in range(12)]
    components = render(Card("Title", tuple(row)), SCENE)
    assert len(list(everything(components))) <= 40
    assert read(components)[-1] == "-# …"
    ids = [c["custom_id"] for c in everything(components) if c["type"] == 2]
    assert ids[0] == "c1|3|a.b|i0|i0"
    assert len(ids) == len(set(ids))


def test_buttons_that_would_do_the_same_appear_once() -> None:
    card = Card("Title", (Actions((Button("One", Call("a.b")), Button("Again", Call("a.b")))),))
    assert [c["label"] for c in everything(render(card, SCENE)) if c["type"] == 2] == ["One"]


def test_only_a_mention_that_pings_may_notify() -> None:
    quiet = preview(Card("Title", (Text(("Thanks ", Mention(7), " @everyone")),)), SCENE)
    assert quiet["allowed_mentions"] == {"parse": []}
    loud = preview(Card("Title", (Text(Mention(7, ping=True)),)), SCENE)
    assert loud["allowed_mentions"] == {"parse": [], "users": ["123456789012345678"]}


def test_hidden_text_can_not_break_out() -> None:
    shown = read(render(Card("T", (Hidden("n", "a || b\n\nc", Call("a.b")), Hidden("n2", " ", Call("a.b")))), SCENE))
    assert shown[2] == "||a \\|\\| b\n\nc||"
    assert shown[3:] == ["-# n2"]
