"""Many people: matched in blocks of those who are alike, then whoever is left over once more."""

from __future__ import annotations

import numpy as np

from cogs.buddies.choices import Wish
from cogs.buddies.matching.exact import better, fresh
from cogs.buddies.matching.mates import NOBODY, Mates
from cogs.buddies.matching.past import World
from cogs.buddies.matching.paths import along_paths
from cogs.buddies.matching.people import Numbers, People

BLOCK = 256


def in_blocks(world: World, place: Numbers) -> Numbers:
    """Pairs of rows. `place`: what it is worth that somebody is matched, by row."""
    mates = Mates(world, place)
    order = _alike(world.people)
    for block in _cut(order):
        mates.put(fresh(world, block, place, quick=True))
    left = order[mates.of[order] == NOBODY]
    for block in _cut(left):
        mates.put(fresh(world, block, place))
    for repeats in (False, True):
        along_paths(mates, repeats=repeats)
    _improve(mates)
    return mates.pairs()


def taken_in(world: World, pairs: Numbers, place: Numbers) -> Numbers:
    """The pairs once more, for those who have another place now."""
    mates = Mates(world, place)
    mates.put(pairs)
    along_paths(mates, repeats=True)
    return mates.pairs()


def _alike(people: People) -> Numbers:
    traits = people.trait(Wish.STAGE), people.trait(Wish.FIELD), people.trait(Wish.ZONE)
    return np.lexsort((people.shuffled(), *traits, people.language))


def _cut(rows: Numbers) -> list[Numbers]:
    """Blocks of about the same even size."""
    count = -(-len(rows) // BLOCK)
    size = 2 * -(-len(rows) // (2 * count)) if count else 1
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _improve(mates: Mates) -> None:
    """Pairs of different blocks change partners where wishes come true by it: first pairs whose one member is alike,
    then pairs whose other member is. Nobody loses their place, and nobody meets the same person again by it."""
    people, met = mates.world.people, mates.world.met
    for side in (0, 1):
        pairs = mates.pairs()
        pairs = pairs[met.of(pairs) == 0]
        key = pairs[:, side]
        traits = [people.trait(wish)[key] for wish in reversed(people.wishes)]
        pairs = pairs[np.lexsort((people.shuffled()[key], *traits, people.language[key]))]
        for start in range(0, len(pairs), BLOCK // 2):
            mates.put(better(mates.world, pairs[start : start + BLOCK // 2]))
