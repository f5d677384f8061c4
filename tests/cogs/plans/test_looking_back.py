from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.runtime.all_cogs import load
from bot.runtime.app import App
from tests.cogs.plans.people import ended, lives_in, writes
from tests.stage import Actor, Seen, Stage


async def looks_back(stage: Stage, actor: Actor) -> Seen:
    return await actor.press((await ended(stage, actor))[-1], "Look back")


async def test_the_end_of_a_week_is_told_once_on_its_last_day_at_five(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await writes(wren, "read")
    await robin.command("plan")
    await stage.step(days=6, hours=6, minutes=30)
    assert not await stage.dms(wren)
    await stage.step(minutes=30)
    (seen,) = await stage.dms(wren)
    assert "Your plan had 1 line." in seen.text
    assert seen.buttons == ("Look back",)
    await stage.step(days=14)
    assert len(await stage.dms(wren)) == 1
    assert not await stage.dms(robin)


async def test_where_nothing_is_open_there_is_nothing_to_choose(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.press(await writes(wren, "read"), "Tick line 1")
    await writes(robin, "read")
    await stage.step(days=6, hours=8)
    assert "choose" not in (await stage.dms(wren))[0].text
    assert "choose" in (await stage.dms(robin))[0].text
    assert "Keep line 1" not in (await looks_back(stage, wren)).buttons


@pytest.mark.parametrize(("zone", "utc"), [("Pacific/Auckland", 4), ("America/Los_Angeles", 25)])
async def test_five_is_on_the_own_clock(stage: Stage, zone: str, utc: int) -> None:
    """By Sunday 8 March clocks in Los Angeles have gone forward, so that five there is midnight in UTC."""
    wren = await stage.member("wren")
    await lives_in(stage, wren, zone)
    await writes(wren, "read")
    due = datetime.fromisoformat("2026-03-08T00:00:00+00:00") + timedelta(hours=utc - (utc > 24))
    await stage.step(seconds=(due - stage.now).total_seconds() - 60)
    assert not await stage.dms(wren)
    await stage.step(minutes=1)
    assert len(await stage.dms(wren)) == 1


async def test_somebody_who_moved_to_a_later_clock_hears_at_five_there(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await lives_in(stage, wren, "Atlantic/Azores")  # an hour later
    await stage.step(days=6, hours=7)
    assert not await stage.dms(wren)
    await stage.step(hours=1)
    assert len(await stage.dms(wren)) == 1


async def test_who_rests_or_has_no_line_left_hears_nothing(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.press(await writes(wren, "read"), "Rest this week")
    await robin.press(await writes(robin, "read"), "Remove line 1")
    await stage.step(days=10)
    assert not await stage.dms(wren)
    assert not await stage.dms(robin)


async def test_in_a_rest_from_messages_nothing_comes(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=4)
    await wren.press(await wren.command("rest"), "1 week")
    await stage.step(days=12)
    assert not await ended(stage, wren)


async def test_after_a_restart_it_is_told_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    stage.app = await App.assemble(stage.db, [stage.platform.adapter], stage.clock, load())
    await stage.step(days=10)
    assert len(await stage.dms(wren)) == 1


async def test_after_a_long_outage_it_is_not_told_late(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    stage.clock.step(timedelta(days=20))
    await stage.step(days=2)
    assert not await stage.dms(wren)


async def test_keeping_on_the_last_day_writes_the_line_into_the_new_week(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read", times=2)
    await stage.step(days=6, hours=8)
    back = await looks_back(stage, wren)
    kept = await wren.press(back, "Keep line 1")
    assert "kept for the new week" in kept.text
    await wren.press(back, "Keep line 1")
    await stage.step(days=1)
    seen = await wren.command("plan")
    assert seen.text.count("I'll read") == 1
    assert "0 of 2 times" in seen.text


async def test_the_new_week_offers_what_is_open_and_each_answer_is_fine(stage: Stage) -> None:
    wren = await stage.member("wren")
    for act in ("read", "walk", "write"):
        seen = await writes(wren, act)
    await wren.press(seen, "Tick line 1")
    await stage.step(days=7)
    seen = await wren.command("plan")
    assert "I'll read" not in seen.text
    assert "equally fine" in seen.text
    seen = await wren.press(seen, "Drop line 1")
    assert "walk" not in seen.text
    seen = await wren.press(seen, "Keep line 1")
    assert "Tick line 1" in seen.buttons
    assert "Keep line 1" not in seen.buttons
    for word in ("missed", "fail", "should", "behind"):
        assert word not in seen.text.lower()


@pytest.mark.parametrize(("times", "prefilled"), [(5, (2, "read")), (1, (1, "read for 20 minutes"))])
async def test_smaller_opens_the_line_with_less_of_it(stage: Stage, times: int, prefilled: tuple[int, str]) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read", times=times)
    await stage.step(days=7)
    offered = await wren.command("plan")
    form = await wren.press(offered, "Make line 1 smaller")
    assert (int(form.prefill["times"]), form.prefill["act"]) == prefilled
    seen = await wren.submit(form)
    assert f"I'll {prefilled[1]}" in seen.text
    assert "Keep line 1" not in seen.buttons
    await wren.press(offered, "Keep line 1")
    assert (await wren.command("plan")).text.count("I'll read") == 1


async def test_a_drop_can_be_taken_back(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=6, hours=8)
    seen = await wren.press(await looks_back(stage, wren), "Drop line 1")
    assert "dropped" in seen.text
    assert "Keep line 1" in (await wren.press(seen, "Open line 1 again")).buttons


async def test_a_line_of_an_earlier_week_can_still_be_ticked(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=8)
    seen = await wren.press(await looks_back(stage, wren), "Tick line 1")
    assert "Ticked: read" in seen.text
    assert "done" in seen.text


async def test_two_quiet_weeks_offer_a_smaller_plan(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=7)
    seen = await wren.command("plan")
    assert "A smaller plan" not in seen.buttons
    await wren.press(seen, "Keep line 1")
    await stage.step(days=7)
    seen = await wren.command("plan")
    assert "Two quiet weeks happen." in seen.text
    form = await wren.press(seen, "A smaller plan")
    assert form.prefill["act"] == "read for 20 minutes"
    assert "20 minutes" in (await wren.submit(form)).text


async def test_a_week_of_rest_between_quiet_ones_says_nothing(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=7)
    await wren.press(await wren.command("plan"), "Rest this week")
    await stage.step(days=7)
    seen = await wren.command("plan")
    assert "A smaller plan" not in seen.buttons
    assert "Keep line 1" in seen.buttons


@pytest.mark.parametrize("button", ["Tick line 1", "Keep line 1", "Make line 1 smaller", "Drop line 1"])
async def test_somebody_elses_button_changes_nothing(stage: Stage, button: str) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await writes(wren, "read")
    await stage.step(days=6, hours=8)
    seen = await looks_back(stage, wren)
    assert "somebody else's" in (await robin.press(seen, button)).text
    again = await looks_back(stage, wren)
    assert again.text == seen.text
    assert "read" not in (await robin.command("plan")).text


async def test_somebody_else_sees_an_own_week_behind_look_back(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await writes(wren, "read")
    await stage.step(days=6, hours=8)
    (message,) = await ended(stage, wren)
    assert "read" not in (await robin.press(message, "Look back")).text


async def test_the_start_day_moves_the_end_too(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=2)
    more = await wren.press(await wren.command("plan"), "More")
    await wren.choose(more, "My week begins on Wednesday")
    await stage.step(days=5)
    assert not await stage.dms(wren)
    await stage.step(days=1, hours=7)
    assert len(await stage.dms(wren)) == 1


async def test_a_line_kept_ahead_has_an_end_of_its_own_week(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=6, hours=8)
    await wren.press(await looks_back(stage, wren), "Keep line 1")
    await stage.step(days=6, hours=22)
    assert len(await ended(stage, wren)) == 1
    await stage.step(hours=2)
    assert len(await ended(stage, wren)) == 2


async def test_a_full_week_takes_no_more_and_the_line_stays_open(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=7)
    offered = await wren.command("plan")
    for act in ("walk", "write", "sing"):
        await writes(wren, act)
    seen = await wren.press(offered, "Keep line 1")
    assert "three lines already" in seen.text
    assert "I'll read" not in seen.text
    form = await wren.press(await looks_back(stage, wren), "Make line 1 smaller")
    assert (await wren.submit(form)).errors
    assert "Keep line 1" in (await looks_back(stage, wren)).buttons


async def test_what_is_planned_ahead_moves_along_with_the_first_day(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=6, hours=8)
    await wren.press(await looks_back(stage, wren), "Keep line 1")
    more = await wren.press(await wren.command("plan"), "More")
    seen = await wren.choose(more, "My week begins on Sunday")
    assert "Since Sunday, 8 March" in seen.text
    assert "kept" not in seen.text
    await stage.step(days=7)
    seen = await wren.command("plan")
    assert "Since Sunday, 15 March" in seen.text
    assert "I'll read" in seen.text


@pytest.mark.parametrize("button", ["Open line 1 again", "A smaller plan"])
async def test_a_button_of_a_drop_or_a_quiet_time_is_ones_own(stage: Stage, button: str) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await writes(wren, "read")
    await stage.step(days=7)
    await wren.press(await wren.command("plan"), "Keep line 1")
    await writes(wren, "walk")
    await stage.step(days=6, hours=8)
    seen = await wren.press(await looks_back(stage, wren), "Drop line 1")
    answer = await robin.press(seen, button)
    assert not answer.form
    assert "I'll read" not in answer.text
    assert "Open line 1 again" in (await looks_back(stage, wren)).buttons
