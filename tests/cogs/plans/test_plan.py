from __future__ import annotations

import inspect
from datetime import date

import pytest

from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.ui.card import Call
from cogs.plans import calls
from cogs.plans.model import ACT, CUE
from tests.cogs.plans.people import lives_in, rows, writes
from tests.stage import Stage


async def test_somebody_who_never_planned_sees_one_example_and_three_ways(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("plan")
    assert "When it is Tuesday after lunch, I'll write to one person" in seen.text
    assert seen.buttons == ("Write a line", "A small step instead", "Rest this week")
    assert await rows(stage, "plan_week") == 0


async def test_a_line_says_when_and_what(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await writes(wren, "I'll call a former colleague", cue="When it is Tuesday at 10,", kind="contact")
    assert "When it is Tuesday at 10, I'll call a former colleague" in seen.text
    assert "Talking with somebody" in seen.text
    assert await stage.posts("wins") == []


async def test_a_line_can_be_ticked_and_taken_back(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await writes(wren, "rest after lunch"), "Tick line 1")
    assert "Ticked: rest after lunch" in seen.text
    assert "Tick line 1" not in seen.buttons
    assert "Tick line 1" in (await wren.press(seen, "Undo line 1")).buttons


async def test_a_line_that_is_wanted_several_times_counts_them(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await writes(wren, "practise", times=3)
    assert "0 of 3 times" in seen.text
    seen = await wren.press(seen, "+1 on line 1")
    assert "1 of 3 times" in seen.text
    assert "0 of 3 times" in (await wren.press(seen, "Undo line 1")).text


async def test_pressed_twice_it_counts_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "practise", times=3)
    cards = [await wren.command("plan") for _ in range(2)]
    seen = [await wren.press(card, "+1 on line 1") for card in cards]
    assert "1 of 3 times" in seen[1].text
    cards = [await wren.command("plan") for _ in range(2)]
    seen = [await wren.press(card, "Undo line 1") for card in cards]
    assert "0 of 3 times" in seen[1].text


async def test_there_is_room_for_three_lines(stage: Stage) -> None:
    wren = await stage.member("wren")
    first = await wren.press(await wren.command("plan"), "Write a line")
    for act in ("read", "write"):
        await writes(wren, act)
    full = await writes(wren, "walk")
    assert "Write a line" not in full.buttons
    assert (await wren.submit(first, cue="it is noon", act="more")).errors
    assert "more" not in (await wren.command("plan")).text


async def test_a_line_is_changed_and_removed(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await writes(wren, "read"), "Edit line 1")
    assert (form.prefill["cue"], form.prefill["act"]) == ("it is Tuesday", "read")
    seen = await wren.submit(form, act="read a chapter")
    assert "I'll read a chapter" in seen.text
    gone = await wren.press(seen, "Remove line 1")
    assert "chapter" not in gone.text
    assert "somebody else's" in (await wren.press(seen, "Remove line 1")).text


async def test_what_is_empty_is_asked_for_beside_the_field(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.command("plan"), "Write a line")
    assert "cue" in (await wren.submit(form, cue="  ", act="read")).errors
    assert "act" in (await wren.submit(form, cue="it is noon", act="I'll ")).errors


async def test_the_longest_lines_fit_the_card(stage: Stage) -> None:
    wren = await stage.member("wren")
    for sign in "abc":
        await writes(wren, sign * ACT, cue=sign * CUE, times=20, kind="application")
    seen = await wren.command("plan")
    form = await wren.press(seen, "If something gets in the way")
    seen = await wren.submit(form, obstacle="o" * 200, answer="t" * 200)
    assert "o" * 200 in seen.text
    seen = await wren.press(seen, "+1 on line 3")
    assert "1 of 20 times" in seen.text


async def test_what_may_get_in_the_way_is_kept_with_what_to_do_then(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await writes(wren, "read"), "If something gets in the way")
    seen = await wren.submit(form, obstacle="I sleep badly", answer="only the first page")
    assert "I sleep badly" in seen.text
    assert "only the first page" in seen.text
    again = await wren.press(seen, "Change what to do then")
    assert again.prefill["obstacle"] == "I sleep badly"
    assert "sleep" not in (await wren.submit(again, obstacle="", answer="")).text


BUTTONS = ["+1 on line 1", "Undo line 1", "Edit line 1", "Remove line 1"]


@pytest.mark.parametrize("button", BUTTONS)
async def test_somebody_elses_button_changes_nothing(stage: Stage, button: str) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    seen = await wren.press(await writes(wren, "read", times=3), "+1 on line 1")
    assert "somebody else's" in (await robin.press(seen, button)).text
    mine = await wren.command("plan")
    assert "I'll read" in mine.text
    assert "1 of 3 times" in mine.text


@pytest.mark.parametrize("button", ["If something gets in the way", "Rest this week"])
async def test_a_button_of_a_week_speaks_of_the_own_week(stage: Stage, button: str) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    seen = await writes(wren, "read")
    answer = await robin.press(seen, button)
    if answer.form:
        await robin.submit(answer, obstacle="noise", answer="earplugs")
    mine = await wren.command("plan")
    assert "noise" not in mine.text
    assert "You rest this week" not in mine.text
    assert "read" not in (await robin.command("plan")).text


async def test_resting_is_a_full_answer_that_can_be_taken_back(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await wren.command("plan"), "Rest this week")
    assert "That is a full answer" in seen.text
    assert "You rest this week" in (await wren.command("plan")).text
    assert "This week: rest." in (await wren.home()).text
    seen = await wren.press(seen, "Plan after all")
    assert "Write a line" in seen.buttons
    assert "This week: rest." not in (await wren.home()).text


async def test_an_old_card_rests_no_other_week(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("plan")
    await stage.step(days=7)
    await wren.press(seen, "Rest this week")
    assert "You rest this week" not in (await wren.command("plan")).text


async def test_home_says_the_plan_in_a_line(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "This week: nothing is planned" in (await wren.home()).text
    await writes(wren, "read")
    seen = await writes(wren, "walk")
    assert "This week: 2 lines planned." in (await wren.home()).text
    await wren.press(seen, "Tick line 2")
    home = await wren.home()
    assert "This week: 2 lines, 1 done." in home.text
    assert "Tick line 1" in (await wren.press(home, "My plan")).buttons
    assert "energy" in (await wren.press(home, "A small step")).text


async def test_the_week_begins_on_the_own_day_and_clock(stage: Stage) -> None:
    """At 10:00 UTC on Monday it is Monday on all these clocks; a day later in Kiritimati it is midnight sooner."""
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await lives_in(stage, wren, "Pacific/Kiritimati")
    await lives_in(stage, robin, "Pacific/Pago_Pago")
    assert "Since Tuesday, 3 March" not in (await writes(wren, "read")).text
    assert "Since Monday, 23 February" in (await writes(robin, "read")).text
    await stage.step(hours=1)
    assert "Since Monday, 2 March" in (await wren.command("plan")).text
    assert "Since Monday, 2 March" in (await robin.command("plan")).text


async def test_changing_the_day_in_mid_week_takes_the_plan_along(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=2)
    more = await wren.press(await wren.command("plan"), "More")
    seen = await wren.choose(more, "My week begins on Sunday")
    assert "This one began on Sunday, 1 March." in seen.text
    assert "I'll read" in seen.text
    more = await wren.press(seen, "More")
    seen = await wren.choose(more, "My week begins on Wednesday")
    assert "Since Wednesday, 4 March" in seen.text
    assert "I'll read" in seen.text
    await stage.step(days=6)
    assert "I'll read" in (await wren.command("plan")).text
    await stage.step(days=1)
    assert "Since Wednesday, 11 March" in (await wren.command("plan")).text


async def test_a_card_works_after_a_restart(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await writes(wren, "read")
    stage.app = await App.assemble(stage.db, [stage.platform.adapter], stage.clock, load())
    assert "Ticked: read" in (await wren.press(seen, "Tick line 1")).text


async def test_it_works_in_a_rest_from_messages(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await wren.command("rest"), "1 week")
    assert "Ticked: read" in (await wren.press(await writes(wren, "read"), "Tick line 1")).text


async def test_nothing_is_left_after_forget_me(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await wren.press(await wren.press(await wren.command("forget-me"), "Erase my data"), "Yes, erase it")
    for table in ("plan_week", "plan_line", "plan_choice", "plan_step", "plan_why"):
        assert await rows(stage, table) == 0, table
    left = await stage.db.read(lambda tx: tx.all("SELECT call FROM job WHERE member_id IS NOT NULL"))
    assert left == []


def test_what_the_cards_lead_to_is_there() -> None:
    handlers = load().handlers
    for name, value in vars(calls).items():
        if isinstance(value, Call):
            assert value.name in handlers, name
        elif inspect.isfunction(value) and value.__module__ == calls.__name__:
            given = [date(2026, 3, 2) if kind == "date" else 7 for kind in value.__annotations__.values()][:-1]
            call = value(*given)
            assert handlers[call.name].fits(call.args), name
