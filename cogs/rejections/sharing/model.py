"""What of a no is shared, with whom, and who answered it by a press. Values are stored: never renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.ui import form as forms
from cogs.posts.api import ContentNote, Wish

WORDS = 1500
ROOM = "support"
"""The kind of the room in which everybody can read."""


class Audience(StrEnum):
    ROOM = "room"
    BUDDY = "buddy"
    CIRCLE = "circle"


class State(IntEnum):
    WAITING = 1
    """Its author is being looked up."""
    SHOWN = 2
    KEPT = 3
    """Only its author sees it, and may show it: it could not be posted, or they were asked something about it."""
    REMOVED = 4
    """Taken down by staff or by hand. Only its author sees it, and it is not posted again."""


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


@dataclass(frozen=True, slots=True)
class Share:
    id: int
    rejection: int
    member: int
    audience: Audience
    place: int
    """The pair, or the circle; 0 for the support room."""
    room: int
    """Where a post for a pair or a circle stands; 0: they hear by message, without the words."""
    wish: Wish
    note: ContentNote
    words: str
    state: State
    at: datetime
    draft: Telling | None = None
    """An edit about which its author was asked something. Until they decide, what is shown stays."""

    @property
    def key(self) -> str:
        """Under which its post is shown."""
        return f"share:{self.id}"

    @property
    def public(self) -> bool:
        """Others may see it: those whom it is for."""
        return self.state in (State.WAITING, State.SHOWN)

    @property
    def telling(self) -> Telling:
        return Telling(wish=self.wish, words=self.words, note=self.note)


@dataclass(frozen=True, slots=True)
class Supported:
    """Who answered one shared no by a press."""

    share: Share
    with_you: tuple[int, ...]
    been_there: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody the member may share with now."""

    audience: Audience
    place: int = 0
    people: tuple[int, ...] = ()
    """Who they are; empty for a room that everybody reads."""
    name: str = ""
    """Of the check-in, for a circle."""
