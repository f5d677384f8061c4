"""Check-ins, circles, weeks and answers, with their states and numbers. Values are stored: never renamed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

NAME = 40
QUESTION = 100
"""Characters of an organiser's own question: what a form's hint may hold on every platform."""
WORDS = 500
"""Characters of one answer. Six people's answers make one digest."""

QUESTIONS = 4
LEAST, MOST = 3, 6
"""People in a circle. Below LEAST active ones they are asked about joining another."""

OPEN_DAYS = 3
"""A week closes so many days after its day, at the same hour, on the circle's clock."""

ACTIVE = timedelta(weeks=4)
"""Who pressed nothing for so long is in the circle and not active. Pauses and rests never make anybody inactive."""

REMIND_BEFORE = timedelta(hours=24)
"""How long before the close the one reminder goes out."""

ANONYMOUS_LEAST = 5
"""Fewer answers to an anonymous question are never shown."""

KEPT = timedelta(days=180)

PAUSED_UNTIL_BACK = datetime(9000, 1, 1, tzinfo=UTC)


class ClockKind(StrEnum):
    OWN = "own"
    CIRCLE = "circle"

    @property
    def label(self) -> str:
        return {ClockKind.OWN: "Each member's own clock", ClockKind.CIRCLE: "The circle's clock"}[self]


class Standing(IntEnum):
    RUNNING = 1
    PAUSED = 2
    ENDED = 3


class QuestionKind(StrEnum):
    WIN = "win"
    PLAN = "plan"
    """Not typed into the form: it is this week's plan, see cogs/plans."""
    HARD = "hard"
    ASK = "ask"
    OPEN = "open"
    ANONYMOUS = "anonymous"

    @property
    def label(self) -> str:
        return _KINDS[self]


ONCE = frozenset({QuestionKind.PLAN, QuestionKind.ASK, QuestionKind.ANONYMOUS})
"""Kinds that a check-in asks at most once."""

_KINDS = {
    QuestionKind.WIN: "What went well",
    QuestionKind.PLAN: "This week’s plan",
    QuestionKind.HARD: "What was hard",
    QuestionKind.ASK: "An ask for help",
    QuestionKind.OPEN: "Something else",
    QuestionKind.ANONYMOUS: "Without names",
}
_TEXTS = {
    QuestionKind.WIN: "What went well, even a little?",
    QuestionKind.PLAN: "What will you do this week, and when?",
    QuestionKind.HARD: "What was hard?",
    QuestionKind.ASK: "One thing you could use help with",
    QuestionKind.OPEN: "Anything you want to say",
    QuestionKind.ANONYMOUS: "How is the search for you right now?",
}


@dataclass(frozen=True, slots=True)
class Question:
    n: int
    """Stays with the question for good, wherever it stands: answers name it. No other one gets it later."""
    kind: QuestionKind
    own: str = ""
    """An organiser's words; empty: ours."""

    @property
    def text(self) -> str:
        return self.own or _TEXTS[self.kind]


class Template(StrEnum):
    WEEK = "week"
    LIGHT = "light"
    BACK = "back"
    HONEST = "honest"

    @property
    def label(self) -> str:
        return _TEMPLATES[self][0]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(Question(n, kind) for n, kind in enumerate(_TEMPLATES[self][1], 1))


_TEMPLATES: dict[Template, tuple[str, tuple[QuestionKind, ...]]] = {
    Template.WEEK: (
        "The whole week: what went well, plan, what was hard, ask",
        (QuestionKind.WIN, QuestionKind.PLAN, QuestionKind.HARD, QuestionKind.ASK),
    ),
    Template.LIGHT: ("Short: plan and ask", (QuestionKind.PLAN, QuestionKind.ASK)),
    Template.BACK: (
        "Look back: what went well, what was hard, ask",
        (QuestionKind.WIN, QuestionKind.HARD, QuestionKind.ASK),
    ),
    Template.HONEST: (
        "Short, with one anonymous question",
        (QuestionKind.PLAN, QuestionKind.ASK, QuestionKind.ANONYMOUS),
    ),
}


