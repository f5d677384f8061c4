"""Two worlds that differ in one thing: somebody asked never to be paired with somebody else. Whom it is about, and
organisers, see the very same in both, hour by hour, through whole rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.runtime.start import all_migrations
from bot.scheduling.clock import SteppedClock
from bot.storage import ids
from bot.storage.migrate import migrate
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from bot.words import packs
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from tests.cogs.buddies.people import joins, member_id
from tests.stage import Actor, Seen, Stage
from tests.stage.memory import MemoryPlatform
from tests.stage.stage import START

NAMES = ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus")
LONE = "Hal"
"""Speaks a language of their own: has no buddy, and hears why."""
WEEKS = 2
WORLDS = 3
"""With a block, in which the pairs are the same."""
KEYS = KeyRing.fresh()
_LONG_AGO = 0
"""On the machine's own clock: each id is then the one before, and one more."""

Couple = tuple[str, ...]


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Begins a world without chance: ids count up from one, and the first of everything is drawn."""
    monkeypatch.setattr(ids, "time", SimpleNamespace(time_ns=lambda: _LONG_AGO))
    monkeypatch.setattr(packs, "random", SimpleNamespace(choice=_first, sample=_some))
    monkeypatch.setattr(pools, "secrets", SimpleNamespace(randbits=_seed))
    return lambda: monkeypatch.setattr(ids, "_last", 0)


def _first(seq: Sequence[Any]) -> Any:
    return seq[0]


def _some(seq: Sequence[Any], k: int) -> list[Any]:
    return list(seq[:k])


def _seed(_bits: int) -> int:
    return 12345


def written(seen: Seen) -> str:
    return f"{seen.text}\n{seen.buttons}\n{seen.options}\n{seen.form}\n{seen.errors}"


class World:
    def __init__(self) -> None:
        self.seen: dict[str, list[str]] = {name: [] for name in (*NAMES, LONE)}
        self.organiser: list[str] = []
        self.pairs: list[set[Couple]] = []

    def met(self) -> set[Couple]:
        return {two for round in self.pairs for group in round for two in combinations(group, 2)}


async def live(folder: Path, asked: tuple[str, str] | None, kind: str) -> World:
    world = World()
    db = await open_database(f"sqlite:///{folder}/{asked}{kind}.db", KEYS)
    await migrate(db, all_migrations(), now=START)
    clock = SteppedClock(START)
    async with Stage.open(MemoryPlatform(clock), db, clock) as stage:
        fern = await stage.organiser("fern")
        people = {name: await stage.member(name) for name in (*NAMES, LONE)}
        for actor in people.values():
            await joins(actor)
        form = await people[LONE].choose(await people[LONE].command("buddy join"), "Language")
        await people[LONE].submit(form, language="ja")
        if asked:
            who, whom = [await member_id(stage, people[name]) for name in asked]
            await stage.db.run(lambda tx: profiles.add_never(tx, who, whom, kind, stage.now))
        for day in range(7 * WEEKS + 1):
            for _ in range(24):
                await stage.step(hours=1)
                for name, actor in people.items():
                    dms = "\n".join(written(one) for one in await stage.dms(actor))
                    rooms = [(r.name, r.people, [written(p) for p in r.posts]) for r in await stage.rooms(actor)]
                    world.seen[name].append(f"{stage.now}\n{dms}\n{rooms}")
            for name, actor in people.items():
                world.seen[name] += [written(one) for one in await looks(actor)]
            if day % 7 == 6:
                world.pairs.append(await paired(stage, people))
            if day % 7 == 3:
                world.organiser += [written(one) for one in await manages(fern)]
    await db.close()
    return world


async def looks(actor: Actor) -> list[Seen]:
    status = await actor.command("buddy status")
    return [await actor.home(), status, await actor.press(status, "Kind notes"), await actor.command("buddy join")]


async def manages(fern: Actor) -> list[Seen]:
    preview = await fern.command("buddies preview")
    seen = [await fern.press(preview, "Show the pairs"), await fern.command("buddies history")]
    rounds = [option for option in seen[-1].options if "2026" in option]
    if rounds:
        one = await fern.choose(seen[-1], rounds[0])
        seen += [one, await fern.press(await fern.press(one, "Replay"), "Show the result")]
    return seen


async def paired(stage: Stage, people: dict[str, Actor]) -> set[Couple]:
    found: set[Couple] = set()
    for actor in people.values():
        found |= {tuple(sorted(room.people)) for room in await stage.rooms(actor)}
    return found


@pytest.mark.parametrize("kind", [profiles.ASKED, profiles.REPORT])
async def test_a_block_that_changes_no_pair_changes_nothing_for_anybody(
    tmp_path: Path, anew: Callable[[], None], kind: str
) -> None:
    anew()
    without = await live(tmp_path, None, kind)
    assert len(without.pairs) == WEEKS
    compared = 0
    for two in [(NAMES[0], LONE), *combinations(NAMES, 2)]:
        if two in without.met() or compared == WORLDS:
            continue
        anew()
        world = await live(tmp_path, two, kind)
        if world.pairs == without.pairs:
            assert world.seen == without.seen
            assert world.organiser == without.organiser
            compared += 1
    assert compared == WORLDS
