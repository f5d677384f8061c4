"""What a feature declares. A cog is a class whose decorated methods are plain functions of one event.

    class Wins(Cog, name="wins"):
        @command("win", "Keep something that went well, big or small.")
        def win(self, ctx: Context, text: Annotated[str, Option("What went well?")] = "") -> Outcome: ...

        @action
        def cheer(self, ctx: Context, win: int) -> Outcome: ...     # self.cheer.bind(7) -> Call

Handlers are not async: each runs in one serialised transaction and may run again, so it touches only `ctx`.
Everything is checked when the class is made; nothing fails at the first click.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import (
    Annotated,
    Any,
    ClassVar,
    Concatenate,
    Generic,
    ParamSpec,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from bot.context import Context, Home, HomeSection, Json, Receipt, Role, Standings, TaskContext
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui import limits
from bot.ui.card import Call, Card, CardError, require
from bot.ui.form import Form, Place, Raw
from bot.ui.outcome import OpenForm, Outcome
from bot.ui.wire import check_call

P = ParamSpec("P")
C = TypeVar("C", bound="Cog")
F = TypeVar("F", bound=Form)
R = TypeVar("R", Receipt, Standings)

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
    """

    open: bool = False
    staff: frozenset[Role] = frozenset()
    profile: bool = False
    inspect: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """A decorated method, bound to its cog: what dispatch looks up by `name`."""

    name: str
    entry: Entry
    func: Callable[..., Any]
    traits: Traits = Traits()
    form: type[Form] | None = None
    low: int = 0
    high: int | None = 0
    """How many bound arguments it takes."""


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


class Bound:
    """A method together with its wire name `<cog>.<method>`."""

    __slots__ = ("cog", "declared", "name")

    def __init__(self, cog: Cog | None, owner: type[Cog], declared: Declared) -> None:
        self.cog = cog
        self.declared = declared
        self.name = f"{owner.name}.{declared.func.__name__}"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.declared.func(self.cog, *args, **kwargs)

    def _call(self, *args: Any, **kwargs: Any) -> Call:
        if kwargs:
            names = list(inspect.signature(self.declared.func).parameters)[2 + _given(self.declared.entry) :]
            args = (*args, *(kwargs[name] for name in names[len(args) :]))
        return check_call(Call(self.name, args))


def _given(entry: Entry) -> int:
    """How many arguments a handler gets from the event, before those bound in its call."""
    return 1 if entry in (Entry.PICK, Entry.SUBMIT, Entry.THEN) else 0


class BoundCall(Bound, Generic[P]):
    def bind(self, *args: P.args, **kwargs: P.kwargs) -> Call:
        """A durable reference; raises when it would not fit a button."""
        return self._call(*args, **kwargs)


class BoundSubmit(Bound, Generic[F, P]):
    def open(self, prefill: F | Mapping[str, Raw] | None = None, *args: P.args, **kwargs: P.kwargs) -> OpenForm:
        form = form_of(self.declared.func)
        raw = as_raw(prefill) if isinstance(prefill, Form) else (prefill or {})
        return OpenForm(form, self._call(*args, **kwargs), raw)


def as_raw(form: Form) -> Mapping[str, Raw]:
    """A filled form as prefill."""
    raw: dict[str, Raw] = {}
    for name in form.fields:
        value = getattr(form, name)
        match value:
            case StrEnum():
                raw[name] = value.value
            case frozenset():
                raw[name] = tuple(sorted(str(v.value) for v in cast("frozenset[StrEnum]", value)))
            case date():
                raw[name] = value.isoformat()
            case Place():
                raw[name] = value.external
            case None | str() | int():
                raw[name] = value
            case _:
                raise TypeError(f"{name}: {value!r}")
    return raw


class _Descriptor:
    __slots__ = ("declared",)

    def __init__(self, declared: Declared) -> None:
        self.declared = declared


B = TypeVar("B", bound=Bound)


def _kept(cog: Cog | None, bound: B) -> B:
    """Binds once per cog: the next access finds it in the instance and never asks the descriptor again."""
    if cog is not None:
        vars(cog)[bound.declared.func.__name__] = bound
    return bound


class ActionMethod(_Descriptor, Generic[C, P]):
    def __get__(self, cog: C | None, owner: type[C]) -> BoundCall[P]:
        bound: BoundCall[P] = BoundCall(cog, owner, self.declared)
        return _kept(cog, bound)


class SubmitMethod(_Descriptor, Generic[C, F, P]):
    def __get__(self, cog: C | None, owner: type[C]) -> BoundSubmit[F, P]:
        bound: BoundSubmit[F, P] = BoundSubmit(cog, owner, self.declared)
        return _kept(cog, bound)


