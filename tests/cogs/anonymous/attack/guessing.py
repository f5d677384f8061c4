"""Guesses by order, by nearness and by values that occur twice, and how many of them chance alone gets right.

Under the null hypothesis the rows of a community lie in an order that has nothing to do with their authors. Whatever a
guess makes of that order, the chance that it gets k rows or more right is at most (t·c)^k / k!, with t communities and
at most c rows of one person in one of them: a union over all sets of k rows, without assuming that they are independent
of each other. `most_by_chance` puts the chance that any of so many guesses gets more right below `ERROR`.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import factorial
from typing import Any

from tests.cogs.anonymous.attack.copying import NAMELESS, Copy, Row
from tests.cogs.anonymous.attack.town import Loot, Person

ERROR = 1e-6
"""The chance that a test fails though nothing leaks."""
_TIES = random.Random(1)


@dataclass(frozen=True)
class Line:
    """Rows in an order: (value, whose), and what the value is."""

    name: str
    kind: str
    """Values of one kind can be compared: the same place, or numbers of a column."""
    rows: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Guess:
    name: str
    right: int


def most_by_chance(loot: Loot, copy: Copy, guesses: int) -> int:
    """So many rows right are still chance."""
    posts = copy.tables["anonymous_post"]
    teams = len({row.values["community_id"] for row in posts})
    most = max(Counter((row.values["community_id"], loot.truth[row.id]) for row in posts).values())
    return next(k for k in count(1) if max(guesses, 1) * (teams * most) ** k / factorial(k) <= ERROR) - 1


def best(guesses: Sequence[Guess]) -> Guess:
    return max(guesses, key=lambda guess: guess.right)


# By order and nearness


def by_order(loot: Loot, copy: Copy, *, places: bool = True) -> list[Guess]:
    """Every order of what is nameless against every order of what is somebody's, within each community."""
    teams = {row.values["community_id"] for row in copy.tables["anonymous_post"]}
    found: Counter[str] = Counter()
    for team in teams:
        nameless = list(_nameless(loot, copy, team, places=places))
        private = list(_private(loot, copy, team, places=places))
        for ours in nameless:
            for theirs in private:
                for how, right in _tried(ours, theirs):
                    found[f"{ours.name} ~ {theirs.name}, {how}"] += right
    return [Guess(name, right) for name, right in found.items()]


