"""A look back, its parts and forms. Values of the enums are stored: never renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.ui import form as forms
from cogs.rejections.api import Stage

WELL = 1000
WANT = 250
THOUGHT = 500
"""Characters that people may write."""
OPEN_DAYS = 14
"""So long what is not finished waits."""


class Step(StrEnum):
    """In the order in which they come."""

    WELL = "well"
    CHECKS = "checks"
    WANTS = "wants"
    KINDER = "kinder"
    PLAN = "plan"
    END = "end"

    @property
    def label(self) -> str:
        return _STEPS[self]

    @property
    def next(self) -> Step:
        """The end is followed by itself."""
        order = list(Step)
        return order[min(order.index(self) + 1, len(order) - 1)]

    @property
    def before(self) -> Step:
        """The first follows itself."""
        order = list(Step)
        return order[max(order.index(self) - 1, 0)]


_STEPS = {
    Step.WELL: "What went well",
    Step.CHECKS: "What was in your hands",
    Step.WANTS: "What you want next",
    Step.KINDER: "A kinder way to say it",
    Step.PLAN: "One line for your plan",
    Step.END: "All of it",
}


class Answer(StrEnum):
    """To one item of a list. None is better than another."""

    DID = "did"
    NEXT = "next"
    NOT_MINE = "not-mine"

    @property
    def label(self) -> str:
        return {Answer.DID: "Did that", Answer.NEXT: "Next time", Answer.NOT_MINE: "Not for me"}[self]


class Kind(StrEnum):
    """Of a want."""

    MORE = "more"
    OTHER = "other"
    NEXT = "next"
    OWN = "own"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    Kind.MORE: "More of this",
    Kind.OTHER: "Different next time",
    Kind.NEXT: "What matters",
    Kind.OWN: "",
}


@dataclass(frozen=True, slots=True)
class Want:
    id: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Reflection:
    id: int
    stage: Stage
    rejection: int | None
    day: date
    step: Step
    finished: bool
    well: str = ""
    checks: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    thought: str = ""
    kinder: str = ""
    cue: str = ""
    act: str = ""
    line: int | None = None
    win: int | None = None

    @property
    def sentence(self) -> str:
        return f"When {self.cue}, I'll {self.act}" if self.cue else ""

    @property
    def blank(self) -> bool:
        """Nothing was written in it. What they want next stands on a list of its own."""
        return not (self.well or self.checks or self.thought or self.kinder or self.cue)


class WellForm(forms.Form, title="What went well"):
    well: str = forms.long(
        "What went well, even a little?", hint="Small things count. Only you see it.", max=WELL, default=""
    )


class WantsForm(forms.Form, title="What you want next"):
    more: str = forms.long(
        "What would you like more of?", hint="In the work, the people, the way.", max=WANT, default=""
    )
    other: str = forms.long("What would you like to be different?", max=WANT, default="")
    next: str = forms.long("What matters to you in the next one?", max=WANT, default="")


class KinderForm(forms.Form, title="A kinder way to say it"):
    thought: str = forms.long("The hardest thought about it", hint="Only you see it.", max=THOUGHT, default="")
    kinder: str = forms.long(
        "How would a kind person put it?", hint="For example: what you'd say to a friend.", max=THOUGHT, default=""
    )


class WantForm(forms.Form, title="What you want next"):
    text: str = forms.long("What do you want next?", hint="Only you see it.", max=WANT)
