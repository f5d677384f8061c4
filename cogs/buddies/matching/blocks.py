"""Many people: matched in blocks of those who are alike, then whoever is left over once more."""

from __future__ import annotations

import numpy as np

from cogs.buddies.matching.exact import better, exact, fresh
from cogs.buddies.matching.past import World
from cogs.buddies.matching.people import Flags, Numbers
from cogs.buddies.model import Wish

BLOCK = 256
_NOBODY = -1
_TOGETHER = 64
"""So many who are left over are put into a block at once."""
_IN_VAIN = 32
"""After so many blocks that could take in nobody the rest stay as they are."""


def in_blocks(world: World) -> Numbers:
    """Pairs of rows."""
    mate = np.full(world.people.count, _NOBODY)
    blocks = _cut(_alike(world))
    for block in blocks:
        _pair(mate, fresh(world, block, quick=True))
    _among_themselves(world, mate)
    for repeats in (False, True):
        _into_blocks(world, mate, blocks, repeats=repeats)
    _improve(world, mate)
    return _pairs(mate)


def _alike(world: World) -> Numbers:
    people = world.people
    traits = people.trait(Wish.STAGE), people.trait(Wish.FIELD), people.trait(Wish.ZONE)
    return np.lexsort((people.shuffled(), *traits, people.language))


def _cut(rows: Numbers) -> list[Numbers]:
    """Blocks of about the same even size."""
    count = -(-len(rows) // BLOCK)
    size = 2 * -(-len(rows) // (2 * count)) if count else 1
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _among_themselves(world: World, mate: Numbers) -> None:
    left = _left(world, mate)
    while True:
        before = len(left)
        for block in _cut(left):
            _pair(mate, fresh(world, block))
        left = left[mate[left] == _NOBODY]
        if len(left) < 2 or len(left) == before or before <= BLOCK:
            return


def _into_blocks(world: World, mate: Numbers, blocks: list[Numbers], *, repeats: bool) -> None:
    """Those who are left go into the block where most of them have somebody, and it is matched again."""
    block_of = np.empty(len(mate), np.int64)
    for n, block in enumerate(blocks):
        block_of[block] = n
    left = _left(world, mate)
    partners = np.concatenate([_partners(world, part, block_of, len(blocks)) for part in _cut(left)] or [_none(blocks)])
    tried = np.zeros(len(blocks), np.bool_)
    in_vain = 0
    while len(left) and not tried.all() and in_vain < _IN_VAIN:
        # Somebody alone can only take the place of another: worth it for first place.
        worth = (partners > 0).sum(axis=0) + 2 * (partners[world.people.first[left]] > 0).any(axis=0)
        worth = np.where(tried, 0, worth * len(mate) + np.minimum(partners.sum(axis=0), len(mate) - 1))
        block = int(worth.argmax())
        if worth[block] < 2 * len(mate):
            return
        tried[block] = True
        guests = left[partners[:, block] > 0][:_TOGETHER]
        here = np.flatnonzero(block_of == block)
        mates = mate[here]
        rows = np.unique(np.concatenate([here, mates[mates != _NOBODY], guests]))
        pairs = exact(world, rows) if repeats else fresh(world, rows)
        before = mate[rows] != _NOBODY
        better = 2 * len(pairs), int(world.people.first[pairs].sum())
        if better <= (int(before.sum()), int((before & world.people.first[rows]).sum())):
            in_vain += 1
            continue
        in_vain = 0
        mate[rows] = _NOBODY
        _pair(mate, pairs)
        tried[:] = False
        tried[block] = True
        stay = mate[left] == _NOBODY
        left, partners = left[stay], partners[stay]


def _none(blocks: list[Numbers]) -> Numbers:
    return np.empty((0, len(blocks)), np.int64)


def _partners(world: World, rows: Numbers, block_of: Numbers, blocks: int) -> Numbers:
    """How many possible partners each row has in each block."""
    allowed: Flags = world.allowed(rows, np.arange(len(block_of)))
    found = np.empty((len(rows), blocks), np.int64)
    for n, line in enumerate(allowed):
        found[n] = np.bincount(block_of[line], minlength=blocks)
    return found


def _left(world: World, mate: Numbers) -> Numbers:
    """Who has nobody, first places first, else in the order of the blocks."""
    order = _alike(world)
    order = order[mate[order] == _NOBODY]
    return order[np.argsort(~world.people.first[order], kind="stable")]


def _improve(world: World, mate: Numbers) -> None:
    """Pairs of different blocks change partners where wishes come true by it: first pairs whose one member is alike,
    then pairs whose other member is. Nobody loses their place, and nobody meets the same person again by it."""
    people = world.people
    for side in (0, 1):
        pairs = _pairs(mate)
        pairs = pairs[world.met.of(pairs) == 0]
        key = pairs[:, side]
        traits = [people.trait(wish)[key] for wish in reversed(people.wishes)]
        pairs = pairs[np.lexsort((people.shuffled()[key], *traits, people.language[key]))]
        for start in range(0, len(pairs), BLOCK // 2):
            _pair(mate, better(world, pairs[start : start + BLOCK // 2]))


def _pairs(mate: Numbers) -> Numbers:
    one = np.flatnonzero(mate > np.arange(len(mate)))
    return np.stack([one, mate[one]], axis=1)


def _pair(mate: Numbers, pairs: Numbers) -> None:
    mate[pairs[:, 0]] = pairs[:, 1]
    mate[pairs[:, 1]] = pairs[:, 0]
