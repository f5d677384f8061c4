"""Who is with whom while many people are matched, a few at a time."""

from __future__ import annotations

import numpy as np

from cogs.buddies.matching.exact import exact, fresh
from cogs.buddies.matching.past import World
from cogs.buddies.matching.people import Numbers

NOBODY = -1


class Mates:
    """`of` is the row of everybody's mate; `place` what it is worth that somebody has one."""

    def __init__(self, world: World, place: Numbers) -> None:
        self.world = world
        self.place = place
        self.of = np.full(world.people.count, NOBODY)

    def put(self, pairs: Numbers) -> None:
        self.of[pairs[:, 0]] = pairs[:, 1]
        self.of[pairs[:, 1]] = pairs[:, 0]

    def pairs(self) -> Numbers:
        one = np.flatnonzero(self.of > np.arange(len(self.of)))
        return np.stack([one, self.of[one]], axis=1)

    def left(self) -> Numbers:
        """Who has nobody: first who comes before others."""
        left = np.flatnonzero(self.of == NOBODY)
        return left[np.argsort(-self.place[left], kind="stable")]

    def again(self, rows: Numbers, *, repeats: bool) -> bool:
        """These people and who they are with are matched once more, if somebody gains by it. Whether so."""
        rows = np.union1d(rows, self.of[rows])
        rows = rows[rows != NOBODY]
        pairs = (exact if repeats else fresh)(self.world, rows, self.place)
        before = rows[self.of[rows] != NOBODY]
        if (2 * len(pairs), self.place[pairs].sum()) <= (len(before), self.place[before].sum()):
            return False
        self.of[rows] = NOBODY
        self.put(pairs)
        return True