def command(
    name: str,
    description: str,
    *,
    open: bool = False,
    staff: frozenset[Role] = frozenset(),
    profile: bool = False,
    inspect: bool = False,
) -> Callable[[Callable[Concatenate[C, Context, P], Outcome]], ActionMethod[C, P]]:
    """A slash command. Its arguments are `Annotated[T, Option("...")]` with T of str, int, bool, date or a StrEnum,
    `Place` or `PersonRef`; on Slack the first `str` takes the text that names no other option."""
    require(0 < len(description) <= limits.COMMAND_DESCRIPTION, f"/{name}: description")
    require(all(0 < len(w) <= limits.COMMAND_NAME for w in name.split(" ")), f"command name {name!r}")
    traits = Traits(open, staff, profile, inspect)

    def declare(func: Callable[Concatenate[C, Context, P], Outcome]) -> ActionMethod[C, P]:
        return ActionMethod(Declared(Entry.COMMAND, func, traits, name, description))

    return declare


def menu(label: str) -> Callable[[Callable[[C, Context, Message], Outcome]], ActionMethod[C, [Message]]]:
    """A message menu (Discord) or message shortcut (Slack)."""
    require(0 < len(label) <= limits.MENU_LABEL, f"menu label {label!r}")

    def declare(func: Callable[[C, Context, Message], Outcome]) -> ActionMethod[C, [Message]]:
        return ActionMethod(Declared(Entry.MENU, func, command=label))

    return declare


@overload
def action(func: Callable[Concatenate[C, Context, P], Outcome]) -> ActionMethod[C, P]: ...
@overload
def action(
    *, open: bool = False, staff: frozenset[Role] = frozenset(), profile: bool = False, inspect: bool = False
) -> Callable[[Callable[Concatenate[C, Context, P], Outcome]], ActionMethod[C, P]]: ...
def action(func: Any = None, **traits: Any) -> Any:
    """A press of a button: `self.delete.bind(7)`. Ids in it are untrusted; scope every query by member."""
    if func is not None:
        return ActionMethod[Any, ...](Declared(Entry.ACTION, func))

    def declare(func: Any) -> ActionMethod[Any, ...]:
        return ActionMethod(Declared(Entry.ACTION, func, Traits(**traits)))

    return declare


@overload
def pick(func: Callable[Concatenate[C, Context, str, P], Outcome]) -> ActionMethod[C, P]: ...
@overload
def pick(
    *, open: bool = False, staff: frozenset[Role] = frozenset(), profile: bool = False, inspect: bool = False
) -> Callable[[Callable[Concatenate[C, Context, str, P], Outcome]], ActionMethod[C, P]]: ...
def pick(func: Any = None, **traits: Any) -> Any:
    """A choice from a `Select`: the chosen value comes first, then what was bound."""
    if func is not None:
        return ActionMethod[Any, ...](Declared(Entry.PICK, func))

    def declare(func: Any) -> ActionMethod[Any, ...]:
        return ActionMethod(Declared(Entry.PICK, func, Traits(**traits)))

    return declare


@overload
def submit(func: Callable[Concatenate[C, Context, F, P], Outcome]) -> SubmitMethod[C, F, P]: ...
@overload
def submit(
    *, open: bool = False, staff: frozenset[Role] = frozenset(), profile: bool = False, inspect: bool = False
) -> Callable[[Callable[Concatenate[C, Context, F, P], Outcome]], SubmitMethod[C, F, P]]: ...
def submit(func: Any = None, **traits: Any) -> Any:
    """A sent form; the form is the annotation of its first argument: `self.save.open(prefill, 7)` -> OpenForm."""
    if func is not None:
        return SubmitMethod[Any, Any, ...](Declared(Entry.SUBMIT, func))

    def declare(func: Any) -> SubmitMethod[Any, Any, ...]:
        return SubmitMethod(Declared(Entry.SUBMIT, func, Traits(**traits)))

    return declare


def job(func: Callable[Concatenate[C, Context, P], None]) -> ActionMethod[C, P]:
    """Runs later, in one transaction with the deletion of its row: its effect happens once."""
    return ActionMethod(Declared(Entry.JOB, func))


def then(func: Callable[Concatenate[C, Context, R, P], None]) -> ActionMethod[C, P]:
    """A job that is told what came of an effect: a `Receipt` of a message or room, or the `Standings` looked up."""
    return ActionMethod(Declared(Entry.THEN, func))


def notice(func: Callable[Concatenate[C, Context, P], Card | None]) -> ActionMethod[C, P]:
    """Draws a notice at the moment it is sent; None when there is nothing left to say."""
    return ActionMethod(Declared(Entry.NOTICE, func))


def task(func: Callable[Concatenate[C, TaskContext, P], Awaitable[None]]) -> ActionMethod[C, P]:
    """Async and leased; may run twice. For heavy computing in a process."""
    return ActionMethod(Declared(Entry.TASK, func))


