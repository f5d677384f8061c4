"""Makes circles better by swapping two people at a time. People are numbers here, for speed. Pure."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import combinations

ENOUGH = 20
"""Half hours a week in common. More of them make a circle no better."""
HOUR = 2000
"""What half an hour that all share counts, beside what two people have in common."""

_PASSES = 6


class Swaps:
    """`free`: the hours of each person, as bits. `table`: what each two have in common. `circles` are changed."""

    def __init__(self, free: Sequence[int], table: Sequence[Sequence[int]], circles: list[list[int]]) -> None:
        self._free = free
        self._table = table
        self._circles = circles
        self._rest: list[list[int]] = [[] for _ in circles]
        """By circle and place: the hours of all the others of the circle."""
        self._hours = [0 for _ in circles]
        self._alike = [[sum(row[j] for j in circle) for circle in circles] for row in table]
        """By person and circle: how much they have in common with all of it."""
        for n in range(len(circles)):
            self._count(n)

    def _count(self, n: int) -> None:
        circle = self._circles[n]
        rest: list[int] = []
        shared = -1
        for i in circle:
            others = -1
            for j in circle:
                if j != i:
                    others &= self._free[j]
            rest.append(others)
            shared &= self._free[i]
        self._rest[n] = rest
        self._hours[n] = min(shared.bit_count(), ENOUGH)

    def run(self) -> Generator[None, None, None]:
        for _ in range(_PASSES):
            better = False
            for a, b in combinations(range(len(self._circles)), 2):
                better |= self._between(a, b)
            yield
            if not better:
                return

    def _between(self, a: int, b: int) -> bool:
        """The best swap of these two circles, if there is one that helps."""
        free, table, alike = self._free, self._table, self._alike
        rest_b = self._rest[b]
        before = self._hours[a] + self._hours[b]
        best, chosen = 0, (-1, -1)
        for x, i in enumerate(self._circles[a]):
            rest_a, of_i, free_i = self._rest[a][x], table[i], free[i]
            from_i = alike[i][b] - alike[i][a]
            for y, j in enumerate(self._circles[b]):
                in_a = (rest_a & free[j]).bit_count()
                in_b = (rest_b[y] & free_i).bit_count()
                now = (in_a if in_a < ENOUGH else ENOUGH) + (in_b if in_b < ENOUGH else ENOUGH)
                gain = HOUR * (now - before) + from_i + alike[j][a] - alike[j][b] - 2 * of_i[j]
                if gain > best:
                    best, chosen = gain, (x, y)
        if not best:
            return False
        x, y = chosen
        i, j = self._circles[a][x], self._circles[b][y]
        self._circles[a][x], self._circles[b][y] = j, i
        for person, row in enumerate(table):
            change = row[j] - row[i]
            alike[person][a] += change
            alike[person][b] -= change
        self._count(a)
        self._count(b)
        return True
