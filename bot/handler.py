"""What the core knows of a handler: its name and kind, how its arguments are asked, what must be checked first."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.people.roles import Role
from bot.ui import limits
from bot.ui.card import Call, CardError, require
from bot.ui.form import Form, Place

Complete = Callable[[str], list[str]]
"""Suggestions for what was typed so far; a pure function, at most 25 are shown."""


@dataclass(frozen=True, slots=True)
class Option:
    """How an argument of a command is asked."""

    description: str
    complete: Complete | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What a message menu was opened on. The text was given by the person who chose the menu."""

    ref: str
    author: str
    """The platform's id of the author."""
    text: str
    mine: bool
    """Whether the person who chose the menu wrote it."""
    more: Call | None = None
    """Of a post of ours: what its `…` leads to. Untrusted, as every call from outside."""


class Param(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    TICK = "tick"
    DAY = "day"
    CHOICE = "choice"
    PERSON = "person"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One argument of a command, as adapters register it. A command's own default holds when it is left out."""

    name: str
    param: Param
    description: str
    required: bool
    enum: type[StrEnum] | None = None
    complete: Complete | None = None


class Entry(StrEnum):
    """The kinds of handler."""

    COMMAND = "command"
    MENU = "menu"
    ACTION = "action"
    PICK = "pick"
    SUBMIT = "submit"
    JOB = "job"
    THEN = "then"
    NOTICE = "notice"
    TASK = "task"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Traits:
    """What the core must do around a handler.

    open     -- may be used before consent; `ctx.member` is 0 then and nothing of the person may be stored
    staff    -- only these roles, checked on every press; others get a polite refusal
    profile  -- the adapter looks the person up first where the event does not bring zone and standing (Slack)
    inspect  -- the adapter is asked about the community's rooms first: `ctx.places`
    unrecorded -- the event leaves no trace of itself or of who brought it: it is not written down as handled, and may
                come twice. For what somebody does without their name
    always   -- answers even while the database is away: with `ctx.community` 0 it asks nothing of `ctx.tx`
    """

    open: bool = False
    staff: frozenset[Role] = frozenset()
    profile: bool = False
    inspect: bool = False
    always: bool = False
    unrecorded: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """A decorated method, bound to its cog: what dispatch looks up by `name`."""

    name: str
    entry: Entry
    func: Callable[..., Any]
    traits: Traits = Traits()
    form: type[Form] | None = None
    kinds: tuple[type, ...] = ()
    """The types of its bound arguments, in order."""
    required: int = 0
    """How many of them have no default."""

    def fits(self, args: tuple[object, ...]) -> bool:
        """Whether a call from outside brings what the handler takes; `True` is no number here."""
        return self.required <= len(args) <= len(self.kinds) and all(
            type(arg) is kind for arg, kind in zip(args, self.kinds, strict=False)
        )


@dataclass(frozen=True, slots=True)
class CommandSpec:
    name: str
    """One or two words: `win`, `buddy status`."""
    description: str
    handler: Handler
    options: tuple[OptionSpec, ...]


@dataclass(frozen=True, slots=True)
class MenuSpec:
    label: str
    handler: Handler


@dataclass(frozen=True, slots=True)
class Declared:
    """What a decorator remembers about a method until the class is made."""

    entry: Entry
    func: Callable[..., Any]
    traits: Traits = Traits()
    command: str = ""
    description: str = ""
    order: int = 0


def given(entry: Entry) -> int:
    """How many arguments a handler gets from the event, before those bound in its call."""
    return 1 if entry in (Entry.PICK, Entry.SUBMIT, Entry.THEN) else 0


@cache
def form_of(func: Callable[..., Any]) -> type[Form]:
    hints = get_type_hints(func)
    first = list(inspect.signature(func).parameters)[2]
    form: object = hints[first]
    if not (isinstance(form, type) and issubclass(form, Form)):
        raise CardError(f"{func.__qualname__}: its first argument is no Form")
    return form


class PersonRef(str):
    """The platform's id of a person, as the type of a command's argument."""

    __slots__ = ()


_PARAMS: Mapping[type, Param] = {
    str: Param.TEXT,
    int: Param.NUMBER,
    bool: Param.TICK,
    date: Param.DAY,
    PersonRef: Param.PERSON,
    Place: Param.ROOM,
}


@cache
def bound_of(func: Callable[..., Any], before: int) -> tuple[tuple[type, ...], int]:
    """The types of the arguments that a call binds, after `self`, the context and `before` more; and how many of them
    have no default."""
    parameters = list(inspect.signature(func).parameters.values())[2 + before :]
    hints: dict[str, type] = get_type_hints(func)
    return tuple(hints[p.name] for p in parameters), sum(p.default is inspect.Parameter.empty for p in parameters)


@cache
def options_of(func: Callable[..., Any]) -> tuple[OptionSpec, ...]:
    hints = get_type_hints(func, include_extras=True)
    specs: list[OptionSpec] = []
    for name, parameter in list(inspect.signature(func).parameters.items())[2:]:
        where = f"{func.__qualname__}({name})"
        hint = hints[name]
        require(get_origin(hint) is Annotated, f"{where} needs Annotated[T, Option(...)]")
        kind, *extras = get_args(hint)
        option = next((e for e in extras if isinstance(e, Option)), None)
        require(option is not None, f"{where} needs an Option")
        assert option is not None
        kinds = [k for k in get_args(kind) or (kind,) if k is not type(None)]
        require(len(kinds) == 1, f"{where}: one type, or one type and None")
        enum = kinds[0] if issubclass(kinds[0], StrEnum) else None
        param = Param.CHOICE if enum else _PARAMS.get(kinds[0])
        require(param is not None, f"{where}: {kinds[0]} can't be an option")
        require(0 < len(option.description) <= limits.COMMAND_DESCRIPTION, f"{where}: description")
        assert param is not None
        required = parameter.default is inspect.Parameter.empty
        specs.append(OptionSpec(name, param, option.description, required, enum, option.complete))
    return tuple(specs)
