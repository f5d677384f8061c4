"""From a problem to its result. The same problem always has the same result, in every process."""

from __future__ import annotations

import numpy as np

from cogs.buddies.matching.blocks import BLOCK, in_blocks
from cogs.buddies.matching.exact import exact
from cogs.buddies.matching.past import world
from cogs.buddies.matching.people import people
from cogs.buddies.matching.reasons import reasons
from cogs.buddies.matching.trios import join
from cogs.buddies.problem import Problem, Result


def match(problem: Problem) -> Result:
    result = Result()
    if not problem.member:
        return result
    known = world(people(problem), problem)
    everybody = np.arange(known.people.count)
    pairs = exact(known, everybody) if len(everybody) <= BLOCK else in_blocks(known)
    left = np.setdiff1d(everybody, pairs)
    thirds = join(known, pairs, left)
    groups: list[list[int]] = [pair.tolist() for pair in pairs]
    for row, pair in thirds.items():
        groups[pair].append(row)
    # Rows are in the order of members, so these are sorted by member.
    for group in sorted(sorted(group) for group in groups):
        result.groups.extend(problem.member[row] for row in group)
        result.groups.append(0)
    alone = np.setdiff1d(left, list(thirds))
    result.unmatched.extend(problem.member[int(row)] for row in alone)
    result.reasons.extend(reasons(known.people, alone))
    return result
