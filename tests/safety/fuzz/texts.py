"""One card with a text in every place that takes one, drawn by each platform, and what must be so of it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.discord import cards as discord_cards
from adapters.slack import cards as slack_cards
from bot.adapter import Person, Scene
from bot.runtime.plain_text import storable
from bot.ui.card import (
    Actions,
    Bold,
    Button,
    Call,
    Card,
    Fields,
    Hidden,
    Link,
    Mention,
    Note,
    Text,
    When,
)
from bot.ui.wire import encode_call
from tests.fakes.discord.rules import check_message, everything
from tests.fakes.slack import blockkit
from tests.safety.fuzz import discord, slack
from tests.safety.fuzz.strange import strange

CALL = Call("wins.more", (250_190_126_289_427_138,))
COMMUNITY = 250_190_126_289_427_137
WHOM, PERSON = 7, "123456789012345678"
AT = datetime(2026, 3, 1, tzinfo=UTC)
ADDRESS = "https://a.example/x"
PLACES = 10


@dataclass(frozen=True)
class Texts:
    """In the order in which the card has them."""

    of: tuple[str, ...]

    @classmethod
    def drawn(cls, chance: random.Random) -> Texts:
        return cls(tuple(strange(chance) for _ in range(PLACES)))


def scene(name: str, id: str = PERSON) -> Scene:
    return Scene(COMMUNITY, {WHOM: Person(id, "Wren"), 8: Person("local", name)}, ZoneInfo("UTC"))


def card(texts: Texts) -> Card:
    title, plain, after, bold, note, label, value, spoiler, hidden, _ = texts.of
    return Card(
        title[:150] or "…",
        (
            Text((plain, Mention(WHOM), after, Bold(bold), " at ", When(AT), " ", Link(label, ADDRESS))),
            Note((note, Mention(8), value)),
            Fields(((label, value), (value, Bold(after)), (bold, plain))),
            Hidden(spoiler, hidden, CALL),
            Actions((Button(bold[:75].strip() or "…", CALL),)),
        ),
    )


def letters(*texts: str) -> str:
    """What must be left of texts, however they are escaped."""
    return "".join(filter(str.isalnum, "".join(texts)))


def lines(texts: Texts) -> list[str]:
    """The letters of each block of the card, as they are read."""
    title, plain, after, bold, note, label, value, spoiler, hidden, name = texts.of
    return [
        letters(title[:150]),
        letters(plain, after, bold, "at", label),
        letters(note, name, value),
        letters(label, value, value, after, bold, plain),
        letters(spoiler),
        letters(hidden),
    ]


PLAIN = Texts(("Plain", "words", "here", "bold", "small", "label", "value", "hint", "behind", "name"))


class Wrong(AssertionError):
    """What is wrong with how a card was drawn."""


def must(ok: bool, what: str, shown: object = "") -> None:
    if not ok:
        raise Wrong(f"{what}: {shown!r}"[:2000])


def on_discord(texts: Texts) -> None:
    message: dict[str, Any] = dict(discord_cards.preview(card(texts), scene(texts.of[-1])))
    check_message(message, {})
    must(message["allowed_mentions"] == {"parse": []}, "somebody may be notified")
    must(bool(message["flags"] & 1 << 15) and "content" not in message, "links may be previewed")
    parts = list(everything(message["components"]))
    ids = [part["custom_id"] for part in parts if part["type"] in (2, 3)]
    must(ids == [encode_call(CALL, COMMUNITY)], "a button lost its id", ids)
    read: list[str] = []
    for number, part in enumerate(part["content"] for part in parts if part["type"] == 10):
        seen = discord.read(part)
        read.append(letters(seen.text))
        must(not set(seen.marks) & _PINGS_DISCORD, "somebody is named", part)
        must(_known(seen.marks), "the layout changes", (seen.marks, part))
        must(number != 0 or seen.marks == ["heading"], "a title is a title", (seen.marks, part))
    whole = "".join(part["content"] for part in parts if part["type"] == 10)
    must(not _EVERYWHERE.search(whole), "Discord looks for this everywhere", whole)
    if sum(map(len, texts.of)) < 400:  # nothing had to be cut
        must(read == lines(texts), "not read as it was typed", (read, lines(texts)))
        now, plain = _shape(parts), _shape(_plain_discord())
        must(now == plain, "not the layout of plain words", (now, plain))


_PINGS_DISCORD = {"everyone", "role", "channel"}
_EVERYWHERE = re.compile(rf"@(?:everyone|here)|<@[!&]?(?!{PERSON})\d")
_MEANT = re.compile(rf"heading|small|/?bold|/?spoiler|/link|moment|person {PERSON}|link to {re.escape(ADDRESS)}")


def _known(marks: list[str]) -> bool:
    return all(_MEANT.fullmatch(mark) for mark in marks)


def _shape(parts: list[dict[str, Any]]) -> list[list[str]]:
    """The marks of each text; small text is marked on each line that it takes."""
    shapes = [discord.read(part["content"]).marks for part in parts if part["type"] == 10]
    return [[mark for at, mark in enumerate(marks) if at == 0 or mark != "small"] for marks in shapes]


def _plain_discord() -> list[dict[str, Any]]:
    return list(everything(dict(discord_cards.preview(card(PLAIN), scene("name")))["components"]))


def on_slack(texts: Texts) -> None:
    texts = Texts(tuple(storable(text) or "…" for text in texts.of))  # as whatever people type is kept
    message = slack_cards.message(card(texts), scene(texts.of[-1], "U1"))
    problems = list(blockkit.blocks(message["blocks"], "message"))
    must(problems == [], "Slack refuses it", problems)
    must(message["unfurl_links"] is False and message["unfurl_media"] is False, "links may be previewed")
    must(not {"parse", "link_names"} & set(message) and message["mrkdwn"] is False, "words may become mentions")
    does, line = slack.notification(message)
    must(does == [], "the line for notifications does something", message["text"])
    must(line.endswith("…") or line == texts.of[0][:150], "the line for notifications is the title", line)
    seen = slack.read(message)
    must(f"button {encode_call(CALL, COMMUNITY)}" in seen.marks, "a button lost its id", seen.marks)
    json.dumps(message).encode()
    if sum(map(len, texts.of)) < 400:
        read = [letters(words) for words in seen.words if words]
        wanted = lines(texts)[:-1]  # what is hidden is not sent
        wanted[1] = letters(texts.of[1], "Wren", *texts.of[2:4], "at", texts.of[5])
        must(read[1:] == wanted[1:], "not read as it was typed", (read, wanted))
        plain = slack.read(slack_cards.message(card(PLAIN), scene("name", "U1")))
        must(seen.marks == plain.marks, "not the layout of plain words", (seen.marks, plain.marks))


PLATFORMS: dict[str, Callable[[Texts], None]] = {"discord": on_discord, "slack": on_slack}


def run(platform: str, texts: int, seed: int) -> int:
    """Tries at least so many texts; the number of those tried. Raises with the seed and the texts that did it."""
    chance, draw = random.Random(seed), PLATFORMS[platform]
    tried = 0
    while tried < texts:
        drawn = Texts.drawn(chance)
        try:
            draw(drawn)
        except Exception as error:
            raise Wrong(f"seed {seed}, after {tried} texts, {drawn.of!r}: {error}") from error
        tried += PLACES
    return tried


__all__ = ["PLATFORMS", "Wrong", "run"]
