"""The one call of the library: the heaviest matching among those with the most pairs."""

from __future__ import annotations

import numpy as np
import rustworkx

from cogs.buddies.matching.people import Flags, Numbers

_FITS = 1 << 62


def heaviest(count: int, edges: Flags, high: Numbers, low: Numbers) -> Numbers:
    """Pairs (a row each, the lower number first) of a graph with `count` nodes.

    `edges` is read above its diagonal. Of two matchings with as many pairs the one with more of `high` is heavier, and
    of two that are equal there the one with more of `low`.
    """
    one, two = np.nonzero(np.triu(edges, 1))
    if not len(one):
        return np.empty((0, 2), np.int64)
    above, below = high[one, two], low[one, two]
    graph = rustworkx.PyGraph[int | None, int](node_count_hint=count, edge_count_hint=len(one))
    graph.add_nodes_from(range(count))
    graph.extend_from_weighted_edge_list(
        list(zip(one.tolist(), two.tolist(), _weights(above, below, count), strict=True))
    )
    # `int` hands the weight on as it is: the library counts in whole numbers of 128 bits.
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return np.array(sorted((min(pair), max(pair)) for pair in found), np.int64).reshape(-1, 2)


def _weights(high: Numbers, low: Numbers, count: int) -> list[int]:
    step = int(low.max()) * (count // 2) + 1
    if (int(high.max()) + 1) * step < _FITS:
        return (high * step + low).tolist()
    return [above * step + below for above, below in zip(high.tolist(), low.tolist(), strict=True)]
