"""What a live session does by itself: who leads, the reminder, its end; and what becomes of it when somebody goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from cogs.checkins.live import course, store
from tests.cogs.checkins.meeting import MONDAY, OURS, at, card, led, led_at, plan, together, told, until
from tests.cogs.checkins.weekly import Weekly, rests_until, trio
from tests.cogs.prompts.people import erased
from tests.stage import Actor, Seen, Stage

START = at(19, MONDAY)
SETTLED = START - timedelta(hours=48)


async def planned(stage: Stage, *coming: str) -> tuple[Weekly, Actor, Actor, Actor]:
    """A session on Monday that wren planned; wren led one a week ago, ash two weeks ago, sable never."""
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await led(stage, circle, wren, stage.now - timedelta(days=7))
    await led(stage, circle, ash, stage.now - timedelta(days=14))
    await plan(wren)
    for actor in (ash, sable):
        if actor.name in coming:
            await actor.press(await card(circle, actor), "I'm coming")
    return circle, wren, ash, sable


async def leads(circle: Weekly, actor: Actor) -> str:
    text = (await card(circle, actor)).text
    return next(line for line in text.splitlines() if line.startswith("Who leads")).removeprefix("Who leads: ")


async def test_two_days_before_whoever_led_longest_ago_is_asked_privately(stage: Stage) -> None:
    circle, wren, ash, sable = await planned(stage, "ash")
    assert "Somebody who comes" in await leads(circle, ash)
    assert not await told(stage, ash, "You lead")
    await until(stage, SETTLED)
    assert await leads(circle, sable) == "@ash"
    (asked,) = await told(stage, ash, "You lead")
    assert "Agenda" in asked.text
    assert "Pass" in asked.buttons
    assert not await told(stage, wren, "You lead")
    assert not await told(stage, sable, "You lead")


async def test_who_never_led_comes_first(stage: Stage) -> None:
    circle, _, ash, _ = await planned(stage, "ash", "sable")
    await until(stage, SETTLED)
    assert await leads(circle, ash) == "@sable"


async def test_a_pass_goes_to_the_next_and_nobody_hears_of_it(stage: Stage) -> None:
    circle, wren, ash, sable = await planned(stage, "ash")
    await until(stage, SETTLED)
    (asked,) = await told(stage, ash, "You lead")
    assert "Nobody is told" in (await ash.press(asked, "Pass")).text
    assert "don't lead" in (await ash.press(asked, "Pass")).text
    assert await leads(circle, sable) == "@wren"
    (next_asked,) = await told(stage, wren, "You lead")
    assert "ash" not in next_asked.text
    assert "pass" not in (await card(circle, sable)).text.lower()
    await wren.press(next_asked, "Pass")
    assert await leads(circle, sable) == "Nobody leads; the agenda is enough."
    assert not await told(stage, sable, "You lead")
    await sable.press(await card(circle, sable), "I'm coming")
    assert await leads(circle, ash) == "@sable"


async def test_only_the_leader_passes(stage: Stage) -> None:
    circle, _, ash, sable = await planned(stage, "ash")
    await until(stage, SETTLED)
    (asked,) = await told(stage, ash, "You lead")
    assert "don't lead" in (await sable.press(asked, "Pass")).text
    assert await leads(circle, sable) == "@ash"


async def test_a_leader_who_cannot_come_is_replaced(stage: Stage) -> None:
    circle, _, ash, sable = await planned(stage, "ash")
    await until(stage, SETTLED)
    await ash.press(await card(circle, ash), "Can't make it")
    assert await leads(circle, sable) == "@wren"


async def test_where_nobody_comes_yet_somebody_active_is_asked_and_not_named_before_they_say(stage: Stage) -> None:
    circle, wren, ash, sable = await planned(stage)
    await wren.press(await card(circle, wren), "Can't make it")
    await until(stage, SETTLED)
    (asked,) = await told(stage, sable, "You lead")
    assert "You have not said if you come" in asked.text
    assert "sable" not in (await card(circle, ash)).text
    await sable.press(asked, "I'm coming")
    assert await leads(circle, ash) == "@sable"


async def test_who_rests_or_pauses_is_neither_asked_nor_told(stage: Stage) -> None:
    circle, wren, ash, sable = await planned(stage, "ash", "sable")
    await circle.run(f"SET paused_until = {seconds(START + timedelta(days=9))}", sable)
    await rests_until(stage, ash, START + timedelta(days=9))
    await until(stage, START - timedelta(minutes=5))
    assert await leads(circle, wren) == "@wren"
    for actor in (ash, sable):
        assert not await told(stage, actor, "You lead")
        assert not await told(stage, actor, "Soon")
    assert len(await told(stage, wren, "Soon")) == 1


async def test_one_reminder_comes_an_hour_before_to_who_comes_and_to_the_leader_with_the_agenda(stage: Stage) -> None:
    circle, wren, ash, sable = await planned(stage, "ash")
    await sable.press(await card(circle, sable), "Maybe")
    await until(stage, START - timedelta(minutes=61))
    assert not await told(stage, ash, "Soon")
    await until(stage, START - timedelta(minutes=59))
    (leader,), (comes,) = await told(stage, ash, "Soon"), await told(stage, wren, "Soon")
    assert "Agenda" in leader.text
    assert "Pass" in leader.buttons
    assert "Agenda" not in comes.text
    assert "The usual call" in comes.text
    assert "2026-03-09 19:00" in comes.text
    assert not await told(stage, sable, "Soon")
    await until(stage, START + timedelta(hours=3))
    assert len(await told(stage, ash, "Soon")) == 1


async def test_after_an_outage_nobody_is_reminded_of_what_has_begun(stage: Stage) -> None:
    circle, wren, ash, _ = await planned(stage, "ash")
    await until(stage, START + timedelta(hours=14), leap=True)
    assert not await told(stage, ash, "Soon")
    assert not await told(stage, ash, "You lead")
    assert "It is over" in (await card(circle, ash)).text
    assert await told(stage, wren, "Meet again")


async def test_whoever_leads_at_the_start_led_then(stage: Stage) -> None:
    circle, wren, ash, _ = await planned(stage, "ash")
    before = await led_at(stage, circle, wren)
    await until(stage, START)
    assert await led_at(stage, circle, ash) == seconds(START)
    assert await led_at(stage, circle, wren) == before


async def test_after_the_end_its_planner_plans_the_next_with_one_press(stage: Stage) -> None:
    circle, wren, ash, sable = await planned(stage, "ash")
    form = await wren.press(await plan(wren, hour=8, day=MONDAY + timedelta(days=3)), "Change")
    assert form.prefill["hour"] in (8, "8")
    await until(stage, START + timedelta(hours=1))
    seen = await card_of(circle, ash, "It is over")
    assert seen.buttons == ()
    (asked,) = await told(stage, wren, "Meet again")
    assert not await told(stage, ash, "Meet again")
    assert "is over" in (await ash.press(asked, "Same time next week")).text
    again = await wren.press(asked, "Same time next week")
    assert "2026-03-16 19:00" in again.text
    assert "one at that time already" in (await wren.press(asked, "Same time next week")).text
    assert "The usual call" in (await card_of(circle, sable, "2026-03-16 19:00")).text


async def card_of(circle: Weekly, actor: Actor, words: str) -> Seen:
    (found,) = [seen for seen in (await circle.room(actor)).posts if OURS in seen.text and words in seen.text]
    return found


async def test_answers_after_the_start_change_nothing(stage: Stage) -> None:
    circle, _, ash, sable = await planned(stage, "ash")
    seen = await card(circle, sable)
    await until(stage, START)
    assert "is over" in (await sable.press(seen, "I'm coming")).text
    assert "sable" not in (await card(circle, ash)).text


async def test_the_same_people_get_no_agenda_twice_before_all_have_come(stage: Stage) -> None:
    _, wren, _, _ = await planned(stage)
    for n in range(1, 5):
        await plan(wren, hour=n)
    rows = await stage.db.read(lambda tx: tx.all("SELECT agenda FROM checkin_session"))
    assert len(set(rows)) == 5
    assert "enough planned" in (await wren.press(await wren.command("checkin live"), "Choose a time")).text


async def test_with_its_planner_erased_it_is_called_off_and_their_words_are_gone(stage: Stage) -> None:
    circle, wren, ash, _ = await planned(stage, "ash")
    await erased(wren)
    await stage.settle()
    seen = await card_of(circle, ash, "Called off")
    assert "wren" not in seen.text
    assert "The usual call" not in seen.text
    assert len(await told(stage, ash, "Called off")) == 1
    rows = await stage.db.read(lambda tx: tx.all("SELECT planner_id FROM checkin_session"))
    assert rows == [(None,)]


async def test_erased_somebody_who_comes_is_on_the_card_no_more_and_leads_no_more(stage: Stage) -> None:
    circle, wren, ash, sable = await planned(stage, "ash")
    await until(stage, SETTLED)
    await erased(ash)
    await stage.settle()
    assert "ash" not in (await card(circle, sable)).text
    assert await leads(circle, sable) == "@wren"
    rows = await stage.db.read(lambda tx: tx.all("SELECT member_id FROM checkin_rsvp"))
    assert rows == [(circle.members["wren"],)]
    assert await told(stage, wren, "You lead")


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_it_is_deleted_180_days_after(stage: Stage) -> None:
    await planned(stage, "ash")
    await stage.db.run(lambda tx: tx.run("DELETE FROM checkin_week"))
    for days in (184, 2):
        stage.clock.step(timedelta(days=days))
        await stage.settle()
    left = await stage.db.read(lambda tx: tx.all("SELECT id FROM checkin_session UNION SELECT 1 FROM checkin_rsvp"))
    assert not left


async def test_who_left_while_they_led_is_replaced(stage: Stage) -> None:
    circle, _, _, sable = await planned(stage, "ash")
    await until(stage, SETTLED)
    await stage.db.run(lambda tx: circles.leave(tx, circle.checkin, circle.members["ash"]))
    await circle.put(calls.sessions_left(circle.checkin, circle.members["ash"]))
    assert await leads(circle, sable) == "@wren"
    assert "ash" not in (await card(circle, sable)).text


def exported_of(tx: Tx, member: int) -> Any:
    return store.export(tx, member)


async def test_what_somebody_said_and_planned_is_in_their_data(stage: Stage) -> None:
    circle, _, _, _ = await planned(stage, "ash")

    exported = await stage.db.read(lambda tx: [exported_of(tx, circle.members[name]) for name in ("wren", "ash")])
    wren, ash = exported
    assert wren["sessions"][0]["where"] == "The usual call"
    assert wren["said"][0]["says"] == "yes"
    assert ash["sessions"] == []
    assert ash["said"][0]["says"] == "yes"


async def test_the_place_is_locked_in_the_database(stage: Stage) -> None:
    await planned(stage)
    ((place,),) = await stage.db.read(lambda tx: tx.all("SELECT place FROM checkin_session"))
    assert b"call" not in bytes(place)


async def test_of_another_community_a_session_is_not_there(stage: Stage) -> None:
    await planned(stage)
    ((session,),) = await stage.db.read(lambda tx: tx.all("SELECT id FROM checkin_session"))
    assert await stage.db.read(lambda tx: store.get(tx, stage.community, session))
    assert await stage.db.read(lambda tx: store.get(tx, stage.community + 1, session)) is None


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_many_are_told_some_at_a_time_and_each_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "CHUNK", 1)
    circle, wren, ash, sable = await planned(stage, "ash", "sable")
    await until(stage, START - timedelta(minutes=30))
    for actor in (wren, ash, sable):
        assert len(await told(stage, actor, "Soon")) == 1
    assert await card(circle, ash)
