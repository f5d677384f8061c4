from __future__ import annotations

import re

from bot.words import packs, tone
from cogs.plans.model import Energy, Stage
from tests.cogs.plans.people import rows
from tests.stage import Stage as Community

PACK = packs.load("cogs.plans", "step", "en")


async def test_three_steps_fit_the_energy_and_three_others_are_others(stage: Community) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await wren.command("small-step"), "Low energy")
    first = {item.id for item in PACK.items if item.text in seen.text}
    assert len(first) == 3
    assert all("low" in item.tags for item in PACK.items if item.id in first)
    others = await wren.press(seen, "Three others")
    second = {item.id for item in PACK.items if item.text in others.text}
    assert len(second) == 3
    assert not first & second


async def test_the_stage_is_remembered_and_fits_the_steps(stage: Community) -> None:
    wren = await stage.member("wren")
    await wren.choose(await wren.command("small-step"), "Waiting to hear")
    seen = await wren.command("small-step")
    shown: set[str] = set()
    for _ in range(8):
        seen = await wren.press(await wren.command("small-step"), "Plenty of energy")
        shown |= {tag for item in PACK.items if item.text in seen.text for tag in item.tags}
    assert "waiting" in shown
    assert not shown & {"starting", "applying", "interviewing"}


async def test_doing_one_counts_once_and_can_be_taken_back(stage: Community) -> None:
    wren = await stage.member("wren")
    three = await wren.press(await wren.command("small-step"), "Some energy")
    done = await wren.press(three, "I did step 2")
    assert "You did this:" in done.text
    await wren.press(three, "I did step 2")
    assert await rows(stage, "plan_step") == 1
    assert "Active in your first week." in (await wren.home()).text
    await wren.press(done, "Undo")
    assert await rows(stage, "plan_step") == 0


async def test_it_can_be_saved_as_a_win_that_nobody_else_sees(stage: Community) -> None:
    wren = await stage.member("wren")
    done = await wren.press(await wren.press(await wren.command("small-step"), "Some energy"), "I did step 1")
    saved = await wren.press(done, "Save as a win")
    await wren.press(done, "Save as a win")
    assert await rows(stage, "win") == 1
    assert await stage.posts("wins") == []
    win = await wren.press(saved, "See it")
    assert "Only you can see it." in win.text
    await wren.press(win, "Post it in the wins room")
    assert len(await stage.posts("wins")) == 1


async def test_who_hides_wins_is_not_offered_one(stage: Community) -> None:
    wren = await stage.member("wren")
    await wren.press(await wren.command("wins"), "Hide wins")
    done = await wren.press(await wren.press(await wren.command("small-step"), "Some energy"), "I did step 1")
    assert "Save as a win" not in done.buttons


async def test_somebody_elses_button_does_nothing_to_the_other(stage: Community) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    three = await wren.press(await wren.command("small-step"), "Some energy")
    done = await wren.press(three, "I did step 1")
    await robin.press(done, "Save as a win")
    assert await rows(stage, "win") == 0
    await robin.press(done, "Undo")
    assert await rows(stage, "plan_step") == 1
    await robin.press(three, "I did step 1")
    await robin.press(await robin.command("small-step"), "Low energy")
    assert "Active" in (await robin.home()).text


async def test_a_step_that_was_offered_long_ago_counts_no_more(stage: Community) -> None:
    wren = await stage.member("wren")
    three = await wren.press(await wren.command("small-step"), "Some energy")
    await stage.step(days=7)
    assert "How much energy" in (await wren.press(three, "I did step 1")).text
    assert await rows(stage, "plan_step") == 0


def test_there_are_enough_steps_for_every_stage_and_energy() -> None:
    assert len(PACK.items) >= 36
    known = {"any", *Stage, *Energy} - {Stage.UNSAID}
    for item in PACK.items:
        assert item.tags <= known, item.id
        assert item.tags & set(Energy), item.id
        assert not tone.problems(item.text), item.id
    for stage in Stage:
        for energy in Energy:
            fitting = [i for i in PACK.items if energy in i.tags and i.tags & {"any", stage}]
            assert len(fitting) >= 9, (stage, energy)


def test_no_step_costs_money_or_needs_what_not_everybody_has() -> None:
    words = re.compile(r"\b(buy|pay|coffee|gym|car|drive|laptop|husband|wife|kids|walk|run|degree|holiday)\b", re.I)
    assert not [item.text for item in PACK.items if words.search(item.text)]
