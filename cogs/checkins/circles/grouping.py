"""Who sits with whom. Pure, and always the same for the same people and seed.

Small circles are filled first, then new ones are made, then whoever is left over joins one with room. The hours that
all of a circle have free count most, then the stage of the search, then the field of work. The functions are
generators: each step between two yields takes a few milliseconds, so that whoever runs them can let others go first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from cogs.checkins.circles.swapping import ENOUGH, HOUR, Swaps
from cogs.checkins.model import LEAST, MOST

AIM = 5
FEW = 4
"""A circle with fewer who take part is filled before new ones are made."""
BLOCK = 60
"""People who are grouped at once: neighbours by the clock."""

_STAGE, _FIELD = 31, 1
_BETWEEN_TWO = 3
"""For half hours that two of them have in common: where not all share enough, this is the way there. Even in a circle
of six all of it together counts less than half an hour that all share, and all fields less than a stage."""
_CLASH = -1_000_000
_CIRCLES_AT_ONCE = 25
_TRIED = 60
"""Of those who are left over, so many are tried with each other."""

Steps = Generator[None, None, None]
Nevers = dict[int, set[int]]
"""By member: with whom they are never put together. Both ways."""


@dataclass(frozen=True, slots=True)
class Person:
    member: int
    clock: int
    """Quarter hours ahead of UTC."""
    free: int
    """Half hours of a week, as bits."""
    stage: str
    field: str
    not_in: int = 0
    """A circle that they asked to leave."""


@dataclass(slots=True)
class Group:
    circle: int
    """0: a new one."""
    people: list[Person]
    """Who takes part."""
    others: tuple[int, ...] = ()
    """Members who have their place in it and do not take part now."""
    came: list[Person] = field(default_factory=list[Person])
    """Who was put into it, also in `people`."""

    @property
    def room(self) -> int:
        return MOST - len(self.people) - len(self.others)

    def add(self, person: Person) -> None:
        self.people.append(person)
        self.came.append(person)


@dataclass(slots=True)
class Placed:
    """What came of it; filled step by step."""

    groups: list[Group]
    waiting: list[Person] = field(default_factory=list[Person])


def nevers_of(pairs: Iterable[tuple[int, int]]) -> Nevers:
    found: Nevers = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def sizes(count: int) -> list[int]:
    """How many people each new circle takes; empty for fewer than three people."""
    if count < LEAST:
        return []
    circles = max(-(-count // MOST), (2 * count + AIM) // (2 * AIM))
    small, more = divmod(count, circles)
    return [small + 1] * more + [small] * (circles - more)


def place(people: Iterable[Person], placed: Placed, nevers: Nevers, seed: int) -> Steps:
    """Puts people into the groups there are, and makes new ones."""
    left = yield from _by_clock(people, seed)
    yield from _fill(left, placed.groups, nevers)
    rest: list[Person] = []
    for block in _blocks(left):
        made = yield from _block([*rest, *block], nevers)
        rest = made.waiting
        placed.groups += made.groups
    yield
    placed.waiting = yield from _join(rest, placed.groups, nevers)


def _by_clock(people: Iterable[Person], seed: int) -> Generator[None, None, list[Person]]:
    """Sorted, one clock at a time."""
    of: dict[int, list[Person]] = {}
    for one in people:
        of.setdefault(one.clock, []).append(one)
    found: list[Person] = []
    for _, some in sorted(of.items()):
        yield
        found += sorted(some, key=lambda one: (one.free, one.stage, one.field, _tie(seed, one.member)))
    return found


def _blocks(left: Sequence[Person]) -> Iterable[Sequence[Person]]:
    starts = list(range(0, len(left), BLOCK))
    if len(starts) > 1 and len(left) - starts[-1] < LEAST:
        starts.pop()
    for n, start in enumerate(starts, 1):
        yield left[start : starts[n] if n < len(starts) else len(left)]


# How good it is


def hours(people: Iterable[Person]) -> int:
    """Half hours that all of them have free."""
    shared = -1
    for one in people:
        shared &= one.free
    return 0 if shared < 0 else shared.bit_count()


def likeness(one: Person, other: Person) -> int:
    return _STAGE * _alike(one.stage, other.stage) + _FIELD * _alike(one.field, other.field)


def _alike(one: str, other: str) -> int:
    """What somebody has not said is neither like nor unlike."""
    if "unsaid" in (one, other):
        return 1
    return 2 if one == other else 0


def _suits(group: Group, person: Person) -> int:
    shared = min(hours([*group.people, person]), ENOUGH)
    # By the average, so that a larger circle is no better for having more people to be alike.
    alike = sum(likeness(person, one) for one in group.people) // max(len(group.people), 1)
    return HOUR * shared + alike


def may(group: Group, person: Person, nevers: Nevers) -> bool:
    """Whether there is a place for them."""
    if group.room < 1 or (group.circle and group.circle == person.not_in):
        return False
    apart = nevers.get(person.member)
    return not apart or not (any(one.member in apart for one in group.people) or apart.intersection(group.others))


# Circles with few people


def _fill(left: list[Person], groups: Sequence[Group], nevers: Nevers) -> Steps:
    """Those come closer whose clocks are close; `left` is by the clock."""
    few = sorted((one for one in groups if len(one.people) < FEW), key=lambda one: (len(one.people), one.circle))
    for n, group in enumerate(few):
        while left and len(group.people) < FEW and group.room:
            near = _near(left, group)
            fit = [
                (_suits(group, left[i]), -i)
                for i in near
                if may(group, left[i], nevers) and hours([*group.people, left[i]])
            ]
            if not fit:
                break
            group.add(left.pop(-max(fit)[1]))
        if len(group.people) < LEAST and group.came:  # that makes no circle of it
            left += _take_back(group)
            left.sort(key=lambda one: one.clock)
        if n % _CIRCLES_AT_ONCE == _CIRCLES_AT_ONCE - 1:
            yield


def _take_back(group: Group) -> list[Person]:
    back = list(group.came)
    for one in back:
        group.people.remove(one)
    group.came.clear()
    return back


def _near(left: Sequence[Person], group: Group) -> range:
    clocks = sorted(one.clock for one in group.people)
    middle = bisect_left(left, clocks[len(clocks) // 2], key=lambda one: one.clock) if clocks else len(left) // 2
    start = max(0, min(middle - BLOCK // 2, len(left) - BLOCK))
    return range(start, min(len(left), start + BLOCK))


# New circles


def _block(people: Sequence[Person], nevers: Nevers) -> Generator[None, None, Placed]:
    """Cuts a block into circles and swaps people between them for as long as that makes both together better."""
    table = [[_between(one, other, nevers) for other in people] for one in people]
    circles: list[list[int]] = []
    start = 0
    for size in sizes(len(people)):
        circles.append(list(range(start, start + size)))
        start += size
    yield
    yield from Swaps([one.free for one in people], table, circles).run()
    made = Placed([], [] if circles else list(people))
    for circle in circles:
        circle = sorted(circle)
        while True:
            clashes = {i: sum(table[i][j] < 0 for j in circle if j != i) for i in circle}
            worst = max(circle, key=lambda i: (clashes[i], i), default=-1)
            if worst < 0 or not clashes[worst]:
                break
            circle.remove(worst)
            made.waiting.append(people[worst])
        if len(circle) < LEAST:
            made.waiting += [people[i] for i in circle]
        else:
            here = [people[i] for i in circle]
            made.groups.append(Group(0, list(here), (), here))
    return made


def _between(one: Person, other: Person, nevers: Nevers) -> int:
    if one is other:
        return 0
    if other.member in nevers.get(one.member, ()):
        return _CLASH
    shared = (one.free & other.free).bit_count()
    return likeness(one, other) + _BETWEEN_TWO * min(shared, ENOUGH)


# Who is left over


def _join(rest: list[Person], groups: list[Group], nevers: Nevers) -> Generator[None, None, list[Person]]:
    """One by one into the circle that suits best; and if three of them can sit together, in one of their own."""
    while rest:
        waiting: list[Person] = []
        for person in rest:
            open_to = [one for one in groups if len(one.people) + 1 >= LEAST and may(one, person, nevers)]
            if open_to:
                best = max(open_to, key=lambda one, person=person: (_suits(one, person), -len(one.people), -one.circle))
                best.add(person)
            else:
                waiting.append(person)
            yield
        three = next((list(three) for three in combinations(waiting[:_TRIED], LEAST) if free_of(three, nevers)), None)
        if three is None:
            return waiting
        groups.append(Group(0, list(three), (), three))
        rest = [one for one in waiting if one not in three]
    return []


def free_of(people: Sequence[Person], nevers: Nevers) -> bool:
    return not any(b.member in nevers.get(a.member, ()) for a, b in combinations(people, 2))


def zone_of(zones: Sequence[str], community: str) -> str:
    """The clock of most of them; the community's where it is one of several, else the first by name."""
    most = max(zones.count(zone) for zone in zones)
    shared = sorted({zone for zone in zones if zones.count(zone) == most})
    return community if community in shared else shared[0]


def _tie(seed: int, member: int) -> int:
    """Splitmix64: a number for each member, from the seed."""
    value = (seed * 0x9E3779B97F4A7C15 + member) & 0xFFFFFFFFFFFFFFFF
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return value ^ (value >> 31)
