"""A form as a Discord modal, and a sent modal as values. Pure.

A day is a select of recent days plus "earlier", because Discord has no date picker; a day outside the select is
typed. What was typed comes back as text, so the same form reopens the same way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, assert_never, cast

from adapters.discord import limits, words
from bot.ui.form import Field, Form, Kind, Place, Raw
from bot.ui.outcome import Asked, asked_fields

Component = dict[str, Any]

STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, CHANNEL_SELECT, TEXT = 3, 4, 5, 6, 8, 10
LABEL, RADIO, CHECKBOXES, CHECKBOX = 18, 21, 22, 23
EARLIER = "earlier"
_ROOMS = [0, 5]  # text and announcement channels


def modal(
    form: type[Form],
    custom_id: str,
    prefill: Mapping[str, Raw],
    today: date,
    *,
    asks: Mapping[str, Asked] = {},
    typed: frozenset[str] = frozenset(),
    note: str = "",
) -> Component:
    """`asks` are the fields to ask, if not all, and their words; `typed` names the days to ask as text. `note` is said
    above the fields if there is room for it."""
    defaults = _defaults(form)
    parts: list[Component] = []
    for name, field in asked_fields(form, asks).items():
        value = prefill.get(name, defaults.get(name))
        hint = field.hint
        if field.kind is Kind.DAY and (name in typed or not _offered(value, field, today)):
            component = _typed_day(name, field, value)
            hint = hint or words.DAY_HINT
        else:
            component = _input(name, field, value, today)
        label: Component = {"type": LABEL, "label": field.label, "component": component}
        if hint:
            label["description"] = hint
        parts.append(label)
    if note and len(parts) < limits.MODAL_PARTS:
        parts.insert(0, {"type": TEXT, "content": note})
    return {"custom_id": custom_id, "title": form.title, "components": parts}


def _defaults(form: type[Form]) -> Mapping[str, Raw]:
    """Choices and ticks start where the form says; a text field starts empty."""
    found: dict[str, Raw] = {}
    for member in dataclasses.fields(form):  # pyright: ignore[reportArgumentType] -- every Form is a dataclass
        default: object = member.default
        match form.fields[member.name].kind, default:
            case Kind.CHOICE, StrEnum():
                found[member.name] = default.value
            case Kind.SEVERAL, frozenset():
                found[member.name] = tuple(str(v) for v in cast("frozenset[StrEnum]", default))
            case ((Kind.TICK | Kind.HOUR | Kind.NUMBER), (bool() | int())):
                found[member.name] = default
            case _:
                pass
    return found


def _input(name: str, field: Field, value: Raw, today: date) -> Component:
    base: Component = {"custom_id": name, "required": field.required}
    match field.kind:
        case Kind.SHORT:
            return base | _text_input(1, value, field.high, field.low)
        case Kind.LONG:
            return base | _text_input(2, value, field.high, field.low)
        case Kind.NUMBER:
            return base | _text_input(1, value, 12) | {"placeholder": f"{field.low}–{field.high}"}
        case Kind.CHOICE if len(field.options) <= limits.RADIO_OPTIONS:
            return base | {"type": RADIO, "options": _options(field.options, {value})}
        case Kind.CHOICE:
            return base | _select(_options(field.options, {value}), field.required)
        case Kind.SEVERAL:
            chosen = set(value) if isinstance(value, tuple) else set[str]()
            low = 1 if field.required else 0
            options = _options(field.options, chosen)
            return base | {"type": CHECKBOXES, "options": options, "min_values": low, "max_values": len(options)}
        case Kind.DAY:
            return base | _select(_options(_days(field, today), {value}), field.required)
        case Kind.HOUR:
            hours = [(str(hour), f"{hour:02}:00") for hour in range(24)]
            return base | _select(_options(hours, {None if value is None else str(value)}), field.required)
        case Kind.TICK:
            return {"type": CHECKBOX, "custom_id": name, "default": bool(value)}
        case Kind.PERSON:
            return base | _picker(USER_SELECT, "user", value, field.required)
        case Kind.ROLE:
            return base | _picker(ROLE_SELECT, "role", value, field.required)
        case Kind.ROOM:
            return base | _picker(CHANNEL_SELECT, "channel", value, field.required) | {"channel_types": _ROOMS}
        case _:
            assert_never(field.kind)


def _text_input(style: int, value: Raw, most: int, least: int = 0) -> Component:
    component: Component = {"type": TEXT_INPUT, "style": style, "max_length": min(most, limits.TEXT_INPUT)}
    if least:
        component["min_length"] = least
    if value is not None and value != "":
        component["value"] = str(value)[: component["max_length"]]
    return component


def _typed_day(name: str, field: Field, value: Raw) -> Component:
    shown = "" if value in (None, EARLIER) else str(value)
    extra = {"custom_id": name, "required": field.required, "placeholder": "YYYY-MM-DD"}
    return extra | _text_input(1, shown, 20)


def _options(pairs: Iterable[tuple[str, str]], chosen: set[Any]) -> list[Component]:
    return [{"value": value, "label": label} | ({"default": True} if value in chosen else {}) for value, label in pairs]


def _select(options: list[Component], required: bool) -> Component:
    return {"type": STRING_SELECT, "options": options, "min_values": 1 if required else 0, "max_values": 1}


def _picker(kind: int, of: str, value: Raw, required: bool) -> Component:
    picker: Component = {"type": kind, "min_values": 1 if required else 0, "max_values": 1}
    if isinstance(value, str) and value.isdecimal():
        picker["default_values"] = [{"id": value, "type": of}]
    return picker


def day_label(day: date, today: date) -> str:
    written = f"{day:%A} {day.day} {day:%B}"
    match (today - day).days:
        case 0:
            return f"{words.TODAY}, {written}"
        case 1:
            return f"{words.YESTERDAY}, {written}"
        case _:
            return written


def _days(field: Field, today: date) -> list[tuple[str, str]]:
    """A day that must be past counts back from today; another one mostly looks ahead."""
    if field.past:
        days = [today - timedelta(days=n) for n in range(limits.EARLIER_DAYS)]
    else:
        days = [today + timedelta(days=n) for n in (*range(17), *range(-1, -8, -1))]
    last = words.EARLIER if field.past else words.ANOTHER_DAY
    return [*((day.isoformat(), day_label(day, today)) for day in days), (EARLIER, last)]


def _offered(value: Raw, field: Field, today: date) -> bool:
    return value is None or value == "" or value in {v for v, _ in _days(field, today)}


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent modal. `typed` names the days that were asked as text, `earlier` those still to be typed."""

    values: Mapping[str, Raw | Place]
    typed: frozenset[str]
    earlier: frozenset[str]

    def as_prefill(self) -> Mapping[str, Raw]:
        return {name: value.external if isinstance(value, Place) else value for name, value in self.values.items()}


