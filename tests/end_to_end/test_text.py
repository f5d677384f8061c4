"""What people type can ping nobody and change no layout, on either platform."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from tests.end_to_end.harbour import Harbour, Person
from tests.fakes.discord import seen
from tests.fakes.slack import reading

Json = dict[str, Any]

NASTY = [
    "@everyone @here <@123> <@!123> <@&456> <#789> </win:1> <id:home>",
    "<!channel> <!here|here> <!everyone> <!subteam^S1|x> <!date^1^{date}|x> <@U0CAIRN00> <#C1|x>",
    "<t:1700000000> <t:1700000000:R> <:smile:123> <a:x:123>",
    "1. one\n2. two\n- three\n* four\n+ five",
    "> quote\n>>> long quote\n# Big\n## Big\n### Big\n-# small",
    "**bold** __under__ *it* _it_ ~~gone~~ ~gone~ ||hidden|| `code` ```\nblock\n```",
    "[a label](https://example.org) <https://example.org|a label> &amp; &lt;b&gt;",
    "\u202eright to left\u202c שלום مرحبا \u2067x\u2069",
    "zero\u200bwidth\u2060join\ufeffers\u200d and \x07bell \x1b[31mred",
    "👩‍👩‍👧‍👦" * 60,
    "\\@everyone \\<@123> \\\\<@123> \\*\\*",
    "a\r\n\r\n\r\n\r\nb\u2028c\u2029d\x85e",
]
EMOJI = "🎉" * 1500


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_no_text_pings_or_changes_the_layout(platform: str, tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, platform) as harbour:
        await harbour.start()
        (side,) = harbour.on
        await harbour.set_up(side)
        fern = await Person(side, "ferne", organiser=True).join()
        board = await fern.command("setup")
        await fern.press(board, "Allow links")
        wren = await Person(side, "wren").join()
        plain = await _shapes(harbour, wren, "Plain words", 1)
        # On Slack a room takes one post a second.
        texts = [*NASTY, EMOJI] if platform == "discord" else ["\n".join(NASTY)[:1500], EMOJI]
        for number, text in enumerate(texts, 2):
            shape = await _shapes(harbour, wren, text, number)
            assert shape == plain, f"{text!r} changes the layout"
        calls = harbour.slack.slack.calls("chat.postMessage")
        for call in calls:
            assert "<!" not in call["text"], call["text"]
            assert not re.search(r"(?<!&lt;)<[@#]", call["text"]), call["text"]


async def _shapes(harbour: Harbour, wren: Person, text: str, number: int) -> object:
    """The layout of the newest post, without its words."""
    form = await wren.command("win")
    assert "story" in form.form, form.text
    answer = await wren.submit(form, story=text)
    if "Post it" in answer.buttons:  # it holds a link, and its author is asked first
        await wren.press(answer, "Post it")
    await harbour.posts(wren.platform, "wins", number)
    if wren.platform.name == "discord":
        message = harbour.discord.fake.posts(harbour.discord.guild["wins"])[-1]
        _pings_nobody_on_discord(seen(message), int(wren.id))
        return [_kinds(part) for part in message.components]
    room = harbour.slack.slack.world.rooms[harbour.slack.rooms["wins"]]
    message = room.messages[-1]
    assert reading.pings(message) in ([], [wren.id])
    for block in message["blocks"]:
        for sub in _objects(block):
            assert sub.get("type") not in ("mrkdwn", "broadcast", "usergroup")
    return [block["type"] for block in message["blocks"]]


def _pings_nobody_on_discord(shown: str, author: int) -> None:
    """Of what Discord's client would make of it: no marks but the card's own."""
    bare = re.sub(r"\\[^\w\s]", "x", shown)
    mentions = set(re.findall(r"<(?:@[!&]?|#)(\d+)>", bare))
    assert mentions <= {str(author)}, shown
    assert not re.search(r"<(t|id|a?:\w*|/\w+):", bare), shown
    assert "@everyone" not in bare, shown
    assert "@here" not in bare, shown
    for line in bare.splitlines()[1:]:
        assert not re.match(r"\s*(>|\d+\. |[-*+] |#{2,3} )", line), shown
    for mark in ("||", "```", "~~", "__"):
        assert mark not in bare, shown


def _kinds(part: Json) -> object:
    inner = cast("list[Json]", part.get("components") or [])
    return part["type"], [_kinds(each) for each in inner]


def _objects(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        found = cast("Json", value)
        yield found
        for inner in found.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _objects(inner)


async def test_the_same_text_on_slack_typed_as_a_command_is_kept_as_typed(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "slack") as harbour:
        await harbour.start()
        await harbour.set_up(harbour.slack)
        wren = await Person(harbour.slack, "wren").join()
        for number, text in enumerate(["I was kind & <brave>", "note: call Sam back"], 1):
            await wren.command("win", text=text)
            posts = await harbour.posts(harbour.slack, "wins", number)
            assert text in posts[-1].text, json.dumps(posts[-1].text)
