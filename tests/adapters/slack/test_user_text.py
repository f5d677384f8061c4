"""In every place where a card or a form can hold what people wrote, Slack is given it as words and reads no markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import cards, forms, home
from bot.adapter import Person, Scene
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Fields,
    Hidden,
    Image,
    Link,
    Mention,
    Native,
    Note,
    Option,
    Select,
    Text,
)
from tests.adapters.slack.demo import demo
from tests.fakes.slack import blockkit, reading

Json = dict[str, Any]
tokens = [
    "<!channel>",
    "<!here>",
    "<@U1>",
    "<#C1>",
    "<!subteam^S1>",
    "<!date^0^{date}|x>",
    "<https://x.y|z>",
    "@everyone",
]
signs = ["*bold*", "_", "~", "`", "```", "\n", "> ", "&lt;", "&", ":tada:", "- ", "1. ", "@here", "https://a.b", "\r"]
plain = st.text(max_size=20)
nasty = st.one_of(plain, st.lists(st.one_of(st.sampled_from(tokens + signs), plain), max_size=8).map("".join))
some = nasty.filter(lambda text: bool(text.strip()))
call, other = Call("demo.cheer", (1,)), Call("demo.pick")


def scene(name: str) -> Scene:
    return Scene(7, {1: Person("U1", name)}, ZoneInfo("Europe/Lisbon"))


def everything(value: object) -> Iterator[Json]:
    match value:
        case dict():
            inner = cast("Json", value)
            yield inner
            for part in inner.values():
                yield from everything(part)
        case list():
            for part in cast("list[object]", value):
                yield from everything(part)
        case _:
            pass


def dead(shown: Json, kind: str) -> None:
    """Slack takes it, nobody is notified, and nothing that reads markup or turns words into emoji is in it."""
    assert list(blockkit.view(shown) if kind == "view" else blockkit.blocks(shown["blocks"], kind)) == []
    assert reading.pings(shown) == []
    for part in everything(shown["blocks"]):
        assert part.get("type") not in ("mrkdwn", "markdown", "broadcast", "user", "usergroup", "channel", "emoji")
        assert part.get("emoji") is not True
    if "text" in shown:
        assert "<" not in shown["text"]
        assert shown["mrkdwn"] is False


def message(*blocks: Block, title: str = "T", name: str = "Wren", summary: str = "") -> Json:
    shown = cards.message(Card(title, blocks, summary=summary), scene(name))
    dead(shown, "message")
    assert shown["unfurl_links"] is False
    assert shown["unfurl_media"] is False
    return shown


@settings(max_examples=300, deadline=None)
@given(some, some)
def test_text_bold_and_small_text_are_read_as_they_were_typed(first: str, second: str) -> None:
    shown = message(Text((first, Bold(second))), Note((first, second)), Native("discord", {}, Text(first)))
    assert reading.seen(shown) == f"T\n{first}{second}\n{first}{second}\n{first}"


@settings(max_examples=300, deadline=None)
@given(some, some)
def test_labels_and_values_of_fields_are_words(label: str, value: str) -> None:
    assert reading.seen(message(Fields(((label, value), (value, label))))) == f"T\n{label}: {value}\n{value}: {label}"


@settings(max_examples=300, deadline=None)
@given(some, nasty)
def test_a_content_note_is_words_and_its_body_is_not_sent(note: str, body: str) -> None:
    shown = message(Hidden(note, f"hidden-{body}", call))
    assert reading.seen(shown) == f"T\n{note}\nShow"
    assert "hidden-" not in json.dumps(shown)


@settings(max_examples=300, deadline=None)
@given(some, some)
def test_names_labels_of_links_and_pictures_are_words(name: str, label: str) -> None:
    blocks = (Text(Mention(1)), Note(Mention(1)), Text(Link(label, "https://a.example/")))
    shown = message(*blocks, Image("https://a.example/x.png", label), name=name)
    assert reading.seen(shown) == f"T\n@{name}\n@{name}\n{label}\n{label}"


@settings(max_examples=300, deadline=None)
@given(some, nasty)
def test_titles_and_lines_of_notifications_are_words(title: str, summary: str) -> None:
    shown = message(title=title[:150], summary=summary)
    assert shown["blocks"][0]["type"] == "header"
    dead(cards.modal(Card(title[:150], (Text("x"),)), scene("Wren")), "view")


@settings(max_examples=300, deadline=None)
@given(some)
def test_buttons_and_drop_downs_show_words(text: str) -> None:
    label = text[:15]
    select = Select("Which?", (Option(label, "a"), Option("B", "b")), other)
    shown = message(Actions((Button(label, call),)), select)
    assert reading.buttons(shown) == [label if label.strip() else "…"]
    assert reading.choices(shown)[0] == (label if label.strip() else "…")


@settings(max_examples=100, deadline=None)
@given(some)
def test_a_form_filled_with_what_people_wrote_and_a_page_are_words(text: str) -> None:
    dead(forms.view(demo.keep.open({"story": text, "company": text}, 1), 7), "view")
    dead(home.page(Card("Home", (Text(text), Note(text), Fields(((text, text),)))), scene(text)), "view")
