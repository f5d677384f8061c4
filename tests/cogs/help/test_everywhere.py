"""Help lines are one press away where it may be hard, and looking at them leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
import structlog

from bot.adapter import AccountRef, ButtonPressed, Who
from bot.storage.database import Tx
from bot.ui.card import Call
from bot.ui.outcome import Update
from bot.ui.wire import encode_call
from tests.bot.safety.conftest import schema
from tests.stage import Actor, Seen, Stage, reading


@pytest.mark.parametrize("command", ["rejection", "rejections", "rest", "reflect", "note", "help"])
async def test_every_care_flow_begins_with_help_one_press_away(stage: Stage, command: str) -> None:
    wren = await stage.member("wren")
    if command == "rejections":
        await wren.command("rejection")
    seen = await wren.command(command)
    assert "emergency" in (await wren.press(seen, "Help now")).text


async def test_every_part_of_looking_back_has_help_beside_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.choose(await wren.command("reflect"), "Interviews")
    for label in ("Skip this", "Skip the list", "Skip this"):
        assert "Help now" in seen.buttons
        seen = await wren.press(seen, label)
    assert "Help now" in seen.buttons


async def test_looking_writes_no_row_but_the_number_of_the_press_and_logs_nothing(stage: Stage) -> None:
    wren, fern, pine = await stage.member("wren"), await stage.organiser("fern"), stage.stranger("pine")
    await wren.command("help-now")
    before = await stage.db.read(_rows)

    with structlog.testing.capture_logs() as logged:
        for who in (wren, fern, pine):
            await _every_path(who, await who.command("help-now"))
        await wren.press(await wren.home(), "Help now")
        await wren.press(await wren.command("rest"), "Help now")
        await stage.settle()

    assert logged == []
    assert await stage.db.read(_rows) == before


async def _every_path(who: Actor, seen: Seen) -> None:
    chosen = await who.choose(seen, "Germany")
    await who.choose(await who.press(chosen, "Another country"), "Türkiye")
    friend = await who.press(seen, "How to help a friend")
    await who.press(friend, "Help lines")


def _rows(tx: Tx) -> dict[str, list[Any]]:
    return {table: sorted(map(repr, tx.all(f"SELECT * FROM {table}"))) for table in schema() if table != "inbox"}


@pytest.mark.parametrize("community", [0, 7])
async def test_a_button_of_a_place_that_is_not_known_opens_help_all_the_same(stage: Stage, community: int) -> None:
    who = Who(AccountRef(stage.platform.name, stage.platform.tenant, stage.stranger("pine").id))
    call = encode_call(Call("help.other"), community)
    answer = await stage.app.core.dispatch(ButtonPressed(who, "", "e1", call=call))
    assert isinstance(answer.outcome, Update)
    assert "Find A Helpline" in reading.read(answer.outcome.card, answer.scene)
