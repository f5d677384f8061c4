"""When a week is planned, asked, opened and closed. Pure: local days and hours in, moments in UTC out.

A clock that changes on the day is no exception: an hour (or a whole date) that does not exist comes later by as much
as was left out, and one that comes twice counts the first time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.recurrence import on_wall
from cogs.checkins.model import OPEN_DAYS, REMIND_BEFORE, Checkin, ClockKind

_EASTERNMOST = ZoneInfo("Pacific/Kiritimati")
"""No clock is ahead of this one."""
_WESTERNMOST = ZoneInfo("Etc/GMT+12")
"""None is behind this one."""

_WEEK = timedelta(days=7)


def next_day(checkin: Checkin, after: date) -> date:
    """The first of its days after `after`."""
    return after + timedelta(days=(checkin.weekday - after.weekday() - 1) % 7 + 1)


def plan_at(checkin: Checkin, day: date) -> datetime:
    """A day before anybody anywhere is asked."""
    return on_wall(day - timedelta(days=1), checkin.hour, 0, _EASTERNMOST)


def due_day(checkin: Checkin, now: datetime) -> date:
    """The latest of its days that is to be planned by now."""
    day = next_day(checkin, now.date() - timedelta(days=6))
    while plan_at(checkin, day + _WEEK) <= now:
        day += _WEEK
    return day if plan_at(checkin, day) <= now else day - _WEEK


def ask_at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return on_wall(day, hour, 0, zone)


def closes_at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """`zone`: the circle's."""
    return on_wall(day + timedelta(days=OPEN_DAYS), hour, 0, zone)


def reminds_at(closes: datetime) -> datetime:
    return closes - REMIND_BEFORE


def opens_at(day: date, hour: int, clock: ClockKind, zone: ZoneInfo, members: Iterable[ZoneInfo]) -> datetime:
    """With the first who is asked, and on the circle's own clock at the latest."""
    zones = {zone, *members} if clock is ClockKind.OWN else {zone}
    return min(ask_at(day, hour, each) for each in zones)


def all_closed_at(day: date, hour: int) -> datetime:
    """From then on the week is closed whatever a circle's clock."""
    return closes_at(day, hour, _WESTERNMOST)
