"""Whatever people type stays words on Discord and on Slack. `make fuzz` tries 100 000 texts on each."""

from __future__ import annotations

import re
from typing import Any

import pytest

from adapters.discord import markup
from adapters.slack import cards
from tests.safety.fuzz import discord
from tests.safety.fuzz.texts import PLATFORMS, Wrong, run

TEXTS, SEED = 20_000, 1


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_that_people_type_pings_changes_the_layout_or_is_lost(platform: str) -> None:
    assert run(platform, TEXTS, SEED) >= TEXTS


SIGNS = r"[\\*_~|`<\[\]]"
"""What is escaped wherever it stands."""


@pytest.mark.parametrize("forgotten", ["at", "line", "address", r"\\", "*", "_", "~", "|", "`", "<", r"\["])
def test_the_reader_of_discords_markdown_finds_what_an_escape_forgets(
    monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    pattern = markup._SPECIAL.pattern  # pyright: ignore[reportPrivateUsage] -- broken on purpose
    broken = pattern.replace(f"(?P<{forgotten}>", f"(?P<{forgotten}>(?!)")
    if broken == pattern:
        broken = pattern.replace(SIGNS, SIGNS.replace(forgotten, "", 1))
    assert broken != pattern
    monkeypatch.setattr(markup, "_SPECIAL", re.compile(broken, re.VERBOSE))
    with pytest.raises(Wrong):
        run("discord", TEXTS, SEED)


def _markup(text: str, most: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text[:most]}


def _uncut(text: str, most: int) -> str:
    return text


@pytest.mark.parametrize(("name", "broken"), [("plain", _markup), ("escape", str), ("cut", _uncut)])
def test_the_reader_of_slacks_blocks_finds_what_is_not_literal(
    monkeypatch: pytest.MonkeyPatch, name: str, broken: object
) -> None:
    monkeypatch.setattr(cards, name, broken)
    with pytest.raises(Wrong):
        run("slack", TEXTS, SEED)


@pytest.mark.parametrize(
    ("markdown", "marks"),
    [
        ("### Title", ["heading"]),
        ("words\n-# small\n> quote\n- list\n1. one", ["small", "quote", "list", "list"]),
        ("**bold** ||hidden||", ["bold", "/bold", "spoiler", "/spoiler"]),
        ("~~gone~~ __under__ *lean*", ["strike", "underline", "/underline", "italic"]),
        (
            "<@12> <@&3> <#4> @here <t:0:R> </win:1> <:e:5>",
            ["person 12", "role", "channel", "everyone", "moment", "command", "emoji"],
        ),
        ("[a](https://b.example) https://c.example `code`", ["link to https://b.example", "/link", "address", "code"]),
        (r"\# no \*\*no\*\* \[no\](http\://x.y) \<t:0>", []),
    ],
)
def test_markdown_is_read_as_discord_shows_it(markdown: str, marks: list[str]) -> None:
    assert discord.read(markdown).marks == marks
