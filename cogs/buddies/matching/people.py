"""The people of a problem as columns of numbers, and what two of them have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cogs.buddies.choices import Wish
from cogs.buddies.hours import HALF_HOURS, week
from cogs.buddies.problem import Problem

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_LIKE = 48
"""One wish that came true. Half of it is for what somebody has not said: neither like nor unlike."""
_UNSAID = -1
_QUARTERS_A_DAY = 96
_WORDS = -(-HALF_HOURS // 64)
_CELLS = 1 << 22
TIE_BITS = 10


@dataclass(frozen=True, slots=True)
class People:
    """Rows are positions in `Problem.member`.

    `fit` and its parts answer a grid of one side by the other; `likeness` and `ties` answer for each two, as numpy
    broadcasts them.
    """

    id: Numbers
    weeks: NDArray[np.uint64]
    """A bit for each half hour, in words of 64: a line for each week that differs."""
    week: Numbers
    """Which of those weeks is whose."""
    language: Numbers
    offset: Numbers
    """Quarter hours ahead of UTC as the round starts."""
    said: dict[Wish, Numbers]
    first: Flags
    new: Flags
    """Never had a buddy here."""
    seed: int
    least: int
    """Half hours."""
    same_language: bool
    wishes: tuple[Wish, ...]

    @property
    def count(self) -> int:
        return len(self.id)

    def share_hours(self, rows: Numbers, others: Numbers) -> Flags:
        mine = self.weeks[self.week[rows]]
        if len(others) > len(self.weeks):
            return (_shared(mine, self.weeks) >= self.least)[:, self.week[others]]
        return _shared(mine, self.weeks[self.week[others]]) >= self.least

    def share_hours_with_two(self, rows: Numbers, pairs: Numbers) -> Flags:
        """Whether the hours are enough that all three have free."""
        both = self.weeks[self.week[pairs[:, 0]]] & self.weeks[self.week[pairs[:, 1]]]
        return _shared(self.weeks[self.week[rows]], both) >= self.least

    def share_language(self, rows: Numbers, others: Numbers) -> Flags:
        if not self.same_language:
            return np.ones((len(rows), len(others)), np.bool_)
        return self.language[rows][:, None] == self.language[others][None, :]

    def fit(self, rows: Numbers, others: Numbers) -> Flags:
        """Whether the hard rules allow it. Everybody fits themselves, which the caller takes out."""
        return self.share_hours(rows, others) & self.share_language(rows, others)

    def likeness(self, one: Numbers, two: Numbers) -> Numbers:
        """How far the wishes come true: each one counts twice as much as the next."""
        total = np.zeros(np.broadcast_shapes(one.shape, two.shape), np.int64)
        for rank, wish in enumerate(reversed(self.wishes)):
            total += self._wish(wish, one, two) << rank
        return total

    def ties(self, one: Numbers, two: Numbers) -> Numbers:
        """A number below 2 ** TIE_BITS for each two people, from the seed: the same whoever else takes part."""
        return (_mix(self._mixed(one) + self._mixed(two)) >> np.uint64(64 - TIE_BITS)).astype(np.int64)

    def trait(self, wish: Wish) -> Numbers:
        """What the wish looks at, of each person."""
        match wish:
            case Wish.ZONE:
                return self.offset
            case Wish.NEW:
                return self.new.astype(np.int64)
            case Wish.CADENCE | Wish.FIELD | Wish.STAGE | Wish.MEDIUM:
                return self.said[wish]

    def shuffled(self) -> Numbers:
        """A number for each person, from the seed."""
        return (self._mixed(np.arange(self.count)) >> np.uint64(1)).astype(np.int64)

    def _mixed(self, rows: Numbers) -> NDArray[np.uint64]:
        return _mix(self.id[rows].astype(np.uint64) ^ _mix(np.array([self.seed % 2**64], np.uint64)))

    def _wish(self, wish: Wish, one: Numbers, two: Numbers) -> Numbers:
        trait = self.trait(wish)
        mine, theirs = trait[one], trait[two]
        match wish:
            case Wish.ZONE:
                apart = np.abs(mine - theirs) % _QUARTERS_A_DAY
                return _LIKE - np.minimum(apart, _QUARTERS_A_DAY - apart)
            case Wish.NEW:
                return (mine != theirs) * np.int64(_LIKE)
            case Wish.CADENCE | Wish.FIELD | Wish.STAGE | Wish.MEDIUM:
                alike = (mine == theirs) * np.int64(_LIKE)
                return np.where((mine == _UNSAID) | (theirs == _UNSAID), np.int64(_LIKE // 2), alike)


def parts(rows: Numbers, others: int) -> Iterator[Numbers]:
    """So many rows at once that a grid of them by all the others does not fill the memory."""
    step = max(1, _CELLS // max(1, others))
    return (rows[start : start + step] for start in range(0, len(rows), step))


def people(problem: Problem) -> People:
    start = datetime.fromtimestamp(problem.at, UTC)
    indices, zone = np.unique(_column(problem.zone), return_inverse=True)
    zones = [ZoneInfo(problem.words[int(index)]) for index in indices]
    kinds, kind = np.unique(np.stack([zone, _column(problem.parts)]), axis=1, return_inverse=True)
    masks = [week(int(parts), zones[int(index)], start) for index, parts in kinds.T]
    weeks = sorted(set(masks))
    place = {mask: n for n, mask in enumerate(weeks)}
    id = _column(problem.member)
    return People(
        id=id,
        weeks=_words(weeks),
        week=np.array([place[mask] for mask in masks], np.int64)[kind.reshape(-1)],
        language=_column(problem.language),
        offset=np.array([_quarters(name, start) for name in zones], np.int64)[zone],
        said={
            Wish.CADENCE: _column(problem.cadence),
            Wish.FIELD: _said(problem, problem.field),
            Wish.STAGE: _said(problem, problem.stage),
            Wish.MEDIUM: _said(problem, problem.medium),
        },
        first=_column(problem.first) != 0,
        new=~np.isin(id, _column(problem.past).reshape(-1, 3)[:, :2]),
        seed=problem.seed,
        least=2 * problem.rules.least_hours,
        same_language=problem.rules.same_language,
        wishes=problem.rules.wishes,
    )


def _column(values: object) -> Numbers:
    return np.array(values, np.int64)


def _said(problem: Problem, column: object) -> Numbers:
    unsaid = [n for n, word in enumerate(problem.words) if word == "unsaid"]
    values = _column(column)
    return np.where(np.isin(values, unsaid), _UNSAID, values)


def _quarters(zone: ZoneInfo, start: datetime) -> int:
    offset = start.astimezone(zone).utcoffset()
    assert offset is not None
    return round(offset.total_seconds() / 900)


def _words(masks: list[int]) -> NDArray[np.uint64]:
    data = b"".join(mask.to_bytes(8 * _WORDS, "little") for mask in masks)
    return np.frombuffer(data, np.dtype("<u8")).astype(np.uint64).reshape(-1, _WORDS)


def _shared(mine: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """Half hours that both have free. Counting bits takes less than a product of matrices, and one processor."""
    total = np.zeros((len(mine), len(theirs)), np.uint16)
    for word in range(_WORDS):
        total += np.bitwise_count(mine[:, word, None] & theirs[None, :, word])
    return total


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Splitmix64: spelled out, because numpy's own generators may answer differently in another version."""
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
