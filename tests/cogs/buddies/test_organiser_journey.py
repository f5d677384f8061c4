"""An organiser's first time, by presses alone: rules, a round on request, approval, history and a replay."""

from __future__ import annotations

from tests.cogs.buddies.people import joins
from tests.cogs.buddies.rounds import heard
from tests.stage import Stage


async def test_an_organiser_who_never_set_anything_up_brings_people_together(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    people = [await stage.member(name) for name in ("wren", "ash", "robin", "lark", "moss")]
    assert "Nobody has joined yet" in (await fern.command("buddies run")).text
    for actor in people:
        await joins(actor)
    rules = await fern.press(await fern.command("buddies rules"), "Approve first")
    assert "an organiser approves them" in rules.text

    planned = await fern.press(await fern.command("buddies run"), "Plan this round")
    assert "Everybody who takes part hears of it" in planned.text
    shown = await fern.press(await fern.press(planned, "Look at the pairs"), "Show the pairs")
    assert "1 pair and 1 trio" in shown.text
    assert "shared hours a week" in shown.text
    assert not await heard(stage, fern, "pairs wait for your yes")

    await stage.step(days=1)
    assert len(await heard(stage, fern, "pairs wait for your yes")) == 1
    for actor in people:
        assert await stage.rooms(actor) == []
    await fern.press(await fern.command("buddies preview"), "Approve")
    for actor in people:
        assert len(await stage.rooms(actor)) == 1

    board = await fern.command("buddies history")
    assert "About 5 people with a buddy" in board.text
    one = await fern.choose(board, next(option for option in board.options if "2026" in option))
    came = await fern.press(await fern.press(one, "Replay"), "Show the result")
    assert "the same pairs came out" in came.text
    ended = await fern.press(
        await fern.choose(came, next(o for o in came.options if o.count(" and ") == 1)), "End this pair"
    )
    assert "They hear of it now" in ended.text
    told = [actor for actor in people if await heard(stage, actor, "Your buddy pairing has ended")]
    assert len(told) == 2


async def test_a_member_gets_nowhere_with_any_command_of_organisers(stage: Stage) -> None:
    wren = await stage.member("wren")
    for command in ("rules", "preview", "run", "history", "import"):
        assert "for organisers" in (await wren.command(f"buddies {command}")).text, command
