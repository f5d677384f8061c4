"""A win, its forms, and what can be asked of a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.ui import form as forms

STORY = 1500
BEHIND = 500
BRAG = 500


class WinKind(StrEnum):
    APPLICATION = "application"
    INTERVIEW = "interview"
    CALLBACK = "callback"
    NETWORKING = "networking"
    LEARNING = "learning"
    MATERIALS = "materials"
    OFFER = "offer"
    BOUNCED_BACK = "bounced-back"
    REST = "rest"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _KINDS[self]

    @property
    def noun(self) -> str:
        """As a heading: "Something else" says nothing beside a win."""
        return "A win" if self is WinKind.OTHER else self.label


_KINDS = {
    WinKind.APPLICATION: "Application sent",
    WinKind.INTERVIEW: "Interview",
    WinKind.CALLBACK: "Callback",
    WinKind.NETWORKING: "Networking",
    WinKind.LEARNING: "Learning",
    WinKind.MATERIALS: "Materials (CV, portfolio)",
    WinKind.OFFER: "Offer",
    WinKind.BOUNCED_BACK: "Bounced back",
    WinKind.REST: "Rest",
    WinKind.OTHER: "Something else",
}


class Audience(StrEnum):
    EVERYONE = "everyone"
    ME = "me"

    @property
    def label(self) -> str:
        return "Everyone, in the wins room, with my name" if self is Audience.EVERYONE else "Only me"


class State(IntEnum):
    PRIVATE = 0
    WAITING = 1
    """On its way to the wins room."""
    SHOWN = 2
    REMOVED = 3
    """Taken out of the wins room, by staff or by hand. Its author keeps it; it is not posted again."""


@dataclass(frozen=True, slots=True)
class Win:
    id: int
    member: int
    community: int
    kind: WinKind
    story: str
    behind: str
    brag: bool
    """An entry of the list without dates; never posted."""
    roundup: bool
    state: State
    at: datetime
    shown_at: datetime | None

    @property
    def key(self) -> str:
        """Under which its post is shown."""
        return f"win:{self.id}"

    @property
    def public(self) -> bool:
        return self.state in (State.WAITING, State.SHOWN)


@dataclass(frozen=True, slots=True)
class Mine:
    """One of the member's own wins, as other cogs may show it to them."""

    text: str
    kind_label: str
    when: datetime | None
    """None: an entry of the list without dates."""


@dataclass(frozen=True, slots=True)
class Cheers:
    """Who cheered one win."""

    win: Win
    by: tuple[int, ...]
    others: bool = False
    """More people than are named."""


class Tell(forms.Form, title="Keep a win"):
    kind: WinKind = forms.choice("What kind of win?", WinKind, default=WinKind.OTHER)
    story: str = forms.long("What went well?", hint="Big or small, in your own words.", max=STORY)
    behind: str = forms.long(
        "Behind the win",
        hint="The no's before this yes, or what was hard. Shown with the post.",
        max=BEHIND,
        default="",
    )
    audience: Audience = forms.choice("Who may see it?", Audience, default=Audience.ME)


class Brag(forms.Form, title="Something I'm proud of"):
    text: str = forms.long("What are you proud of?", hint="No date, and only you see it.", max=BRAG)
