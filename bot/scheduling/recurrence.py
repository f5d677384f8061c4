"""When a rule on the wall clock fires next.

A rule is a wall-clock time in an IANA zone, kept as such and turned into a moment at the last minute. On the day the
clocks change, a time that does not exist (a gap) shifts forward by the gap, and a time that comes twice (a fold)
fires the first time only.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def on_wall(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """The moment at which a wall clock in `zone` shows this, in UTC."""
    # With fold=0 a time in a gap is read with the offset from before it, which is what shifts it forward.
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


def next_weekly(after: datetime, weekday: int, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """The first time after `after`, in UTC. `weekday`: Monday is 0."""
    # A day starts the search because a whole day can be a gap: Samoa had no 30 December 2011.
    start = after.astimezone(zone).date() - timedelta(days=7)
    first = start + timedelta(days=(weekday - start.weekday()) % 7)
    return _first_after(after, first, 7, hour, minute, zone)


def next_daily(after: datetime, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """The first time after `after`, in UTC."""
    return _first_after(after, after.astimezone(zone).date() - timedelta(days=1), 1, hour, minute, zone)


def _first_after(after: datetime, day: date, step: int, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    found = on_wall(day, hour, minute, zone)
    while found <= after:
        day += timedelta(days=step)
        found = on_wall(day, hour, minute, zone)
    return found


def is_quiet(now: datetime, quiet_from: int, quiet_to: int, zone: ZoneInfo) -> bool:
    """Whether `now` lies in the quiet hours; the same hour twice means there are none."""
    hour = now.astimezone(zone).hour
    if quiet_from <= quiet_to:
        return quiet_from <= hour < quiet_to
    return hour >= quiet_from or hour < quiet_to


def outside_quiet(now: datetime, quiet_from: int, quiet_to: int, zone: ZoneInfo) -> datetime:
    """The first moment not before `now` that lies outside the quiet hours."""
    if not is_quiet(now, quiet_from, quiet_to, zone):
        return now
    end = next_daily(now, quiet_to, 0, zone)
    # Clocks that change in between can end the quiet hours earlier: by jumping over their end.
    change = _change(now, end, zone)
    if change is not None and not is_quiet(change, quiet_from, quiet_to, zone):
        return change
    return end


def _change(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """The second at which the zone's offset changes between two moments; None if it is the same at both."""
    low, high = int(start.timestamp()), int(end.timestamp())
    before = datetime.fromtimestamp(low, zone).utcoffset()
    if datetime.fromtimestamp(high, zone).utcoffset() == before:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def next_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the next local day."""
    return next_daily(now, 0, 0, zone)
