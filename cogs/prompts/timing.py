"""When the next prompt comes. A rhythm is weekdays and an hour on a wall clock; each local day comes once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.scheduling.recurrence import on_wall
from cogs.prompts.bag import next_days
from cogs.prompts.model import Rhythm

GRACE = timedelta(hours=3)
"""A prompt that an outage held up longer than this is left out."""

_SEARCHED = 800
"""Days of a rhythm that are looked at before giving up: all of them skipped."""


def occurrences(rhythm: Rhythm, zone: ZoneInfo, skipped: Collection[int] = ()) -> Iterator[tuple[date, datetime]]:
    """Local days that were not dealt with yet, and when their hour is."""
    for day in islice(next_days(rhythm, date.fromordinal(max(rhythm.last_day, 1))), _SEARCHED):
        at = on_wall(day, rhythm.hour, 0, zone)
        if day.toordinal() not in skipped and at.astimezone(zone).date() == day:  # Samoa had no 30 December 2011
            yield day, at


def following(rhythm: Rhythm, zone: ZoneInfo, skipped: Collection[int] = ()) -> datetime | None:
    return next((at for _, at in occurrences(rhythm, zone, skipped)), None)


def from_now(rhythm: Rhythm, zone: ZoneInfo, now: datetime) -> Rhythm:
    """Days up to now are dealt with: what was switched on or changed never posts for an hour that is over."""
    today = now.astimezone(zone).date()
    over = on_wall(today, rhythm.hour, 0, zone) <= now
    last = today.toordinal() - (0 if over else 1)
    return replace(rhythm, last_day=max(rhythm.last_day, last))


def due(
    rhythm: Rhythm, zone: ZoneInfo, now: datetime, skipped: Collection[int] = ()
) -> tuple[Rhythm, tuple[date, datetime] | None, list[datetime]]:
    """The rhythm with every day before the due one dealt with, what is due now, and what came too late."""
    late: list[datetime] = []
    for day, at in occurrences(rhythm, zone, skipped):
        if at > now:
            break
        if now - at <= GRACE:
            return rhythm, (day, at), late
        late.append(at)
        rhythm = replace(rhythm, last_day=day.toordinal())
    return rhythm, None, late
