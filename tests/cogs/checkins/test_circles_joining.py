"""Joining a check-in, and what one sees of it."""

from __future__ import annotations

from datetime import timedelta

from bot.people import members
from cogs.checkins.circles import exporting, store
from tests.cogs.checkins.circle import member_of
from tests.cogs.checkins.joining import in_circles, invited, joined, place, read, settings, the_checkin
from tests.cogs.checkins.made import made, opened
from tests.cogs.prompts.people import erased
from tests.stage import Stage


async def test_joining_asks_nothing_and_says_what_happens_when(stage: Stage) -> None:
    seen = await invited(stage)
    wren = await stage.member("wren")
    card = await wren.press(seen, "Join")
    assert "You’re in: Weekly check-in" in card.text
    assert "is made by" in card.text
    assert "Thursday" in card.text
    assert "18:00" in card.text
    assert "Your circle reads what you write there" in card.text
    assert {"What suits me", "My time zone", "Settings", "Leave"} <= set(card.buttons)
    assert (await place(stage, wren)).circle is None


async def test_joining_twice_shows_ones_place_and_changes_nothing(stage: Stage) -> None:
    seen = await invited(stage)
    wren = await stage.member("wren")
    await wren.press(seen, "Join")
    before = await place(stage, wren)
    again = await wren.press(seen, "Join")
    assert "You wait for a circle" in again.text
    assert await place(stage, wren) == before


async def test_what_one_says_as_a_buddy_is_taken_over(stage: Stage) -> None:
    seen = await invited(stage)
    wren = await stage.member("wren")
    card = await wren.command("buddy join", city="Lisbon")
    form = await wren.choose(card, "Hours that suit")
    await wren.submit(form, parts=("we", "em"))
    form = await wren.choose(await wren.command("buddy join"), "Stage of the search")
    await wren.submit(form, stage="applying")
    await wren.press(seen, "Join")
    mine = await place(stage, wren)
    assert (mine.stage, mine.field, mine.parts) == ("applying", "unsaid", 8 + 16)
    form = await wren.press(await settings(wren), "What suits me")
    assert set(form.prefill["parts"]) == {"we", "em"}


async def test_somebody_whom_staff_stopped_joins_later(stage: Stage) -> None:
    seen = await invited(stage)
    wren = await stage.member("wren")

    until = stage.now + timedelta(days=2)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, member_of(tx, wren), until))
    assert "Moderators have paused your posts" in (await wren.press(seen, "Join")).text
    assert await read(stage, lambda tx: store.of_member(tx, member_of(tx, wren))) == []


async def test_an_ended_check_in_takes_nobody(stage: Stage) -> None:
    seen = await invited(stage)
    wren, fern = await stage.member("wren"), await stage.organiser("fern2")
    await wren.press(seen, "Join")
    card = await settings(wren)
    ended = await fern.press(await opened(fern), "End")
    await fern.press(ended, next(label for label in ended.buttons if label.startswith(("End", "Yes"))))
    ash = await stage.member("ash")
    assert "has ended" in (await ash.press(seen, "Join")).text
    assert "has ended" in (await wren.press(card, "Remind me once")).text
    assert "No check-in runs here yet" in (await wren.command("checkin mine")).text


async def test_without_one_it_is_said_how_to_join(stage: Stage) -> None:
    wren = await stage.member("wren")
    empty = await wren.command("checkin mine")
    assert "No check-in runs here yet" in empty.text
    assert "Check-ins" not in (await wren.home()).text
    await invited(stage)
    card = await wren.command("checkin mine")
    assert "You join with one press" in card.text
    assert "You’re in" in (await wren.press(card, "Join Weekly check-in")).text


async def test_ones_circle_is_shown_by_name_with_what_one_can_do(stage: Stage) -> None:
    wren, ash, rowan = await in_circles(stage, 3)
    card = await wren.command("checkin mine")
    assert ash.name in card.text
    assert rowan.name in card.text
    assert {"Answer now", "Live", "Settings"} <= set(card.buttons)
    assert "Next: " in card.text


async def test_home_says_when_the_next_one_is(stage: Stage) -> None:
    wren, *_ = await joined(stage, 3)
    home = await wren.home()
    assert "Check-ins: you wait for a circle in Weekly check-in." in home.text
    assert "Your check-ins" in (await wren.press(home, "Check-ins")).text


async def test_what_one_says_is_kept_and_shown(stage: Stage) -> None:
    wren, *_ = await joined(stage, 1)
    form = await wren.press(await settings(wren), "What suits me")
    card = await wren.submit(form, parts=("wm",), stage="starting", field="design")
    assert "Getting started" in card.text
    assert "Design" in card.text
    assert "Weekday mornings" in card.text


async def test_somebody_elses_button_concerns_only_whoever_presses(stage: Stage) -> None:
    wren, *_ = await joined(stage, 1)
    ash = await stage.member("ash")
    card = await settings(wren)
    before = await place(stage, wren)
    for label in ("Remind me once", "Ask me by message", "Pause", "Leave", "What suits me"):
        assert "You are not in this check-in" in (await ash.press(card, label)).text
    asked = await wren.press(card, "Leave")
    assert "You have left" in (await ash.press(asked, "Leave")).text
    asked = await wren.press(card, "Pause")
    await ash.press(asked, "2 weeks")
    assert (await place(stage, wren)).paused_until is None
    assert (await place(stage, wren)).by_dm == before.by_dm
    checkin = await the_checkin(stage)
    assert await read(stage, lambda tx: store.belonging(tx, checkin.id, member_of(tx, ash))) is None


async def test_erased_nothing_of_them_stays(stage: Stage) -> None:
    wren, ash, rowan = await in_circles(stage, 3)
    for actor in (wren, ash, rowan):
        await erased(actor)
    assert await read(stage, lambda tx: tx.all("SELECT 1 FROM checkin_member")) == []
    assert await read(stage, lambda tx: tx.all("SELECT 1 FROM checkin_circle WHERE state = 1")) == []


async def test_seven_people_see_the_names_of_their_own_circle_alone(stage: Stage) -> None:
    found = await in_circles(stage, 7)
    mine = {actor.name: (await place(stage, actor)).circle for actor in found}
    for actor in found:
        text = (await actor.command("checkin mine")).text
        for other in found:
            if other is not actor:
                assert (other.name in text) == (mine[other.name] == mine[actor.name])


async def test_many_check_ins_are_all_within_reach(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    for name in ("Anchor", "Buoy", "Cove", "Dune", "Estuary"):
        await made(stage, fern, name=name)
    wren = await stage.member("wren")
    card = await wren.command("checkin mine")
    assert "Join Anchor" in card.buttons
    assert set(card.options) == {"Dune", "Estuary"}
    card = await wren.choose(card, "Dune")
    assert "You’re in: Dune" in (await wren.press(card, "Join")).text


async def test_what_is_handed_out_says_what_was_chosen(stage: Stage) -> None:
    wren, *_ = await in_circles(stage, 3)
    card = await wren.press(await settings(wren), "Remind me once")
    await wren.submit(await wren.press(card, "What suits me"), parts=("wm",), stage="starting")
    handed = await read(stage, lambda tx: exporting.export(tx, member_of(tx, wren)))
    assert isinstance(handed, list)
    (mine,) = handed
    assert isinstance(mine, dict)
    assert mine["hours"] == ["Weekday mornings, 8:00 to 12:00"]
    assert mine["stage"] == "Getting started"
    assert mine["reminder"] is True
    assert mine["circle"]
