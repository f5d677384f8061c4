"""A form is one typed frozen dataclass.

    class Details(forms.Form, title="What you want to keep"):
        company: str = forms.short("Company", hint="Only you see this.", default="")

A field is optional if and only if it has `default=` at the call site: that is all `dataclass_transform` can see.
Labels, counts and lengths are checked when the class is made, against the stricter of both platforms.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any, ClassVar, TypeVar, dataclass_transform

from bot.ui import limits
from bot.ui.card import require

Raw = str | int | bool | tuple[str, ...] | None
"""A field's value as an adapter hands it over. Days are `YYYY-MM-DD`, hours 0-23, choices the option's value."""

E = TypeVar("E", bound=StrEnum)
_REQUIRED: Any = dataclasses.MISSING


class Kind(Enum):
    SHORT = "short"
    LONG = "long"
    CHOICE = "choice"
    SEVERAL = "several"
    DAY = "day"
    HOUR = "hour"
    NUMBER = "number"
    TICK = "tick"
    PERSON = "person"
    ROOM = "room"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Place:
    """A room as the platform knows it. `missing` names each permission the bot lacks there, in the client's words."""

    external: str
    name: str = ""
    missing: tuple[str, ...] = ()
    rooms_missing: tuple[str, ...] = ()
    """What the bot lacks to make private rooms in this one; posting here works without."""


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is asked. `low`/`high` bound a number, or the length of a text."""

    kind: Kind
    label: str
    hint: str = ""
    low: int = 0
    high: int = 0
    options: tuple[tuple[str, str], ...] = ()
    """Pairs of value and label, for CHOICE and SEVERAL."""
    enum: type[StrEnum] | None = None
    required: bool = True
    past: bool = False
    """A DAY that may not lie in the future."""

    def __post_init__(self) -> None:
        require(0 < len(self.label) <= limits.FIELD_LABEL, f"field label: {self.label!r}")
        require(len(self.hint) <= limits.FIELD_HINT, f"field hint: {self.hint!r}")
        if self.kind in (Kind.CHOICE, Kind.SEVERAL):
            most = limits.CHOICES if self.kind is Kind.SEVERAL else limits.SELECT_OPTIONS
            require(2 <= len(self.options) <= most, f"{self.label!r} has {len(self.options)} options")
            for value, label in self.options:
                require(0 < len(label) <= limits.OPTION_LABEL, f"option label: {label!r}")
                require(0 < len(value) <= 75, f"option value: {value!r}")
        if self.kind is Kind.SHORT:
            require(0 < self.high <= limits.SHORT_TEXT, f"{self.label!r}: at most {limits.SHORT_TEXT}")
        if self.kind is Kind.LONG:
            require(0 < self.high <= limits.LONG_TEXT, f"{self.label!r}: at most {limits.LONG_TEXT}")


def _field(field: Field, default: Any) -> Any:
    field = dataclasses.replace(field, required=default is _REQUIRED)
    if default is _REQUIRED:
        return dataclasses.field(metadata={"field": field})
    return dataclasses.field(default=default, metadata={"field": field})


def short(label: str, *, hint: str = "", max: int = 200, default: str = _REQUIRED) -> str:
    return _field(Field(Kind.SHORT, label, hint, high=max), default)


def long(label: str, *, hint: str = "", max: int = 1500, default: str = _REQUIRED) -> str:
    return _field(Field(Kind.LONG, label, hint, high=max), default)


def _options(enum: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    return tuple((member.value, label_of(member)) for member in enum)


def label_of(member: StrEnum) -> str:
    """An enum member may carry a `label` property; without one its value is shown."""
    return str(getattr(member, "label", member.value))


def choice(label: str, enum: type[E], *, hint: str = "", default: E = _REQUIRED) -> E:
    return _field(Field(Kind.CHOICE, label, hint, options=_options(enum), enum=enum), default)


def several(label: str, enum: type[E], *, hint: str = "", default: frozenset[E] = _REQUIRED) -> frozenset[E]:
    return _field(Field(Kind.SEVERAL, label, hint, options=_options(enum), enum=enum), default)


def day(label: str, *, hint: str = "", past: bool = False, default: date | None = _REQUIRED) -> date | None:
    return _field(Field(Kind.DAY, label, hint, past=past), default)


def hour(label: str, *, hint: str = "", default: int | None = _REQUIRED) -> int | None:
    return _field(Field(Kind.HOUR, label, hint, low=0, high=23), default)


def number(label: str, *, low: int, high: int, hint: str = "", default: int | None = _REQUIRED) -> int | None:
    return _field(Field(Kind.NUMBER, label, hint, low=low, high=high), default)


def tick(label: str, *, hint: str = "", default: bool = False) -> bool:
    return _field(Field(Kind.TICK, label, hint), default)


def person(label: str, *, hint: str = "", default: str | None = _REQUIRED) -> str | None:
    """The platform's id of a person; `people.members.by_external` finds the member, if there is one."""
    return _field(Field(Kind.PERSON, label, hint), default)


def room(label: str, *, hint: str = "", default: Place | None = _REQUIRED) -> Place | None:
    return _field(Field(Kind.ROOM, label, hint), default)


def role(label: str, *, hint: str = "", default: str | None = _REQUIRED) -> str | None:
    """The platform's id of a role."""
    return _field(Field(Kind.ROLE, label, hint), default)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(short, long, choice, several, day, hour, number, tick, person, room, role),
)
class Form:
    title: ClassVar[str]
    fields: ClassVar[Mapping[str, Field]]

    def __init_subclass__(cls, *, title: str) -> None:
        dataclass(frozen=True, kw_only=True)(cls)
        cls.title = title
        members = dataclasses.fields(cls)  # pyright: ignore[reportArgumentType] -- made a dataclass just above
        cls.fields = {m.name: m.metadata["field"] for m in members}
        require(0 < len(title) <= limits.FORM_TITLE, f"form title: {title!r}")
        require(0 < len(cls.fields) <= limits.FORM_FIELDS, f"{cls.__name__} has {len(cls.fields)} fields")
