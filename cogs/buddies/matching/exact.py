"""The best pairs of a few people, with everything that counts in its order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cogs.buddies.matching.blossom import heaviest
from cogs.buddies.matching.past import World
from cogs.buddies.matching.people import TIE_BITS, Flags, Numbers

_BEST = 8
"""So many of everybody's best are looked at first where not all of them need to be."""


@dataclass(frozen=True, slots=True)
class _Few:
    """The grids of some people among themselves."""

    allowed: Flags
    met: Numbers
    place: Numbers
    """What it is worth to match these two because of who they are."""
    low: Numbers

    @property
    def count(self) -> int:
        return len(self.allowed)

    def pairs(self, edges: Flags) -> Numbers:
        """With the most people, then with the most of those who come before others, then by wishes."""
        return heaviest(self.count, edges, self.place, self.low)

    def covers(self, pairs: Numbers) -> tuple[int, int]:
        return len(pairs), int(self.place[pairs[:, 0], pairs[:, 1]].sum())


def exact(world: World, rows: Numbers, place: Numbers) -> Numbers:
    """Pairs of rows; nothing is left out of account. `place`: what it is worth that somebody is matched, by row."""
    few = _few(world, rows, place)
    fresh = few.allowed & (few.met == 0)
    pairs = few.pairs(fresh)
    if not _at_most(few, few.covers(pairs)):
        pairs = _with_repeats(few, pairs)
    return rows[pairs]


def fresh(world: World, rows: Numbers, place: Numbers, *, quick: bool = False) -> Numbers:
    """Pairs of rows that were never together, by the best of everybody's wishes.

    As many as there can be; `quick` is content with fewer.
    """
    few = _few(world, rows, place)
    edges = few.allowed & (few.met == 0)
    pairs = few.pairs(_best(edges, few.low))
    if not quick and not _at_most(few, few.covers(pairs)):
        again = few.pairs(edges)
        if few.covers(again) > few.covers(pairs):
            pairs = again
    return rows[pairs]


def better(world: World, pairs: Numbers) -> Numbers:
    """The same people in pairs that are at least as good."""
    rows = pairs.ravel()
    few = _few(world, rows, np.zeros(world.people.count, np.int64))
    edges = _best(few.allowed & (few.met == 0), few.low)
    now = np.arange(0, len(rows), 2)
    edges[now, now + 1] = True
    return rows[few.pairs(edges)]


def _few(world: World, rows: Numbers, place: Numbers) -> _Few:
    people = world.people
    worth = place[rows]
    one, two = rows[:, None], rows[None, :]
    low = (people.likeness(one, two) << (TIE_BITS + len(rows).bit_length())) + people.ties(one, two)
    return _Few(world.allowed(rows, rows), world.met.grid(rows, rows), worth[:, None] + worth[None, :], low)


def _with_repeats(few: _Few, pairs: Numbers) -> Numbers:
    """The oldest history is forgotten first: as much of it as lets as many people be matched as if there were none."""
    possible = few.covers(heaviest(few.count, few.allowed, few.place, np.zeros_like(few.low)))
    if few.covers(pairs) == possible:
        return pairs
    times = np.unique(few.met[few.allowed & (few.met > 0)])
    enough, less = len(times) - 1, -1
    while enough - less > 1:
        middle = (enough + less) // 2
        edges = few.allowed & (few.met <= times[middle])
        if few.covers(heaviest(few.count, edges, few.place, np.zeros_like(few.low))) == possible:
            enough = middle
        else:
            less = middle
    edges = few.allowed & (few.met <= times[enough])
    # Of those pairs as few as possible, and of equally many the older ones.
    age = np.searchsorted(times[: enough + 1], few.met)
    again = np.where(few.met > 0, 1 + age, 0)
    most = few.count // 2 + 1
    once = most * (enough + 2)
    rare = 2 * once - np.where(again > 0, once + again, 0)
    return heaviest(few.count, edges, few.place * (2 * once * most) + rare, few.low)


def _best(edges: Flags, low: Numbers) -> Flags:
    """Everybody's best only: the rest hardly ever matters, and takes most of the time."""
    if len(edges) <= _BEST:
        return edges
    worth = np.where(edges, low, -1)
    best = np.argpartition(worth, -_BEST, axis=1)[:, -_BEST:]
    kept = np.zeros_like(edges)
    np.put_along_axis(kept, best, True, axis=1)
    return edges & (kept | kept.T)


def _at_most(few: _Few, covered: tuple[int, int]) -> bool:
    """Whether nobody else could be matched, whatever the history: told from who can reach whom, which costs little."""
    pairs, place = covered
    reachable = few.allowed.any(axis=1)
    if place < int(few.place.diagonal()[reachable].sum()) // 2:
        return False
    most = 0
    left = reachable.copy()
    while left.any():
        group = np.zeros(few.count, np.bool_)
        edge = np.zeros(few.count, np.bool_)
        edge[left.argmax()] = True
        while edge.any():
            group |= edge
            edge = few.allowed[edge].any(axis=0) & ~group
        most += int(group.sum()) // 2
        left &= ~group
    return pairs == most
