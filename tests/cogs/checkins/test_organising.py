"""Check-ins as organisers set them, and the invitation that everybody sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.people import communities
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from cogs.checkins import timing
from cogs.checkins.model import Checkin, ClockKind, Standing
from cogs.checkins.organising import planning
from tests.cogs.checkins.made import FRIDAY, MONDAY, WEDNESDAY, invitations, made, opened
from tests.stage import Actor, Stage


async def planned_for(stage: Stage) -> list[datetime]:
    rows = await stage.db.read(lambda tx: tx.all("SELECT run_at FROM job WHERE call = 'checkinweek.plan'"))
    return [moment(due) for (due,) in rows]


async def erased(actor: Actor) -> None:
    seen = await actor.press(await actor.command("forget-me"), "Erase my data")
    await actor.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))


async def test_an_organiser_without_check_ins_reads_what_they_are(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    listed = await fern.command("checkin manage")
    assert "There are no check-ins here yet" in listed.text
    form = await fern.press(listed, "New check-in")
    assert form.prefill["name"] == "Weekly check-in"


async def test_a_new_check_in_says_what_will_happen_and_invites_at_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await made(stage, fern)
    assert "Every Thursday at 18:00, on each member’s own clock" in board.text
    assert "begins on Thursday, 5 March" in board.text
    assert "circles of 3 to 6" in board.text
    assert "What will you do this week, and when?" in board.text
    (invitation,) = await invitations(stage)
    assert invitation.buttons == ("Join",)
    assert "Every Thursday at 18:00, on your own clock" in invitation.text
    assert "The first week is Thursday, 5 March" in invitation.text
    assert "180 days" in invitation.text
    assert ("Manage Threads" if stage.platform.name == "discord" else "administers") in invitation.text
    assert "@" not in invitation.text


async def test_the_first_week_leaves_two_days_to_join(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    assert "begins on Wednesday, 11 March" in (await made(stage, fern, weekday=WEDNESDAY)).text
    (at,) = await planned_for(stage)
    assert at == datetime(2026, 3, 10, 4, tzinfo=UTC)  # Tuesday at 18:00 on the first clock of the world


async def test_members_are_refused_politely_on_every_button(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    for name in ("new", "manage"):
        assert "for organisers" in (await wren.command(f"checkin {name}")).text
    board = await made(stage, fern)
    questions = await fern.press(board, "Questions")
    one = await fern.choose(questions, questions.options[0])
    for seen in (board, await fern.command("checkin manage"), questions, one, await fern.press(board, "End")):
        for label in seen.buttons:
            assert "for organisers" in (await wren.press(seen, label)).text
        for label in seen.options:
            assert "for organisers" in (await wren.choose(seen, label)).text
    form = await fern.press(await opened(fern), "Change")
    room = stage.platform.rooms["support"]
    refused = await wren.submit(form, name="Mine", room=room, weekday=MONDAY, hour=5, clock="circle")
    assert "for organisers" in refused.text
    assert "18:00" in (await opened(fern)).text


async def test_a_name_is_needed_and_nobody_elses_and_no_link(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await made(stage, fern, name="Morning tea")
    form = await fern.command("checkin new")
    room = stage.platform.rooms["wins"]
    for name, words in (
        ("  ", "fill this in"),
        ("morning  TEA", "of this name already"),
        ("Come to https://example.com/x", "holds a link"),
    ):
        wrong = await fern.submit(form, name=name, room=room, weekday=MONDAY, hour=9, template="light")
        assert words in wrong.errors["name"]
    assert len((await fern.command("checkin manage")).options) == 1
    assert (await fern.press(await fern.command("checkin manage"), "New check-in")).prefill["name"] == "Weekly check-in"


async def test_a_second_one_gets_a_name_of_its_own_by_itself(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await made(stage, fern)
    form = await fern.command("checkin new")
    assert form.prefill["name"] == "Weekly check-in 2"


async def test_what_is_missing_in_the_form_is_said_beside_it(stage: Stage) -> None:
    if stage.platform.name not in ("memory", "playground"):
        pytest.skip("this client asks for these fields itself")
    fern = await stage.organiser("fern")
    form = await fern.command("checkin new")
    wrong = await fern.submit(form, name="Tea", weekday=MONDAY, template="light")
    assert set(wrong.errors) == {"room", "hour"}


async def test_ten_are_the_most(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.command("checkin new")
    for n in range(10):
        await made(stage, fern, name=f"Circle {n}")
    assert "that is the most" in (await fern.command("checkin new")).text
    room = stage.platform.rooms["wins"]
    late = await fern.submit(form, name="One more", room=room, weekday=MONDAY, hour=9, template="light")
    assert "that is the most" in late.text
    assert len((await fern.command("checkin manage")).options) == 10


async def test_a_change_edits_the_invitation_and_moves_the_plan(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await made(stage, fern), "Change")
    await fern.submit(form, name="Friday tea", weekday=FRIDAY, hour=9, clock="circle")
    board = await fern.submit(form, name="Friday tea", weekday=FRIDAY, hour=9, clock="circle")
    assert "Every Friday at 09:00, on the circle’s clock" in board.text
    assert "begins on Friday, 6 March" in board.text
    (invitation,) = await invitations(stage)
    assert "Friday tea" in invitation.text
    assert "Every Friday at 09:00, on your circle’s clock" in invitation.text
    (at,) = await planned_for(stage)
    assert at == datetime(2026, 3, 4, 19, tzinfo=UTC)


async def test_in_another_room_the_invitation_moves_there(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await made(stage, fern), "Change")
    for _ in range(2):
        await fern.submit(form, room=stage.platform.rooms["wins"])
    assert not await invitations(stage)
    assert len(await invitations(stage, "wins")) == 1


async def test_paused_nothing_is_planned_and_the_invitation_says_so(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    board = await made(stage, fern)
    await fern.press(board, "Pause")
    paused = await fern.press(board, "Pause")
    assert "Paused" in paused.text
    assert not await planned_for(stage)
    (invitation,) = await invitations(stage)
    assert "It is paused" in invitation.text
    assert "18:00" not in invitation.text
    for _ in range(2):
        assert "Running" in (await ivy.press(paused, "Go on")).text
    assert len(await planned_for(stage)) == 1
    (invitation,) = await invitations(stage)
    assert "18:00" in invitation.text


async def test_going_on_begins_with_a_week_that_can_still_be_planned(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    paused = await fern.press(await made(stage, fern), "Pause")
    await stage.step(days=2)  # Wednesday: Thursday's weeks would have been planned by now
    board = await fern.press(paused, "Go on")
    assert "begins on Thursday, 12 March" in board.text


async def test_the_invitation_can_be_posted_again_and_is_one(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await made(stage, fern)
    await fern.press(board, "Post the invitation again")
    again = await fern.press(board, "Post the invitation again")
    assert "on its way" in again.text
    assert len(await invitations(stage)) == 1
    await fern.press(again, "Post the invitation again")
    assert len(await invitations(stage)) == 1


async def test_the_preview_shows_what_members_see(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    preview = await fern.press(await made(stage, fern, template="honest"), "Preview")
    for words in ("A weekly check-in in a small circle", "How is the search for you right now?", "Resting this week"):
        assert words in preview.text
    assert preview.buttons == ("Back",)
    assert "Every Thursday" in (await fern.press(preview, "Back")).text


async def test_ending_asks_first_and_takes_the_invitation_back(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await made(stage, fern)
    ask = await fern.press(board, "End")
    assert "does not come back" in ask.text
    assert "Every Thursday" in (await fern.press(ask, "Keep it")).text
    assert len(await invitations(stage)) == 1
    assert "has ended" in (await fern.press(ask, "End it")).text
    assert "find this check-in" in (await fern.press(ask, "End it")).text
    assert not await invitations(stage)
    assert not await planned_for(stage)
    assert "no check-ins here yet" in (await fern.command("checkin manage")).text
    for label in board.buttons:
        if label != "All check-ins":
            assert "find this check-in" in (await fern.press(board, label)).text
    assert "Every Thursday" in (await made(stage, fern)).text  # its name is free again


async def test_ids_of_another_community_lead_nowhere(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    board = await made(stage, fern)
    change = await ivy.press(await opened(ivy), "Change")
    questions = await fern.press(board, "Questions")
    one = await fern.choose(questions, questions.options[0])

    def elsewhere(tx: Tx) -> None:
        other = communities.ensure(tx, stage.platform.name, "elsewhere")
        tx.run("UPDATE checkin SET community_id = :other", {"other": other})

    await stage.db.run(elsewhere)
    for seen in (board, questions, one):
        for label in seen.buttons:
            if label != "All check-ins":
                assert "find this check-in" in (await fern.press(seen, label)).text
        for label in seen.options:
            assert "find this check-in" in (await fern.choose(seen, label)).text
    assert "find this check-in" in (await ivy.submit(change, weekday=MONDAY)).text


async def test_it_goes_on_when_its_organiser_erases_themselves(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await made(stage, fern)
    await erased(fern)
    assert len(await invitations(stage)) == 1
    assert len(await planned_for(stage)) == 1
    assert not await stage.db.read(lambda tx: tx.one("SELECT 1 FROM checkin WHERE organiser_id IS NOT NULL"))
    ivy = await stage.organiser("ivy")
    assert "Every Thursday" in (await opened(ivy)).text


async def test_what_organisers_change_is_written_down_without_content(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await made(stage, fern, name="Quiet hour")
    for _ in range(2):
        await fern.press(board, "Pause")
    audit = (await fern.command("mod audit")).text
    assert audit.count("changed check-ins") == 2
    assert "Quiet hour" not in audit


async def test_numbers_are_in_steps_of_five(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await made(stage, fern)
    people = [await stage.member(f"wren{n}") for n in range(6)]
    assert people

    def join(count: int) -> Callable[[Tx], None]:
        def put(tx: Tx) -> None:
            tx.run("DELETE FROM checkin_member")
            found = tx.one("SELECT id FROM checkin")
            assert found
            rows = tx.all(
                "SELECT member.id FROM member JOIN account ON account.id = member.account_id"
                " WHERE account.name LIKE 'wren%' ORDER BY member.id"
            )
            for (member,) in rows[:count]:
                tx.run(
                    "INSERT INTO checkin_member (checkin_id, member_id, joined_at, active_at) VALUES (:c, :m, 0, 0)",
                    {"c": found[0], "m": member},
                )

        return put

    for count, words in ((0, "Fewer than 5"), (4, "Fewer than 5"), (5, "5 to 9"), (6, "5 to 9")):
        await stage.db.run(join(count))
        text = (await opened(fern)).text
        waiting = text.split("People who wait")[1]
        assert waiting.lstrip(": \n*").startswith(words)


def checkin(weekday: int, *, planned: date | None = None) -> Checkin:
    day = planned.toordinal() if planned else 0
    return Checkin(1, 1, None, "Tea", weekday, 18, ClockKind.OWN, Standing.RUNNING, day, ())


@pytest.mark.parametrize("weekday", range(7))
def test_a_moved_weekday_begins_when_the_planned_week_is_closed_everywhere(weekday: int) -> None:
    planned = date(2026, 3, 2)
    for hours in range(0, 24 * 9, 5):
        now = datetime(2026, 3, 1, 4, tzinfo=UTC) + timedelta(hours=hours)
        day = planning.first_day(checkin(weekday, planned=planned), now)
        assert day.weekday() == weekday
        assert day >= planned + timedelta(days=5)
        assert timing.plan_at(checkin(weekday), day) >= now
        assert day <= max(planned + timedelta(days=11), now.date() + timedelta(days=9))


@pytest.mark.parametrize("weekday", range(7))
def test_the_first_week_is_two_to_ten_days_away(weekday: int) -> None:
    for hours in range(0, 24 * 7, 5):
        now = datetime(2026, 3, 1, 4, tzinfo=UTC) + timedelta(hours=hours)
        day = planning.first_day(checkin(weekday), now)
        away = datetime(day.year, day.month, day.day, 18, tzinfo=ZoneInfo("Pacific/Kiritimati")) - now
        assert timedelta(hours=48) <= away < timedelta(days=9)
