"""Which circles that became small come together, and where one goes that finds no other. Pure, like the grouping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from cogs.checkins.circles.grouping import AIM, BLOCK, Group, Nevers, Person, free_of, hours, may
from cogs.checkins.circles.swapping import ENOUGH
from cogs.checkins.model import LEAST, MOST


@dataclass(frozen=True, slots=True)
class Merger:
    circles: tuple[int, ...]
    """Which end."""
    people: tuple[Person, ...]
    """Who said yes."""
    into: int
    """The circle they come to; 0: a new one."""


def merge(small: Iterable[Group], groups: Sequence[Group], nevers: Nevers) -> list[Merger]:
    """`small`: circles of which all who take part said yes. Two or three of them become one; else one goes where there
    is room. `groups` are those that go on; whoever comes to one is in its `came`."""
    left = sorted((one for one in small if one.people), key=lambda one: (one.people[0].clock, one.circle))
    found: list[Merger] = []
    while left:
        first = left.pop(0)
        together = _together(first, left[:BLOCK], nevers)
        if together:
            for one in together:
                left.remove(one)
            all = [first, *together]
            people = tuple(person for one in all for person in one.people)
            found.append(Merger(tuple(one.circle for one in all), people, 0))
        elif (other := _with_room(first, groups, nevers)) is not None:
            for person in first.people:
                other.add(person)
            found.append(Merger((first.circle,), tuple(first.people), other.circle))
    return found


def _together(first: Group, others: Sequence[Group], nevers: Nevers) -> list[Group]:
    """Who makes a circle of three to six with the first one."""
    best: tuple[int, list[Group]] = (-1, [])
    for count in (1, 2):
        for chosen in combinations(others if count == 1 else others[:AIM], count):
            people = [person for one in (first, *chosen) for person in one.people]
            if LEAST <= len(people) <= MOST and free_of(people, nevers):
                better = min(hours(people), ENOUGH)
                if better > best[0]:
                    best = better, list(chosen)
        if best[1]:
            break
    return best[1]


def _with_room(first: Group, groups: Sequence[Group], nevers: Nevers) -> Group | None:
    coming = len(first.people)

    def fits(one: Group) -> bool:
        here = one.room >= coming and len(one.people) + coming >= LEAST
        return here and all(may(one, person, nevers) for person in first.people)

    open_to = [one for one in groups if fits(one)]
    return max(open_to, key=lambda one: (min(hours([*one.people, *first.people]), ENOUGH), -one.circle), default=None)
