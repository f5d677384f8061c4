"""What people choose about themselves as buddies, and what organisers rank. Values are stored: never renamed."""

from __future__ import annotations

from enum import StrEnum


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
