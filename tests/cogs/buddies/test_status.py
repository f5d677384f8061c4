from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.adapter import Scene
from bot.people import communities
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.storage.database import Tx
from bot.ui.card import Actions, Button, Call, Card
from cogs.buddies import calls
from cogs.buddies.model import SILENT_ROUNDS, PairState, Round, RoundState
from cogs.buddies.pairs import notes
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store
from cogs.buddies.rounds import store as rounds
from tests.cogs.buddies.people import joins, member_id, pair_of, paired, said
from tests.stage import Actor, Seen, Stage

BACK = "Your pause ends today"


async def status(actor: Actor) -> Seen:
    return await actor.command("buddy status")


async def pauses(actor: Actor, day: date) -> Seen:
    form = await actor.press(await actor.press(await status(actor), "Pause"), "Until a day")
    return await actor.submit(form, day=day)


async def told(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if BACK in seen.text]


async def state_of(stage: Stage, pair: int) -> PairState:
    found = await stage.db.run(lambda tx: pairs.get(tx, stage.community, pair))
    assert found is not None
    return found.state


# Before joining, and skipping


async def test_without_a_profile_it_offers_to_join(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await status(wren)
    assert "You are not in" in seen.text
    assert "place" in (await wren.press(seen, "Join")).form


async def test_home_leads_to_joining_and_then_to_the_status(stage: Stage) -> None:
    wren = await stage.member("wren")
    home = await wren.home()
    assert "somebody who looks for work too" in home.text
    assert (await wren.press(home, "Get a buddy")).form == ("place",)
    await joins(wren)
    home = await wren.home()
    assert "the next round is Monday, 9 March, 10:00" in home.text
    assert said(await wren.press(home, "Buddies"), "2026-03-09 10:00")


async def test_a_skip_holds_for_one_round_alone(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    seen = await wren.press(await status(wren), "Skip the next round")
    assert "You skip the round" in seen.text
    assert said(seen, "2026-03-09 10:00")
    assert "you skip the round of Monday, 9 March" in (await wren.home()).text
    await stage.step(days=7)
    seen = await status(wren)
    assert "skip the round" not in seen.text
    assert said(seen, "2026-03-16 10:00")


async def test_a_skip_is_taken_back(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    skipped = await wren.press(await status(wren), "Skip the next round")
    for _ in range(2):
        seen = await wren.press(skipped, "Take the skip back")
        assert "You skip the round" not in seen.text
        assert "Skip the next round" in seen.buttons


async def test_a_skip_pressed_twice_skips_one_round(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    before = await status(wren)
    for _ in range(2):
        assert said(await wren.press(before, "Skip the next round"), "2026-03-09 10:00")


async def test_an_old_button_skips_no_other_round(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    before = await status(wren)
    await stage.step(days=8)
    seen = await wren.press(before, "Skip the next round")
    assert "can't be skipped any more" in seen.text
    assert "You skip the round" not in seen.text


async def test_somebody_elses_buttons_change_only_ones_own(stage: Stage) -> None:
    wren, fern, lark = await stage.member("wren"), await stage.member("fern"), await stage.member("lark")
    for actor in (wren, fern):
        await joins(actor)
    seen = await status(wren)
    for label in ("Skip the next round", "Pause", "My profile", "Never pair me with", "Leave"):
        assert "You are not in" in (await lark.press(seen, label)).text
    asked = await wren.press(seen, "Leave")
    await fern.press(seen, "Skip the next round")
    await fern.press(asked, "Leave")
    assert "You are not in" in (await status(fern)).text
    assert "You skip" not in (await status(wren)).text
    assert said(await status(wren), "2026-03-09 10:00")


# Pausing


async def test_a_pause_until_a_day_ends_by_itself_with_one_message_that_morning(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    seen = await pauses(wren, date(2026, 3, 12))
    assert "You are paused until" in seen.text
    assert said(seen, "2026-03-12 00:00")
    assert "paused until Thursday, 12 March" in (await wren.home()).text
    await stage.step(days=9, hours=22)
    assert await told(stage, wren) == []
    await stage.step(days=3)
    (notice,) = await told(stage, wren)
    assert {"Stay in", "Pause longer", "Leave"} <= set(notice.buttons)
    assert said(notice, "2026-03-16 10:00")
    assert "You are paused" not in (await status(wren)).text


async def test_it_ends_on_the_persons_own_clock_and_through_daylight_saving(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren, "Berlin")
    await pauses(wren, date(2026, 4, 1))
    await stage.step(days=29, hours=11)  # 31 March, 21:00 UTC: 23:00 in Berlin's summer
    assert "You are paused" in (await status(wren)).text
    await stage.step(hours=1)
    assert "You are paused" not in (await status(wren)).text
    assert await told(stage, wren) == []
    await stage.step(hours=9)  # 07:00 UTC: 09:00
    assert len(await told(stage, wren)) == 1


async def test_stay_in_pause_longer_and_leave_follow_the_message(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await pauses(wren, date(2026, 3, 5))
    await stage.step(days=4)
    (notice,) = await told(stage, wren)
    for _ in range(2):
        assert said(await wren.press(notice, "Stay in"), "2026-03-09 10:00")
    asked = await wren.press(notice, "Pause longer")
    assert "You are paused until you come back" in (await wren.press(asked, "Until I come back")).text
    assert "Leave the buddy rounds?" in (await wren.press(notice, "Leave")).text


async def test_a_longer_pause_moves_the_message(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    paused = await pauses(wren, date(2026, 3, 5))
    form = await wren.press(await wren.press(paused, "Change the pause"), "Until a day")
    await wren.submit(form, day=date(2026, 3, 20))
    await stage.step(days=10)
    assert await told(stage, wren) == []
    assert "You are paused" in (await status(wren)).text
    await stage.step(days=10)
    assert len(await told(stage, wren)) == 1


async def test_a_pause_without_an_end_stays_until_one_press(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    seen = await wren.press(await wren.press(await status(wren), "Pause"), "Until I come back")
    assert "paused until you come back" in (await wren.home()).text
    await stage.step(days=40)
    assert await told(stage, wren) == []
    for _ in range(2):
        back = await wren.press(seen, "Come back")
        assert "The next round is" in back.text


async def test_coming_back_early_ends_without_a_message(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    paused = await pauses(wren, date(2026, 3, 6))
    await wren.press(paused, "Come back")
    await stage.step(days=8)
    assert await told(stage, wren) == []


async def test_a_day_that_is_over_or_too_far_is_refused_beside_the_field(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    form = await wren.press(await wren.press(await status(wren), "Pause"), "Until a day")
    today = stage.now.date()
    for day in (today, today - timedelta(days=1), today + timedelta(days=366)):
        form = await wren.submit(form, day=day)
        assert set(form.errors) == {"day"}
    assert "You are paused" in (await wren.submit(form, day=today + timedelta(days=365))).text


async def test_a_pause_survives_a_restart(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await pauses(wren, date(2026, 3, 4))
    stage.app = await App.assemble(stage.db, [stage.platform.adapter], stage.clock, load())
    await stage.step(days=3)
    assert len(await told(stage, wren)) == 1


async def test_nothing_is_said_to_somebody_who_left_meanwhile(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await pauses(wren, date(2026, 3, 4))
    await leaves(wren)
    await stage.step(days=3)
    assert await told(stage, wren) == []


async def test_a_pause_that_came_by_silence_ends_with_one_press(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    id = await member_id(stage, wren)

    def silent(tx: Tx) -> None:
        for _ in range(SILENT_ROUNDS):
            store.was_silent(tx, id)
        store.pause(tx, id, store.PAUSED_UNTIL_BACK)

    await stage.db.run(silent)
    seen = await status(wren)
    assert "went by quietly" in seen.text
    back = await wren.press(seen, "Come back")
    assert "The next round is" in back.text
    profile = await stage.db.run(lambda tx: store.get(tx, id))
    assert profile is not None
    assert profile.silent == 0


async def test_the_end_of_a_pause_is_told_whatever_else_was_sent_that_day(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await stage.db.run(lambda tx: tx.run("UPDATE account SET daily = 0"))
    await pauses(wren, date(2026, 3, 4))
    await stage.step(days=3)
    assert len(await told(stage, wren)) == 1


# In a pair


async def test_the_status_names_the_buddy_and_until_when(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    await paired(stage, wren, fern)
    seen = await status(wren)
    assert "Your buddy:" in seen.text
    assert "fern" in seen.text
    assert said(seen, "2026-03-09 09:00")
    assert said(seen, "2026-03-09 10:00")
    assert "Step out" in seen.buttons
    assert "You have a buddy until Monday, 9 March." in (await wren.home()).text


async def test_a_longer_pair_is_followed_by_the_round_after_it(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    await paired(stage, wren, fern, lasts=timedelta(days=28) - timedelta(hours=1))
    assert said(await status(wren), "2026-03-30 10:00")


async def test_a_pause_in_a_pair_says_first_that_it_ends_the_pair(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    pair = await paired(stage, wren, fern)
    asked = await wren.press(await status(wren), "Pause")
    assert "Pausing also ends your pair with" in asked.text
    assert "Only skip the next round" in asked.buttons
    assert await state_of(stage, pair) is PairState.OPEN
    assert "You are paused" in (await wren.press(asked, "Until I come back")).text
    assert await state_of(stage, pair) is PairState.ENDED
    assert await pair_of(stage, fern) is None
    assert "You have first place in the next match" in (await status(fern)).text
    assert "wren" not in (await status(fern)).text


async def test_only_skipping_keeps_the_pair(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    pair = await paired(stage, wren, fern)
    asked = await wren.press(await status(wren), "Pause")
    seen = await wren.press(asked, "Only skip the next round")
    assert "You skip the round" in seen.text
    assert await state_of(stage, pair) is PairState.OPEN


async def test_a_pair_that_began_since_is_not_ended_without_a_word(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    seen = await status(wren)
    pausing, leaving = await wren.press(seen, "Pause"), await wren.press(seen, "Leave")
    form = await wren.press(pausing, "Until a day")
    pair = await paired(stage, wren, fern)
    for answer in (
        await wren.press(pausing, "Until I come back"),
        await wren.submit(form, day=date(2026, 3, 20)),
        await wren.press(leaving, "Leave"),
    ):
        assert "also ends your pair with" in answer.text
    assert await state_of(stage, pair) is PairState.OPEN


async def test_of_three_the_other_two_go_on(stage: Stage) -> None:
    wren, fern, lark = [await stage.member(name) for name in ("wren", "fern", "lark")]
    for actor in (wren, fern, lark):
        await joins(actor)
    pair = await paired(stage, wren, fern, lark)
    asked = await wren.press(await status(wren), "Pause")
    assert "The two others go on together" in asked.text
    await wren.press(asked, "Until I come back")
    assert await state_of(stage, pair) is PairState.OPEN
    assert "lark" in (await status(fern)).text


# Leaving


async def leaves(actor: Actor) -> Seen:
    asked = await actor.press(await status(actor), "Leave")
    return await actor.press(asked, "Leave")


async def test_leaving_asks_first_and_deletes_the_profile(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    asked = await wren.press(await status(wren), "Leave")
    assert "deletes your profile" in asked.text
    assert "You are not in" not in (await status(wren)).text
    for _ in range(2):
        assert "deleted" in (await wren.press(asked, "Leave")).text
    assert "You are not in" in (await status(wren)).text
    again = await wren.press(await wren.press(asked, "Leave"), "Join again")
    assert "You're in." in again.text


async def test_leaving_in_a_pair_ends_it(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    pair = await paired(stage, wren, fern)
    asked = await wren.press(await status(wren), "Leave")
    assert "Leaving also ends your pair with" in asked.text
    await wren.press(asked, "Leave")
    assert await state_of(stage, pair) is PairState.ENDED
    assert "You have first place in the next match" in (await status(fern)).text


async def test_kind_notes_stay_in_reach_after_leaving(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    pair = await paired(stage, wren, fern)
    w, f = await member_id(stage, wren), await member_id(stage, fern)
    assert "Kind notes" not in (await wren.home()).text
    await stage.db.run(
        lambda tx: notes.write(tx, pair=pair, writer=f, to=w, text="You listen.", now=stage.now, hidden=False)
    )
    assert "Kind notes from buddies are kept for you" in (await wren.home()).text
    await leaves(wren)
    seen = await wren.press(await wren.home(), "Buddies")
    assert "You are not in" in seen.text
    assert "You listen." in (await wren.press(seen, "Kind notes")).text
    assert "Kind notes" not in (await fern.command("buddy status")).text


# Rest, and what staff decided


async def test_a_rest_is_shown_with_what_it_means_for_rounds(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await wren.press(await wren.command("rest"), "3 days")
    seen = await status(wren)
    assert "You are resting until" in seen.text
    assert said(seen, "2026-03-05 10:00")


async def test_when_no_rounds_are_held_nobody_is_promised_one(stage: Stage) -> None:
    wren = await stage.member("wren")

    def halt(tx: Tx) -> None:
        pools.save(tx, replace(pools.first(tx, stage.community), running=False))

    await stage.db.run(halt)
    assert "No rounds are planned here for now" in (await joins(wren)).text
    seen = await status(wren)
    assert "Skip the next round" not in seen.buttons
    assert "No rounds are planned for now" in (await wren.home()).text


# From the message before a round


async def announced(stage: Stage) -> Round:
    def make(tx: Tx) -> Round:
        pool = pools.first(tx, stage.community)
        at = pools.next_at(pool, communities.get(tx, stage.community).zone, stage.now)
        return rounds.planned(tx, pool.id) or rounds.add(tx, pool.id, at, 1, RoundState.ANNOUNCED)

    return await stage.db.run(make)


async def presses(stage: Stage, actor: Actor, call: Call) -> Seen:
    """A button of a message that another part of buddies writes."""
    card = Card("A round", (Actions((Button("Press", call),)),))
    scene = Scene(stage.community, zone=ZoneInfo("UTC"))
    return await actor.press(Seen(buttons=("Press",), handle=(card, scene)), "Press")


only_memory = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True)


@only_memory
async def test_an_announced_round_is_skipped_and_stayed_in(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await stage.step(days=6)
    round = await announced(stage)
    for _ in range(2):
        assert said(await presses(stage, wren, calls.skip(round.id)), "2026-03-09 10:00")
    assert "You skip the round" in (await status(wren)).text
    for _ in range(2):
        assert "Good, you are in." in (await presses(stage, wren, calls.stay(round.id))).text
    assert "You skip the round" not in (await status(wren)).text


@only_memory
async def test_staying_brings_back_somebody_who_paused_since(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await stage.step(days=6)
    round = await announced(stage)
    await pauses(wren, date(2026, 3, 20))
    assert "The next round is" in (await presses(stage, wren, calls.stay(round.id))).text
    await stage.step(days=14)
    assert await told(stage, wren) == []


@only_memory
async def test_a_round_that_was_matched_can_not_be_skipped_and_it_is_said_kindly(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for actor in (wren, fern):
        await joins(actor)
    round = await announced(stage)
    await stage.db.run(lambda tx: rounds.move(tx, round.id, RoundState.ANNOUNCED, RoundState.OPEN))
    await paired(stage, wren, fern)
    for call in (calls.skip(round.id), calls.stay(round.id), calls.skip(1)):
        seen = await presses(stage, wren, call)
        assert "has been matched already" in seen.text
        assert "Step out" in seen.buttons
        assert "You skip the round" not in seen.text


@only_memory
async def test_a_press_counts_as_being_there(stage: Stage) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    id = await member_id(stage, wren)
    round = await announced(stage)
    for call in (calls.skip(round.id), calls.stay(round.id), calls.PAUSE):
        await stage.db.run(lambda tx: store.was_silent(tx, id))
        await presses(stage, wren, call)
        profile = await stage.db.run(lambda tx: store.get(tx, id))
        assert profile is not None
        assert profile.silent == 0


@only_memory
async def test_buttons_of_rounds_do_nothing_for_somebody_who_is_not_in(stage: Stage) -> None:
    wren, lark = await stage.member("wren"), await stage.member("lark")
    await joins(wren)
    round = await announced(stage)
    for call in (calls.skip(round.id), calls.stay(round.id), calls.PAUSE, calls.COME_BACK):
        assert "You are not in" in (await presses(stage, lark, call)).text
