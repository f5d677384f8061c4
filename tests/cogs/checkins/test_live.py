"""Live sessions of a circle: planning, answering, changing, calling off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.people import communities, members
from bot.storage.database import Tx
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from tests.cogs.checkins.meeting import MONDAY, OURS, at, card, file_of, plan, together, told, until
from tests.cogs.checkins.weekly import DAY, lives_in, trio
from tests.cogs.posts.moderating import removed
from tests.stage import Stage

START = at(19, MONDAY)


async def test_a_session_stands_in_the_circles_thread_with_time_place_and_agenda(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    mine = await plan(wren)
    assert "It is planned" in mine.text
    assert "2026-03-09 19:00" in mine.text
    seen = await card(circle, ash)
    assert "2026-03-09 19:00" in seen.text
    assert " to " in seen.text
    assert "The usual call" in seen.text
    assert "Agenda" in seen.text
    assert seen.buttons == ("I'm coming", "Maybe", "Can't make it", "Add to calendar", "…")
    assert not [post for post in await stage.posts("support") if OURS in post.text]


async def test_who_comes_or_may_is_named_and_nobody_else_ever(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await plan(wren)
    seen = await card(circle, ash)
    assert "Coming: @wren" in seen.text
    assert "ash" not in seen.text
    assert "sable" not in seen.text
    assert "All who are asked see your name" in (await ash.press(seen, "Maybe")).text
    assert "Maybe: @ash" in (await card(circle, wren)).text
    assert "Nobody is told" in (await ash.press(seen, "Can't make it")).text
    after = await card(circle, wren)
    assert "ash" not in after.text
    assert "Maybe:" not in after.text
    for _ in range(2):
        await sable.press(after, "I'm coming")
    assert (await card(circle, wren)).text.count("sable") == 1


async def test_the_hour_is_on_the_planners_own_clock(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await lives_in(stage, wren, "Asia/Tokyo")
    listed = await wren.command("checkin live")
    assert "on your clock: Tokyo" in listed.text
    await plan(wren, past="30")
    rows = await stage.db.read(lambda tx: tx.all("SELECT starts_at FROM checkin_session"))
    assert rows == [(int((at(10, MONDAY) + timedelta(minutes=30)).timestamp()),)]
    assert await card(circle, ash)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": DAY - timedelta(days=1)}, "day"),
        ({"day": date(2027, 3, 9)}, "day"),
        ({"day": date.max}, "day"),
        ({"day": DAY, "hour": 17}, "hour"),
        ({"place": "https://example.org/call"}, "place"),
    ],
    ids=str,
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    stage: Stage, typed: dict[str, object], field: str
) -> None:
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    form = await wren.press(await wren.command("checkin live"), "Choose a time")
    values: dict[str, object] = {"day": MONDAY, "hour": 19, "place": "Our call", **typed}
    after = await wren.submit(form, **values)  # pyright: ignore[reportArgumentType] -- values of one form
    assert set(after.errors) == {field}
    assert after.form
    assert not await stage.db.read(lambda tx: tx.all("SELECT 1 FROM checkin_session"))
    good = await wren.submit(after, day=MONDAY, hour=19, place="Our call", minutes=60)
    assert "It is planned" in good.text


async def test_a_day_that_is_no_day_is_refused(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    if stage.platform.name == "slack":
        pytest.skip("Slack's client has a calendar to choose from")
    form = await wren.press(await wren.command("checkin live"), "Choose a time")
    assert "day" in (await wren.submit(form, day="2026-02-30", hour=9, place="A call")).errors


async def test_an_hour_that_the_clocks_jump_over_is_refused(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    await lives_in(stage, wren, "Europe/Berlin")
    form = await wren.press(await wren.command("checkin live"), "Choose a time")
    after = await wren.submit(form, day=date(2026, 3, 29), hour=2, place="A call")
    assert "never shows this time" in after.errors["hour"]


async def test_where_links_are_allowed_a_place_may_be_one_and_shows_where_it_leads(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await stage.db.run(lambda tx: communities.set_links_allowed(tx, stage.community, True))
    await plan(wren, place="Our call: https://me@meet.example.org/abc")
    assert "Open meet.example.org" in (await card(circle, ash)).text


async def test_suggested_times_suit_all_and_fill_the_form(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)

    def hours(tx: Tx) -> None:
        for name, parts in (("wren", 0b1000), ("ash", 0b1001), ("sable", 0)):  # weekday evenings, and mornings too
            tx.run(
                "UPDATE checkin_member SET parts = :parts WHERE member_id = :member",
                {"parts": parts, "member": circle.members[name]},
            )

    await stage.db.run(hours)
    await lives_in(stage, ash, "Europe/Lisbon")
    listed = await wren.command("checkin live")
    times = [label for label in listed.buttons if ":" in label]
    assert len(times) == 3
    assert all(18 <= int(label[-5:-3]) < 22 for label in times)
    assert not any(label.startswith(("Saturday", "Sunday")) for label in times)
    form = await wren.press(listed, times[0])
    assert f"{int(form.prefill['hour']):02}" == times[0][-5:-3]
    assert "It is planned" in (await wren.submit(form, place="The call")).text


async def test_without_an_hour_for_all_it_says_so(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)

    def hours(tx: Tx) -> None:
        for name, parts in (("wren", 1), ("ash", 8)):
            tx.run(
                "UPDATE checkin_member SET parts = :parts WHERE member_id = :member",
                {"parts": parts, "member": circle.members[name]},
            )

    await stage.db.run(hours)
    listed = await wren.command("checkin live")
    assert "no hour that suits all of you" in listed.text
    assert [label for label in listed.buttons if label != "Choose a time"] == []


async def test_planned_twice_at_a_time_there_is_one(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    form = await wren.press(await wren.command("checkin live"), "Choose a time")
    await wren.submit(form, day=MONDAY, hour=19, place="One")
    assert "one at that time already" in (await wren.submit(form, day=MONDAY, hour=19, place="Two")).text
    assert "hour" in (await plan(ash)).errors
    assert "One" in (await card(circle, ash)).text


async def test_without_a_thread_the_circle_is_asked_by_message(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable, thread=False)
    await plan(wren)
    (asked,) = await told(stage, ash, "would like to meet")
    assert "@wren" in asked.text
    assert not await told(stage, wren, "would like to meet")
    assert "You are coming" in (await ash.press(asked, "I'm coming")).text
    await until(stage, START - timedelta(minutes=30))
    assert await told(stage, ash, "Soon")


async def test_the_next_weeks_thread_takes_the_card_over(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await plan(wren, day=DAY + timedelta(days=12))
    first = await card(circle, ash)
    await circle.planned(DAY + timedelta(days=7))
    await until(stage, at(20, DAY + timedelta(days=7)))
    seen = await card(circle, ash)
    await ash.press(seen, "I'm coming")
    assert "@ash" in (await card(circle, wren)).text
    await sable.press(first, "Maybe")
    assert "Maybe: @sable" in (await card(circle, wren)).text


async def test_a_change_is_on_the_card_and_told_once_to_who_comes_or_may(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    mine = await plan(wren)
    await ash.press(await card(circle, ash), "Maybe")
    form = await wren.press(mine, "Change")
    assert form.prefill["place"] == "The usual call"
    assert "is changed" in (await wren.submit(form, hour=20, place="The other call")).text
    seen = await card(circle, sable)
    assert "2026-03-09 20:00" in seen.text
    assert "The other call" in seen.text
    assert len(await told(stage, ash, "Changed")) == 1
    assert not await told(stage, sable, "Changed")
    assert not await told(stage, wren, "Changed")
    assert "Nothing changed" in (await wren.submit(await wren.press(mine, "Change"))).text
    await stage.settle()
    assert len(await told(stage, ash, "Changed")) == 1


async def test_called_off_the_card_says_so_and_who_wanted_to_come_is_told_once(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    mine = await plan(wren)
    await ash.press(await card(circle, ash), "I'm coming")
    ask = await wren.press(mine, "Call it off")
    for _ in range(2):
        await wren.press(ask, "Yes, call it off")
    seen = await circle.room(ash)
    (post,) = [post for post in seen.posts if OURS in post.text]
    assert "Called off" in post.text
    assert post.buttons == ("Take it out of my calendar",)
    assert len(await told(stage, ash, "Called off")) == 1
    assert not await told(stage, sable, "Called off")
    await until(stage, START + timedelta(hours=2))
    assert not await told(stage, ash, "Soon")


async def test_only_the_planner_and_staff_change_it(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    fern = await stage.organiser("fern")
    circle = await together(stage, wren, ash, sable)
    mine = await plan(wren)
    form = await wren.press(mine, "Change")
    listed = await wren.command("checkin live")
    again = await wren.choose(listed, listed.options[0])
    ask = await wren.press(again, "Call it off")
    for seen in (
        await ash.press(again, "Change"),
        await ash.submit(form, place="Elsewhere"),
        await ash.press(again, "Call it off"),
        await ash.press(ask, "Yes, call it off"),
    ):
        assert "is over" in seen.text
    assert "The usual call" in (await card(circle, ash)).text
    await fern.press(ask, "Yes, call it off")
    assert "Called off" in (await card(circle, ash)).text
    assert await told(stage, wren, "Called off")


async def test_who_is_not_in_the_circle_neither_answers_nor_sees_it(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    robin = await stage.member("robin")
    circle = await together(stage, wren, ash, sable)
    await plan(wren)
    seen = await card(circle, ash)
    for label in seen.buttons:
        assert "for its circle" in (await robin.press(seen, label)).text
    assert "no check-in" in (await robin.command("checkin live")).text
    listed = await wren.command("checkin live")
    assert "over" in (await robin.choose(listed, listed.options[0])).text
    assert "robin" not in (await card(circle, ash)).text
    assert "no check-in" in (await robin.press(listed, "Choose a time")).text


async def test_staff_can_take_the_card_down_and_members_report_it(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    fern = await stage.organiser("fern")
    circle = await together(stage, wren, ash, sable)
    await plan(wren)
    seen = await card(circle, ash)
    await ash.press(seen, "I'm coming")
    assert "Report" in (await ash.press(seen, "…")).buttons
    more = await fern.press(seen, "…")
    await removed(fern, await fern.press(more, "Remove the post"))
    await stage.settle()
    assert not [post for post in (await circle.room(ash)).posts if OURS in post.text]
    assert await told(stage, ash, "Called off")
    await until(stage, START)
    assert not await told(stage, ash, "Soon")


async def test_who_was_stopped_plans_nothing(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    listed = await wren.command("checkin live")
    form = await wren.press(listed, "Choose a time")
    later = stage.now + timedelta(days=30)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, circle.members["wren"], later))
    assert "can't be planned" in (await wren.press(listed, "Choose a time")).text
    assert (await wren.submit(form, day=MONDAY, hour=19, place="A call")).errors
    assert not await stage.db.read(lambda tx: tx.all("SELECT 1 FROM checkin_session"))


async def test_who_left_the_platform_is_told_of_nothing_and_the_session_is_kept_back(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    if stage.platform.name == "slack":
        pytest.skip("Slack has no time-outs")
    circle = await together(stage, wren, ash, sable)
    await stage.time_out(wren)
    await plan(wren)
    assert not [post for post in (await circle.room(ash)).posts if OURS in post.text]
    assert await told(stage, wren, "Your session wasn't posted")


async def test_who_left_the_circle_is_on_the_card_no_more_and_anybody_may_change_it(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await plan(wren)
    await ash.press(await card(circle, ash), "I'm coming")
    await stage.db.run(lambda tx: circles.leave(tx, circle.checkin, circle.members["wren"]))
    await circle.put(calls.sessions_left(circle.checkin, circle.members["wren"]))
    seen = await card(circle, ash)
    assert "wren" not in seen.text
    assert "Coming: @ash" in seen.text
    more = await sable.press(await sable.press(seen, "…"), "Change or call off")
    assert {"Change", "Call it off"} <= set(more.buttons)


async def test_a_circle_that_is_over_meets_no_more(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await plan(wren)
    await ash.press(await card(circle, ash), "I'm coming")

    def over(tx: Tx) -> None:
        circles.end(tx, circle.circle)
        for member in circle.members.values():
            circles.take_out(tx, circle.checkin, member)

    await stage.db.run(over)
    for member in circle.members.values():
        await circle.put(calls.sessions_left(circle.checkin, member))
    assert len(await told(stage, wren, "Called off")) == 1
    assert len(await told(stage, ash, "Called off")) == 1
    assert not await told(stage, sable, "Called off")


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_the_file_for_the_calendar_is_the_session(stage: Stage) -> None:
    from icalendar import Calendar

    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    mine = await plan(wren)
    seen = await card(circle, ash)
    (event,) = Calendar.from_ical(file_of(stage, await ash.press(seen, "Add to calendar"))).events
    assert event.start == START
    assert event.end == START + timedelta(hours=1)
    assert event.location == "The usual call"
    assert event.sequence == 0
    uid = event.uid
    await wren.submit(await wren.press(mine, "Change"), hour=20)
    (event,) = Calendar.from_ical(file_of(stage, await ash.press(seen, "Add to calendar"))).events
    assert (event.uid, event.sequence, event.start) == (uid, 1, START + timedelta(hours=1))
    await wren.press(await wren.press(mine, "Call it off"), "Yes, call it off")
    gone = await ash.press(await card(circle, ash), "Take it out of my calendar")
    (event,) = Calendar.from_ical(file_of(stage, gone)).events
    assert (event.uid, event.sequence, str(event.status)) == (uid, 2, "CANCELLED")


async def test_the_file_arrives_on_every_platform(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    circle = await together(stage, wren, ash, sable)
    await plan(wren)
    seen = await ash.press(await card(circle, ash), "Add to calendar")
    assert seen.files == ("live-session.ics",)
