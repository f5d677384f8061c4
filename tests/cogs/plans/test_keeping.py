"""How long plans stay, and what `/my-data` hands out."""

from __future__ import annotations

from datetime import timedelta

from bot.safety import personal_data
from bot.storage.database import Tx
from tests.cogs.plans.people import rows, writes
from tests.stage import Stage


async def clean(stage: Stage, days: int) -> None:
    """The nightly clean-up, so many days from now."""

    def run(tx: Tx) -> None:
        personal_data.clean_up(tx, stage.app.cogs.kept(), stage.now + timedelta(days=days))

    await stage.db.run(run)


async def test_plans_go_180_days_after_they_were_used_and_why_stays(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await wren.press(await wren.press(await wren.command("small-step"), "Some energy"), "I did step 1")
    form = await wren.press(await wren.command("why"), "Write it down")
    await wren.submit(form, why="A calm place.")
    await clean(stage, 179)
    assert (await rows(stage, "plan_line"), await rows(stage, "plan_step")) == (1, 1)
    await clean(stage, 181)
    for table in ("plan_week", "plan_line", "plan_step"):
        assert await rows(stage, table) == 0, table
    assert await rows(stage, "plan_why") == 1


async def test_a_line_that_is_ticked_stays_longer_than_others_of_its_week(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    seen = await writes(wren, "walk", times=3)
    await stage.step(days=3)
    await wren.press(seen, "+1 on line 2")
    await clean(stage, 178)
    assert (await rows(stage, "plan_week"), await rows(stage, "plan_line")) == (1, 1)


async def test_all_of_it_is_handed_out(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read a chapter")
    form = await wren.press(await wren.command("why"), "Write it down")
    await wren.submit(form, why="A calm place.")

    def export(tx: Tx) -> str:
        row = tx.one("SELECT member_id FROM plan_why")
        assert row is not None
        return str(stage.app.cogs.export(tx, row[0]))

    found = await stage.db.run(export)
    assert "read a chapter" in found
    assert "A calm place." in found


async def test_nothing_waits_for_somebody_without_a_plan(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("plan")
    await wren.command("small-step")
    await wren.command("why")
    left = await stage.db.read(lambda tx: tx.all("SELECT call FROM job WHERE member_id IS NOT NULL"))
    assert left == []
