"""What people see, said once for every platform.

A `Card` is data: adapters turn it into Components V2, Block Kit or HTML. A plain `str` in it is always escaped and
can ping nobody; only the typed inlines carry meaning. Structure (how many buttons, how long a label) is checked when
a card is built, so that a mistake fails in a test and not under somebody's thumb; user text is never refused here,
renderers cut it with a visible "…".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ui import limits


class CardError(ValueError):
    """A card, button or form that no platform could show; raised where it is built."""


def require(ok: bool, problem: str) -> None:
    """For what is checked once, at import. What is built for every answer writes its message only when it fails."""
    if not ok:
        raise CardError(problem)


class Tone(StrEnum):
    """The mood of a card: adapters choose a colour for it, never a meaning."""

    PLAIN = "plain"
    WARM = "warm"
    CARE = "care"
    WARNING = "warning"


class Style(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Call:
    """A durable reference to a handler: a name and plain arguments, never a closure."""

    name: str
    args: tuple[str | int | bool, ...] = ()
    community: int = 0
    """0: the community of the card it is on. Only a message that speaks for several communities names one."""


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A member by id. Without `ping` the person is named and not notified."""

    member: int
    ping: bool = False


class WhenStyle(StrEnum):
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date-time"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class When:
    """An aware moment, shown in the reader's own zone where the platform can."""

    at: datetime
    style: WhenStyle = WhenStyle.DATE_TIME

    def __post_init__(self) -> None:
        require(self.at.tzinfo is not None, "When() needs an aware datetime")


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str

    def __post_init__(self) -> None:
        require(self.url.startswith(("https://", "http://", "tel:")), f"not a link: {self.url!r}")


Inline = str | Bold | Mention | When | Link
Content = Inline | tuple[Inline, ...]


def inlines(content: Content) -> tuple[Inline, ...]:
    return content if isinstance(content, tuple) else (content,)


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    call: Call
    style: Style = Style.PLAIN

    def __post_init__(self) -> None:
        if not 0 < len(self.label) <= limits.BUTTON_LABEL:
            raise CardError(f"button label of {len(self.label)}: {self.label!r}")


@dataclass(frozen=True, slots=True)
class Text:
    content: Content


@dataclass(frozen=True, slots=True)
class Note:
    """Small, quiet text."""

    content: Content


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value pairs."""

    rows: tuple[tuple[str, Content], ...]

    def __post_init__(self) -> None:
        require(0 < len(self.rows) <= 10, "Fields takes 1 to 10 rows")


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Actions:
    buttons: tuple[Button, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.buttons) <= limits.BUTTONS:
            raise CardError(f"{len(self.buttons)} buttons in one row")


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    value: str

    def __post_init__(self) -> None:
        require(0 < len(self.label) <= limits.OPTION_LABEL, f"option label: {self.label!r}")
        require(0 < len(self.value) <= 100, f"option value: {self.value!r}")


@dataclass(frozen=True, slots=True)
class Select:
    """A drop-down; the chosen value becomes the first argument of `call`'s handler (a `@pick`)."""

    placeholder: str
    options: tuple[Option, ...]
    call: Call
    chosen: str | None = None

    def __post_init__(self) -> None:
        require(0 < len(self.options) <= limits.SELECT_OPTIONS, f"{len(self.options)} options")
        require(len({o.value for o in self.options}) == len(self.options), "two options share a value")
        require(len(self.placeholder) <= limits.PLACEHOLDER, f"placeholder: {self.placeholder!r}")


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """A body behind a content note: a spoiler on Discord, elsewhere a button that calls `reveal`."""

    note: str
    content: Content
    reveal: Call


@dataclass(frozen=True, slots=True)
class Native:
    """What one platform alone can show; the others show `otherwise`."""

    platform: str
    payload: Mapping[str, object]
    otherwise: Text


Block = Text | Note | Fields | Divider | Actions | Select | Image | Hidden | Native


@dataclass(frozen=True, slots=True)
class File:
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """`summary` is the line for notifications and screen readers; empty means the title."""

    title: str
    body: tuple[Block, ...] = ()
    tone: Tone = Tone.PLAIN
    summary: str = ""
    files: tuple[File, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.title) <= limits.CARD_TITLE:
            raise CardError(f"card title of {len(self.title)}: {self.title!r}")
        if len(self.body) > limits.CARD_BLOCKS:
            raise CardError(f"{len(self.body)} blocks in one card")


def contents(card: Card) -> Iterator[Content]:
    """Every piece of rich text of a card, in reading order."""
    for block in card.body:
        match block:
            case Text(content) | Note(content) | Hidden(content=content):
                yield content
            case Fields(rows):
                for _, content in rows:
                    yield content
            case Native(otherwise=otherwise):
                yield otherwise.content
            case Divider() | Actions() | Select() | Image():
                pass


def people_in(card: Card) -> frozenset[int]:
    """The member ids that a card mentions, so that whoever renders it can fetch their names in one query."""
    found: set[int] = set()
    for content in contents(card):
        if type(content) is str:
            continue
        for inline in inlines(content):
            if isinstance(inline, Mention):
                found.add(inline.member)
    return frozenset(found)


def calls_in(card: Card) -> Iterator[Call]:
    for block in card.body:
        match block:
            case Actions(buttons):
                yield from (button.call for button in buttons)
            case Select(call=call) | Hidden(reveal=call):
                yield call
            case Text() | Note() | Fields() | Divider() | Image() | Native():
                pass
