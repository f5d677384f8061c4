"""From an event to a handler and its arguments. Nothing here touches the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.adapter import ButtonPressed, CommandCalled, FormSent, HomeOpened, Incoming, MenuChosen, OptionChosen
from bot.cog import Entry, Handler, Registry
from bot.runtime import answers, form_values, text_args
from bot.runtime.plain_text import storable
from bot.ui.card import Call
from bot.ui.outcome import Invalid, Outcome, Reply
from bot.ui.wire import WireError, decode_call

HOME = "home.page"


class Refused(Exception):
    """The event can't be handled; carries what to answer."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What an event asks for: a handler, the arguments behind the context, and the community named by a button."""

    handler: Handler
    args: tuple[Any, ...]
    named: Mapping[str, Any]
    community: int | None = None


def plan(registry: Registry, event: Incoming, now: datetime) -> Plan:
    match event:
        case CommandCalled(name=name):
            return _command(registry, event, name)
        case MenuChosen(label=label, message=message):
            menu = registry.menus.get(label)
            if menu is None:
                raise Refused(Reply(answers.outdated()))
            return Plan(menu.handler, (replace(message, text=storable(message.text)),), {})
        case ButtonPressed(call=call):
            return _called(registry, call, Entry.ACTION)
        case OptionChosen(call=call, value=value):
            return _called(registry, call, Entry.PICK, storable(value))
        case FormSent(call=call, values=values):
            sent = _called(registry, call, Entry.SUBMIT, None)
            assert sent.handler.form is not None
            form = form_values.parse(sent.handler.form, values, now)
            if isinstance(form, dict):
                raise Refused(Invalid(form))
            return replace(sent, args=(form, *sent.args[1:]))
        case HomeOpened():
            return Plan(registry.handlers[HOME], (), {})
        case _:
            raise TypeError(type(event).__name__)


def _command(registry: Registry, event: CommandCalled, name: str) -> Plan:
    spec = registry.commands.get(name)
    if spec is None:
        raise Refused(Reply(answers.unknown_command(name, answers.typed_in(event))))
    try:
        args = text_args.from_typed(spec, event.args) if event.args else text_args.from_text(spec, event.text)
    except text_args.ArgumentError as error:
        raise Refused(Reply(answers.unreadable(str(error), answers.typed_in(event)))) from None
    return Plan(spec.handler, (), args)


def _called(registry: Registry, text: str, entry: Entry, *given: Any) -> Plan:
    """A button's text is untrusted: wrong names, kinds and counts are refused alike."""
    try:
        community, call = decode_call(text)
    except WireError:
        raise Refused(Reply(answers.outdated())) from None
    handler = registry.handlers.get(call.name)
    pressable = handler is not None and (
        handler.entry is entry or (entry is Entry.ACTION and handler.entry is Entry.COMMAND)
    )
    if handler is None or not pressable or not _fits(handler, call):
        raise Refused(Reply(answers.outdated()))
    return Plan(handler, (*given, *call.args), {}, community)


def _fits(handler: Handler, call: Call) -> bool:
    return not call.args if handler.entry is Entry.COMMAND else handler.fits(call.args)
