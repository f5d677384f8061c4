"""Small problems for the matching, and what is true of them, worked out the slow and plain way."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from cogs.buddies.choices import PARTS, WISHES, Field, Language, Medium, Part, Stage, Wish, bits
from cogs.buddies.model import Rules
from cogs.buddies.problem import Problem, Result

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
WEEK = timedelta(weeks=1)
FROM = 100
"""The first member's id."""

Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Person:
    zone: str = "Europe/Berlin"
    parts: frozenset[Part] = frozenset()
    field: Field = Field.UNSAID
    stage: Stage = Stage.UNSAID
    language: Language = Language.EN
    cadence: int = 1
    medium: Medium = Medium.UNSAID
    first: bool = False


def problem(
    people: Sequence[Person],
    *,
    never: Sequence[tuple[int, int]] = (),
    past: Sequence[tuple[int, int, int]] = (),
    seed: int = 1,
    least: int = 2,
    same_language: bool = True,
    wishes: tuple[Wish, ...] = WISHES,
) -> Problem:
    """`never` and `past` name positions in `people`; the third of `past` is how many weeks ago."""
    words = sorted({str(word) for p in people for word in (p.zone, p.field, p.stage, p.language, p.medium)})
    made = Problem(int(AT.timestamp()), seed, Rules(least, same_language, wishes), words)
    for n, person in enumerate(people):
        made.member.append(FROM + n)
        made.zone.append(words.index(person.zone))
        made.parts.append(bits(person.parts))
        made.field.append(words.index(person.field))
        made.stage.append(words.index(person.stage))
        made.language.append(words.index(person.language))
        made.cadence.append(person.cadence)
        made.medium.append(words.index(person.medium))
        made.first.append(person.first)
    for one, two in never:
        made.never.extend((FROM + one, FROM + two))
    for one, two, weeks in past:
        made.past.extend((FROM + one, FROM + two, int((AT - weeks * WEEK).timestamp())))
    return made


def groups(result: Result) -> list[Group]:
    """As positions."""
    found: list[Group] = []
    group: list[int] = []
    for member in result.groups:
        if member:
            group.append(member - FROM)
        else:
            found.append(tuple(group))
            group = []
    assert not group
    return found


def alone(result: Result) -> list[int]:
    return [member - FROM for member in result.unmatched]


@cache
def free(person: Person) -> frozenset[int]:
    """The half hours from the start at which the person's own clock shows a part that suits them."""
    zone = ZoneInfo(person.zone)
    found: set[int] = set()
    for n in range(7 * 48):
        local = (AT + timedelta(minutes=30) * n).astimezone(zone)
        for part in person.parts or frozenset(Part):
            weekend, _, opens, closes = PARTS[part]
            if weekend == (local.weekday() >= 5) and opens <= local.hour < closes:
                found.add(n)
    return frozenset(found)


def share_hours(*people: Person, least: int = 2) -> bool:
    """All of them at once."""
    return sum(all(n in free(person) for person in people) for n in range(7 * 48)) >= 2 * least


def fit(one: Person, two: Person) -> bool:
    return share_hours(one, two) and one.language == two.language


def edges(people: Sequence[Person], never: Sequence[tuple[int, int]] = ()) -> set[tuple[int, int]]:
    """Positions of who can be paired, the lower one first."""
    refused = {frozenset(pair) for pair in never}
    return {
        (one, two)
        for one, two in itertools.combinations(range(len(people)), 2)
        if fit(people[one], people[two]) and frozenset((one, two)) not in refused
    }


def matchings(left: Group, among: set[tuple[int, int]]) -> Iterator[frozenset[tuple[int, int]]]:
    """Every matching there is."""
    if not left:
        yield frozenset()
        return
    one, rest = left[0], left[1:]
    yield from matchings(rest, among)
    for two in rest:
        if (one, two) in among:
            for others in matchings(tuple(n for n in rest if n != two), among):
                yield others | {(one, two)}


ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Adelaide", "Pacific/Auckland")


@st.composite
def persons(draw: st.DrawFn) -> Person:
    return Person(
        zone=draw(st.sampled_from(ZONES)),
        parts=draw(st.frozensets(st.sampled_from(Part), max_size=2)),
        field=draw(st.sampled_from((Field.UNSAID, Field.DATA, Field.DESIGN))),
        stage=draw(st.sampled_from((Stage.UNSAID, Stage.STARTING, Stage.APPLYING))),
        language=draw(st.sampled_from((Language.EN, Language.EN, Language.EN, Language.DE))),
        cadence=draw(st.sampled_from((1, 2, 4))),
        medium=draw(st.sampled_from(Medium)),
        first=draw(st.booleans()),
    )


@dataclass(frozen=True, slots=True)
class Case:
    people: tuple[Person, ...]
    never: tuple[tuple[int, int], ...]
    past: tuple[tuple[int, int, int], ...]
    seed: int

    def problem(self) -> Problem:
        return problem(self.people, never=self.never, past=self.past, seed=self.seed)

    def last(self) -> dict[tuple[int, int], int]:
        """How many weeks ago two people were together."""
        found: dict[tuple[int, int], int] = {}
        for one, two, weeks in self.past:
            pair = min(one, two), max(one, two)
            found[pair] = min(weeks, found.get(pair, weeks))
        return found


@st.composite
def cases(draw: st.DrawFn, most: int = 8) -> Case:
    """Either people who differ, or people who all fit with blocks between any of them: every graph there is."""
    seed = draw(st.integers(0, 2**53))
    people = tuple(draw(st.lists(persons(), min_size=1, max_size=most)))
    two = list(itertools.combinations(range(len(people)), 2))
    if not two:
        return Case(people, (), (), seed)
    never = draw(st.lists(st.sampled_from(two), max_size=5))
    if draw(st.booleans()):
        people = tuple(Person(first=person.first) for person in people)
        never = draw(st.lists(st.sampled_from(two), unique=True))
    past = draw(st.lists(st.tuples(st.sampled_from(two), st.integers(1, 4)), max_size=14))
    return Case(people, tuple(never), tuple((*pair, weeks) for pair, weeks in past), seed)
