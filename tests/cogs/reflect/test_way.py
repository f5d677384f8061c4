"""The way through a look back."""

from __future__ import annotations

import pytest

from bot.words import packs
from cogs.reflect.model import THOUGHT, WANT, WELL, Answer, Step
from cogs.reflect.views import STAGES
from tests.cogs.plans.people import writes
from tests.cogs.reflect.people import begins, logs, rows, to_the_end, writes_well
from tests.stage import Stage

INTERVIEWS = [item.text for item in packs.load("cogs.reflect", "interviews", "en").items]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_a_list_of_four_to_six_things(stage: str) -> None:
    assert 4 <= len(packs.load("cogs.reflect", stage, "en").items) <= 6


async def test_it_begins_with_what_went_well(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "What went well, even a little?" in (await begins(wren)).text


async def test_the_whole_way_ends_in_a_card_that_shows_all(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await writes_well(wren, "I stayed calm.")
    assert INTERVIEWS[0] in seen.text
    for label in ("Did that", "Next time", "Not for me", "Skip this one", "Did that", "Next time"):
        seen = await wren.press(seen, label)
    seen = await wren.submit(await wren.press(seen, "Write it down"), more="A small team.", next="Time for people.")
    assert "A kinder way" in seen.text
    assert "Help now" in seen.buttons
    form = await wren.press(seen, "Write it down")
    seen = await wren.submit(form, thought="I froze.", kinder="You took a hard question.")
    assert INTERVIEWS[1] in seen.text  # what they said of next time
    form = await wren.press(seen, "Write it down")
    assert form.form == ("cue", "act")
    seen = await wren.submit(form, cue="it is Tuesday", act="practise out loud")
    assert "stands in your plan" in seen.text
    end = await wren.press(seen, "Next")
    for text in (
        "I stayed calm.",
        "Did that",
        INTERVIEWS[0],
        "A small team.",
        "Time for people.",
        "I froze.",
        "You took a hard question.",
        "When it is Tuesday, I'll practise out loud",
    ):
        assert text in end.text, text
    assert INTERVIEWS[3] not in end.text  # skipped, and not named
    kept = await wren.press(end, "Keep it")
    assert "Kept until you delete it" in kept.text
    assert "practise out loud" in (await wren.command("plan")).text
    assert await rows(stage, "plan_line") == 1


async def test_every_part_can_be_skipped_and_nothing_is_kept_then(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await begins(wren), "Skip this")
    seen = await wren.press(seen, "Skip the list")
    for _ in range(3):
        seen = await wren.press(seen, "Skip this")
    assert "Nothing is written here, and that is fine." in seen.text
    assert "Keep it" not in seen.buttons
    assert "nothing to keep" in (await wren.press(seen, "Close it")).text
    assert await rows(stage, "reflection") == 0


async def test_an_empty_form_is_a_skip(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert INTERVIEWS[0] in (await writes_well(wren, "  ")).text
    assert "Skip this" in (await wren.press(await wren.command("reflect"), "Back")).buttons


async def test_it_goes_on_where_it_was_left_and_sends_no_reminder(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await writes_well(wren), "Did that")
    left = await wren.press(seen, "Stop for now")
    assert "16 March 2026" in left.text
    await stage.step(days=5)
    assert not await stage.dms(wren)
    assert INTERVIEWS[1] in (await wren.press(left, "Go on")).text
    seen = await wren.command("reflect")
    assert INTERVIEWS[1] in seen.text
    back = await wren.press(seen, "Back")
    assert INTERVIEWS[0] in back.text
    assert "You said: Did that." in back.text
    assert "I asked my own question." in (await wren.press(back, "Back")).text


async def test_pressed_twice_it_is_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    card = await wren.command("reflect")
    first, again = await wren.choose(card, "Interviews"), await wren.choose(card, "Interviews")
    assert first.text == again.text
    assert await rows(stage, "reflection") == 1
    form = await wren.press(first, "Write it down")
    seen = await wren.submit(form, well="One.")
    for _ in range(2):
        seen = await wren.press(seen, "Did that")
    end = await wren.press(await wren.command("reflect"), "Skip the list")
    for _ in range(3):
        end = await wren.press(end, "Skip this")
    for _ in range(2):
        assert "See the win" in (await wren.press(end, "Save what went well as a win")).buttons
    assert await rows(stage, "win") == 1
    for _ in range(2):
        assert "Kept until" in (await wren.press(end, "Keep it")).text
    assert await rows(stage, "reflection") == 1


async def test_a_line_sent_twice_stands_in_the_plan_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await writes_well(wren), "Skip the list")
    for _ in range(2):
        seen = await wren.press(seen, "Skip this")
    form = await wren.press(seen, "Write it down")
    assert (await wren.submit(form, cue=" ", act="rest")).errors
    for _ in range(2):
        await wren.submit(form, cue="When it is Monday,", act="I'll rest")
    assert "When it is Monday, I'll rest" in (await wren.command("plan")).text
    assert await rows(stage, "plan_line") == 1


async def test_with_a_full_week_the_line_is_an_idea_until_there_is_room(stage: Stage) -> None:
    wren = await stage.member("wren")
    for n in range(2):
        await writes(wren, f"read {n}")
    plan = await writes(wren, "walk")
    seen = await wren.press(await writes_well(wren), "Skip the list")
    for _ in range(2):
        seen = await wren.press(seen, "Skip this")
    idea = await wren.submit(await wren.press(seen, "Write it down"), cue="it is Friday", act="call Ash")
    assert "kept here as an idea" in idea.text
    assert await rows(stage, "plan_line") == 3
    assert "three lines already" in (await wren.press(idea, "Put it into my plan")).text
    await wren.press(plan, "Remove line 1")
    for _ in range(2):
        assert "stands in your plan" in (await wren.press(idea, "Put it into my plan")).text
    assert "call Ash" in (await wren.command("plan")).text
    assert await rows(stage, "plan_line") == 3


async def test_a_week_of_rest_stays_one(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await wren.command("plan"), "Rest this week")
    seen = await wren.press(await writes_well(wren), "Skip the list")
    for _ in range(2):
        seen = await wren.press(seen, "Skip this")
    idea = await wren.submit(await wren.press(seen, "Write it down"), cue="it is Friday", act="call Ash")
    assert "You rest this week" in idea.text
    assert "You rest this week" in (await wren.command("plan")).text


async def test_a_part_can_be_gone_back_to_from_the_end(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.choose(await to_the_end(wren), Step.WELL.label)
    form = await wren.press(seen, "Change it")
    assert form.prefill["well"] == "I asked my own question."


async def test_the_longest_of_everything_fits(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await writes_well(wren, "w" * WELL)
    for _ in INTERVIEWS:
        seen = await wren.press(seen, Answer.NEXT.label)
    many = {name: name[0] * WANT for name in ("more", "other", "next")}
    seen = await wren.submit(await wren.press(seen, "Write it down"), **many)
    seen = await wren.submit(await wren.press(seen, "Write it down"), thought="t" * THOUGHT, kinder="k" * THOUGHT)
    assert INTERVIEWS[-1] in seen.text
    seen = await wren.submit(await wren.press(seen, "Write it down"), cue="c" * 120, act="a" * 200)
    end = await wren.press(seen, "Next")
    for text in ("w" * WELL, *many.values(), "t" * THOUGHT, "k" * THOUGHT, "c" * 120, "a" * 200, INTERVIEWS[-1]):
        assert text in end.text
    assert "k" * THOUGHT in (await wren.press(end, "Keep it")).text


async def test_a_logged_no_is_chosen_and_its_company_stands_on_every_card(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await logs(wren, "Acme", "final-round")
    await wren.command("rejection", company="Other")
    card = await wren.command("reflect")
    assert "2 March 2026 · Acme · Final round" in card.options
    seen = await wren.choose(card, "2 March 2026 · Acme · Final round")
    assert "Final round · Acme" in seen.text
    assert "gone" in (await robin.choose(card, "2 March 2026 · Acme · Final round")).text
    await wren.press(await wren.press(await wren.press(seen, "Stop for now"), "Delete it"), "Earlier ones")
    asked = await wren.choose(await wren.command("reflect"), "2 March 2026 · Other")
    assert "How far did it get?" in asked.text
    assert "No reply came · Other" in (await wren.choose(asked, "No reply came")).text
    assert await rows(stage, "reflection") == 1


async def test_from_the_card_of_a_no_and_one_at_a_time(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    acme = await logs(wren, "Acme", "interviews")
    other = await logs(wren, "Other", "first-call")
    assert "gone" in (await robin.press(acme, "Look back on it")).text
    seen = await wren.press(acme, "Look back on it")
    await wren.submit(await wren.press(seen, "Write it down"), well="I went there.")
    busy = await wren.press(other, "Look back on it")
    assert "One is open at a time" in busy.text
    assert INTERVIEWS[0] in (await wren.press(busy, "Go on with that one")).text
    assert INTERVIEWS[0] in (await wren.press(acme, "Look back on it")).text
    for _ in range(2):
        assert "First call · Other" in (await wren.press(busy, "Keep it as it is, begin this one")).text
    assert await rows(stage, "reflection") == 2
    assert "Interviews · Acme" in (await wren.command("reflections")).text


async def test_an_empty_one_makes_room_without_being_kept(stage: Stage) -> None:
    wren = await stage.member("wren")
    acme = await logs(wren, "Acme", "interviews")
    await begins(wren, "Application")
    await wren.press(await wren.press(acme, "Look back on it"), "Keep it as it is, begin this one")
    assert await rows(stage, "reflection") == 1


async def test_a_no_that_is_deleted_takes_its_company_along(stage: Stage) -> None:
    wren = await stage.member("wren")
    acme = await logs(wren, "Acme", "interviews")
    await wren.press(acme, "Look back on it")
    await wren.press(acme, "Undo")
    seen = await wren.command("reflect")
    assert "Interviews" in seen.text
    assert "Acme" not in seen.text
