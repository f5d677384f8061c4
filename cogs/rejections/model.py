"""A logged no, what of it is shared, and their forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.ui import form as forms

COMPANY = 80
LESSON = 1500
WORDS = 1500


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


class Wish(StrEnum):
    """What would help. The title of the post says it."""

    LISTEN = "listen"
    ENCOURAGEMENT = "encouragement"
    ADVICE = "advice"
    BEEN_THERE = "been-there"

    @property
    def label(self) -> str:
        return _WISHES[self]


_WISHES = {
    Wish.LISTEN: "Just listen",
    Wish.ENCOURAGEMENT: "Encouragement",
    Wish.ADVICE: "Advice",
    Wish.BEEN_THERE: "Someone who's been there",
}


class ContentNote(StrEnum):
    NONE = "none"
    REJECTION = "rejection"
    LAYOFF = "layoff"
    MONEY = "money"
    HEALTH = "health"
    DISCRIMINATION = "discrimination"
    OTHER = "other"

    @property
    def label(self) -> str:
        return "None, show it at once" if self is ContentNote.NONE else self.value.capitalize()


class State(IntEnum):
    WAITING = 1
    """Its author is being looked up."""
    SHOWN = 2
    KEPT = 3
    """It could not be posted. Only its author sees it, and may try again."""
    REMOVED = 4
    """Taken down by staff or by hand. Only its author sees it, and it is not posted again."""


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


@dataclass(frozen=True, slots=True)
class Share:
    id: int
    rejection: int
    member: int
    wish: Wish
    note: ContentNote
    words: str
    state: State
    at: datetime

    @property
    def key(self) -> str:
        """Under which its post is shown."""
        return f"share:{self.id}"

    @property
    def public(self) -> bool:
        return self.state in (State.WAITING, State.SHOWN)


@dataclass(frozen=True, slots=True)
class Support:
    """Who pressed "I'm with you" on one shared no."""

    share: Share
    by: tuple[int, ...]


class Details(forms.Form, title="What you want to keep"):
    stage: Stage = forms.choice("How far did you get?", Stage, default=Stage.UNSAID)
    day: date | None = forms.day("When did you hear?", past=True, default=None)
    company: str = forms.short("Company", hint="Only you see this.", max=COMPANY, default="")
    role: str = forms.short("Role", hint="Only you see this.", max=COMPANY, default="")
    lesson: str = forms.long("Anything to remember?", hint="Only you see this.", max=LESSON, default="")


class Telling(forms.Form, title="Share with your name"):
    wish: Wish = forms.choice("What would help?", Wish, default=Wish.LISTEN)
    words: str = forms.long(
        "What would you like to say?",
        hint="Everyone in the support room sees this text and your name. Nothing else is added.",
        max=WORDS,
    )
    note: ContentNote = forms.choice(
        "Content note", ContentNote, hint="Hides the text until somebody presses.", default=ContentNote.NONE
    )