@dataclass(frozen=True, slots=True)
class Checkin:
    id: int
    community: int
    organiser: int | None
    """Who changed it last, and hears when something is wrong with its room."""
    name: str
    weekday: int
    """Monday is 0."""
    hour: int
    clock: ClockKind
    standing: Standing
    planned_day: int
    """Ordinal of the latest day whose weeks were planned; 0: none."""
    questions: tuple[Question, ...]
    """What is asked, in this order."""
    past: tuple[Question, ...] = ()
    """What was asked before, for the answers to it."""
    from_day: int = 0
    """Ordinal: no week begins before this day."""
    posted: int = 0
    """How often the invitation was posted again."""

    @property
    def running(self) -> bool:
        return self.standing is Standing.RUNNING

    @property
    def room(self) -> str:
        """The kind of its chosen room: the invitation stands there, threads are made under it."""
        return room_kind(self.id)

    @property
    def invitation(self) -> str:
        """Under which the post with the Join button is shown. Posted again it is another one: what somebody deleted by
        hand stays gone."""
        return f"checkin:{self.id}:invitation:{self.posted}"

    def question(self, n: int) -> Question | None:
        """The one that an answer names, asked still or not."""
        return next((question for question in (*self.questions, *self.past) if question.n == n), None)

    def asks(self, kind: QuestionKind) -> Question | None:
        return next((question for question in self.questions if question.kind is kind), None)

    @property
    def typed(self) -> tuple[Question, ...]:
        """What the form asks."""
        apart = (QuestionKind.PLAN, QuestionKind.ANONYMOUS)
        return tuple(question for question in self.questions if question.kind not in apart)


ROOMS = "checkins:"
"""How the kinds of rooms for check-ins begin."""


def room_kind(checkin: int) -> str:
    return f"{ROOMS}{checkin}"


@dataclass(frozen=True, slots=True)
class Circle:
    id: int
    checkin: int
    community: int
    n: int
    zone: ZoneInfo
    going_on: bool
    merge_asked: int

    @property
    def label(self) -> str:
        return f"Circle {self.n}"


@dataclass(frozen=True, slots=True)
class Belonging:
    """Somebody's place in a check-in."""

    checkin: int
    member: int
    circle: int | None
    """None: waits for one."""
    joined_at: datetime
    field: str
    """A value of the buddies' `Field`, like `stage` of their `Stage`."""
    stage: str
    parts: int
    """Bits of their `Part`; 0: not said."""
    by_dm: bool
    remind: bool
    paused_until: datetime | None
    active_at: datetime
    merge: bool | None

    def paused(self, at: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > at

    def active(self, at: datetime) -> bool:
        return not self.paused(at) and self.active_at > at - ACTIVE


class WeekState(IntEnum):
    PLANNED = 0
    OPEN = 1
    CLOSED = 2
    """The digest is out; late answers still join."""
    OVER = 3
    """The next week is open."""


@dataclass(frozen=True, slots=True)
class Week:
    id: int
    circle: int
    checkin: int
    community: int
    day: date
    """The local date on which everybody is asked."""
    hour: int
    clock: ClockKind
    zone: ZoneInfo
    """The circle's."""
    state: WeekState
    opens_at: datetime
    closes_at: datetime
    room: int
    """0: no thread, everybody hears by message."""

    @property
    def room_key(self) -> str:
        return f"checkin:{self.circle}:{self.day.toordinal()}"

    @property
    def head(self) -> str:
        """Under which the week's first message is shown; the others belong to its thread."""
        return f"{self.room_key}:head"

    @property
    def digest(self) -> str:
        return f"{self.room_key}:digest"


class AnswerState(IntEnum):
    WAITING = 0
    """On its way: the author's standing is looked up, or the thread is not there yet."""
    SHOWN = 1
    KEPT = 2
    """It could not be posted, and only its author sees it."""
    REMOVED = 3
    """Taken down by staff or by hand."""


@dataclass(frozen=True, slots=True)
class Words:
    """What was said: by the question's number, and the lines of the plan if they are shown."""

    said: dict[int, str] = field(default_factory=dict[int, str])
    plan: tuple[str, ...] = ()
    win: int = 0
    """The win that its author kept it as; 0: none. Nobody else sees that."""


@dataclass(frozen=True, slots=True)
class Answer:
    id: int
    week: int
    member: int
    state: AnswerState
    resting: bool
    asks: bool
    returned_to: int | None
    words: Words
    at: datetime

    @property
    def key(self) -> str:
        """Under which it is posted in the thread."""
        return f"checkin:answer:{self.id}"

    @property
    def public(self) -> bool:
        return self.state in (AnswerState.WAITING, AnswerState.SHOWN)
