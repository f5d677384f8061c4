"""From a problem to its result. The same problem always has the same result, in every process."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cogs.buddies.matching.blocks import BLOCK, in_blocks, taken_in
from cogs.buddies.matching.exact import exact
from cogs.buddies.matching.past import World, world
from cogs.buddies.matching.people import Numbers, people
from cogs.buddies.matching.reasons import reasons
from cogs.buddies.matching.trios import join
from cogs.buddies.problem import Problem, Result

_AGAIN = 4
"""So often the pairs are made anew for people who would have nobody, not even two to join."""


@dataclass(frozen=True, slots=True)
class _Found:
    pairs: Numbers
    thirds: dict[int, int]
    alone: Numbers


def match(problem: Problem) -> Result:
    result = Result()
    if not problem.member:
        return result
    known = world(people(problem), problem)
    found = _found(known)
    groups: list[list[int]] = [pair.tolist() for pair in found.pairs]
    for row, pair in found.thirds.items():
        groups[pair].append(row)
    # Rows are in the order of members, so these are sorted by member.
    for group in sorted(sorted(group) for group in groups):
        result.groups.extend(problem.member[row] for row in group)
        result.groups.append(0)
    result.unmatched.extend(problem.member[int(row)] for row in found.alone)
    result.reasons.extend(reasons(known.people, found.alone))
    return result


def _found(world: World) -> _Found:
    """Which of several people is left over often makes no difference to the pairs, but one can join two others and
    another can't. So whoever was left with nobody comes before others in another try."""
    count, first = world.people.count, world.people.first
    must = np.zeros(count, np.bool_)
    pairs = np.empty((0, 2), np.int64)
    best: _Found | None = None
    for _ in range(_AGAIN):
        place = must * (count + 1) + first
        if count <= BLOCK:
            pairs = exact(world, np.arange(count), place)
        else:
            pairs = in_blocks(world, place) if best is None else taken_in(world, pairs, place)
        found = _with_thirds(world, pairs)
        if best is None or _rank(world, found) > _rank(world, best):
            best = found
        fit_somebody = world.with_somebody(found.alone)
        if must[fit_somebody].all():
            break
        must[fit_somebody] = True
    assert best is not None
    return best


def _rank(world: World, found: _Found) -> tuple[int, int]:
    return -int(world.people.first[found.alone].sum()), -len(found.alone)


def _with_thirds(world: World, pairs: Numbers) -> _Found:
    left = np.setdiff1d(np.arange(world.people.count), pairs)
    thirds = join(world, pairs, left)
    return _Found(pairs, thirds, np.setdiff1d(left, list(thirds)))
