"""A note, what fills it, and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.scheduling.recurrence import is_quiet, outside_quiet
from bot.ui import form as forms
from bot.ui.outcome import Asked

E = TypeVar("E", bound=StrEnum)

NAME = 80
DETAIL = 200
GIST = 1000
WAITS = (3, 7, 14)
"""Days until "Any reply?", to choose from."""

_SOON = (timedelta(hours=2), timedelta(hours=1), timedelta(minutes=15))


class NoteKind(StrEnum):
    """The sets of the pack."""

    FEEDBACK = "feedback"
    THANKS = "thanks"
    FOLLOW_UP = "follow-up"
    RECONNECT = "reconnect"
    REFERRAL = "referral"
    DECLINE = "decline"

    @property
    def label(self) -> str:
        return _KINDS[self].label

    @property
    def win(self) -> str:
        return _KINDS[self].win

    @property
    def asks(self) -> Mapping[str, Asked]:
        """The fields of the form, as this kind asks for them."""
        return _KINDS[self].asks

    @property
    def unknown(self) -> Mapping[str, str]:
        """What stands in the note for a field that is empty."""
        return {"name": "[their name]", "company": "[the company]", "role": "[the role]", **_KINDS[self].unknown}


class Tone(StrEnum):
    """The tags of the pack."""

    WARM = "warm"
    FORMAL = "formal"
    SHORT = "short"
    DIRECT = "direct"

    @property
    def label(self) -> str:
        return "Plain and direct" if self is Tone.DIRECT else self.value.capitalize()


class ReplyTag(StrEnum):
    USEFUL = "useful"
    KIND = "kind"
    NO_ANSWER = "no-answer"

    @property
    def label(self) -> str:
        return "A reply without an answer" if self is ReplyTag.NO_ANSWER else self.value.capitalize()


NO_REPLY = "none"
"""In place of a tag."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What the member typed, or logged. Empty is unknown."""

    name: str = ""
    company: str = ""
    role: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A note, and what came of it as far as its author said."""

    id: int
    kind: NoteKind
    tone: Tone
    template: str
    filling: Filling
    words: str
    kept: bool
    remind_at: datetime | None
    ask_at: datetime | None
    sent: bool
    won: bool
    answer: str
    """Empty, `NO_REPLY` or a `ReplyTag`."""
    gist: str
    touched: datetime

    @property
    def remind_key(self) -> str:
        return f"note:{self.id}"

    @property
    def ask_key(self) -> str:
        return f"note-reply:{self.id}"


class NoteForm(forms.Form, title="Your note"):
    tone: Tone = forms.choice("Tone", Tone, default=Tone.WARM)
    name: str = forms.short("To whom?", max=NAME, default="")
    company: str = forms.short("Company", max=NAME, default="")
    role: str = forms.short("Role", max=NAME, default="")
    detail: str = forms.short("About what?", max=DETAIL, default="")

    @property
    def filling(self) -> Filling:
        return Filling(self.name.strip(), self.company.strip(), self.role.strip(), self.detail.strip())


class ReplyForm(forms.Form, title="The reply"):
    tag: ReplyTag = forms.choice("What was it like?", ReplyTag, default=ReplyTag.USEFUL)
    gist: str = forms.long("What did they say, in short?", hint="Only you see this.", max=GIST, default="")


def when_today(now: datetime, quiet_from: int, quiet_to: int, zone: ZoneInfo) -> datetime:
    """In two hours, or sooner where the day would end or the quiet hours begin before. If no such time is left today:
    the next one outside quiet hours."""
    today = now.astimezone(zone).date()
    for soon in _SOON:
        at = now + soon
        if at.astimezone(zone).date() == today and not is_quiet(at, quiet_from, quiet_to, zone):
            return at
    return outside_quiet(now + _SOON[-1], quiet_from, quiet_to, zone)


def read(enum: type[E], value: str) -> E | None:
    """A value from outside may be any text."""
    return next((one for one in enum if one.value == value), None)


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    win: str
    """What its author may keep as a win; it names nobody."""
    asks: Mapping[str, Asked]
    unknown: Mapping[str, str]


def _asks(detail: str, example: str, *, role: str = "Role", company: bool = True) -> Mapping[str, Asked]:
    where = {"company": Asked("Company", "Left empty, a placeholder stands there.")} if company else {}
    return {
        "tone": Asked("Tone"),
        "name": Asked("To whom?", "Their name, as you would write it. Only you see this."),
        **where,
        "role": Asked(role),
        "detail": Asked(detail, f"For example: {example}"),
    }


_KINDS: Mapping[NoteKind, _Kind] = {
    NoteKind.FEEDBACK: _Kind(
        "Ask for feedback after a no",
        "I asked for feedback.",
        _asks("What do you want feedback on?", "my interviews"),
        {"detail": "[what you want feedback on]"},
    ),
    NoteKind.THANKS: _Kind(
        "Say thank you after a talk",
        "I wrote a thank-you note.",
        _asks("What did you talk about?", "how your team plans its week"),
        {"detail": "[what you talked about]"},
    ),
    NoteKind.FOLLOW_UP: _Kind(
        "Follow up",
        "I followed up.",
        _asks("What was last sent or agreed?", "my papers of last week"),
        {"detail": "[what was last sent or agreed]"},
    ),
    NoteKind.RECONNECT: _Kind(
        "Reconnect with somebody",
        "I wrote to somebody I know.",
        _asks("Where do you know each other from?", "our time at the harbour", role="Work you look for", company=False),
        {"detail": "[where you know each other from]", "role": "[the work you look for]"},
    ),
    NoteKind.REFERRAL: _Kind(
        "Ask for a referral",
        "I asked for a referral.",
        _asks("What do you bring for it?", "five years of work with ships"),
        {"detail": "[what you bring]"},
    ),
    NoteKind.DECLINE: _Kind(
        "Decline an offer",
        "I said no to an offer that did not fit.",
        _asks("Your reason", "the long way to work"),
        {"detail": "[your reason]"},
    ),
}
