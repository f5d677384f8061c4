"""Whose week is it: a member's week begins on a weekday of their own, on their own clock.

A week is known by the local day on which it began. Days, not hours, make it up, so clocks that change make it longer or
shorter by an hour and move none of its ends.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.recurrence import on_wall

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ASKED_AT = 17
"""The hour of a week's last day at which somebody may look back."""


def week_of(day: date, start: int) -> date:
    """The day on which the week around `day` began. `start`: Monday is 0."""
    return day - timedelta(days=(day.weekday() - start) % 7)


def week_at(now: datetime, zone: ZoneInfo, start: int) -> date:
    return week_of(now.astimezone(zone).date(), start)


def next_week(began: date) -> date:
    return began + timedelta(days=7)


def last_day(began: date) -> date:
    return began + timedelta(days=6)


def look_back_at(began: date, zone: ZoneInfo) -> datetime:
    """When a week is looked back at: in the late afternoon of its last day."""
    return on_wall(last_day(began), _ASKED_AT, 0, zone)


def day_of(ordinal: int) -> date | None:
    """None for what no button of ours carries."""
    return date.fromordinal(ordinal) if 7 < ordinal < date.max.toordinal() - 14 else None
