"""Who was together when, and who never will be: few of all possible pairs, so only those are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cogs.buddies.matching.anybody import common
from cogs.buddies.matching.people import Flags, Numbers, People, parts
from cogs.buddies.problem import Problem


@dataclass(frozen=True, slots=True)
class Known:
    """Values of some pairs of people, both ways: those of row n are at start[n]:start[n + 1]."""

    start: Numbers
    other: Numbers
    value: Numbers

    def grid(self, rows: Numbers, others: Numbers) -> Numbers:
        """One side by the other; 0 where nothing is known."""
        found = np.zeros((len(rows), len(others)), np.int64)
        if not len(self.other):
            return found
        place = np.full(len(self.start) - 1, -1)
        place[others] = np.arange(len(others))
        counts = self.start[rows + 1] - self.start[rows]
        row = np.repeat(np.arange(len(rows)), counts)
        at = np.arange(len(row)) + np.repeat(self.start[rows] - (np.cumsum(counts) - counts), counts)
        column = place[self.other[at]]
        here = column >= 0
        found[row[here], column[here]] = self.value[at[here]]
        return found

    def of(self, pairs: Numbers) -> Numbers:
        """The value of each pair; 0 where nothing is known."""
        keys = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start)) * len(self.start) + self.other
        wanted = pairs[:, 0] * len(self.start) + pairs[:, 1]
        at = np.searchsorted(keys, wanted)
        known = np.append(keys, -1)[at] == wanted
        return np.where(known, np.append(self.value, 0)[at], 0)


@dataclass(frozen=True, slots=True)
class World:
    """Everything the matching looks at."""

    people: People
    met: Known
    """When two people were last together: 1 is the oldest time."""
    never: Known

    def allowed(self, rows: Numbers, others: Numbers) -> Flags:
        """By the hard rules, and by what people asked."""
        fits = self.people.fit(rows, others) & (rows[:, None] != others[None, :])
        return fits & (self.never.grid(rows, others) == 0)

    def with_somebody(self, rows: Numbers) -> Numbers:
        """Those of the rows whom anybody at all is allowed for."""
        rows = rows[common(self.people, rows).both]
        everybody = np.arange(self.people.count)
        found = [some[self.allowed(some, everybody).any(axis=1)] for some in parts(rows, self.people.count)]
        return np.concatenate([rows[:0], *found])


def world(people: People, problem: Problem) -> World:
    past = np.array(problem.past, np.int64).reshape(-1, 3)
    never = np.array(problem.never, np.int64).reshape(-1, 2)
    times = np.unique(past[:, 2])
    return World(
        people,
        _known(people, past[:, :2], np.searchsorted(times, past[:, 2]) + 1),
        _known(people, never, np.ones(len(never), np.int64)),
    )


def _known(people: People, pairs: Numbers, value: Numbers) -> Known:
    """Of a pair with several values the greatest counts. Pairs of people who don't take part are left out."""
    row = np.searchsorted(people.id, pairs)
    here = (row < people.count).all(axis=1)
    row, pairs, value = row[here], pairs[here], value[here]
    here = (people.id[row] == pairs).all(axis=1) & (row[:, 0] != row[:, 1])
    row, value = row[here], value[here]
    mine = np.concatenate([row[:, 0], row[:, 1]])
    other = np.concatenate([row[:, 1], row[:, 0]])
    value = np.concatenate([value, value])
    order = np.lexsort((value, other, mine))
    mine, other, value = mine[order], other[order], value[order]
    greatest = np.append((mine[1:] != mine[:-1]) | (other[1:] != other[:-1]), True)[: len(mine)]
    mine, other, value = mine[greatest], other[greatest], value[greatest]
    return Known(np.searchsorted(mine, np.arange(people.count + 1)), other, value)
