"""A sent form becomes the dataclass its handler expects, or errors beside its fields. Nothing here ever raises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from bot.runtime.plain_text import storable
from bot.ui.form import Field, Form, Kind, Place, Raw

_LATEST = timezone(timedelta(hours=14))
"""Kiribati's clock: a day is in the future only if it is so everywhere."""


class FieldError(ValueError):
    pass


def parse(form: type[Form], raw: Mapping[str, Raw | Place], now: datetime) -> Form | dict[str, str]:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, field in form.fields.items():
        try:
            value = _value(field, raw.get(name), now)
        except FieldError as error:
            errors[name] = str(error)
            continue
        if value is not None:
            values[name] = value
        elif field.required:
            errors[name] = "Please fill this in."
    return errors or form(**values)


def _value(field: Field, raw: Raw | Place, now: datetime) -> Any:
    """None when the field was left empty: its default then holds."""
    if raw is None or raw == "" or raw == ():
        return None
    match field.kind:
        case Kind.SHORT | Kind.LONG:
            return _text(field, str(raw))
        case Kind.CHOICE:
            return _choice(field, str(raw))
        case Kind.SEVERAL:
            return frozenset(_choice(field, each) for each in (raw if isinstance(raw, tuple) else (str(raw),)))
        case Kind.DAY:
            return _day(field, str(raw), now)
        case Kind.HOUR | Kind.NUMBER:
            return _number(field, raw)
        case Kind.TICK:
            return raw in (True, "true", "on", "yes", "1") if not isinstance(raw, tuple) else bool(raw)
        case Kind.PERSON | Kind.ROLE:
            return storable(str(raw))
        case Kind.ROOM:
            return raw if isinstance(raw, Place) else Place(storable(str(raw)))


def _text(field: Field, text: str) -> str | None:
    text = storable(text).replace("\r\n", "\n").strip()
    if len(text) > field.high:
        raise FieldError(f"This has {len(text)} characters; {field.high} fit. Please shorten it a little.")
    return text or None


def _choice(field: Field, value: str) -> Any:
    assert field.enum is not None
    try:
        return field.enum(value)
    except ValueError:
        raise FieldError("Please choose one of the options.") from None


def _day(field: Field, text: str, now: datetime) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise FieldError("Please write the day like 2026-03-14.") from None
    if field.past and day > now.astimezone(_LATEST).date():
        raise FieldError("This day has not come yet. Please choose today or a day before.")
    return day


def _number(field: Field, raw: Raw | Place) -> int:
    try:
        number = int(raw)  # pyright: ignore[reportArgumentType] -- what is no number raises TypeError
    except (TypeError, ValueError):
        raise FieldError("Please write a whole number.") from None
    if not field.low <= number <= field.high:
        raise FieldError(f"Please choose a number from {field.low} to {field.high}.")
    return number
