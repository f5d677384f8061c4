"""How long a rest is, and at what hour it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.recurrence import on_wall, outside_quiet
from bot.ui import form

LENGTHS: tuple[tuple[int, str], ...] = ((1, "1 day"), (3, "3 days"), (7, "1 week"))
LONGEST = 90
"""Days from today."""
_MORNING = 9
"""The hour at which a rest until a day ends."""


class Until(form.Form, title="Rest until"):
    day: date | None = form.day("Rest until the morning of", hint=f"Up to {LONGEST} days from today.")


@dataclass(frozen=True, slots=True)
class Clock:
    """A person's own clock, with their quiet hours: a rest ends with a message, so it ends outside them."""

    zone: ZoneInfo
    quiet_from: int
    quiet_to: int

    def later(self, start: datetime, days: int) -> datetime:
        """The same time on the wall some days later, or the end of the quiet hours it falls in."""
        local = start.astimezone(self.zone)
        return self._awake(on_wall(local.date() + timedelta(days=days), local.hour, local.minute, self.zone))

    def morning(self, day: date) -> datetime:
        return self._awake(on_wall(day, _MORNING, 0, self.zone))

    def _awake(self, moment: datetime) -> datetime:
        return outside_quiet(moment, self.quiet_from, self.quiet_to, self.zone)
