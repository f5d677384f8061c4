"""Pools, profiles, rounds and pairs, with their states and numbers. Values are stored: never renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from cogs.buddies.choices import Cadence, Field, Language, Medium, Part, Stage, Wish

ABOUT = 300
PLAN = 300
NOTE = 500
WELCOME = 300
"""Characters that people may write."""

AHEAD = timedelta(hours=24)
"""How long before a round everybody hears of it."""

SILENT_ROUNDS = 3
"""After so many rounds in a row without a press a member is paused, with one press to return."""

SILENT_DAYS = 5
"""After so many days without a press of one, the other is offered somebody else."""

APPROVAL = timedelta(days=2)
"""A round that waits for an organiser's approval so long runs by itself: nobody is left without an answer."""


class Reason(StrEnum):
    """Why somebody has no buddy this time. Never says anything about another person: it is worked out from the hard
    rules alone, as if nobody had ever asked not to be paired with anybody."""

    MATCHED = ""
    ALONE = "alone"
    HOURS = "hours"
    LANGUAGE = "language"
    BOTH = "both"
    """Hours with some, language with others, both with nobody."""
    NUMBERS = "numbers"
    """Somebody would have fitted; the numbers did not work out."""
    LEFT = "left"
    TIMED_OUT = "timed-out"
    BOT = "bot"
    GUEST = "guest"
    NEW_ACCOUNT = "new-account"
    ROLE = "role"
    """They don't hold the role of the pool any more."""
    STOPPED = "stopped"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Rules:
    """Hard rules first; `wishes` in the order of their rank."""

    least_hours: int
    """Hours a week that both have free."""
    same_language: bool
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """People who are matched with each other. The first pool of a community has no name."""

    id: int
    community: int
    name: str
    platform_role: str
    """Only holders take part; empty: everybody."""
    weekday: int
    """Monday is 0; on the community's clock, like `hour`."""
    hour: int
    rules: Rules
    guests: bool
    approve: bool
    """Rounds wait for an organiser."""
    running: bool
    welcome: str
    """The organisers' own words at the top of each pair's room."""
    seed: int
    """Of the next round."""

    @property
    def label(self) -> str:
        return self.name or "Everybody"


@dataclass(frozen=True, slots=True)
class Profile:
    member: int
    pool: int
    joined_at: datetime
    parts: frozenset[Part]
    """Empty: not said, any time of the day."""
    field: Field
    stage: Stage
    language: Language
    cadence: Cadence
    medium: Medium
    about: str
    paused_until: datetime | None
    skipped: datetime | None
    """When the round is that they sit out. Asked for before the round is planned, so it is no id."""
    first: bool
    silent: int
    standing: str = ""
    """What the last look-up found: empty, or the value of a `Reason`."""


class RoundState(IntEnum):
    PREVIEW = 0
    """For organisers to look at; it never becomes a real one."""
    ANNOUNCED = 1
    MATCHING = 2
    PROPOSED = 3
    """Waits for an organiser."""
    OPENING = 4
    OPEN = 5
    DROPPED = 6


class PairState(IntEnum):
    PROPOSED = 0
    OPENING = 1
    """Its room is being made."""
    OPEN = 2
    ENDED = 3
    FROZEN = 4
    """Somebody reported it: nothing is posted there any more, and these people are never matched again."""
    DROPPED = 5
    """It never began."""


GOING_ON = (PairState.OPENING, PairState.OPEN)


@dataclass(frozen=True, slots=True)
class Round:
    id: int
    pool: int
    at: datetime
    seed: int
    state: RoundState
    digest: str = ""
    """Of what the matching was given; empty until it was worked out."""


@dataclass(frozen=True, slots=True)
class Pair:
    id: int
    pool: int
    round: int | None
    state: PairState
    started_at: datetime
    ends_at: datetime
    room: int
    """Its room; 0: it has none, what they hear comes as messages."""
    members: tuple[int, ...]
    """Who is still in it, by id."""


def room_key(pair: int) -> str:
    """Under which a pair's room is opened and closed."""
    return f"buddies:{pair}"