def _tried(ours: Line, theirs: Line) -> Iterator[tuple[str, int]]:
    whose = [owner for _, owner in theirs.rows]
    n, m = len(ours.rows), len(whose)
    yield "by rank", sum(owner == whose[k * m // n] for k, (_, owner) in enumerate(ours.rows))
    yield "by rank, backwards", sum(owner == whose[m - 1 - k * m // n] for k, (_, owner) in enumerate(ours.rows))
    if ours.kind == theirs.kind:
        at = [value for value, _ in theirs.rows]
        before = [(bisect_right(at, value) - 1, owner) for value, owner in ours.rows]
        after = [(bisect_left(at, value), owner) for value, owner in ours.rows]
        yield "nearest before", sum(k >= 0 and whose[k] == owner for k, owner in before)
        yield "nearest after", sum(k < m and whose[k] == owner for k, owner in after)


def _nameless(loot: Loot, copy: Copy, team: int, *, places: bool) -> Iterator[Line]:
    """Also what the room, the queue and the audit hold under the key of a post, in their order."""
    posts = {row.id for row in copy.tables["anonymous_post"] if row.values["community_id"] == team}
    yield from _lines("anonymous_post", _of(copy, "anonymous_post", posts, loot.truth), places=places)
    uses = [(row, loot.truth[row.id]) for row in copy.tables["anonymous_use"] if row.id in loot.truth]
    yield from _lines("anonymous_use", uses, places=places)
    for table in ("message", "audit", "post"):
        keyed = [
            (row, loot.truth[post])
            for row in copy.tables[table]
            if (post := _post_of(str(row.values["key"]))) in loot.truth
        ]
        yield from _lines(table, keyed, places=places)


def _post_of(key: str) -> int:
    number = key.rpartition("nameless:")[2] if "nameless:" in key else ""
    return int(number) if number.isdecimal() else 0


def _of(copy: Copy, table: str, ids: set[Any], truth: Mapping[Any, int]) -> list[tuple[Row, int]]:
    return [(row, truth[row.id]) for row in copy.tables[table] if row.id in ids and row.id in truth]


def _private(loot: Loot, copy: Copy, team: int, *, places: bool) -> Iterator[Line]:
    """Whatever belongs to somebody who wrote without a name there: the thief knows that much."""
    authors = {
        loot.truth[row.id]
        for row in (*loot.before.tables["anonymous_post"], *copy.tables["anonymous_post"])
        if row.values["community_id"] == team
    }
    everything: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for table, rows in copy.tables.items():
        if table in NAMELESS:
            continue
        owned = [(row, owner) for row in rows for owner in _owners(row, table, loot.people) if owner in authors]
        if len(owned) > 1:
            yield from _lines(table, owned, places=places)
        if table in ("win", "rejection"):  # what each did in the second before
            for row, owner in owned:
                everything["number"].append((row.id, owner))
                for place, value in row.places.items():
                    everything[place].append((value, owner))
    for kind, values in everything.items():
        if places or kind in ("number", "rowid"):
            yield Line(f"wins and rejections by {kind}", kind, _sorted(values))


def _owners(row: Row, table: str, people: Sequence[Person]) -> list[int]:
    own = [row.values.get(column) for column in ("member_id", "account_id", "author_id", "actor_id")]
    if table in ("member", "account"):
        own.append(row.id)
    found = {id for id in own if id is not None}
    return [n for n, person in enumerate(people) if found & {person.account, *person.members}]


def _lines(table: str, rows: Sequence[tuple[Row, int]], *, places: bool) -> Iterator[Line]:
    if not rows:
        return
    first = rows[0][0]
    for column in first.values:
        values = [(_number(row.values[column]), owner) for row, owner in rows]
        yield Line(f"{table}.{column}", "number", _sorted(values))
    for place in first.places:
        if places or place == "rowid":
            yield Line(f"{table} by {place}", place, _sorted([(row.places[place], owner) for row, owner in rows]))


def _sorted(values: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(values, key=lambda pair: (pair[0], _TIES.random())))


def _number(value: Any) -> int:
    match value:
        case int():
            return value
        case str():
            return int.from_bytes(value.encode()[:16].ljust(16, b"\0"))
        case bytes():
            return int.from_bytes(value[:16].ljust(16, b"\0"))
        case _:
            return 0


# By values


def by_value(loot: Loot, copy: Copy) -> list[Guess]:
    """A value of a nameless row that also stands in rows of one person alone."""
    owners: defaultdict[Any, set[int]] = defaultdict(set)
    for table, rows in copy.tables.items():
        if table in NAMELESS:
            continue
        for row in rows:
            for owner in _owners(row, table, loot.people):
                for value in row.values.values():
                    owners[value].add(owner)
    for n, person in enumerate(loot.people):
        for id in person.ids:
            owners[id].add(n)
    found: Counter[str] = Counter()
    for table in NAMELESS:
        for row in copy.tables[table]:
            for column, value in row.values.items():
                if len(whose := owners.get(value, set())) == 1:
                    found[f"{table}.{column}"] += whose == {_truth(loot, row)}
    return [Guess(name, right) for name, right in found.items()] or [Guess("none", 0)]


def _truth(loot: Loot, row: Row) -> int | None:
    return loot.truth.get(row.id, loot.muted.get(row.id))


_SHARED = frozenset(
    {"community_id", "thread_id", "thread_day", "day", "state", "rounds", "stays", "leaving", "news"}
    | {"since", "until", "post_id", "verdict", "pseudonym", "asked", "plea", "answered", "reply"}
)
"""What many people's rows have in common. A pseudonym is one person's in one thread: there it is to be the same."""


def links(copy: Copy) -> list[str]:
    """Values that two nameless rows have in common and that only one person's would have; whole or their beginnings."""
    found: list[str] = []
    for table in NAMELESS:
        seen: defaultdict[tuple[str, Any], list[Row]] = defaultdict(list)
        for row in copy.tables[table]:
            for column, value in row.values.items():
                if column not in _SHARED:
                    seen[column, _beginning(value)].append(row)
        found += [f"{table}.{column}" for (column, _), rows in seen.items() if len(rows) > 1]
    threads: defaultdict[str, set[int]] = defaultdict(set)
    for row in copy.tables["anonymous_post"]:
        threads[row.values["pseudonym"]].add(row.values["thread_id"])
    found += ["anonymous_post.pseudonym, in two threads" for of in threads.values() if len(of) > 1]
    return found


def _beginning(value: Any) -> Any:
    match value:
        case str() if len(value) > 12:
            return value[:12]
        case bytes():
            return value[2:14]  # behind the number of the key
        case _:
            return value
