"""One figure of a benchmark, and the table of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`measured` beside its `floor` of the same run, in the same `unit`. `value` is what the goal speaks of: the ratio
    of the two, their difference, or the measured figure itself."""

    name: str
    measured: float
    floor: float | None
    unit: str
    value: float
    goal: float
    at_least: bool
    goal_text: str

    @property
    def met(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def share(name: str, measured: float, floor: float, unit: str, *, least: float) -> Figure:
    """At least this share of the floor."""
    return Figure(name, measured, floor, unit, measured / floor, least, True, f">= {least:g} x")


def multiple(name: str, measured: float, floor: float, unit: str, *, most: float) -> Figure:
    """At most this multiple of the floor."""
    return Figure(name, measured, floor, unit, measured / floor, most, False, f"<= {most:g} x")


def added(name: str, measured: float, floor: float, unit: str, *, most: float) -> Figure:
    """At most this much more than the floor."""
    return Figure(name, measured, floor, unit, measured - floor, most, False, f"<= +{most:g} {unit}")


def least(name: str, measured: float, floor: float | None, unit: str, *, goal: float) -> Figure:
    return Figure(name, measured, floor, unit, measured, goal, True, f">= {goal:,.0f} {unit}")


def most(name: str, measured: float, floor: float | None, unit: str, *, goal: float) -> Figure:
    return Figure(name, measured, floor, unit, measured, goal, False, f"<= {goal:,.0f} {unit}")


def table(figures: Iterable[Figure]) -> str:
    rows = [("", "measured", "floor", "unit", "ratio", "goal", "")]
    for f in figures:
        floor = "" if f.floor is None else _number(f.floor)
        ratio = "" if not f.floor else f"{f.measured / f.floor:.2f}"
        rows.append((f.name, _number(f.measured), floor, f.unit, ratio, f.goal_text, "ok" if f.met else "miss"))
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    left = {0, 3, 5, 6}
    return "\n".join(
        "  ".join(
            cell.ljust(w) if n in left else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
