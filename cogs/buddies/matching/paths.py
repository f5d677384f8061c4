"""Whoever is left over takes somebody's partner, who takes somebody else's, until one is reached who was left too."""

from __future__ import annotations

import numpy as np

from cogs.buddies.matching.mates import NOBODY, Mates
from cogs.buddies.matching.past import World
from cogs.buddies.matching.people import Flags, Numbers

_LEAST_ROWS, _CELLS = 512, 1 << 22
"""Of so many people it is looked up whom they fit: everybody where there are a few thousand, and where there are more
it is enough, as everybody fits many then. It takes part of a second."""
_SOME = 100
_LOOKS = 8
"""So often each of them is looked at."""


def along_paths(mates: Mates, *, repeats: bool) -> None:
    possible = _Possible(mates.world, repeats=repeats)
    left = mates.world.with_somebody(mates.left())
    language = mates.world.people.language[left]
    for one in left:
        while mates.of[one] == NOBODY:
            others = mates.of[left[language == mates.world.people.language[one]]] == NOBODY
            if mates.world.people.same_language and others.sum() == 1 and not mates.place[one]:
                break  # there is nobody at any end
            path = _path(possible, mates, int(one))
            if path is None:
                break
            if repeats:
                # With more people to choose from, less of the history has to be forgotten.
                path = np.concatenate([path, possible.some(int(one))])
            if not mates.again(path, repeats=repeats):
                break


class _Possible:
    """Whom somebody could be with."""

    def __init__(self, world: World, *, repeats: bool) -> None:
        self._world = world
        self._repeats = repeats
        self._everybody = np.arange(world.people.count)
        self._shuffled = world.people.shuffled()
        self._known: dict[int, Flags] = {}
        self._most = max(_LEAST_ROWS, _CELLS // len(self._everybody))
        self._looks = _LOOKS * self._most

    def of(self, row: int) -> Flags | None:
        """None: that would take too long."""
        self._looks -= 1
        if self._looks < 0:
            return None
        if row not in self._known:
            if len(self._known) == self._most:
                return None
            rows = np.array([row])
            allowed = self._world.allowed(rows, self._everybody)
            if not self._repeats:
                allowed &= self._world.met.grid(rows, self._everybody) == 0
            self._known[row] = allowed[0]
        return self._known[row]

    def some(self, row: int) -> Numbers:
        """Some of them, by chance."""
        fits = np.flatnonzero(self._known[row])
        return fits[np.argsort(self._shuffled[fits])][:_SOME]


def _path(possible: _Possible, mates: Mates, start: int) -> Numbers | None:
    """People who, with their mates, can be matched anew so that `start` has somebody.

    At its end is another who has nobody; failing that, somebody who has to give way to `start`.
    """
    came = np.full(len(mates.of), NOBODY)
    seen = np.zeros(len(mates.of), np.bool_)
    seen[start] = True
    gives_way = NOBODY
    turn = [start]
    for one in turn:
        fits = possible.of(one)
        if fits is None:
            break
        new = np.flatnonzero(fits & ~seen)
        seen[new] = True
        others = mates.of[new]
        if (others == NOBODY).any():
            return np.append(_back(came, one), new[others == NOBODY][0])
        others = others[came[others] == NOBODY]
        came[others] = one
        after = others[mates.place[others] < mates.place[start]]
        if gives_way == NOBODY and len(after):
            gives_way = int(after[0])
        turn.extend(int(other) for other in others)
    return None if gives_way == NOBODY else _back(came, gives_way)


def _back(came: Numbers, one: int) -> Numbers:
    path: list[int] = []
    while one != NOBODY:
        path.append(one)
        one = int(came[one])
    return np.array(path)
