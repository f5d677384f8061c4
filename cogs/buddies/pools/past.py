"""Reads past pairs from text: `person, person, date` on each line. Whatever is typed, nothing here raises."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

_EARLIEST = date(1990, 1, 1)
_NOON = time(12, tzinfo=UTC)
_HEADS = frozenset({"date", "day", "when", "started", "start", "met", "since"})
_MENTION = re.compile(r"<@!?([^<>|\s]+)(?:\|[^<>]*)?>")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*", re.DOTALL)


class Problem(StrEnum):
    """Why a line was not taken."""

    SHAPE = "shape"
    DATE = "date"
    FUTURE = "future"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    SAME = "same"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Line:
    """`problem` is None for a line that reads well; its people are as somebody wrote them."""

    number: int
    text: str
    one: str = ""
    other: str = ""
    day: date = _EARLIEST
    problem: Problem | None = None

    @property
    def at(self) -> datetime:
        """The moment a day is stored as: the same whatever the clock of the community."""
        return datetime.combine(self.day, _NOON)


def read(text: str, today: date) -> list[Line]:
    """Each line that says something, by its number. A line that names the columns is left out."""
    lines: list[Line] = []
    first = True
    for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not raw.strip():
            continue
        cells = _cells(raw)
        if not (first and _is_head(cells)):
            lines.append(_line(number, raw.strip(), cells, today))
        first = False
    return lines


def _cells(raw: str) -> list[str]:
    mark = max(",;\t", key=raw.count)
    try:
        (cells,) = csv.reader([raw], delimiter=mark, skipinitialspace=True)
    except (csv.Error, ValueError):
        return []
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _is_head(cells: Sequence[str]) -> bool:
    return len(cells) == 3 and bool(_HEADS & set(re.split(r"[^a-z]+", cells[2].lower())))


def _line(number: int, text: str, cells: Sequence[str], today: date) -> Line:
    if len(cells) != 3 or not all(cells):
        return Line(number, text, problem=Problem.SHAPE)
    one, other, day = _person(cells[0]), _person(cells[1]), _day(cells[2])
    if not one or not other:
        return Line(number, text, problem=Problem.SHAPE)
    if day is None:
        return Line(number, text, problem=Problem.DATE)
    if day > today:
        return Line(number, text, problem=Problem.FUTURE)
    return Line(number, text, one, other, day, Problem.SAME if one == other else None)


def _person(cell: str) -> str:
    """The id of a mention; else what stands there, without the sign before a name."""
    mention = _MENTION.fullmatch(cell)
    return mention[1] if mention else cell.removeprefix("@").strip()


def _day(cell: str) -> date | None:
    with_time = _TIME.fullmatch(cell)
    try:
        day = date.fromisoformat(with_time[1] if with_time else cell)
    except ValueError:
        return None
    return day if day >= _EARLIEST else None


@dataclass(frozen=True, slots=True)
class Found:
    """A line whose people are members here."""

    line: Line
    members: tuple[int, int]
    """The smaller id first."""


def resolve(lines: Sequence[Line], people: Mapping[str, Sequence[int]]) -> tuple[list[Found], list[Line]]:
    """`people`: who is meant by what was written; nobody, one member, or several of one name. Lines to be kept, and
    the others in their order."""
    found: list[Found] = []
    bad: list[Line] = []
    seen: set[tuple[tuple[int, int], date]] = set()
    for line in lines:
        problem = line.problem
        if problem is None:
            one, other = people.get(line.one, ()), people.get(line.other, ())
            problem = _who(one, other)
            if problem is None:
                members = (min(one[0], other[0]), max(one[0], other[0]))
                if (members, line.day) not in seen:
                    seen.add((members, line.day))
                    found.append(Found(line, members))
                    continue
                problem = Problem.TWICE
        bad.append(Line(line.number, line.text, line.one, line.other, line.day, problem))
    return found, bad


def _who(one: Sequence[int], other: Sequence[int]) -> Problem | None:
    if not one or not other:
        return Problem.UNKNOWN
    if len(one) > 1 or len(other) > 1:
        return Problem.AMBIGUOUS
    return Problem.SAME if one[0] == other[0] else None
