"""The lines of a profile, each with its own small form."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.ui import form as forms
from cogs.buddies.choices import Cadence, Field, Language, Medium, Part, Stage
from cogs.buddies.model import ABOUT

LONGEST = 365
"""Days that a pause until a day may last."""


class Line(StrEnum):
    """What can be changed, in the order in which the card shows it."""

    ZONE = "zone"
    PARTS = "parts"
    FIELD = "field"
    STAGE = "stage"
    LANGUAGE = "language"
    CADENCE = "cadence"
    MEDIUM = "medium"
    ABOUT = "about"
    POOL = "pool"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Line.ZONE: "Time zone",
    Line.PARTS: "Hours that suit",
    Line.FIELD: "Field of work",
    Line.STAGE: "Stage of the search",
    Line.LANGUAGE: "Language",
    Line.CADENCE: "How long with one buddy",
    Line.MEDIUM: "Text or voice",
    Line.ABOUT: "Good to know",
    Line.POOL: "Pool",
}


class WhereForm(forms.Form, title="Your time zone"):
    place: str = forms.short(
        "A city, or the time on your clock",
        hint="For example: Lisbon, or 14:35. Buddies are matched by the hours that both have free.",
        max=80,
    )


class PartsForm(forms.Form, title="Hours that suit"):
    parts: frozenset[Part] = forms.several(
        "When could you talk?",
        Part,
        hint="On your own clock. Nothing ticked: any time is fine.",
        default=frozenset(),
    )


class FieldForm(forms.Form, title="Field of work"):
    field: Field = forms.choice("What kind of work do you look for?", Field, default=Field.UNSAID)


class StageForm(forms.Form, title="Stage of the search"):
    stage: Stage = forms.choice("Where are you in your search?", Stage, default=Stage.UNSAID)


class LanguageForm(forms.Form, title="Language"):
    language: Language = forms.choice("Which language do you want to talk in?", Language)


class CadenceForm(forms.Form, title="How long with one buddy"):
    cadence: Cadence = forms.choice(
        "How long with one buddy?", Cadence, hint="When two people wish for different lengths, the shorter one counts."
    )


class MediumForm(forms.Form, title="Text or voice"):
    medium: Medium = forms.choice("How do you like to talk?", Medium, default=Medium.UNSAID)


class AboutForm(forms.Form, title="Good to know"):
    about: str = forms.long(
        "Anything that a buddy may like to know",
        hint="Your buddy sees this. Leave it empty to say nothing.",
        max=ABOUT,
        default="",
    )


class PauseForm(forms.Form, title="Pause until a day"):
    day: date | None = forms.day("You are back on", hint="A day after today. I tell you when it has come.")


class NeverForm(forms.Form, title="Never pair me with"):
    person: str | None = forms.person("Who?", hint="Nobody else sees this, and they are not told.")