def home(*, order: int) -> Callable[[Callable[[C, Context], HomeSection | None]], ActionMethod[C, []]]:
    """A section of the person's own page: a line and a button. None leaves it out."""

    def declare(func: Callable[[C, Context], HomeSection | None]) -> ActionMethod[C, []]:
        return ActionMethod(Declared(Entry.HOME, func, order=order))

    return declare


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


class Cog:
    """A feature. `name` is the first half of every wire name and never changes."""

    name: ClassVar[str]
    declared: ClassVar[tuple[Declared, ...]]
    kept: ClassVar[tuple[Kept, ...]] = ()
    """What this feature stores about people and for how long; names each of its tables that holds something of one."""

    def __init_subclass__(cls, *, name: str) -> None:
        cls.name = name
        cls.declared = tuple(d.declared for d in vars(cls).values() if isinstance(d, _Descriptor))
        for method in ("forget", "export"):
            require(method in vars(cls), f"{cls.__name__} must say how it handles `{method}`")
        for declared in cls.declared:
            if declared.entry is Entry.SUBMIT:
                form_of(declared.func)
            if declared.entry is Entry.COMMAND:
                options_of(declared.func)

    def handlers(self) -> list[Handler]:
        return [self._handler(d) for d in self.declared]

    def _handler(self, declared: Declared) -> Handler:
        func = declared.func
        parameters = list(inspect.signature(func).parameters.values())[2 + _given(declared.entry) :]
        variadic = any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters)
        plain = [p for p in parameters if p.kind is not inspect.Parameter.VAR_POSITIONAL]
        low = sum(p.default is inspect.Parameter.empty for p in plain)
        form = form_of(func) if declared.entry is Entry.SUBMIT else None
        name = f"{self.name}.{func.__name__}"
        bound = func.__get__(self)
        return Handler(name, declared.entry, bound, declared.traits, form, low, None if variadic else len(plain))

    def commands(self) -> list[CommandSpec]:
        return [
            CommandSpec(d.command, d.description, self._handler(d), options_of(d.func))
            for d in self.declared
            if d.entry is Entry.COMMAND
        ]

    def menus(self) -> list[MenuSpec]:
        return [MenuSpec(d.command, self._handler(d)) for d in self.declared if d.entry is Entry.MENU]

    def sections(self) -> list[tuple[int, Handler]]:
        return [(d.order, self._handler(d)) for d in self.declared if d.entry is Entry.HOME]

    def first_jobs(self) -> Sequence[tuple[str, Call]]:
        """Key and call of jobs that the whole deployment needs once; made at start where they don't wait already.
        They belong to no community."""
        return ()

    def forget(self, tx: Tx, member: int) -> None:
        """Erases what this feature holds of a member. Posts are withdrawn by the core. Must be overridden."""
        raise NotImplementedError

    def export(self, tx: Tx, member: int) -> Json:
        """Everything this feature holds of a member, for `/my-data`; other people's words as references only."""
        raise NotImplementedError


@dataclass(frozen=True)
class Registry:
    """Every declared handler by wire name. Built once; two handlers of one name are an error."""

    cogs: tuple[Cog, ...]
    handlers: dict[str, Handler] = field(default_factory=dict[str, Handler])
    commands: dict[str, CommandSpec] = field(default_factory=dict[str, CommandSpec])
    menus: dict[str, MenuSpec] = field(default_factory=dict[str, MenuSpec])
    sections: list[Handler] = field(default_factory=list[Handler])

    def __post_init__(self) -> None:
        ordered: list[tuple[int, Handler]] = []
        for cog in self.cogs:
            for handler in cog.handlers():
                require(handler.name not in self.handlers, f"two handlers named {handler.name}")
                self.handlers[handler.name] = handler
            for spec in cog.commands():
                require(spec.name not in self.commands, f"two commands named /{spec.name}")
                self.commands[spec.name] = spec
            for item in cog.menus():
                require(item.label not in self.menus, f"two menus named {item.label}")
                self.menus[item.label] = item
            ordered += cog.sections()
        require(len(ordered) <= limits.HOME_SECTIONS, f"{len(ordered)} home sections")
        self.sections.extend(handler for _, handler in sorted(ordered, key=lambda pair: pair[0]))
        groups = {name.split(" ")[0] for name in self.commands if " " in name}
        require(not groups & set(self.commands), "a command group can't be called itself")


__all__ = [
    "Cog",
    "CommandSpec",
    "Entry",
    "Handler",
    "Home",
    "Kept",
    "MenuSpec",
    "Message",
    "Option",
    "OptionSpec",
    "Param",
    "PersonRef",
    "Registry",
    "Traits",
    "action",
    "command",
    "home",
    "job",
    "menu",
    "notice",
    "pick",
    "submit",
    "task",
    "then",
]
