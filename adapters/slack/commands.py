"""Which command was meant: `/cairn win ...`, or the short `/win ...`. Pure functions over the registry."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.cog import CommandSpec, Param, Registry
from bot.ui.card import Bold, Card, Inline, Note, Text

ROOT = "/cairn"
_HELP = "help"
_REFERENCE = re.compile(r"<([@#!]|https?://|mailto:)([^<>|]*)(?:\|([^<>]*))?>")
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Meant:
    """A command of the registry and the text after its name."""

    spec: CommandSpec
    rest: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No such command; `card` says so, repeats what was typed and names what is close."""

    card: Card


def meant(registry: Registry, command: str, text: str) -> Meant | Unknown:
    """`command` is the slash command as Slack names it, `text` what was typed behind it, both as received."""
    words = text.split(maxsplit=2)
    if command != ROOT:
        spec = registry.commands.get(command.removeprefix("/").lower())
        return Meant(spec, _rest(spec, text)) if spec else _unknown(registry, f"{command} {text}".strip(), "")
    if not words:
        spec = registry.commands.get(_HELP)
        return Meant(spec, "") if spec else _listing(registry)
    for count in (2, 1):
        spec = registry.commands.get(" ".join(words[:count]).lower())
        if spec and len(words) >= count:
            parts = text.split(maxsplit=count)
            return Meant(spec, _rest(spec, parts[count] if len(parts) > count else ""))
    group = [name for name in registry.commands if name.startswith(f"{words[0].lower()} ")]
    return _group(registry, group) if group and len(words) == 1 else _unknown(registry, text, words[0].lower())


def readable(text: str) -> str:
    """Slack's own escapes taken back: entities, and references as the names that they show."""

    def named(found: re.Match[str]) -> str:
        sign, target, label = found.groups()
        match sign:
            case "@" | "#":
                return f"{sign}{label or target}"
            case "!":
                return f"@{label or target}".replace("@@", "@")
            case _:
                return f"{sign if sign != 'mailto:' else ''}{target}"

    return html.unescape(_REFERENCE.sub(named, text))


def _rest(spec: CommandSpec, text: str) -> str:
    """Where an option asks for a person or a room, references are left for it to read."""
    if any(o.param in (Param.PERSON, Param.ROOM) for o in spec.options):
        return html.unescape(text.strip())
    return readable(text.strip())


def _line(spec: CommandSpec) -> tuple[Inline, ...]:
    return (Bold(f"{ROOT} {spec.name}"), f" {spec.description}")


def _lines(specs: Iterable[CommandSpec]) -> Text:
    parts: list[Inline] = []
    for spec in specs:
        parts += ["\n"] if parts else []
        parts += _line(spec)
    return Text(tuple(parts))


def _listing(registry: Registry) -> Unknown:
    return Unknown(Card("What you can do here", (_lines(list(registry.commands.values())[:_SHOWN]),)))


def _group(registry: Registry, names: list[str]) -> Unknown:
    return Unknown(Card("This command has parts", (_lines(registry.commands[name] for name in names),)))


def _unknown(registry: Registry, typed: str, word: str) -> Unknown:
    known = {part: name for name in reversed(registry.commands) for part in (name.split(" ")[0], name)}
    close = dict.fromkeys(known[name] for name in difflib.get_close_matches(word, list(known), 3, 0.5))
    help_line = f"{ROOT} {_HELP}" if _HELP in registry.commands else ROOT
    body: list[Text | Note] = [Text(("I don't know that command yet. You typed:\n", readable(typed)))]
    if close:
        body.append(Text("Did you mean one of these?"))
        body.append(_lines(registry.commands[name] for name in close))
    body.append(Note(f"{help_line} lists everything. Only you see this."))
    return Unknown(Card("That command is new to me", tuple(body)))
