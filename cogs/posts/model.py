"""What every public post has in common, whichever feature made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.ui import form as forms
from bot.ui.card import Call

NOTE = 500
EXCERPT = 300
LATE = timedelta(hours=24)
"""What waits for staff for longer than this is overdue."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as its feature describes it when somebody presses `…`.

    key     -- the key it is shown under (`Context.show`)
    title   -- what kind of post it is, in words of ours: "A win"
    excerpt -- the beginning of what everybody can read in it, so that staff find it
    removed -- a `@job` of the feature: staff removed the post (it is withdrawn already), the feature keeps it private
    note    -- its content note: the excerpt stays hidden until somebody presses
    author  -- None: written without a name. Staff can remove it, and nobody is stopped by it
    mute    -- an `@action(staff=STAFF)` of the feature: mutes whoever wrote it, without telling who
    circle  -- the circle it was posted in: its facilitators may decide about it
    """

    key: str
    author: int | None
    title: str
    excerpt: str
    removed: Call
    note: str = ""
    mute: Call | None = None
    circle: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A post that somebody else opened `…` on: what reports and staff act on."""

    id: int
    key: str
    author: int | None
    title: str
    excerpt: str
    removed: Call
    gone: bool
    """Withdrawn since, by its author or by staff."""
    note: str = ""
    person: bool = False
    """It is no post: somebody reported this person, in a place that staff don't read."""
    mute: Call | None = None
    circle: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides whether a member may post in a room."""

    stopped: bool
    links_allowed: bool
    broken: str | None
    """What is wrong with the room, or nothing; None while no room is chosen."""


class Reason(StrEnum):
    UNKIND = "unkind"
    DETAILS = "details"
    SPAM = "spam"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _REASONS[self]


_REASONS = {
    Reason.UNKIND: "It is unkind or hurtful",
    Reason.DETAILS: "It shows somebody's private details",
    Reason.SPAM: "It sells or advertises something",
    Reason.OTHER: "Something else",
}


class Report(forms.Form, title="Report this post"):
    reason: Reason = forms.choice("What is wrong?", Reason)
    note: str = forms.long("Anything to add?", hint="Only moderators see this.", max=NOTE, default="")


class Concern(StrEnum):
    """What is wrong about a person. No value is one of `Reason`."""

    HURTFUL = "hurtful"
    PRESSURE = "pressure"
    MONEY = "money"
    UNSAFE = "unsafe"
    ELSE = "else"

    @property
    def label(self) -> str:
        return _CONCERNS[self]


_CONCERNS = {
    Concern.HURTFUL: "They were unkind or hurtful",
    Concern.PRESSURE: "They pressed me, or wanted more than this is for",
    Concern.MONEY: "They asked for money, or sold something",
    Concern.UNSAFE: "I felt unsafe",
    Concern.ELSE: "Something else",
}


class PersonReport(forms.Form, title="Report this person"):
    reason: Concern = forms.choice("What is wrong?", Concern)
    note: str = forms.long("Anything to add?", hint="Only moderators see this.", max=NOTE, default="")


def concern(stored: str) -> Reason | Concern:
    return Concern(stored) if stored in set(Concern) else Reason(stored)


class ReportState(IntEnum):
    OPEN = 0
    REMOVED = 1
    """Staff acted on it."""
    LEFT = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What one reporter said; who that was stays hidden."""

    reason: Reason | Concern
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post with open reports."""

    post: Known
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """One thing that waits for staff.

    title   -- what kind of thing it is, in words of ours: no name and nothing of what somebody wrote
    since   -- since when it waits
    open    -- an `@action` with staff set, of whichever feature: shows it, with what staff may decide
    overdue -- it waits for longer than `LATE`
    circle  -- the circle it comes from: its facilitators may decide about it too
    """

    title: str
    since: datetime
    open: Call
    overdue: bool
    circle: int | None = None


class Length(StrEnum):
    DAY = "1"
    WEEK = "7"
    FOUR_WEEKS = "28"
    LIFTED = "0"

    @property
    def label(self) -> str:
        return _LENGTHS[self]

    @property
    def time(self) -> timedelta | None:
        """None: until a moderator lifts it."""
        return timedelta(days=int(self.value)) if self.value != "0" else None


_LENGTHS = {
    Length.DAY: "1 day",
    Length.WEEK: "1 week",
    Length.FOUR_WEEKS: "4 weeks",
    Length.LIFTED: "Until a moderator lifts it",
}


class Stop(forms.Form, title="Stop posts"):
    length: Length = forms.choice(
        "For how long?", Length, hint="They keep everything private. Staff acts are written down."
    )


class RemoveForm(forms.Form, title="Remove this post"):
    reason: str = forms.long(
        "Why?",
        hint="The author reads it, privately. You may leave it empty.",
        max=NOTE,
        default="",
    )


class AppealForm(forms.Form, title="Ask for another look"):
    words: str = forms.long(
        "What do you want them to know?", hint="A few lines are enough. You can ask once each time.", max=NOTE
    )


class AppealAnswer(forms.Form, title="It stays"):
    reason: str = forms.long("The reason", hint="They read it, privately.", max=NOTE)


class Act(StrEnum):
    """What staff did, as the audit keeps it. Values are never renamed."""

    REMOVED = "removed"
    LEFT = "left"
    STOPPED = "stopped"
    ALLOWED = "allowed"
    CLOSED = "closed"
    STOP_STAYS = "stop-stays"
    ROLE_GIVEN = "role-given"
    ROLE_TAKEN = "role-taken"
    SETTINGS = "settings"
    BUDDY_RULES = "buddy-rules"
    BUDDY_ROUND = "buddy-round"
    BUDDY_APPROVED = "buddy-approved"
    BUDDY_ENDED = "buddy-ended"
    BUDDY_IMPORTED = "buddy-imported"
    PROMPTS = "prompts"
    CHECKINS = "checkins"
    POST_ANSWERED = "post-answered"
    NAMELESS_RULES = "nameless-rules"
    NAMELESS_ACCEPTED = "nameless-accepted"
    NAMELESS_ASKED = "nameless-asked"
    NAMELESS_DECLINED = "nameless-declined"
    NAMELESS_MUTED = "nameless-muted"
    NAMELESS_LIFTED = "nameless-lifted"
    NAMELESS_MUTE_STAYS = "nameless-mute-stays"
    HELP_LINES = "help-lines"


@dataclass(frozen=True, slots=True)
class Audited:
    """One staff act. Members who were erased since are None."""

    actor: int | None
    act: str
    whom: int | None
    key: str
    at: datetime
