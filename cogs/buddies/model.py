"""What people say about themselves as buddies, and the states of rounds and pairs. Values are stored: never renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

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

NEW_ACCOUNT = timedelta(days=7)
"""How old an account must be on its platform, where the platform tells."""


class Part(StrEnum):
    """Parts of the week that suit, on the member's own clock."""

    WEEKDAY_MORNING = "wm"
    WEEKDAY_NOON = "wn"
    WEEKDAY_AFTERNOON = "wa"
    WEEKDAY_EVENING = "we"
    WEEKEND_MORNING = "em"
    WEEKEND_AFTERNOON = "ea"
    WEEKEND_EVENING = "ee"

    @property
    def label(self) -> str:
        weekend, name, start, end = PARTS[self]
        return f"{'Weekend' if weekend else 'Weekday'} {name}, {start}:00 to {end}:00"

    @property
    def bit(self) -> int:
        return 1 << list(Part).index(self)


PARTS: dict[Part, tuple[bool, str, int, int]] = {
    Part.WEEKDAY_MORNING: (False, "mornings", 8, 12),
    Part.WEEKDAY_NOON: (False, "at noon", 12, 14),
    Part.WEEKDAY_AFTERNOON: (False, "afternoons", 14, 18),
    Part.WEEKDAY_EVENING: (False, "evenings", 18, 22),
    Part.WEEKEND_MORNING: (True, "mornings", 9, 12),
    Part.WEEKEND_AFTERNOON: (True, "afternoons", 12, 18),
    Part.WEEKEND_EVENING: (True, "evenings", 18, 22),
}
"""Whether on a weekend, name, first hour, and the hour at which it ends."""

ANY_TIME = (1 << len(Part)) - 1
"""What not saying anything about hours means."""


def bits(parts: frozenset[Part]) -> int:
    return sum(part.bit for part in parts)


def parts_of(mask: int) -> frozenset[Part]:
    return frozenset(part for part in Part if mask & part.bit)


class Field(StrEnum):
    """The family of work somebody looks for."""

    UNSAID = "unsaid"
    OFFICE = "office"
    CARE = "care"
    CREATIVE = "creative"
    DATA = "data"
    DESIGN = "design"
    EDUCATION = "education"
    ENGINEERING = "engineering"
    FINANCE = "finance"
    HEALTH = "health"
    HOSPITALITY = "hospitality"
    LEGAL = "legal"
    MANAGEMENT = "management"
    MARKETING = "marketing"
    PRODUCT = "product"
    PUBLIC = "public"
    SALES = "sales"
    SCIENCE = "science"
    SOFTWARE = "software"
    TRADES = "trades"
    TRANSPORT = "transport"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _FIELDS[self]


_FIELDS = {
    Field.UNSAID: "Not said",
    Field.OFFICE: "Office and administration",
    Field.CARE: "Care and social work",
    Field.CREATIVE: "Writing, media and arts",
    Field.DATA: "Data and analysis",
    Field.DESIGN: "Design",
    Field.EDUCATION: "Teaching and training",
    Field.ENGINEERING: "Engineering",
    Field.FINANCE: "Finance and accounting",
    Field.HEALTH: "Health",
    Field.HOSPITALITY: "Food, travel and hospitality",
    Field.LEGAL: "Law",
    Field.MANAGEMENT: "Management and projects",
    Field.MARKETING: "Marketing and communication",
    Field.PRODUCT: "Product",
    Field.PUBLIC: "Public service and non-profits",
    Field.SALES: "Sales, shops and customer service",
    Field.SCIENCE: "Science and research",
    Field.SOFTWARE: "Software and IT",
    Field.TRADES: "Trades, building and production",
    Field.TRANSPORT: "Transport and logistics",
    Field.OTHER: "Something else",
}


