"""Who is left over joins a pair, where all three fit."""

from __future__ import annotations

import numpy as np

from cogs.buddies.matching.blossom import heaviest
from cogs.buddies.matching.past import World
from cogs.buddies.matching.people import Numbers

_AT_ONCE = 32
"""So many of those who are left over choose together where there are more pairs than they could be weighed against."""
_PAIRS = 256


def join(world: World, pairs: Numbers, left: Numbers) -> dict[int, int]:
    """Row of somebody left over -> index of the pair they join: as many as can, and no pair is joined twice."""
    joined: dict[int, int] = {}
    alone = np.arange(len(pairs))
    left = world.with_somebody(left[np.argsort(~world.people.first[left], kind="stable")])
    step = _AT_ONCE if len(pairs) > _PAIRS else max(1, len(left))
    for start in range(0, len(left), step):
        found = _join(world, pairs[alone], left[start : start + step])
        joined |= {row: int(alone[pair]) for row, pair in found}
        alone = np.setdiff1d(np.arange(len(pairs)), list(joined.values()))
    return joined


def _join(world: World, pairs: Numbers, left: Numbers) -> list[tuple[int, int]]:
    allowed = world.allowed(left, np.arange(world.people.count))
    fits = allowed[:, pairs[:, 0]] & allowed[:, pairs[:, 1]] & world.people.share_hours_with_two(left, pairs)
    places = np.flatnonzero(fits.any(axis=0))
    fits = fits[:, places]
    if not fits.any():
        return []
    worth = np.where(fits, _worth(world, left, pairs[places]), 0)
    # Somebody who has as many good pairs as there are people left over always finds one of these free.
    most = min(len(left), len(places))
    kept = np.unique(np.argpartition(worth, -most, axis=1)[:, -most:])
    worth, places = worth[:, kept], places[kept]
    count = len(left) + len(places)
    edges, first, low = (np.zeros((count, count), np.int64) for _ in range(3))
    corner = np.s_[: len(left), len(left) :]
    edges[corner] = low[corner] = worth
    first[: len(left)] = world.people.first[left][:, None]
    found = heaviest(count, edges > 0, first, low)
    return [(int(left[person]), int(places[place - len(left)])) for person, place in found]


def _worth(world: World, left: Numbers, pairs: Numbers) -> Numbers:
    """A rank from 1 for each one joining each pair: whom they met counts most, the wishes next, then the seed."""
    one, two = pairs[:, 0], pairs[:, 1]
    people = world.people
    met = np.stack([world.met.grid(left, one), world.met.grid(left, two)])
    again = (met > 0).sum(axis=0)
    wishes = people.likeness(left[:, None], one) + people.likeness(left[:, None], two)
    ties = people.ties(left[:, None], one)
    order = np.lexsort((ties.ravel(), wishes.ravel(), -met.max(axis=0).ravel(), -again.ravel()))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    return rank.reshape(len(left), len(pairs))
