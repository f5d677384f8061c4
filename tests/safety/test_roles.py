"""What staff may do is checked on the server side, for every press and command, whoever found a way to send it."""

from __future__ import annotations

import pytest

from bot.adapter import CommandCalled
from bot.cog import CommandSpec, Handler
from bot.people import members, roles
from bot.people.roles import Role
from bot.runtime.all_cogs import load
from bot.storage.database import Tx
from tests.safety.forging import Forge, press, rows
from tests.safety.walking import Planted
from tests.safety.watching import Watch
from tests.stage import Actor, Stage
from tests.stage.memory import MemoryPlatform

pytestmark = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=["memory"])

REFUSED = "This is for "
COMMANDS = [spec for spec in load().commands.values() if spec.handler.traits.staff]


async def test_whoever_holds_no_role_that_may_is_refused_and_nothing_changes(stage: Stage, watch: Watch) -> None:
    before = await stage.db.read(rows)
    forge = Forge(watch, before, Planted(), most=1)
    pressed = [(handler, what) for handler, what in forge.pressed(load()) if handler.traits.staff]
    for held in (None, *Role):
        if held is Role.ORGANISER:
            continue
        actor = await stage.member(held.value if held else "nobody")
        if held is not None:
            await stage.db.run(lambda tx, who=actor, role=held: _give(tx, stage, who, role))
        await stage.settle()
        before = await stage.db.read(rows)
        refused: set[str] = set()
        for handler, what in pressed:
            if held not in handler.traits.staff:
                assert REFUSED in await press(stage, actor, handler, what, stage.community), f"{handler.name} {what}"
                refused.add(handler.name)
        for spec in COMMANDS:
            if held not in spec.handler.traits.staff:
                assert REFUSED in await _sent(stage, actor, spec), f"/{spec.name}"
        await stage.settle()
        assert await stage.db.read(rows) == before, held
        assert len(refused) > 40, held


async def test_a_role_opens_what_is_for_it(stage: Stage, watch: Watch) -> None:
    """The same presses by somebody who may: none is refused, so the refusals above are for want of the role."""
    forge = Forge(watch, await stage.db.read(rows), Planted(), most=1)
    fern = await stage.organiser("fern")
    for handler, what in forge.pressed(load()):
        if _for(handler, Role.ORGANISER):
            assert REFUSED not in await press(stage, fern, handler, what, stage.community), handler.name


def _for(handler: Handler, role: Role) -> bool:
    return role in handler.traits.staff


def _give(tx: Tx, stage: Stage, actor: Actor, role: Role) -> None:
    member = members.by_external(tx, stage.community, actor.id)
    assert member is not None
    roles.give(tx, member, role)


async def _sent(stage: Stage, actor: Actor, spec: CommandSpec) -> str:
    platform = stage.platform
    assert isinstance(platform, MemoryPlatform)
    args = {option.name: "id-nobody" for option in spec.options if option.required}
    seen = await platform._send(CommandCalled(**platform.acting(actor.id), name=spec.name, args=args))  # pyright: ignore[reportPrivateUsage]
    return seen.text
