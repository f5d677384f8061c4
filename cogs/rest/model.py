"""How long a rest is, and at what hour it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.ui import form

LENGTHS: tuple[tuple[int, str], ...] = ((1, "1 day"), (3, "3 days"), (7, "1 week"))
LONGEST = 90
"""Days from today."""
MORNING = 9
"""The hour at which a rest until a date ends."""


class Until(form.Form, title="Rest until"):
    day: date | None = form.day("Rest until the morning of", hint=f"Up to {LONGEST} days from today.")


@dataclass(frozen=True, slots=True)
class Quiet:
    """A person's quiet hours in their own zone: from `start` (inclusive) to `end` (exclusive), maybe over midnight.
    Equal hours mean none."""

    start: int
    end: int
    zone: ZoneInfo

    def holds(self, hour: int) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it falls in."""
        local = moment.astimezone(self.zone)
        if not self.holds(local.hour):
            return moment
        day = local.date() + timedelta(days=local.hour >= self.end)
        return _utc(day, self.end, self.zone)


def after(start: datetime, days: int, quiet: Quiet) -> datetime:
    """The same hour of the clock some days later, or the end of the quiet hours."""
    local = start.astimezone(quiet.zone)
    wall = (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=quiet.zone)
    return quiet.next_open(wall.astimezone(start.tzinfo))


def morning(day: date, quiet: Quiet) -> datetime:
    return quiet.next_open(_utc(day, MORNING, quiet.zone))


def _utc(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """An hour that the clocks skip is read as one hour later, one that they repeat as the first."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
