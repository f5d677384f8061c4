"""A week's plan, its lines and forms. Values of the enums are stored: never renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.ui import form as forms

LINES = 3
"""Lines of one week."""
TIMES = 20
CUE = 120
ACT = 200
HINDER = 200
WHY = 500
"""Characters that people may write."""

SMALL = "for 20 minutes"
"""What makes a line smaller that was wanted once."""


class Kind(StrEnum):
    APPLICATION = "application"
    CONTACT = "contact"
    PRACTICE = "practice"
    LEARNING = "learning"
    REST = "rest"
    OWN = "own"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    Kind.CONTACT: "Talking with somebody",
    Kind.APPLICATION: "A tailored application",
    Kind.PRACTICE: "Practice",
    Kind.LEARNING: "Learning",
    Kind.REST: "Rest",
    Kind.OWN: "Something of my own",
}


class Outcome(StrEnum):
    """What somebody says of a line. All are full answers."""

    OPEN = ""
    DONE = "done"
    PART = "part"
    NOT = "not"
    RESTING = "resting"

    @property
    def label(self) -> str:
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.OPEN: "Open",
    Outcome.DONE: "Done",
    Outcome.PART: "Part of it",
    Outcome.NOT: "Not this week",
    Outcome.RESTING: "Resting",
}


class Carried(StrEnum):
    """What became of a line with the new week."""

    OPEN = ""
    KEEP = "keep"
    SMALLER = "smaller"
    DROP = "drop"


class Stage(StrEnum):
    """Of the search; small steps are fitted to it."""

    UNSAID = "unsaid"
    STARTING = "starting"
    APPLYING = "applying"
    INTERVIEWING = "interviewing"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        return _STAGES[self]


_STAGES = {
    Stage.UNSAID: "Not said",
    Stage.STARTING: "Getting started, or starting again",
    Stage.APPLYING: "Looking and applying",
    Stage.INTERVIEWING: "Talking with employers",
    Stage.WAITING: "Waiting to hear",
}


class Energy(StrEnum):
    LOW = "low"
    SOME = "some"
    PLENTY = "plenty"

    @property
    def label(self) -> str:
        return {Energy.LOW: "Low energy", Energy.SOME: "Some energy", Energy.PLENTY: "Plenty of energy"}[self]


@dataclass(frozen=True, slots=True)
class NewLine:
    kind: Kind
    cue: str
    act: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    began: date
    kind: Kind
    cue: str
    act: str
    times: int
    done: int
    outcome: Outcome
    carried: Carried

    @property
    def sentence(self) -> str:
        return f"When {self.cue}, I'll {self.act}"

    @property
    def finished(self) -> bool:
        return self.done >= self.times or self.outcome is Outcome.DONE

    @property
    def active(self) -> bool:
        return self.done > 0 or self.outcome in (Outcome.DONE, Outcome.PART)

    @property
    def open(self) -> bool:
        """Whether it may be carried into a new week."""
        return not self.finished and self.carried is Carried.OPEN


@dataclass(frozen=True, slots=True)
class Week:
    began: date
    rest: bool
    obstacle: str = ""
    answer: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def full(self) -> bool:
        return len(self.lines) >= LINES

    @property
    def active(self) -> bool:
        return any(line.active for line in self.lines)

    @property
    def resting(self) -> bool:
        """Said of the whole week, or of a line where nothing was done."""
        return self.rest or (not self.active and any(line.outcome is Outcome.RESTING for line in self.lines))

    @property
    def open(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.open)


@dataclass(frozen=True, slots=True)
class Mark:
    """A week without its words."""

    began: date
    planned: bool
    active: bool
    resting: bool

    @property
    def quiet(self) -> bool:
        return self.planned and not self.active and not self.resting


@dataclass(frozen=True, slots=True)
class Choice:
    start: int = 0
    """The weekday on which the week begins; Monday is 0."""
    hidden: bool = False
    """The rhythm is not shown."""
    stage: Stage = Stage.UNSAID


@dataclass(frozen=True, slots=True)
class Why:
    text: str
    every: int
    """Weeks; 0: it is not shown by itself."""


class LineForm(forms.Form, title="A line of your plan"):
    cue: str = forms.short("When … (time or place)", hint="For example: it is Tuesday after lunch", max=CUE)
    act: str = forms.short("… I'll", hint="For example: write to one person I worked with", max=ACT)
    times: int | None = forms.number("How many times this week?", low=1, high=TIMES, default=1)
    kind: Kind = forms.choice("What kind is it?", Kind, default=Kind.OWN)


class ObstacleForm(forms.Form, title="If it gets hard"):
    obstacle: str = forms.short("What may get in the way?", hint="For example: I sleep badly", max=HINDER, default="")
    answer: str = forms.short("What will you do then?", hint="For example: only the first line", max=HINDER, default="")


class WhyForm(forms.Form, title="Why you are looking"):
    why: str = forms.long("Why are you looking?", hint="In your own words. Only you see this.", max=WHY)


def tidy(cue: str, act: str) -> tuple[str, str]:
    """The card says "When" and "I'll" itself."""
    cue = _without(cue, "when ").rstrip(",")
    return cue, _without(act, "i'll ", "i’ll ", "i will ")


def _without(text: str, *starts: str) -> str:
    line = " ".join(text.split()) + " "
    for start in starts:
        if line.lower().startswith(start):
            line = line[len(start) :]
    return line.strip()


def smaller(line: Line) -> LineForm:
    """The same with less of it: half as often, or 20 minutes of it."""
    if line.times > 1:
        return LineForm(cue=line.cue, act=line.act, times=line.times // 2, kind=line.kind)
    act = f"{line.act.rstrip(' .')} {SMALL}"
    shorter = line.act if SMALL in line.act or len(act) > ACT else act
    return LineForm(cue=line.cue, act=shorter, times=1, kind=line.kind)
