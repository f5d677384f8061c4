"""In every place where a card can hold what people wrote, it stays words: no ping, no markup, no layout of its own."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord.cards import preview
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
    Link,
    Mention,
    Native,
    Note,
    Option,
    Select,
    Text,
)
from tests.fakes.discord.rules import check_message, everything

tokens = [
    "@everyone",
    "@here",
    "<@1234567890>",
    "<@&12>",
    "<#1>",
    "<t:0:R>",
    "</go:1>",
    "<:e:1>",
    "[x](http://y)",
    "https://a.b",
]
signs = [
    "**",
    "||",
    "`",
    "```",
    "\n",
    "# ",
    "-# ",
    "- ",
    "1. ",
    "2) ",
    "> ",
    ">>> ",
    "\\",
    "_",
    "~~",
    "@",
    "everyone",
    "\r",
    "\t",
]
plain = st.text(max_size=20)
nasty = st.one_of(plain, st.lists(st.one_of(st.sampled_from(tokens + signs), plain), max_size=8).map("".join))
call = Call("a.b")


def scene(name: str) -> Scene:
    return Scene(3, {7: Person("123456789012345678", "Ada"), 8: Person("local", name)})


def written(*blocks: Block, title: str = "T", name: str = "Ada") -> list[str]:
    """The texts of the message, in order, after the title; nobody may be notified by it."""
    message: dict[str, Any] = dict(preview(Card(title, blocks), scene(name)))
    check_message(message, {})
    assert message["allowed_mentions"] == {"parse": []}
    texts = [str(c["content"]) for c in everything(message["components"]) if c["type"] == 10]
    assert texts[0].startswith("### ")
    return texts


def dead(markdown: str) -> None:
    """Nothing in it has a meaning to Discord."""
    left = re.sub(r"\\[^0-9A-Za-z\s]", "\x01", markdown)
    assert not re.search(r"[*_~|`<\[\]\\]", left), markdown
    assert not re.search(r"@(everyone|here|[!&]?\d)", left), markdown
    assert not re.search(r"^[^\S\n]*(#|-|\+|>|\d+[.)])", left, re.MULTILINE), markdown
    assert "://" not in left, markdown


def lines(markdown: str) -> list[str]:
    return markdown.split("\n")


@settings(max_examples=300, deadline=None)
@given(nasty, nasty)
@example("@", "everyone")
@example("a\n1", ". x")
@example("http:", "//x")
def test_text_beside_text(first: str, second: str) -> None:
    for text in written(Text((first, second)))[1:]:
        dead(text)
    for text in written(Native("slack", {}, Text((first, second))))[1:]:
        dead(text)


@settings(max_examples=300, deadline=None)
@given(nasty.filter(lambda text: bool(text)))
def test_titles_are_one_line_of_words(title: str) -> None:
    (shown,) = written(title=title[:150])
    assert "\n" not in shown
    dead(shown.removeprefix("### "))


@settings(max_examples=300, deadline=None)
@given(nasty)
def test_bold_text_ends_where_it_ends(text: str) -> None:
    for shown in written(Text(("a ", Bold(text), " z")))[1:]:
        inside = re.fullmatch(r"a \s*(?:\*\*(.*)\*\*)?\s* z", shown.replace("\x00", ""), re.DOTALL)
        assert inside, shown
        dead(inside[1] or "")


@settings(max_examples=300, deadline=None)
@given(nasty)
def test_small_text_stays_small_on_every_line(text: str) -> None:
    for shown in written(Note(("a ", text)))[1:]:
        for line in lines(shown):
            assert not line.strip() or line.startswith("-# ")
            dead(line.removeprefix("-# "))


@settings(max_examples=300, deadline=None)
@given(nasty, nasty, nasty)
def test_labels_and_values_stay_apart(label: str, first: str, second: str) -> None:
    (shown,) = written(Fields(((f"l{label}", first), (label, f"{second}v"))))[1:]
    rest = re.sub(r"(?m)^\*\*(?:[^*\n\\]|\\.)*:\*\* ", "", shown)
    dead(rest)
    assert len(re.findall(r"(?<!\\)\*\*", re.sub(r"\\.", "", shown, flags=re.DOTALL))) == 4


@settings(max_examples=300, deadline=None)
@given(nasty, nasty)
@example("note", "ends with a bar|")
@example("note", "|| open")
def test_a_spoiler_closes_only_at_its_end(note: str, body: str) -> None:
    shown = written(Hidden(f"n{note}", f"b{body}", call))[1:]
    *notes, hidden = shown
    for text in notes:
        for line in lines(text):
            dead(line.removeprefix("-# "))
    assert hidden.startswith("||")
    assert hidden.endswith("||")
    dead(hidden[2:-2])


@settings(max_examples=300, deadline=None)
@given(nasty)
def test_names_and_labels_of_links_are_words(text: str) -> None:
    for shown in written(Text(("a ", Mention(8), " z")), name=text)[1:]:
        dead(shown)
    for shown in written(Text(("a ", Link(text, "https://a.example/"), " z")))[1:]:
        inside = re.fullmatch(r"a \[(.*)\]\(https://a\.example/\) z", shown)
        assert inside, shown
        dead(inside[1].replace("https\\://a.example/", ""))


@settings(max_examples=300, deadline=None)
@given(nasty.filter(lambda text: bool(text.strip())))
def test_buttons_and_drop_downs_show_labels_that_discord_does_not_read(text: str) -> None:
    label = text[:75]
    select = Select("Which?", (Option(label, "a"), Option("B", "b")), Call("c.d"))
    message = dict(preview(Card("T", (Actions((Button(label, call),)), select)), scene("Ada")))
    shown = {c["type"]: c for c in everything(message["components"])}
    assert "content" not in shown[2] | shown[3]
    assert message["allowed_mentions"] == {"parse": []}
