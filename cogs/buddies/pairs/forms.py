"""What people write in a pair."""

from __future__ import annotations

from enum import StrEnum

from bot.ui import form as forms
from cogs.buddies.model import NOTE, PLAN

_HALF = PLAN // 2
"""A plan is two lines; together they are no longer than a plan may be."""


class Plan(forms.Form, title="One plan"):
    when: str = forms.short("When …", hint="A time or a moment of the day. Your buddy sees it.", max=_HALF)
    what: str = forms.short("I'll …", hint="One small thing that is in your hands.", max=_HALF)


def parts_of(plan: str) -> tuple[str, str]:
    """A plan as it is kept: the two lines."""
    when, _, what = plan.partition("\n")
    return when, what


def sentence(when: str, what: str) -> str:
    """People often begin with the word that stands before the line."""
    when = when[5:] if when.lower().startswith("when ") else when
    what = what[5:] if what.lower().startswith(("i'll ", "i’ll ")) else what
    return f"When {when.rstrip(' .,')}, I'll {what}"


class NoteForm(forms.Form, title="A kind note"):
    text: str = forms.long("Something you saw in them", hint="They keep it. Only they see it.", max=NOTE)


class Met(StrEnum):
    """What a button at the end says. Whoever rather does not say has answered too."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"
