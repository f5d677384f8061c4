"""Commands as the page completes them, and what was typed -> typed arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.playground.cards import Json
from adapters.playground.forms import as_number
from adapters.playground.world import World
from bot.cog import CommandSpec, OptionSpec, Param, Registry
from bot.ui.form import Place, Raw, label_of

SUGGESTIONS = 25
_YES = frozenset({"yes", "y", "true", "on", "1"})


def render(registry: Registry, world: World) -> list[Json]:
    return [
        {
            "name": spec.name,
            "description": spec.description,
            "staff": bool(spec.handler.traits.staff),
            "options": [_option(option, world) for option in spec.options],
        }
        for spec in sorted(registry.commands.values(), key=lambda s: s.name)
    ]


def _option(option: OptionSpec, world: World) -> Json:
    match option.param:
        case Param.TICK:
            pairs = [("yes", "yes"), ("no", "no")]
        case Param.CHOICE:
            pairs = [(m.value, label_of(m)) for m in option.enum or ()]
        case Param.PERSON:
            pairs = [(m.id, m.name) for m in world.members.values()]
        case Param.ROOM:
            pairs = [(r.id, f"#{r.name}") for r in world.rooms.values() if r.people is None]
        case _:
            pairs: list[tuple[str, str]] = []
    return {
        "name": option.name,
        "param": option.param.value,
        "description": option.description,
        "required": option.required,
        "completes": option.complete is not None,
        "choices": [{"value": value, "label": label} for value, label in pairs],
    }


def suggest(registry: Registry, name: str, option: str, typed: str) -> list[str]:
    spec = registry.commands.get(name)
    for known in spec.options if spec else ():
        if known.name == option and known.complete:
            return known.complete(typed)[:SUGGESTIONS]
    return []


def split_line(registry: Registry, line: str) -> tuple[CommandSpec | None, str]:
    """`/win Sent two applications` -> the command, None if there is no such one, and the text behind it."""
    text = line.strip().removeprefix("/")
    fits = [s for s in registry.commands.values() if text == s.name or text.startswith(s.name + " ")]
    if not fits:
        return None, text
    spec = max(fits, key=lambda s: len(s.name))
    return spec, text[len(spec.name) :].strip()


def arguments(
    spec: CommandSpec, sent: Mapping[str, Any], world: World
) -> tuple[dict[str, Raw | Place], dict[str, str]]:
    """Typed arguments, and errors by option name where a platform would not let the command be sent."""
    args: dict[str, Raw | Place] = {}
    errors: dict[str, str] = {}
    for option in spec.options:
        value = sent.get(option.name)
        if value is None or value == "":
            if option.required:
                errors[option.name] = "This is needed."
            continue
        match _argument(option, value, world):
            case None:
                errors[option.name] = "This does not fit here."
            case fine:
                args[option.name] = fine
    return args, errors


def _argument(option: OptionSpec, value: Any, world: World) -> Raw | Place:
    text = str(value).strip()
    match option.param:
        case Param.TEXT:
            return str(value)
        case Param.NUMBER:
            number = as_number(value)
            return number if isinstance(number, int) else None
        case Param.TICK:
            return value if isinstance(value, bool) else text.lower() in _YES
        case Param.DAY:
            return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
        case Param.CHOICE:
            return next((m.value for m in option.enum or () if text.lower() in (m.value, label_of(m).lower())), None)
        case Param.PERSON:
            return next(
                (m.id for m in world.members.values() if text.lower().lstrip("@") in (m.id, m.name.lower())), None
            )
        case Param.ROOM:
            name = text.lower().lstrip("#")
            return world.place(name) if name in world.rooms else None
