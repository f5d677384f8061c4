"""Every button, form, list and command of staff, pressed by a member who is none: the server says no to each."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.adapter import ButtonPressed, CommandCalled, FormSent, Incoming, OptionChosen
from bot.handler import Entry, Handler, Param
from bot.runtime.all_cogs import load
from bot.ui.card import Call
from bot.ui.form import Form, Kind, Raw
from bot.ui.outcome import Reply
from bot.ui.wire import encode_call
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform

REGISTRY = load()
STAFF = [handler for handler in REGISTRY.handlers.values() if handler.traits.staff]
COMMANDS = {spec.handler.name: spec for spec in REGISTRY.commands.values()}
SAMPLES: Mapping[Kind, Raw] = {
    Kind.SHORT: "x",
    Kind.LONG: "x",
    Kind.DAY: "2026-03-03",
    Kind.HOUR: 9,
    Kind.TICK: True,
    Kind.PERSON: "id-wren",
    Kind.ROOM: "room",
    Kind.ROLE: "role",
}
ARGUMENTS: Mapping[Param, Raw] = {Param.TEXT: "x", Param.NUMBER: 1, Param.DAY: "2026-03-03", Param.PERSON: "id-wren"}


def values(form: type[Form]) -> dict[str, Raw]:
    found: dict[str, Raw] = {}
    for name, field in form.fields.items():
        match field.kind:
            case Kind.CHOICE:
                found[name] = field.options[0][0]
            case Kind.SEVERAL:
                found[name] = (field.options[0][0],)
            case Kind.NUMBER:
                found[name] = field.low
            case kind:
                found[name] = SAMPLES[kind]
    return found


def event(platform: MemoryPlatform, who: str, handler: Handler, community: int) -> Incoming:
    of = platform.acting(who)
    if handler.entry is Entry.COMMAND:
        spec = COMMANDS[handler.name]
        needed = {option.name: ARGUMENTS[option.param] for option in spec.options if option.required}
        return CommandCalled(**of, name=spec.name, args=needed)
    args = tuple({int: 1, bool: True}.get(kind, "x") for kind in handler.kinds)
    call = encode_call(Call(handler.name, args), community)
    match handler.entry:
        case Entry.PICK:
            return OptionChosen(**of, call=call, value="1")
        case Entry.SUBMIT:
            assert handler.form is not None
            return FormSent(**of, call=call, values=values(handler.form))
        case _:
            return ButtonPressed(**of, call=call)


@pytest.mark.parametrize("stage", [pytest.param(("memory", "sqlite"), id="memory")], indirect=True)
async def test_a_member_is_refused_by_everything_of_staff(stage: Stage) -> None:
    platform = stage.platform
    assert isinstance(platform, MemoryPlatform)
    wren = await stage.member("wren")
    assert len(STAFF) > 100
    for handler in STAFF:
        answer = await stage.app.core.dispatch(event(platform, wren.id, handler, stage.community))
        assert isinstance(answer.outcome, Reply), handler.name
        assert answer.outcome.card.title.startswith("This is for "), handler.name
