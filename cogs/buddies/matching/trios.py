"""Who is left over joins a pair, where all three fit."""

from __future__ import annotations

import numpy as np

from cogs.buddies.matching.blossom import heaviest
from cogs.buddies.matching.past import World
from cogs.buddies.matching.people import Numbers

_AT_ONCE = 256


def join(world: World, pairs: Numbers, left: Numbers) -> dict[int, int]:
    """Row of somebody left over -> index of the pair they join: as many as can, and no pair is joined twice."""
    joined: dict[int, int] = {}
    open_pairs = np.arange(len(pairs))
    left = left[np.argsort(~world.people.first[left], kind="stable")]
    for start in range(0, len(left), _AT_ONCE):
        some = left[start : start + _AT_ONCE]
        joined |= {int(some[one]): int(open_pairs[two]) for one, two in _join(world, pairs[open_pairs], some)}
        open_pairs = np.setdiff1d(np.arange(len(pairs)), list(joined.values()))
    return joined


def _join(world: World, pairs: Numbers, left: Numbers) -> list[tuple[int, int]]:
    everybody = np.arange(world.people.count)
    allowed = world.allowed(left, everybody)
    fits = allowed[:, pairs[:, 0]] & allowed[:, pairs[:, 1]]
    # Somebody who has as many good pairs as there are people left over always finds one of these free.
    candidates = np.flatnonzero(fits.any(axis=0))
    left_rows = np.flatnonzero(fits.any(axis=1))
    if not len(left_rows):
        return []
    one, two = pairs[candidates, 0], pairs[candidates, 1]
    rows = left[left_rows]
    met = np.stack([world.met.grid(rows, one), world.met.grid(rows, two)])
    wishes = world.people.likeness(rows[:, None], one) + world.people.likeness(rows[:, None], two)
    ties = world.people.ties(rows[:, None], one)
    fits = fits[np.ix_(left_rows, candidates)]
    again = (met > 0).sum(axis=0)
    rank = np.lexsort((ties.ravel(), wishes.ravel(), -met.max(axis=0).ravel(), -again.ravel()))
    worth = np.empty(rank.size, np.int64)
    worth[rank] = np.arange(1, rank.size + 1)
    worth = np.where(fits, worth.reshape(fits.shape), 0)
    few = min(len(rows), len(candidates))
    best = np.argpartition(worth, -few, axis=1)[:, -few:]
    kept = np.unique(best)
    worth, candidates = worth[:, kept], candidates[kept]
    # Whoever is left over on one side, pairs on the other.
    count = len(rows) + len(candidates)
    edges = np.zeros((count, count), np.bool_)
    low = np.zeros((count, count), np.int64)
    edges[: len(rows), len(rows) :] = worth > 0
    low[: len(rows), len(rows) :] = worth
    first = np.zeros((count, count), np.int64)
    first[: len(rows)] = world.people.first[rows].astype(np.int64)[:, None]
    found = heaviest(count, edges, first, low)
    return [(int(left_rows[person]), int(candidates[pair - len(rows)])) for person, pair in found]
