"""Prompts in a room, as organisers set them and everybody sees them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.people import communities
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from tests.cogs.prompts.people import (
    EVERY_DAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    asked,
    erased,
    opened,
    prompts,
    scheduled,
    until,
)
from tests.stage import Stage


async def waiting(stage: Stage) -> list[str]:
    rows = await stage.db.read(lambda tx: tx.all("SELECT call FROM job WHERE call LIKE 'prompt%'"))
    return [call for (call,) in rows]


async def test_nothing_comes_before_an_organiser_turns_it_on(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    assert "Prompts are off here" in (await fern.command("prompts list")).text
    board = await scheduled(stage, fern, on=False)
    assert "Off until you turn it on" in board.text
    await stage.step(days=3)
    assert not await prompts(stage)
    assert not await waiting(stage)
    await fern.press(board, "Turn on")
    assert await waiting(stage) == ["prompts.due"]
    await stage.step(days=1)
    assert len(await prompts(stage)) == 1


async def test_a_prompt_comes_on_its_days_at_its_hour_and_names_nobody(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern, MONDAY, THURSDAY, hour=12)
    await stage.step(hours=1)
    assert not await prompts(stage)
    await stage.step(hours=1)
    (post,) = await prompts(stage)
    assert "@" not in post.text
    assert post.buttons == ("Answer here", "Just for me")
    await stage.step(days=2, hours=23)
    assert len(await prompts(stage)) == 1
    await stage.step(hours=1)
    assert len(await prompts(stage)) == 2


async def test_switched_on_late_in_the_day_it_begins_with_the_next(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern, MONDAY, hour=9)
    await stage.step(days=6)
    assert not await prompts(stage)
    await stage.step(days=1)
    assert len(await prompts(stage)) == 1


async def test_members_are_refused_politely_on_every_button(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    for name in ("list", "new", "stop"):
        assert "for organisers" in (await wren.command(f"prompts {name}")).text
    listed = await fern.command("prompts list")
    board = await scheduled(stage, fern)
    preview = await fern.press(board, "Preview")
    for seen in (listed, board, preview, await fern.command("prompts list")):
        for label in seen.buttons:
            assert "for organisers" in (await wren.press(seen, label)).text
        for label in seen.options:
            assert "for organisers" in (await wren.choose(seen, label)).text
    form = await fern.press(board, "Change")
    values = {"room": stage.platform.rooms["support"], "days": EVERY_DAY, "hour": 5}
    assert "for organisers" in (await wren.submit(form, **values)).text
    assert "12:00" in (await opened(fern)).text


async def test_what_is_missing_in_the_form_is_said_beside_it(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.command("prompts new")
    room = stage.platform.rooms["support"]
    if stage.platform.name in ("memory", "playground"):  # other clients ask for these fields
        wrong = await fern.submit(form, room=room, days=(), hour=9)
        assert set(wrong.errors) == {"days"}


async def test_pause_and_resume_hold_however_often_they_are_pressed(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    board = await scheduled(stage, fern)
    for _ in range(2):
        assert "Paused" in (await fern.press(board, "Pause")).text
    assert not await waiting(stage)
    await stage.step(days=2)
    assert not await prompts(stage)
    board = await opened(ivy)
    for _ in range(2):
        await ivy.press(board, "Resume")
    assert await waiting(stage) == ["prompts.due"]
    await stage.step(days=1)
    assert len(await prompts(stage)) == 1


async def test_a_skipped_day_posts_nothing_and_uses_nothing_up(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await scheduled(stage, fern)
    board = await fern.submit(await fern.press(board, "Skip a day"), day=date(2026, 3, 3))
    assert "Tuesday, 3 March" in board.text
    preview = (await fern.press(board, "Preview")).text
    await stage.step(days=1, hours=12)
    assert len(await prompts(stage)) == 1
    await stage.step(days=2)
    shown = [asked(post) for post in await prompts(stage)]
    assert len(shown) == 3
    assert set(shown) <= set(preview.split("\n"))


async def test_a_skipped_day_can_be_taken_back(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await scheduled(stage, fern)
    board = await fern.submit(await fern.press(board, "Skip a day"), day=date(2026, 3, 3))
    await fern.choose(board, "Tuesday, 3 March")
    await stage.step(days=2)
    assert len(await prompts(stage)) == 2
    form = await fern.press(await opened(fern), "Skip a day")
    assert "day" in (await fern.submit(form, day=date(2026, 3, 1))).errors


async def test_the_preview_tells_what_comes(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await scheduled(stage, fern, MONDAY, TUESDAY, THURSDAY)
    preview = (await fern.press(board, "Preview")).text
    await stage.step(days=4)
    shown = [asked(post) for post in await prompts(stage)]
    assert len(shown) == 3
    assert all(text in preview for text in shown)
    assert preview.index(shown[0]) < preview.index(shown[1]) < preview.index(shown[2])


async def test_a_test_goes_to_the_room_for_an_hour_and_uses_nothing_up(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await scheduled(stage, fern, THURSDAY)
    preview = await fern.press(board, "Preview")
    for _ in range(2):
        await fern.press(preview, "Send a test to the room")
    (post,) = await stage.posts("support")
    assert "An organiser is testing" in post.text
    assert not post.buttons
    text = asked(post)
    await stage.step(hours=2)
    assert not await stage.posts("support")
    assert text in (await fern.press(await opened(fern), "Preview")).text


async def test_a_test_can_be_removed_at_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    preview = await fern.press(await scheduled(stage, fern, THURSDAY), "Preview")
    sent = await fern.press(preview, "Send a test to the room")
    await fern.press(sent, "Remove the test")
    assert not await stage.posts("support")


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_a_year_of_a_weekly_pack_repeats_nothing(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await scheduled(stage, fern, MONDAY)
    for week in range(52):
        await until(stage, stage.now.replace(hour=12) + timedelta(days=7 if week else 0))
        latest = (await prompts(stage))[-1]
        if week % 3 == 0:
            await wren.submit(await wren.press(latest, "Just for me"), words="Noted.")
    shown = [asked(post) for post in await prompts(stage)]
    assert len(shown) == 52
    assert len(set(shown)) == 52


async def test_a_category_comes_round_only_when_it_is_used_up(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await scheduled(stage, fern, topic="thanks")
    for _ in range(6):
        await stage.step(days=1)
        latest = (await prompts(stage))[-1]
        await wren.submit(await wren.press(latest, "Just for me"), words="Noted.")
    shown = [asked(post) for post in await prompts(stage)]
    assert len(set(shown[:3])) == 3
    assert set(shown[3:]) == set(shown[:3])
    assert shown[2] != shown[3]


async def test_three_that_nobody_answers_pause_it_and_an_organiser_hears_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern)
    await stage.step(days=10)
    assert len(await prompts(stage)) == 3
    (told,) = [seen for seen in await stage.dms(fern) if "has paused" in seen.text]
    assert "/prompts list" in told.text
    if stage.platform.name == "discord":
        assert not told.buttons
        await fern.press(await opened(fern), "Resume")
    else:
        assert "go on" in (await fern.press(told, "Resume")).text
    await stage.step(days=10)
    assert len(await prompts(stage)) == 6


async def test_an_answer_for_oneself_counts_as_an_answer(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await scheduled(stage, fern)
    for _ in range(3):
        await stage.step(days=2)
        await wren.submit(await wren.press((await prompts(stage))[-1], "Just for me"), words="Noted.")
    assert len(await prompts(stage)) == 6
    assert not await stage.dms(fern)


async def test_a_job_that_runs_twice_posts_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern)
    rows = await stage.db.read(lambda tx: tx.all("SELECT args FROM job WHERE call = 'prompts.due'"))
    schedule = int(rows[0][0].strip("[]"))
    for _ in range(2):
        await stage.step(days=1)

        def again(tx: Tx) -> None:
            jobs.put(tx, "left over", Call("prompts.due", (schedule,)), stage.now, community=stage.community)

        await stage.db.run(again)
        await stage.settle()
    assert len(await prompts(stage)) == 2
    assert await waiting(stage) == ["prompts.due"]


async def test_after_an_outage_what_is_three_hours_late_is_left_out(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern)
    stage.clock.step(timedelta(hours=4))  # 14:00, due at 12:00
    await stage.settle()
    assert len(await prompts(stage)) == 1
    stage.clock.step(timedelta(days=3, hours=3))  # 17:00: three days were missed
    await stage.settle()
    assert len(await prompts(stage)) == 1
    await stage.step(days=1)
    assert len(await prompts(stage)) == 2


async def test_all_prompts_stop_at_once_and_go_on_without_making_up(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await scheduled(stage, fern)
    await scheduled(stage, fern, room="wins")
    form = await wren.press(await wren.command("prompt-me"), "Choose days")
    await wren.submit(form, days=EVERY_DAY, hour=12, topic="mix")
    assert "All prompts are stopped" in (await fern.command("prompts stop")).text
    await fern.command("prompts stop")
    await stage.step(days=3)
    assert not await prompts(stage)
    assert not await prompts(stage, "wins")
    assert not await stage.dms(wren)
    listed = await fern.command("prompts list")
    for _ in range(2):
        await fern.press(listed, "Let prompts go on")
    await stage.step(days=1)
    assert len(await prompts(stage)) == 1
    assert len(await prompts(stage, "wins")) == 1
    assert len(await stage.dms(wren)) == 1


async def test_a_removed_schedule_is_over_and_its_posts_stay(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    board = await scheduled(stage, fern)
    await stage.step(days=1)
    ask = await fern.press(board, "Remove")
    for _ in range(2):
        await fern.press(ask, "Remove it")
    assert "find this schedule" in (await fern.press(board, "Preview")).text
    await stage.step(days=3)
    (post,) = await prompts(stage)
    await wren.submit(await wren.press(post, "Answer here"), words="Still here.")
    assert len(await stage.posts("support")) == 2


async def test_ids_of_another_community_lead_nowhere(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    board = await scheduled(stage, fern)
    await stage.step(days=1)
    (post,) = await prompts(stage)

    def elsewhere(tx: Tx) -> None:
        other = communities.ensure(tx, stage.platform.name, "elsewhere")
        tx.run("UPDATE prompt_schedule SET community_id = :other", {"other": other})
        tx.run("UPDATE prompt_post SET community_id = :other", {"other": other})

    await stage.db.run(elsewhere)
    for label in ("Pause", "Preview", "Change", "Skip a day", "Remove"):
        assert "find this schedule" in (await fern.press(board, label)).text
    for label in ("Answer here", "Just for me"):
        assert "prompt is gone" in (await wren.press(post, label)).text


async def test_the_schedule_goes_on_when_its_organiser_erases_themselves(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern)
    await erased(fern)
    await stage.step(days=8)
    assert len(await prompts(stage)) == 3
    assert not await stage.db.read(lambda tx: tx.one("SELECT 1 FROM prompt_schedule WHERE organiser_id IS NOT NULL"))


async def test_what_organisers_change_is_written_down_without_content(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await scheduled(stage, fern)
    for _ in range(2):
        await fern.press(board, "Pause")
    await fern.command("prompts stop")
    await fern.command("prompts stop")
    assert (await fern.command("mod audit")).text.count("changed prompts") == 3


async def test_a_changed_hour_never_posts_for_an_hour_that_is_over(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await scheduled(stage, fern, hour=15)
    form = await fern.press(board, "Change")
    assert set(form.prefill["days"]) == set(EVERY_DAY)
    board = await fern.submit(form, hour=9)
    assert "09:00" in board.text
    assert await waiting(stage) == ["prompts.due"]
    await stage.step(hours=6)
    assert not await prompts(stage)
    await stage.step(hours=18)
    assert len(await prompts(stage)) == 1


async def test_another_clock_of_the_community_moves_the_hour_at_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern, hour=17)
    board = await fern.command("setup")
    form = await fern.press(board, next(label for label in board.buttons if "zone" in label.lower()))
    await fern.submit(form, place="Asia/Kolkata")
    await stage.step(hours=1)
    assert not await prompts(stage)
    await stage.step(minutes=30)  # 17:00 there
    assert len(await prompts(stage)) == 1


async def test_no_more_schedules_than_ten(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.command("prompts new")
    for _ in range(10):
        await scheduled(stage, fern, THURSDAY, on=False)
    assert "There are 10 schedules" in (await fern.command("prompts new")).text
    if stage.platform.name != "slack":  # a dialog there is gone with the next command
        values = {"room": stage.platform.rooms["wins"], "days": (MONDAY,), "hour": 9, "topic": "mix"}
        assert "There are 10 schedules" in (await fern.submit(form, **values)).text
    assert len((await fern.command("prompts list")).options) == 10


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
async def test_the_hour_is_the_same_on_the_wall_all_year(stage: Stage, zone: str) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await stage.db.run(lambda tx: communities.set_zone(tx, stage.community, zone))
    await scheduled(stage, fern, MONDAY, hour=2)
    for week in range(1, 53):
        at = datetime(2026, 3, 2, 2, tzinfo=ZoneInfo(zone)) + timedelta(weeks=week)  # on the wall
        await until(stage, at - timedelta(minutes=1))
        assert len(await prompts(stage)) == week - 1
        await until(stage, at)
        seen = await prompts(stage)
        assert len(seen) == week
        await wren.submit(await wren.press(seen[-1], "Just for me"), words="Noted.")
