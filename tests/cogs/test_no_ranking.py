"""Nothing ranks members: a walk over everything that anybody can see finds no total of a member and no order by one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from bot.ui.card import Card
from tests.cogs.rejections.sharing import shared
from tests.stage import Actor, Seen, Stage

ROOT = Path(__file__).parents[2]
WINS = {"wren": 37, "ash": 41, "robin": 43}
"""No date or hour of the walk is among these numbers, and they grow against the alphabet of nobody."""
DESTRUCTIVE = ("Erase", "Delete", "Remove", "Take", "Undo", "Yes", "Dismiss", "Hide", "Stop", "Leave it")


def files(seen: Seen) -> Iterator[str]:
    card = seen.handle[0] if seen.handle else None
    if isinstance(card, Card):
        for file in card.files:
            if not is_zipfile(BytesIO(file.data)):
                yield file.data.decode()
                continue
            with ZipFile(BytesIO(file.data)) as packed:
                yield from (packed.read(name).decode() for name in packed.namelist())


async def walk(actor: Actor, seen: Seen, depth: int = 3, known: set[str] | None = None) -> AsyncIterator[str]:
    """What one person reads by pressing whatever they can, as far as it destroys nothing."""
    known = set() if known is None else known
    yield seen.text
    for text in files(seen):
        yield text
    if depth == 0 or not isinstance(seen.handle and seen.handle[0], Card):
        return
    for label in seen.buttons:
        if label.startswith(DESTRUCTIVE) or f"{seen.text}|{label}" in known:
            continue
        known.add(f"{seen.text}|{label}")
        async for text in walk(actor, await actor.press(seen, label), depth - 1, known):
            yield text
    for label in seen.options[:12]:
        async for text in walk(actor, await actor.choose(seen, label), 0, known):
            yield text


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_no_output_tells_how_much_any_member_did_or_puts_them_in_that_order(stage: Stage) -> None:
    people = {name: await stage.member(name) for name in WINS}
    fern = await stage.organiser("fern")
    for name, count in WINS.items():
        for n in range(count):
            await people[name].command("win", text="Something good.", kind="rest" if n % 2 else "other")
            await people[name].command("rejection", company="A company")
    for post in await stage.posts("wins"):
        for actor in (*people.values(), fern):
            await actor.press(post, "Cheer")
    await shared(stage, people["wren"], "A hard one.")
    await stage.step(days=7)

    texts: list[tuple[str, str]] = []
    """Who reads it, and what."""
    commands = [
        name for name, spec in stage.app.core.registry.commands.items() if not any(o.required for o in spec.options)
    ]
    rooms = [*(await stage.posts("wins"))[-5:], *await stage.posts("support")]
    for actor in (*people.values(), fern, await stage.member("newcomer")):
        texts += [(actor.name, seen.text) for seen in chain(rooms, await stage.dms(actor))]
        async for text in walk(actor, await actor.home()):
            texts.append((actor.name, text))
        for command in commands:
            if command not in ("forget-me", "rejection", "win"):
                async for text in walk(actor, await actor.command(command), 2):
                    texts.append((actor.name, text))
        for post in rooms:
            async for text in walk(actor, await actor.press(post, "…"), 1):
                texts.append((actor.name, text))

    assert len(texts) > 200
    for reader, text in texts:
        found = re.findall(
            r"(?<![\w:.-])(\d+)(?![\w:.-])", re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*|[\d]{6,}", "", text)
        )
        assert not {int(number) for number in found} & {WINS[name] for name in WINS if name != reader}, text[:400]
        lines = text.splitlines()
        for line in lines:  # a line that names a member says no number beside the name
            assert not re.search(r"@(wren|ash|robin)\W{0,3}\d", line), line


def test_no_query_counts_what_members_did_by_member() -> None:
    for path in chain((ROOT / "cogs").rglob("*.py"), (ROOT / "bot").rglob("*.py")):
        source = re.sub(r'"\s*\n\s*f?"', "", path.read_text())
        for query in re.findall(r'"[^"]*GROUP BY[^"]*"', source, re.IGNORECASE):
            by_member = re.search(r"GROUP BY\s+\w*\.?(member_id|author_id)\b", query, re.IGNORECASE)
            assert not (by_member and "count(" in query.lower()), f"{path.name}: {query}"
