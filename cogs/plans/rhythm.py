"""The rhythm: in how many of the last weeks something was done. Weeks of rest are neutral, and nothing resets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from cogs.plans.model import Mark

_COUNTED = 4
SHOWN = 12
"""Weeks in the row."""


class Sort(Enum):
    ACTIVE = "active"
    QUIET = "quiet"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Rhythm:
    weeks: tuple[Sort, ...]
    """The last twelve, the current one last; before the first week nothing."""
    active: int
    of: int
    """How many weeks `active` is of: four, or fewer where there are not so many yet."""


def of(weeks: Iterable[Mark], steps: Iterable[date], now: date) -> Rhythm | None:
    """`now`: the day on which the current week began. None until something was done, or a whole week has passed.

    The current week joins the last four when something is done in it: a new week never makes it less.
    """
    sorts = _sorts(weeks, steps, now)
    if not sorts:
        return None
    counted = [sort for sort in sorts[:-1] if sort is not Sort.REST]
    if sorts[-1] is Sort.ACTIVE:
        counted.append(Sort.ACTIVE)
    if not counted:
        return None
    last = counted[-_COUNTED:]
    return Rhythm(tuple(sorts[-SHOWN:]), last.count(Sort.ACTIVE), len(last))


def _sorts(weeks: Iterable[Mark], steps: Iterable[date], now: date) -> Sequence[Sort]:
    """Every week from the first on, the current one last. After a change of the day on which weeks begin, an earlier
    week counts in the one that its first day lies in."""
    active: dict[int, bool] = {}
    rest: dict[int, bool] = {}
    for week in weeks:
        ago = _ago(week.began, now)
        active[ago] = active.get(ago, False) or week.active
        rest[ago] = rest.get(ago, False) or week.resting
    for day in steps:
        active[_ago(day, now)] = True
    known = [ago for ago in (*active, *rest) if ago >= 0]  # a week planned ahead is not here yet
    if not known:
        return ()
    return [_sort(active.get(ago, False), rest.get(ago, False)) for ago in range(max(known), -1, -1)]


def _sort(active: bool, rest: bool) -> Sort:
    """What was done in a week of rest counts too."""
    if active:
        return Sort.ACTIVE
    return Sort.REST if rest else Sort.QUIET


def _ago(day: date, now: date) -> int:
    return (now + timedelta(days=6) - day).days // 7


def quiet_in_a_row(weeks: Iterable[Mark], upto: date) -> int:
    """Weeks with a plan of which nothing was done, one after the other back from `upto`. Weeks without a plan and
    weeks of rest say nothing."""
    count = 0
    for week in sorted(weeks, key=lambda week: week.began, reverse=True):
        if week.began > upto or week.resting or not (week.planned or week.active):
            continue
        if not week.quiet:
            break
        count += 1
    return count
