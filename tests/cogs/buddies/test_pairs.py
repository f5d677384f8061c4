"""Plans, the nudge half-way, and what happens when one is quiet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ui.form import Place
from cogs.buddies.model import PairState
from tests.cogs.buddies.pairs import NEUTRAL, has_first, heard, intro, message, state, together, two
from tests.cogs.buddies.people import pair_of
from tests.stage import Actor, Stage
from tests.stage.memory import MemoryAdapter

HALF = "Half-way with your buddy"
QUIET = "Would you like somebody new?"
HELLO = {"when": "it is Tuesday at ten", "what": "open the letter and read one page"}
SENTENCE = "When it is Tuesday at ten, I'll open the letter and read one page"


async def plans(stage: Stage, actor: Actor, **lines: str) -> str:
    form = await actor.press(await intro(stage, actor), "Write my plan")
    return (await actor.submit(form, **(lines or HELLO))).text


async def test_a_plan_is_seen_by_the_other_and_can_be_changed(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    assert SENTENCE in await plans(stage, wren)
    (room,) = await stage.rooms(ash)
    assert SENTENCE in room.posts[1].text
    form = await wren.press(room.posts[1], "Write my plan")
    assert form.prefill == HELLO
    await wren.submit(form, what="call Ash")
    (room,) = await stage.rooms(ash)
    assert len(room.posts) == 2
    assert "When it is Tuesday at ten, I'll call Ash" in room.posts[1].text


async def test_everybody_writes_their_own_plan(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await plans(stage, wren)
    (room,) = await stage.rooms(ash)
    form = await ash.press(room.posts[1], "Write my plan")
    assert not form.prefill.get("what")
    await ash.submit(form, when="I wake up", what="I'll write to one person")
    (room,) = await stage.rooms(wren)
    assert SENTENCE in room.posts[1].text
    assert "When I wake up, I'll write to one person" in room.posts[2].text


async def test_a_plan_without_words_is_asked_for_again(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    form = await wren.press(await intro(stage, wren), "Write my plan")
    again = await wren.submit(form, when="   ", what="read")
    assert again.errors
    assert len((await stage.rooms(ash))[0].posts) == 1


async def test_a_plan_with_a_link_is_not_shown_where_links_are_off(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    form = await wren.press(await intro(stage, wren), "Write my plan")
    assert (await wren.submit(form, when="today", what="look at https://example.org/job")).errors
    assert len((await stage.rooms(ash))[0].posts) == 1


async def test_without_a_room_a_plan_comes_as_a_message(stage: Stage) -> None:
    wren, ash = await two(stage)
    await stage.break_rooms()
    await together(stage, wren, ash)
    form = await wren.press(await message(stage, wren, "Meet your buddy"), "Write my plan")
    await wren.submit(form, **HELLO)
    assert SENTENCE in (await message(stage, ash, "A plan from your buddy")).text


async def test_nobody_else_can_press_what_belongs_to_a_pair(stage: Stage) -> None:
    wren, ash = await two(stage)
    eve = await stage.member("eve")
    pair = await together(stage, wren, ash)
    await stage.step(days=4)
    seen, nudge = await intro(stage, wren), await message(stage, wren, HALF)
    sure = await wren.press(await wren.press(seen, "…"), "Step out")
    for card, label in (
        (seen, "Write my plan"),
        (seen, "…"),
        (nudge, "We talked"),
        (nudge, "Not yet"),
        (nudge, "Swap me, no reason needed"),
        (sure, "Step out"),
        (await wren.press(seen, "…"), "Report"),
    ):
        answer = await eve.press(card, label)
        assert "not open any more" in answer.text, label
        assert not answer.form
    assert await state(stage, pair) is PairState.OPEN
    assert await pair_of(stage, eve) is None


async def test_half_way_each_is_asked_once_by_a_private_message(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await stage.step(days=3, hours=10)
    assert not await heard(stage, wren, HALF)
    await stage.step(days=1)
    assert await heard(stage, wren, HALF) == 1
    talked = await wren.press(await message(stage, wren, HALF), "We talked")
    assert "not told" in talked.text
    await stage.step(days=1)
    assert await heard(stage, ash, HALF) == 1
    assert len((await stage.rooms(ash))[0].posts) == 1


async def test_not_yet_brings_two_small_ideas(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await stage.step(days=4)
    seen = await wren.press(await message(stage, wren, HALF), "Not yet")
    assert "One line to send" in seen.text
    assert "One time that suits" in seen.text


async def test_a_swap_is_confirmed_and_ends_the_pair_for_both(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    await stage.step(days=4)
    sure = await wren.press(await message(stage, wren, HALF), "Swap me, no reason needed")
    assert await state(stage, pair) is PairState.OPEN
    done = await wren.press(sure, "Swap")
    assert "next match" in done.text
    assert await state(stage, pair) is PairState.ENDED
    assert await heard(stage, ash, NEUTRAL) == 1
    assert await has_first(stage, ash)
    assert not await has_first(stage, wren)
    again = await wren.press(sure, "Swap")
    assert "not open any more" in again.text
    await stage.step(days=1)
    assert await heard(stage, ash, NEUTRAL) == 1


async def test_whoever_stays_keeps_the_pair(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    sure = await wren.press(await wren.press(await intro(stage, wren), "…"), "Step out")
    assert "goes on" in (await wren.press(sure, "Stay")).text
    assert await state(stage, pair) is PairState.OPEN


async def test_after_days_of_silence_the_one_who_acted_may_have_somebody_new(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await plans(stage, wren)
    await stage.step(days=4, hours=23)
    assert not await heard(stage, wren, QUIET)
    await stage.step(days=1)
    seen = await message(stage, wren, QUIET)
    assert "ash" not in seen.text
    assert not await heard(stage, ash, QUIET)
    await wren.press(seen, "Keep waiting")
    before = len(await stage.dms(wren))
    await stage.step(hours=20)
    assert len(await stage.dms(wren)) == before


async def test_days_of_rest_are_no_silence(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await plans(stage, wren)
    await ash.press(await ash.command("rest"), "3 days")
    await stage.step(days=6, hours=12)
    assert not await heard(stage, wren, QUIET)


async def test_who_answered_later_is_not_silent(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash, lasts=timedelta(days=14))
    await plans(stage, wren)
    await stage.step(hours=1)
    await plans(stage, ash)
    await stage.step(days=6)
    assert not await heard(stage, wren, QUIET)
    assert not await heard(stage, ash, QUIET)


async def test_a_buddy_can_be_told_of_a_rest_once(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    resting = await wren.press(await wren.command("rest"), "3 days")
    await wren.press(resting, "Tell my buddy")
    assert await heard(stage, ash, "takes a rest until") == 1
    again = await wren.press(resting, "Tell my buddy")
    assert "told of this rest before" in again.text
    await stage.step(days=1)
    assert await heard(stage, ash, "takes a rest until") == 1


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_a_plan_that_finds_its_room_lost_comes_as_a_message(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    seen = await intro(stage, wren)
    adapter = stage.platform.adapter
    assert isinstance(adapter, MemoryAdapter)
    place = next(place for place, shown in adapter.shown.values() if shown.card and "Meet" in shown.card.title)
    adapter.rooms[place] = Place(place, missing=("Send Messages in Threads",))
    form = await wren.press(seen, "Write my plan")
    await wren.submit(form, **HELLO)
    assert await heard(stage, ash, SENTENCE) == 1
    assert not await heard(stage, wren, SENTENCE)
