"""A logged no, and the form of its details."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.ui import form as forms

COMPANY = 80
LESSON = 1500


class Stage(StrEnum):
    UNSAID = "unsaid"
    APPLICATION = "application"
    FIRST_CALL = "first-call"
    INTERVIEWS = "interviews"
    FINAL_ROUND = "final-round"
    OFFER_WITHDRAWN = "offer-withdrawn"
    NO_REPLY = "no-reply"

    @property
    def label(self) -> str:
        return _STAGES[self]


_STAGES = {
    Stage.UNSAID: "I'd rather not say",
    Stage.APPLICATION: "Application",
    Stage.FIRST_CALL: "First call",
    Stage.INTERVIEWS: "Interviews",
    Stage.FINAL_ROUND: "Final round",
    Stage.OFFER_WITHDRAWN: "The offer was withdrawn",
    Stage.NO_REPLY: "No reply came",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    id: int
    day: date
    stage: Stage
    company: str
    role: str
    lesson: str

    @property
    def plain(self) -> bool:
        """Nothing was added to it."""
        return self.stage is Stage.UNSAID and not (self.company or self.role or self.lesson)


class Details(forms.Form, title="What you want to keep"):
    stage: Stage = forms.choice("How far did you get?", Stage, default=Stage.UNSAID)
    day: date | None = forms.day("When did you hear?", past=True, default=None)
    company: str = forms.short("Company", hint="Only you see this.", max=COMPANY, default="")
    role: str = forms.short("Role", hint="Only you see this.", max=COMPANY, default="")
    lesson: str = forms.long("Anything to remember?", hint="Only you see this.", max=LESSON, default="")