class Stage(StrEnum):
    """Where somebody is in their search."""

    UNSAID = "unsaid"
    STARTING = "starting"
    APPLYING = "applying"
    INTERVIEWING = "interviewing"
    DECIDING = "deciding"
    CHANGING = "changing"
    RETURNING = "returning"

    @property
    def label(self) -> str:
        return _STAGES[self]


_STAGES = {
    Stage.UNSAID: "Not said",
    Stage.STARTING: "Getting started",
    Stage.APPLYING: "Applying",
    Stage.INTERVIEWING: "Interviewing",
    Stage.DECIDING: "Deciding on an offer",
    Stage.CHANGING: "Changing to another field",
    Stage.RETURNING: "Coming back after a break",
}


class Language(StrEnum):
    """The language to talk in, by its ISO 639-1 code, named as its speakers write it."""

    AR = "ar"
    BN = "bn"
    CS = "cs"
    DE = "de"
    EL = "el"
    EN = "en"
    ES = "es"
    FA = "fa"
    FR = "fr"
    HI = "hi"
    ID = "id"
    IT = "it"
    JA = "ja"
    KO = "ko"
    NL = "nl"
    PL = "pl"
    PT = "pt"
    RO = "ro"
    RU = "ru"
    SV = "sv"
    TR = "tr"
    UK = "uk"
    UR = "ur"
    VI = "vi"
    ZH = "zh"

    @property
    def label(self) -> str:
        return _LANGUAGES[self]


_LANGUAGES = {
    Language.AR: "العربية",
    Language.BN: "বাংলা",
    Language.CS: "Čeština",
    Language.DE: "Deutsch",
    Language.EL: "Ελληνικά",
    Language.EN: "English",
    Language.ES: "Español",
    Language.FA: "فارسی",
    Language.FR: "Français",
    Language.HI: "हिन्दी",
    Language.ID: "Bahasa Indonesia",
    Language.IT: "Italiano",
    Language.JA: "日本語",
    Language.KO: "한국어",
    Language.NL: "Nederlands",
    Language.PL: "Polski",
    Language.PT: "Português",
    Language.RO: "Română",
    Language.RU: "Русский",
    Language.SV: "Svenska",
    Language.TR: "Türkçe",
    Language.UK: "Українська",
    Language.UR: "اردو",
    Language.VI: "Tiếng Việt",
    Language.ZH: "中文",
}


class Cadence(StrEnum):
    """How long somebody stays with one buddy. Of a pair with two wishes the shorter one counts."""

    WEEKLY = "1"
    FORTNIGHTLY = "2"
    FOUR_WEEKS = "4"

    @property
    def label(self) -> str:
        return _CADENCES[self]

    @property
    def weeks(self) -> int:
        return int(self.value)


_CADENCES = {
    Cadence.WEEKLY: "Somebody new every week",
    Cadence.FORTNIGHTLY: "Somebody new every two weeks",
    Cadence.FOUR_WEEKS: "One buddy for four weeks",
}


class Medium(StrEnum):
    UNSAID = "unsaid"
    TEXT = "text"
    VOICE = "voice"

    @property
    def label(self) -> str:
        return {Medium.UNSAID: "Both are fine", Medium.TEXT: "Text", Medium.VOICE: "Voice"}[self]


class Wish(StrEnum):
    """What the matching looks for where it has a choice, in an order that organisers set."""

    CADENCE = "cadence"
    FIELD = "field"
    STAGE = "stage"
    ZONE = "zone"
    MEDIUM = "medium"
    NEW = "new"

    @property
    def label(self) -> str:
        return _WISHES[self]


_WISHES = {
    Wish.CADENCE: "The same length of pairing",
    Wish.FIELD: "The same field of work",
    Wish.STAGE: "The same stage of the search",
    Wish.ZONE: "Clocks close to each other",
    Wish.MEDIUM: "Both text, or both voice",
    Wish.NEW: "New faces with people who had a buddy here before",
}
WISHES = tuple(Wish)
"""The order until an organiser changes it."""


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
