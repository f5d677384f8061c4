from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.markup import cut, escape, parts_of, whole, within
from bot.adapter import Person, Scene
from bot.ui.card import Bold, Link, Mention, When, WhenStyle

SCENE = Scene(1, {7: Person("123456789012345678", "Ada"), 8: Person("local", "B*b")})

tokens = ["@everyone", "<@123456789012345678>", "<#1>", "<t:0:R>", "</go:1>", "<:e:1>", "[x](http://y)", "https://a.b"]
signs = ["**", "||", "`", "```", "\n", "# ", "-# ", "- ", "1. ", "> ", ">>> ", "\\", "😀", "שלום", "\u202e", "_", "~~"]
nasty = st.one_of(st.text(), st.lists(st.sampled_from(tokens + signs)).map("".join))


def read(markdown: str) -> str:
    """What a reader sees of text in which everything that has a meaning is escaped."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown).replace("@\u200b", "@")


def live(markdown: str) -> str:
    """What is left for Discord to give a meaning to."""
    return re.sub(r"\\[^0-9A-Za-z\s]", "\x01", markdown)


@given(nasty)
@example("1. one\n2) two")
@example("\r\n# heading")
@example("\x0b# heading")
@example("\\*not bold\\*")
def test_user_text_means_nothing_to_discord(text: str) -> None:
    left = live(escape(text))
    assert not re.search(r"[*_~|`<\[\]\\]", left)
    assert not re.search(r"@(everyone|here|[!&]?\d)", left)
    assert not re.search(r"^\s*(#|-|\+|>|\d+[.)])", left, re.MULTILINE)
    assert "://" not in left


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="\n")))
def test_user_text_is_read_as_it_was_typed(text: str) -> None:
    plain = re.sub("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", "", text)
    assert read(escape(plain)) == plain


@given(nasty, st.integers(0, 50))
def test_a_cut_is_visible_and_never_half_an_escape(text: str, room: int) -> None:
    escaped = escape(text)
    shorter = cut(escaped, room)
    assert len(shorter) <= room
    if len(escaped) > room > 0:
        assert shorter.endswith("…")
        assert not re.search(r"(?<!\\)(\\\\)*\\…$", shorter)


@given(nasty, nasty, st.integers(1, 80))
def test_parts_fit_the_room_they_are_given(first: str, second: str, room: int) -> None:
    content = (
        first,
        Bold(second),
        Mention(7),
        When(datetime(2026, 3, 1, tzinfo=UTC)),
        Link("site", "https://a.example"),
    )
    text = within(parts_of(content, SCENE), room)
    assert len(text) <= room
    assert "<@12345678901234567>" not in text
    for solid in re.findall(r"(?<!\\)<[^>]*", text):
        assert solid in ("<@123456789012345678", "<t:1772323200:f")


@pytest.mark.parametrize(
    ("inline", "shown"),
    [
        (Bold(" a*b "), " **a\\*b** "),
        (Mention(7), "<@123456789012345678>"),
        (Mention(8), "B\\*b"),
        (Mention(9), "someone"),
        (When(datetime(2026, 3, 1, tzinfo=UTC), WhenStyle.RELATIVE), "<t:1772323200:R>"),
        (Link("The *list*", "https://a.example/x (1)"), "[The \\*list\\*](https://a.example/x%20%281%29)"),
        (Link("Call 116 123", "tel:116123"), "Call 116 123 116123"),
        (Link("116123", "tel:116123"), "116123"),
    ],
)
def test_inlines(inline: Bold | Mention | When | Link, shown: str) -> None:
    assert whole(parts_of(inline, SCENE)) == shown


@pytest.mark.parametrize(("before", "name"), [("@", "everyone"), ("http:", "//a.example"), ("1", ". one")])
def test_somebody_without_a_discord_id_is_text_like_what_stands_beside(before: str, name: str) -> None:
    scene = Scene(1, {8: Person("local", name)})
    assert whole(parts_of((before, Mention(8)), scene)) == escape(f"{before}{name}")