def read(data: Mapping[str, Any], form: type[Form] | None, place: Callable[[str], Place]) -> Sent:
    """`place` says what is known of a room. Without its form (an older version's) values are read by their looks."""
    values: dict[str, Raw | Place] = {}
    typed: set[str] = set()
    earlier: set[str] = set()
    for part in data.get("components", ()):
        component: Mapping[str, Any] = part.get("component") or part
        name = component.get("custom_id")
        if not isinstance(name, str):
            continue
        kind = form.fields[name].kind if form is not None and name in form.fields else None
        value = _value(component, kind, place)
        values[name] = value
        if kind is Kind.DAY and component.get("type") == TEXT_INPUT:
            typed.add(name)
        if kind is Kind.DAY and value == EARLIER:
            earlier.add(name)
    return Sent(values, frozenset(typed), frozenset(earlier))


def _value(component: Mapping[str, Any], kind: Kind | None, place: Callable[[str], Place]) -> Raw | Place:
    several: tuple[str, ...] = tuple(component.get("values") or ())
    match component.get("type"):
        case 4:
            text = str(component.get("value") or "")
            if kind is Kind.NUMBER:
                return _number(text)
            return (text.strip() or None) if kind is Kind.DAY else text
        case 21:
            return component.get("value")
        case 22:
            return several
        case 23:
            return bool(component.get("value"))
        case 8:
            return place(several[0]) if several else None
        case _ if kind is Kind.SEVERAL:
            return several
        case _ if kind is Kind.HOUR:
            return int(several[0]) if several and several[0].isdecimal() else None
        case _:
            return several[0] if several else None


def _number(text: str) -> Raw:
    """A number if it is one; other text is handed on, so that the core can say what is wrong with it."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.lstrip("+-").isdecimal() and text.isascii() else text
