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

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import (
    Any,
    ClassVar,
    Concatenate,
    ParamSpec,
    TypeVar,
    overload,
)

from bot.binding import ActionMethod, BoundCall, BoundSubmit, Method, SubmitMethod
from bot.context import Context, Echo, HomeSection, Json, Receipt, Role, Standings, TaskContext
from bot.handler import (
    CommandSpec,
    Declared,
    Entry,
    Handler,
    MenuSpec,
    Message,
    Option,
    OptionSpec,
    Param,
    PersonRef,
    Traits,
    bound_of,
    form_of,
    given,
    options_of,
)
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui import limits
from bot.ui.card import Call, Card, require
from bot.ui.form import Form
from bot.ui.outcome import Outcome

P = ParamSpec("P")
C = TypeVar("C", bound="Cog")
F = TypeVar("F", bound=Form)
R = TypeVar("R", Receipt, Standings, Echo)


def command(
    name: str,
    description: str,
    *,
    open: bool = False,
    staff: frozenset[Role] = frozenset(),
    profile: bool = False,
    inspect: bool = False,
    always: bool = False,
) -> Callable[[Callable[Concatenate[C, Context, P], Outcome]], ActionMethod[C, P]]:
    """A slash command. Its arguments are `Annotated[T, Option("...")]` with T of str, int, bool, date or a StrEnum,
    `Place` or `PersonRef`; on Slack the first `str` takes the text that names no other option."""
    require(0 < len(description) <= limits.COMMAND_DESCRIPTION, f"/{name}: description")
    require(all(0 < len(w) <= limits.COMMAND_NAME for w in name.split(" ")), f"command name {name!r}")
    traits = Traits(open, staff, profile, inspect, always)

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
    *,
    open: bool = False,
    staff: frozenset[Role] = frozenset(),
    profile: bool = False,
    inspect: bool = False,
    always: bool = False,
    unrecorded: bool = False,
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
    *,
    open: bool = False,
    staff: frozenset[Role] = frozenset(),
    profile: bool = False,
    inspect: bool = False,
    always: bool = False,
    unrecorded: bool = False,
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
    *,
    open: bool = False,
    staff: frozenset[Role] = frozenset(),
    profile: bool = False,
    inspect: bool = False,
    unrecorded: bool = False,
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
    """A job that is told what came of an effect: a `Receipt` of a message or room, the `Standings` looked
    up, or the `Echo` of a post."""
    return ActionMethod(Declared(Entry.THEN, func))


def notice(func: Callable[Concatenate[C, Context, P], Card | None]) -> ActionMethod[C, P]:
    """Draws a notice at the moment it is sent; None when there is nothing left to say."""
    return ActionMethod(Declared(Entry.NOTICE, func))


def task(func: Callable[Concatenate[C, TaskContext, P], Awaitable[None]]) -> ActionMethod[C, P]:
    """Async and leased; may run twice. For heavy computing in a process."""
    return ActionMethod(Declared(Entry.TASK, func))


def home(*, order: int) -> Callable[[Callable[[C, Context], HomeSection | None]], ActionMethod[C, []]]:
    """A section of the person's own page: a line and its buttons. None leaves it out."""

    def declare(func: Callable[[C, Context], HomeSection | None]) -> ActionMethod[C, []]:
        return ActionMethod(Declared(Entry.HOME, func, order=order))

    return declare


class Cog:
    """A feature. `name` is the first half of every wire name and never changes."""

    name: ClassVar[str]
    declared: ClassVar[tuple[Declared, ...]]
    kept: ClassVar[tuple[Kept, ...]] = ()
    """What this feature stores about people and for how long; names each of its tables that holds something of one."""

    def __init_subclass__(cls, *, name: str) -> None:
        cls.name = name
        cls.declared = tuple(d.declared for d in vars(cls).values() if isinstance(d, Method))
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
        kinds, required = bound_of(func, given(declared.entry))
        form = form_of(func) if declared.entry is Entry.SUBMIT else None
        name = f"{self.name}.{func.__name__}"
        bound = func.__get__(self)
        return Handler(name, declared.entry, bound, declared.traits, form, kinds, required)

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

    def companies(self, tx: Tx, member: int) -> Sequence[str]:
        """Companies that the member wrote down here. They are asked before one of them is named to others."""
        return ()

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
    "BoundCall",
    "BoundSubmit",
    "Cog",
    "CommandSpec",
    "Entry",
    "Handler",
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
