"""What organisers are asked."""

from __future__ import annotations

from bot.scheduling.weekday import Weekday
from bot.ui import form as forms
from bot.ui.form import Place
from cogs.checkins.model import NAME, QUESTION, ClockKind, QuestionKind, Template

DEFAULT_NAME = "Weekly check-in"


class NewForm(forms.Form, title="A weekly check-in"):
    name: str = forms.short("Name", hint="Members see it.", max=NAME)
    room: Place | None = forms.room("Room", hint="The invitation is posted here, for everybody who can read it.")
    weekday: Weekday = forms.choice("Day", Weekday)
    hour: int | None = forms.hour("Hour", hint="On each member’s own clock. You can change that later.")
    template: Template = forms.choice("What is asked?", Template, default=Template.WEEK)


class ChangeForm(forms.Form, title="Change the check-in"):
    name: str = forms.short("Name", max=NAME)
    room: Place | None = forms.room("Room", hint="Another room: the invitation moves there.")
    weekday: Weekday = forms.choice("Day", Weekday, hint="Weeks that are planned already stay as they are.")
    hour: int | None = forms.hour("Hour")
    clock: ClockKind = forms.choice("Whose clock?", ClockKind)


class QuestionForm(forms.Form, title="A question"):
    kind: QuestionKind = forms.choice("About what?", QuestionKind, hint="Asks are collected, so that people can help.")
    words: str = forms.long("In your words", hint="Empty: mine stays.", max=QUESTION, default="")
