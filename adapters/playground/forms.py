"""Form -> the JSON from which the page builds a dialog, and what the page sends back -> raw values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from adapters.playground.cards import Json
from adapters.playground.world import ROLES, World
from bot.ui.form import Field, Form, Kind, Place, Raw
from bot.ui.outcome import OpenForm


def render(opened: OpenForm, call: str, world: World) -> Json:
    return {
        "title": opened.form.title,
        "call": call,
        "fields": [_field(name, field, _start(opened, name), world) for name, field in opened.fields.items()],
    }


def _start(opened: OpenForm, name: str) -> Raw:
    """What a field holds at first: the prefill, else the default of its form."""
    if name in opened.prefill:
        return opened.prefill[name]
    default = getattr(opened.form, name, None)
    match default:
        case frozenset():
            return tuple(sorted(str(v) for v in cast("frozenset[str]", default)))
        case Place():
            return default.external
        case bool() | int() | str() | None:
            return str(default) if isinstance(default, str) else default
        case _:
            return str(default)


def _field(name: str, field: Field, start: Raw, world: World) -> Json:
    return {
        "name": name,
        "kind": field.kind.value,
        "label": field.label,
        "hint": field.hint,
        "required": field.required,
        "low": field.low,
        "high": field.high,
        "past": field.past,
        "options": options_of(field, world),
        "value": list(start) if isinstance(start, tuple) else start,
    }


def options_of(field: Field, world: World) -> list[Json]:
    match field.kind:
        case Kind.PERSON:
            pairs = [(m.id, m.name) for m in world.members.values()]
        case Kind.ROOM:
            pairs = [(r.id, f"#{r.name}") for r in world.rooms.values() if r.people is None]
        case Kind.ROLE:
            pairs = list(ROLES.items())
        case _:
            pairs = list(field.options)
    return [{"value": value, "label": label} for value, label in pairs]


def values_of(form: type[Form], sent: Mapping[str, Any], world: World) -> dict[str, Raw | Place]:
    """Raw values for the core, which judges them. What has the wrong shape is handed on as it is; a field that was not
    asked is not there."""
    return {name: _value(field, sent[name], world) for name, field in form.fields.items() if name in sent}


def _value(field: Field, sent: Any, world: World) -> Raw | Place:
    match field.kind:
        case Kind.SEVERAL:
            return tuple(str(v) for v in cast("list[Any]", sent)) if isinstance(sent, list) else ()
        case Kind.TICK:
            return sent is True
        case Kind.SHORT | Kind.LONG:
            return "" if sent is None else str(sent)
        case Kind.HOUR | Kind.NUMBER:
            return as_number(sent)
        case Kind.ROOM:
            return world.place(str(sent)) if sent else None
        case Kind.CHOICE | Kind.DAY | Kind.PERSON | Kind.ROLE:
            return str(sent) if sent else None


def as_number(sent: Any) -> int | str | None:
    """A whole number where it reads as one; otherwise the text itself, so that the person is told."""
    if sent is None or sent == "":
        return None
    try:
        return int(str(sent).strip())
    except ValueError:
        return str(sent)
