"""What is written without a name, and what decides about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from bot.ui import form as forms
from cogs.posts.api import ASKS_NAME, SURE, ContentNote, Wish

ROOM = "support"
WORDS = 1500
REASON = 500
POSTS_A_DAY = 2
ANSWERS_A_DAY = 10
MEMBER_FOR = timedelta(days=7)
"""Who used Cairn here for the first time later than this can't write without a name yet."""
ROUND = (timedelta(minutes=20), timedelta(minutes=40))
"""The shortest and the longest time between two batches."""
ROUNDS = (1, 4)
"""The fewest and the most batches that something waits for: when it appears says little about when it was sent."""


class State(IntEnum):
    REVIEW = 0
    """Waits for a moderator."""
    READY = 1
    """Waits for a batch."""
    SHOWN = 2
    EDIT = 3
    """A moderator asks the author to change something."""
    DECLINED = 4
    REMOVED = 5
    """Taken down by staff or by hand, or it could not be posted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The community's choice."""

    active: bool = False
    reviewed: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What is sealed. An answer has neither wish nor note of its own."""

    words: str
    wish: Wish = Wish.LISTEN
    note: ContentNote = ContentNote.NONE


@dataclass(frozen=True, slots=True)
class Nameless:
    """A post or an answer."""

    id: int
    community: int
    thread: int
    thread_day: int
    """The day of the thread's post, as an ordinal in UTC."""
    day: int
    author: str
    pseudonym: str
    state: State
    said: Said
    stays: bool
    news: bool
    verdict: str
    """A moderator's words to the author, or nothing."""

    @property
    def on(self) -> date:
        return date.fromordinal(self.day)

    @property
    def answer(self) -> bool:
        return self.thread != self.id

    @property
    def key(self) -> str:
        """Under which it is shown."""
        return key_of(self.id)

    @property
    def changeable(self) -> bool:
        """Nobody but moderators has seen it."""
        return self.state in (State.REVIEW, State.READY, State.EDIT, State.DECLINED)


_KEY = "nameless:"


def key_of(post: int) -> str:
    return f"{_KEY}{post}"


def post_of(key: str) -> int | None:
    """None for the key of anything else."""
    return int(key.removeprefix(_KEY)) if key.startswith(_KEY) else None


class Mute(StrEnum):
    DAY = "1"
    WEEK = "7"
    FOUR_WEEKS = "28"
    LIFTED = "0"

    @property
    def label(self) -> str:
        return _MUTES[self]

    @property
    def days(self) -> int | None:
        """None: until a moderator lifts it."""
        return int(self.value) or None


_MUTES = {
    Mute.DAY: "Until tomorrow is over",
    Mute.WEEK: "1 week",
    Mute.FOUR_WEEKS: "4 weeks",
    Mute.LIFTED: "Until a moderator lifts it",
}

_HINT = "Small things can tell who you are. Change or leave out some."


class Write(forms.Form, title="Write without your name"):
    wish: Wish = forms.choice("What would help?", Wish, default=Wish.LISTEN)
    words: str = forms.long("Your words", hint=_HINT, max=WORDS)
    note: ContentNote = forms.choice(
        "Content note", ContentNote, hint="Hides the text until somebody presses.", default=ContentNote.NONE
    )
    sure: bool = forms.tick(SURE, hint=ASKS_NAME)


class Answer(forms.Form, title="Answer without your name"):
    words: str = forms.long("Your words", hint=_HINT, max=WORDS)
    sure: bool = forms.tick(SURE, hint=ASKS_NAME)


class Decline(forms.Form, title="Words to the author"):
    reason: str = forms.long("Why?", hint="The author reads this at their next visit. You stay unnamed.", max=REASON)


class MuteForm(forms.Form, title="Mute the author"):
    length: Mute = forms.choice("For how long?", Mute, hint="You won't learn who it is, and neither will I.")


class PleaForm(forms.Form, title="Ask for another look"):
    words: str = forms.long(
        "What do you want them to know?",
        hint="They see no name. Small things can tell who you are. You can ask once.",
        max=REASON,
    )


class PleaAnswer(forms.Form, title="It stays"):
    reason: str = forms.long(
        "The reason", hint="They alone read it, at their next visit. You may leave it empty.", max=REASON, default=""
    )
