"""Live sessions for everybody in a check-in: organisers and facilitators plan them, in the check-in's room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people import communities, roles
from bot.people.roles import Role
from bot.storage.database import Tx
from tests.cogs.checkins.meeting import MONDAY, WIDE, at, card, cards, joins, plan, plan_for_all, together, told, until
from tests.cogs.checkins.weekly import trio
from tests.cogs.posts.moderating import appointed
from tests.stage import Actor, Seen, Stage

START = at(19, MONDAY)


async def shown(stage: Stage) -> Seen:
    (found,) = await cards(stage)
    return found


async def test_an_organiser_plans_one_for_everybody_in_the_room_of_the_check_in(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    robin = await stage.member("robin")
    await joins(stage, circle, robin)
    assert "It is planned" in (await plan_for_all(fern, place="https://meet.example.org/abc")).text
    seen = await shown(stage)
    assert WIDE in seen.text
    assert "Open meet.example.org" in seen.text
    assert "fern" not in seen.text
    for actor in (wren, robin):
        await actor.press(seen, "I'm coming")
    text = (await shown(stage)).text
    assert "@wren" in text
    assert "@robin" in text
    assert any("19:00" in label for label in (await robin.command("checkin live")).options)


async def test_members_plan_none_for_everybody(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    listed = await fern.command("checkin live")
    form = await fern.press(listed, "Plan one for everybody")
    assert "Plan one for everybody" not in (await wren.command("checkin live")).buttons
    assert "no check-in" in (await wren.press(listed, "Plan one for everybody")).text
    assert "no check-in" in (await wren.submit(form, day=MONDAY, hour=19, place="A call")).text
    assert not await cards(stage)


async def test_a_facilitator_may(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await stage.db.run(lambda tx: roles.give(tx, circle.members["wren"], Role.FACILITATOR))
    await plan_for_all(wren)
    assert WIDE in (await shown(stage)).text


async def test_nobody_leads_before_somebody_comes_and_only_who_comes_is_asked(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    await plan_for_all(fern)
    await until(stage, START - timedelta(hours=30))
    assert "Nobody leads; the agenda is enough." in (await shown(stage)).text
    for actor in (wren, ash, sable):
        assert not await told(stage, actor, "You lead")
    await ash.press(await shown(stage), "Maybe")
    assert not await told(stage, ash, "You lead")
    await sable.press(await shown(stage), "I'm coming")
    assert "Who leads: @sable" in (await shown(stage)).text
    (asked,) = await told(stage, sable, "You lead")
    await sable.press(asked, "Pass")
    assert "Nobody leads; the agenda is enough." in (await shown(stage)).text
    assert not await told(stage, ash, "You lead")


async def test_who_is_not_in_the_check_in_is_shown_how_to_join(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    robin = await stage.member("robin")
    await together(stage, wren, ash, sable)
    await plan_for_all(fern)
    answer = await robin.press(await shown(stage), "I'm coming")
    assert "Join" in answer.buttons
    assert "robin" not in (await shown(stage)).text


async def test_without_a_room_nothing_can_be_planned_for_everybody(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    form = await fern.press(await fern.command("checkin live"), "Plan one for everybody")
    await stage.db.run(lambda tx: communities.drop_room(tx, stage.community, f"checkins:{circle.checkin}"))
    assert "An organiser can mend that" in str((await fern.submit(form, day=MONDAY, hour=19, place="A call")).errors)
    assert "can't be planned" in (await fern.press(await fern.command("checkin live"), "Plan one for everybody")).text


async def test_of_several_check_ins_one_is_chosen_first(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)

    def another(tx: Tx) -> None:
        tx.run(
            "INSERT INTO checkin (id, community_id, name, weekday, hour, clock)"
            " VALUES (7, :community, 'Another one', 1, 9, 'own')",
            {"community": stage.community},
        )

    await stage.db.run(another)
    which = await fern.command("checkin live")
    assert set(which.options) == {"Weekly check-in", "Another one"}
    assert "Live sessions: Another one" in (await fern.choose(which, "Another one")).text
    assert "no check-in" in (await wren.choose(which, "Another one")).text


async def test_called_off_the_card_in_the_room_says_so(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    mine = await plan_for_all(fern)
    await wren.press(await shown(stage), "Maybe")
    await fern.press(await fern.press(mine, "Call it off"), "Yes, call it off")
    assert "Called off" in (await shown(stage)).text
    assert len(await told(stage, wren, "Called off")) == 1
    assert not await told(stage, ash, "Called off")


async def opened(fern: Actor) -> Seen:
    listed = await fern.command("checkin live")
    return await fern.choose(listed, listed.options[0])


async def test_it_stands_in_the_calendar_that_everybody_sees_without_a_link_that_lets_anybody_in(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await together(stage, *await trio(stage))
    mine = await plan_for_all(fern, place="Call: meet.example.org/abc")
    if not stage.has_calendar:
        assert await stage.events() == []
        assert "not in the calendar" not in (await opened(fern)).text
        return
    (event,) = await stage.events()
    assert (event.title, event.starts, event.ends) == (WIDE, START, START + timedelta(hours=1))
    assert "meet.example.org" not in event.place + event.text
    await fern.submit(await fern.press(mine, "Change"), hour=20, place="The library")
    (event,) = await stage.events()
    assert (event.starts, event.place) == (START + timedelta(hours=1), "The library")
    await fern.press(await fern.press(await opened(fern), "Call it off"), "Yes, call it off")
    assert await stage.events() == []


async def test_a_circles_session_is_in_no_calendar_that_others_see(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    assert "in no public calendar" in (await plan(wren)).text
    assert await stage.events() == []


async def test_where_it_may_write_no_events_the_planner_reads_why_and_all_else_goes_on(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await together(stage, *await trio(stage))
    if not stage.has_calendar:
        pytest.skip("no calendar here")
    await stage.break_calendar()
    await plan_for_all(fern)
    assert WIDE in (await shown(stage)).text
    seen = await opened(fern)
    assert "not in the calendar that everybody sees: " in seen.text
    assert not await stage.dms(fern)
    await stage.mend_calendar()
    await fern.submit(await fern.press(seen, "Change"), hour=20)
    assert len(await stage.events()) == 1
    assert "not in the calendar" not in (await opened(fern)).text


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_a_long_list_names_some_and_says_that_there_are_more(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await plan_for_all(fern)
    for n in range(22):
        actor = await stage.member(f"guest{n}")
        await joins(stage, circle, actor)
        await actor.press(await shown(stage), "I'm coming")
    text = (await shown(stage)).text
    assert text.count("@guest") == 20
    assert "and more" in text


async def test_when_the_check_in_ends_what_is_planned_live_is_off_and_who_would_come_is_told(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await plan_for_all(fern)
    await ash.press(await shown(stage), "I'm coming")
    await plan(wren, "Choose a time", hour=20)
    ended = await fern.press(await fern.choose(await fern.command("checkin manage"), "Weekly check-in"), "End")
    assert "Live sessions that are planned are called off" in ended.text
    await fern.press(ended, "End it")
    await stage.settle()
    assert "It does not take place." in (await shown(stage)).text
    assert "It does not take place." in (await card(circle, wren)).text
    assert await told(stage, ash, "Called off")
    assert await told(stage, wren, "Called off")
    assert not await told(stage, sable, "Called off")
    assert await stage.events() == []


async def test_a_facilitator_looks_after_sessions_of_the_circles_they_sit_in_alone(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    robin = await appointed(stage, "robin", Role.FACILITATOR)
    await stage.db.run(lambda tx: roles.give(tx, circle.members["ash"], Role.FACILITATOR))
    await plan(wren)
    seen = await card(circle, ash)
    own = await ash.press(seen, "…")
    assert "Change or call off" in own.buttons
    assert "The usual call" not in (await robin.press(seen, "…")).text
    elsewhere = await robin.press(own, "Change or call off")
    assert "The usual call" not in elsewhere.text
    assert "Call it off" not in elsewhere.buttons
