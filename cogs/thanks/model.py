"""A thank-you, its form, and what keeps one from being sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from bot.ui import form as forms

REASON = 500
A_DAY = 3
"""How many one may send in 24 hours; to the same person it is one."""
DAY = timedelta(days=1)
KEPT_DAYS = 30
"""How long one that is not answered stays, and how long it can be taken back."""


class State(IntEnum):
    OFFERED = 0
    """Not answered yet."""
    KEPT = 1
    WAITING = 2
    """On its way to the wins room."""
    SHOWN = 3
    REMOVED = 4
    """Taken out of the room by staff or by hand. The receiver keeps it; it is not posted again."""


@dataclass(frozen=True, slots=True)
class ThankYou:
    id: int
    member: int
    """Whoever received it."""
    writer: int | None
    """None: they erased themselves since."""
    text: str
    state: State
    at: datetime

    @property
    def key(self) -> str:
        """Of its post, and of the notice about it."""
        return key_of(self.id)

    @property
    def public(self) -> bool:
        return self.state in (State.WAITING, State.SHOWN)


def key_of(thanks: int) -> str:
    return f"thanks:{thanks}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one can't be sent. `field` of the form is where it is shown; `again` is when it can be."""

    field: str
    why: str
    again: datetime | None = None


class Give(forms.Form, title="Thank somebody"):
    person: str | None = forms.person("Whom?", hint="Only people who use Cairn here can get one.")
    reason: str = forms.long(
        "What for?", hint="They see it first. If they like, it is posted with both your names.", max=REASON
    )
