"""Pairing up 50 to 50 000 people in a warm process, and how good the pairs of many are.

The floor is the library alone: its matching of one block in which everybody fits, times the number of blocks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np
import rustworkx

from cogs.buddies.matching.blocks import BLOCK
from cogs.buddies.matching.past import World, world
from cogs.buddies.matching.people import Numbers, people
from cogs.buddies.problem import Problem
from cogs.buddies.worker import pair_up
from tests.bench.result import Figure, least, most
from tests.cogs.buddies.many import many
from tests.cogs.buddies.problems import groups

_GOALS = {50: 50, 500: 200, 5_000: 1_000, 50_000: 10_000}
"""Milliseconds."""
_ROUNDS = {50: 9, 500: 5, 5_000: 3, 50_000: 1}


async def figures() -> list[Figure]:
    pair_up(many(BLOCK, seed=99))
    timed = [_timed(count, goal) for count, goal in _GOALS.items()]
    return [*timed, _good("as they are", many(500)), _good("who all fit", _dense(500))]


def _timed(count: int, goal: int) -> Figure:
    # Another seed is another week, so that no round finds the hours of the one before.
    problems = [many(count, seed) for seed in range(_ROUNDS[count])]
    took = median(_milliseconds(lambda made=made: pair_up(made)) for made in problems)
    block = min(count, BLOCK)
    graph = _graph(_likeness(world(people(_dense(block)), _dense(block))))
    bare = median(
        _milliseconds(lambda: rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int))
        for _ in range(5)
    )
    return most(f"pairing up {count:,} people", took, bare * count / block, "ms", goal=goal)


def _good(who: str, made: Problem) -> Figure:
    """What the wishes of two by two come to, of what they come to if all are matched at once."""
    known = world(people(made), made)
    likeness = _likeness(known)
    best = rustworkx.max_weight_matching(_graph(likeness), max_cardinality=True, weight_fn=int)
    # Of three, the two who are most alike: who joined them is not part of the optimum either.
    found = [max(likeness[one, two] for one in group for two in group) for group in groups(pair_up(made))]
    optimum = sum(int(likeness[one, two]) for one, two in best)
    return least(f"wishes of 500 people {who}", 100 * int(sum(found)) / optimum, 100, "%", goal=99)


def _dense(count: int) -> Problem:
    made = many(count)
    for n in range(count):
        made.parts[n] = made.first[n] = 0
        made.language[n] = made.language[0]
    del made.past[:], made.never[:]
    return made


def _likeness(known: World) -> Numbers:
    """-1 where two are not paired."""
    rows = np.arange(known.people.count)
    possible = known.allowed(rows, rows) & (known.met.grid(rows, rows) == 0)
    return np.where(possible, known.people.likeness(rows[:, None], rows[None, :]), -1)


def _graph(weights: Numbers) -> rustworkx.PyGraph[int | None, int]:
    graph = rustworkx.PyGraph[int | None, int]()
    graph.add_nodes_from(range(len(weights)))
    one, two = np.nonzero(np.triu(weights >= 0, 1))
    edges = zip(one.tolist(), two.tolist(), weights[one, two].tolist(), strict=True)
    graph.extend_from_weighted_edge_list(list(edges))
    return graph


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
