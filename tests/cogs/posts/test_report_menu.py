"""Report in the menu of a message: the same flow for every post of ours, and nothing kept of anything else."""

from __future__ import annotations

import pytest

from bot.storage.database import Tx
from bot.ui.card import Actions, Button, Call, Card
from tests.cogs.posts.moderating import appointed, opened
from tests.stage import Seen, Stage


async def test_a_post_that_nobody_has_opened_is_reported_from_its_menu(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    fern = await stage.organiser("fern")
    await wren.command("win", text="Something unkind.")
    (post,) = await stage.posts("wins")

    behind = await ash.press(await ash.menu_on("Report", post), "Go on")
    await ash.submit(await ash.press(behind, "Report"), reason="unkind", note="This hurts.")

    report = await opened(fern)
    assert "Something unkind." in report.text
    assert "This hurts." in report.text


async def test_from_its_menu_an_author_meets_their_own_post(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    behind = await wren.press(await wren.menu_on("Report", post), "Go on")
    assert behind.buttons == ("Edit", "Delete")


async def test_of_what_people_write_nothing_is_kept(stage: Stage) -> None:
    wren = await stage.member("wren")
    await appointed(stage, "robin")

    answer = await wren.menu("Report", "You are a fool.", mine=False)

    assert "keep nothing of it" in answer.text
    assert "robin" in answer.text
    assert "fool" not in answer.text

    def kept(tx: Tx) -> list[tuple[int, ...]]:
        return [*tx.all("SELECT 1 FROM post"), *tx.all("SELECT 1 FROM report")]

    assert await stage.db.read(kept) == []


async def test_a_message_can_not_lead_anybody_to_another_button(stage: Stage) -> None:
    if stage.platform.name != "memory":
        pytest.skip("the rule is the feature's own; each adapter reads only messages of ours")
    wren = await appointed(stage, "wren")
    card = Card("Look here", (Actions((Button("…", Call("posts.lift", (1,))),)),))
    answer = await wren.menu_on("Report", Seen("Look here", ("…",), handle=(card, None)))
    assert "Go on" not in answer.buttons
