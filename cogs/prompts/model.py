"""Prompts, schedules and answers, and what is asked about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.scheduling.weekday import Weekday
from bot.ui import form as forms
from bot.ui.form import Place
from cogs.posts import api as posts

WORDS = 1500
MOST_SCHEDULES = 10
SILENT = 3
"""After so many prompts in a row that nobody answers, a schedule pauses by itself."""


class Slot(StrEnum):
    """The part of a week that a prompt fits best."""

    PLAN = "plan"
    SUPPORT = "support"
    BACK = "back"


class Topic(StrEnum):
    """What prompts are about. The first value is all of them; the others are the categories of the pack."""

    MIX = "mix"
    PLAN = "plan"
    PEOPLE = "people"
    SKILLS = "skills"
    FIT = "fit"
    STRENGTHS = "strengths"
    KINDNESS = "kindness"
    REST = "rest"
    FEEDBACK = "feedback"
    INTERVIEW = "interview"
    WINS = "wins"
    THANKS = "thanks"
    TOGETHER = "together"

    @property
    def label(self) -> str:
        return _TOPICS[self]


_TOPICS = {
    Topic.MIX: "A bit of everything",
    Topic.PLAN: "Small plans",
    Topic.PEOPLE: "People to write to",
    Topic.SKILLS: "Papers and skills",
    Topic.FIT: "What fits you",
    Topic.STRENGTHS: "What you can do",
    Topic.KINDNESS: "Being kind to yourself",
    Topic.REST: "Rest and limits",
    Topic.FEEDBACK: "Feedback",
    Topic.INTERVIEW: "Talks and interviews",
    Topic.WINS: "Small wins",
    Topic.THANKS: "Thanks to people",
    Topic.TOGETHER: "Together",
}


def mask(days: Iterable[Weekday]) -> int:
    return sum(1 << int(day) for day in set(days))


def weekdays(days: int) -> list[Weekday]:
    return [day for day in Weekday if days >> int(day) & 1]


@dataclass(frozen=True, slots=True)
class Bag:
    """What was drawn of the pack in this turn. The seed fixes the order of what is left."""

    seed: int
    turn: int = 0
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When prompts come, and which: the same for a room and for one person."""

    days: int
    """Bit n is weekday n; Monday is 0."""
    hour: int
    topic: Topic
    last_day: int
    """The ordinal of the latest local day that was dealt with."""
    posted: int
    bag: Bag

    @property
    def weekdays(self) -> list[Weekday]:
        return weekdays(self.days)


class Standing(IntEnum):
    """As in the schema."""

    OFF = 0
    RUNNING = 1
    PAUSED = 2
    SILENT = 3
    NO_ROOM = 4
    REMOVED = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    id: int
    community: int
    organiser: int | None
    """Who changed it last and hears when it pauses."""
    standing: Standing
    counted_from: int
    rhythm: Rhythm

    @property
    def running(self) -> bool:
        return self.standing is Standing.RUNNING

    @property
    def room(self) -> str:
        """The kind of its chosen room."""
        return room_kind(self.id)


ROOMS = "prompts:"
"""How the kinds of rooms for prompts begin."""


def room_kind(schedule: int) -> str:
    return f"{ROOMS}{schedule}"


@dataclass(frozen=True, slots=True)
class Posted:
    """A prompt in a room."""

    id: int
    schedule: int
    prompt: str
    day: int
    answered: bool

    @property
    def key(self) -> str:
        return f"prompt:{self.id}"


class State(IntEnum):
    """Of an answer, as in the schema."""

    PRIVATE = 0
    WAITING = 1
    SHOWN = 2
    KEPT = 3
    REMOVED = 4


@dataclass(frozen=True, slots=True)
class Answer:
    id: int
    member: int
    schedule: int | None
    prompt: str
    shared: bool
    state: State
    words: str
    at: datetime

    @property
    def key(self) -> str:
        """Under which its post is shown."""
        return f"answer:{self.id}"

    @property
    def public(self) -> bool:
        return self.state in (State.WAITING, State.SHOWN)


@dataclass(frozen=True, slots=True)
class Own:
    """What a member wishes for themselves."""

    member: int
    running: bool
    rhythm: Rhythm


class ScheduleForm(forms.Form, title="Prompts in a room"):
    room: Place | None = forms.room("Room", hint="Members who can read it see the prompts.")
    days: frozenset[Weekday] = forms.several("Days", Weekday, hint="One a week is a calm start.")
    hour: int | None = forms.hour("Hour", hint="On the community's clock.")
    topic: Topic = forms.choice("What about?", Topic, default=Topic.MIX)


class SkipForm(forms.Form, title="A day without a prompt"):
    day: date | None = forms.day("Day", hint="Nothing is posted on it, and no prompt is used up.")


class OwnForm(forms.Form, title="Prompts for you"):
    days: frozenset[Weekday] = forms.several("Days", Weekday)
    hour: int | None = forms.hour("Hour", hint="On your own clock.")
    topic: Topic = forms.choice("What about?", Topic, default=Topic.MIX)


class HereForm(forms.Form, title="Answer here"):
    words: str = forms.long("Your answer", hint="Everybody in this room sees it, with your name.", max=WORDS)
    sure: bool = forms.tick(posts.SURE, hint=posts.ASKS)


class KeepForm(forms.Form, title="Only for you"):
    words: str = forms.long("Your answer", hint="Only you see it. /prompts mine shows it again.", max=WORDS)


def days_named(days: Collection[Weekday]) -> str:
    if len(days) == len(Weekday):
        return "every day"
    names = [day.label for day in Weekday if day in days]
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
