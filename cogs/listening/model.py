"""What listening stores, and its forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.ui import form as forms

HOURS = 4
LEAST_HOURS, MOST_HOURS = 2, 12
"""Of the author's daytime, until a listener is asked."""

DAILY, WEEKLY = 1, 3
MOST_DAILY, MOST_WEEKLY = 3, 7

QUEUED_AFTER = timedelta(hours=18)
ANSWERED_WITHIN = timedelta(hours=2)
"""After so long without a press the next listener is asked."""
LISTENERS = 3
"""So many are asked about one post."""
ASKED_WITHIN = timedelta(hours=36)
"""Nobody is asked about a post that is older; moderators have it by then."""
MEMBER_FOR = timedelta(days=7)
KEPT_ANSWERED, KEPT_POSTS, KEPT_TURNS = 2, 14, 9
"""Days."""


class State(IntEnum):
    WAITS = 0
    ANSWERED = 1


class Turn(IntEnum):
    ASKED = 0
    TAKEN = 1
    PASSED = 2
    UNFIT = 3
    """They could not be asked: it counts for no limit."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What organisers chose."""

    active: bool = True
    hours: int = HOURS
    role_only: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post that waits for an answer."""

    id: int
    key: str
    author: int | None
    title: str
    at: datetime
    queued_at: datetime | None
    link: str
    quiet: bool
    """The platform could say that nobody had answered when it was last asked."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How often somebody is asked at most."""

    daily: int = DAILY
    weekly: int = WEEKLY


class Who(StrEnum):
    EVERYBODY = "everybody"
    ROLE = "role"

    @property
    def label(self) -> str:
        return "Everybody of seven days or more" if self is Who.EVERYBODY else "Only those with the listener role"


class CapsForm(forms.Form, title="How often at most"):
    daily: int | None = forms.number("In a day", low=1, high=MOST_DAILY)
    weekly: int | None = forms.number("In a week", low=1, high=MOST_WEEKLY)


class SettingsForm(forms.Form, title="Posts without an answer"):
    hours: int | None = forms.number(
        "Hours until a listener is asked",
        low=LEAST_HOURS,
        high=MOST_HOURS,
        hint="Only the daytime of whoever posted counts.",
    )
    who: Who = forms.choice("Who may listen", Who)
