"""What the people of a test made happen: which handlers ran, what they typed, and what their forms asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from bot.adapter import Incoming
from bot.cog import Entry, Handler, Registry
from bot.runtime import dispatch
from bot.runtime.plan import Plan
from bot.ui.card import Call
from bot.ui.form import Field, Form, Kind
from bot.ui.outcome import Invalid, OpenForm, Outcome

PRESSED = (Entry.ACTION, Entry.PICK, Entry.SUBMIT)
TEXTS = (Kind.SHORT, Kind.LONG)


Value = str | int | bool


@dataclass(frozen=True)
class Pressed:
    """A button, an option of a list, or the button of a form. `value` is what was chosen from the list."""

    args: tuple[Value, ...] = ()
    value: str = ""


@dataclass
class Watch:
    ran: dict[str, int] = field(default_factory=dict[str, int])
    """How often each handler ran."""
    typed: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Texts that arrived and were not refused, by `cog.handler.field`."""
    calls: dict[str, dict[Pressed, None]] = field(default_factory=dict[str, "dict[Pressed, None]"])
    """What each handler was called with, in order."""
    trouble: Callable[[Any, str], None] | None = None
    """What happens instead of a handler that was given a text."""
    opened: OpenForm | None = None
    """The form that the last answer opened."""
    answered: Outcome | None = None

    def saw(self, handler: Handler, args: tuple[Any, ...], named: Mapping[str, Any], outcome: Outcome) -> None:
        self.ran[handler.name] = self.ran.get(handler.name, 0) + 1
        self.opened = outcome if isinstance(outcome, OpenForm) else self.opened
        self.answered = outcome
        if isinstance(outcome, Invalid):
            return
        own = args[1:] if handler.entry in (Entry.PICK, Entry.SUBMIT) else args
        if handler.entry in PRESSED:
            value = args[0] if handler.entry is Entry.PICK else ""
            self.calls.setdefault(handler.name, {})[Pressed(own, value)] = None
        given = dict(named)
        if handler.entry is Entry.SUBMIT:
            form: Form = args[0]
            given = {name: getattr(form, name) for name in form.fields}
        for name, value in given.items():
            if isinstance(value, str) and value:
                self.typed.setdefault(f"{handler.name}.{name}", set()).add(value)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Sees every event between dispatch and its handler, on every platform."""
    seen, real = Watch(), dispatch.make_plan

    def plan(registry: Registry, event: Incoming, now: datetime) -> Plan:
        found = real(registry, event, now)

        def run(ctx: Any, *args: Any, **named: Any) -> Outcome:
            words = next((value for value in named.values() if isinstance(value, str)), "")
            if seen.trouble is not None and words:
                seen.trouble(ctx, words)
            outcome: Outcome = found.handler.func(ctx, *args, **named)
            seen.saw(found.handler, args, named, outcome)
            return outcome

        return replace(found, handler=dataclasses.replace(found.handler, func=run))

    monkeypatch.setattr(dispatch, "make_plan", plan)
    return seen


def texts(registry: Registry) -> Iterator[str]:
    """Every place where somebody can type a text: each field of each form, each option of each command."""
    for handler in registry.handlers.values():
        if handler.form is not None:
            yield from (f"{handler.name}.{name}" for name, asked in handler.form.fields.items() if asked.kind in TEXTS)
    for spec in registry.commands.values():
        yield from (f"{spec.handler.name}.{option.name}" for option in spec.options if option.param.value == "text")


def is_text(asked: Field) -> bool:
    return asked.kind in TEXTS


__all__ = ["Call", "Watch", "is_text", "texts", "watch"]
