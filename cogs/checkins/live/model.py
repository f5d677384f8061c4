"""Live sessions and what people say to them. Values are stored: never renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from bot.people.roles import Role
from bot.ui import form as forms

PLACE = 200
SHORTEST, LONGEST, USUAL = 15, 180, 60
"""Minutes."""

AHEAD = timedelta(days=180)
"""How far ahead a session may be planned."""

LEAD_BEFORE = timedelta(hours=48)
"""So long before the start it is settled who leads: time to prepare, and to pass."""

REMIND_BEFORE = timedelta(minutes=60)

HOSTS = frozenset({Role.ORGANISER, Role.FACILITATOR})
"""Who plans for everybody in a check-in."""


class SessionState(IntEnum):
    WAITING = 0
    """The planner's standing is looked up; nobody knows of it yet."""
    PLANNED = 1
    CALLED_OFF = 2
    OVER = 3
    KEPT = 4
    """It could not be shown, and only its planner knows of it."""


class Says(StrEnum):
    NOTHING = ""
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Past(StrEnum):
    """Minutes past the hour."""

    ZERO = "00"
    FIFTEEN = "15"
    THIRTY = "30"
    FORTY_FIVE = "45"

    @property
    def label(self) -> str:
        return f"{self.value} minutes past" if self is not Past.ZERO else "On the hour"


class SessionForm(forms.Form, title="A live session"):
    day: date | None = forms.day("Day", hint="Like 2026-03-14.")
    hour: int | None = forms.hour("Hour", hint="On your own clock.")
    past: Past = forms.choice("Minutes", Past, default=Past.ZERO)
    minutes: int | None = forms.number("How many minutes long?", low=SHORTEST, high=LONGEST, default=USUAL)
    place: str = forms.short("Where?", hint="A link to a call, or a place in words.", max=PLACE)


@dataclass(frozen=True, slots=True)
class Session:
    id: int
    checkin: int
    community: int
    circle: int | None
    """None: everybody in the check-in."""
    planner: int | None
    leader: int | None
    starts_at: datetime
    minutes: int
    place: str
    state: SessionState
    version: int
    lead_at: datetime
    """When it is settled who leads."""
    agenda: str
    """The id of its text."""
    shown_in: int
    """The week in whose thread its card stands; 0: in none."""
    event: str
    """Why the platform's own event could not be made."""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def name(self) -> str:
        """How all its keys begin."""
        return f"checkin:session:{self.id}"

    @property
    def post(self) -> str:
        """Under which its card is shown. In another thread it is another post."""
        return f"{self.name}:{self.shown_in}"

    @property
    def event_key(self) -> str:
        return f"{self.name}:event"

    @property
    def ahead(self) -> bool:
        return self.state is SessionState.PLANNED

    def to_come(self, now: datetime) -> bool:
        """Planned, and not begun: what people say to it counts."""
        return self.ahead and self.starts_at > now


@dataclass(frozen=True, slots=True)
class Rsvp:
    member: int
    says: Says
    passed: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What all may see. Who can't, and who said nothing, is in neither."""

    yes: tuple[int, ...]
    maybe: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could lead."""

    member: int
    led_at: int
    says: Says
    passed: bool
    active: bool
