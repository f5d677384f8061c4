"""Arguments of a command: from one line of text (Slack) or from typed options (Discord, playground).

In a line, `name:value` without a space at its beginning names an option; everything after that belongs to
the first text option. A word that only looks like an option stays text, so that "note: call Sam back" is kept as it
was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.cog import CommandSpec, OptionSpec, Param, PersonRef
from bot.runtime.plain_text import storable
from bot.ui.form import Place, Raw, label_of

_NAME = re.compile(r"\s*([a-z_]+):")
_VALUE = re.compile(r'(?:"([^"]*)"|(\S+))')
_SLACK_USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_SLACK_ROOM = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
_TRUE = {"yes", "y", "true", "on", "1"}
_FALSE = {"no", "n", "false", "off", "0"}


_DAYS_AGO = {"today": 0, "yesterday": 1}


@dataclass(frozen=True, slots=True)
class DaysAgo:
    """A day that depends on where the person is; dispatch knows, once it has found their account."""

    days: int

    def on(self, today: date) -> date:
        return today - timedelta(days=self.days)


class ArgumentError(ValueError):
    """An argument that can't be read; the message says what to write instead."""


def from_text(spec: CommandSpec, text: str) -> dict[str, Any]:
    options = {option.name: option for option in spec.options}
    values: dict[str, Any] = {}
    rest = text
    while named := _NAME.match(rest):
        option = options.get(named[1])
        if option is None or option.name in values:
            break
        if option.param is Param.TEXT:  # takes the rest of the line
            values[option.name], rest = rest[named.end() :].strip(), ""
        elif value := _VALUE.match(rest, named.end()):
            values[option.name] = convert(option, value[1] or value[2] or "")
            rest = rest[value.end() :]
        else:
            break
    rest = rest.strip()
    for option in spec.options:
        if not rest:
            break
        if option.name in values:
            continue
        if option.param is Param.TEXT:
            values[option.name], rest = rest, ""
        elif option.required or _points_at_somebody(option, rest):
            word, _, rest = rest.partition(" ")
            values[option.name] = convert(option, word)
    if rest:
        raise ArgumentError(f"I don't know what to do with “{rest}”. {usage(spec)}")
    return complete(spec, values)


def _points_at_somebody(option: OptionSpec, rest: str) -> bool:
    """Also an option that can be left out takes a person named at the beginning: `@Wren for the hint`."""
    return option.param is Param.PERSON and _SLACK_USER.match(rest) is not None


def from_typed(spec: CommandSpec, args: Mapping[str, Raw | Place]) -> dict[str, Any]:
    """Values that a platform typed; unknown names come from an older registration and are left out."""
    options = {option.name: option for option in spec.options}
    values = {n: convert(options[n], value) for n, value in args.items() if n in options and value is not None}
    return complete(spec, values)


def complete(spec: CommandSpec, values: dict[str, Any]) -> dict[str, Any]:
    for option in spec.options:
        if option.required and option.name not in values:
            raise ArgumentError(f"“{option.name}” is missing: {option.description} {usage(spec)}")
    return values


def usage(spec: CommandSpec) -> str:
    return f"Write it like this: {spec.name} " + " ".join(
        f"<{o.name}>" if o.param is Param.TEXT else f"{o.name}:<{o.param.value}>" for o in spec.options
    )


def convert(option: OptionSpec, value: Raw | Place) -> Any:
    text = storable(value).strip() if isinstance(value, str) else value
    match option.param:
        case Param.TEXT:
            return str(text)
        case Param.NUMBER:
            try:
                return int(text)  # pyright: ignore[reportArgumentType] -- what is no number raises TypeError
            except (TypeError, ValueError):
                raise ArgumentError(f"“{option.name}” needs a whole number, like 3. You wrote “{text}”.") from None
        case Param.TICK:
            word = str(text).lower()
            if word in _TRUE | _FALSE:
                return word in _TRUE
            raise ArgumentError(f"“{option.name}” needs yes or no. You wrote “{text}”.")
        case Param.DAY:
            return _day(option, str(text))
        case Param.CHOICE:
            return _choice(option, str(text))
        case Param.PERSON:
            found = _SLACK_USER.fullmatch(str(text))
            return PersonRef(found[1] if found else str(text))
        case Param.ROOM:
            if isinstance(value, Place):
                return value
            found = _SLACK_ROOM.fullmatch(str(text))
            return Place(found[1], found[2] or "") if found else Place(str(text))


def _day(option: OptionSpec, text: str) -> date | DaysAgo:
    if text.lower() in _DAYS_AGO:
        return DaysAgo(_DAYS_AGO[text.lower()])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentError(f"“{option.name}” needs a day like 2026-03-14. You wrote “{text}”.") from None


def _choice(option: OptionSpec, text: str) -> Any:
    assert option.enum is not None
    wanted = _folded(text)
    for member in option.enum:
        if wanted in (_folded(member.value), _folded(label_of(member))):
            return member
    known = ", ".join(member.value for member in option.enum)
    raise ArgumentError(f"“{option.name}” can be: {known}. You wrote “{text}”.")


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip().lower())
