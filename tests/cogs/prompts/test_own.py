"""Prompts that a member asked for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.people import accounts, communities, members
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from tests.cogs.prompts.people import MONDAY, THURSDAY, asked_alone, erased, mine, until
from tests.cogs.prompts.people import asked as question
from tests.stage import Actor, Seen, Stage


async def waiting(stage: Stage) -> int:
    row = await stage.db.read(lambda tx: tx.one("SELECT COUNT(*) FROM job WHERE call = 'promptme.due'"))
    assert row is not None
    return row[0]


async def test_nothing_comes_unasked(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "Off until you choose" in (await wren.command("prompt-me")).text
    await stage.step(days=3)
    assert not await stage.dms(wren)
    assert not await waiting(stage)


async def test_it_comes_on_the_chosen_days_to_them_alone(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    page = await mine(wren, MONDAY, THURSDAY, hour=12)
    assert "Monday and Thursday at 12:00" in page.text
    await stage.step(days=7)
    assert len(await asked_alone(stage, wren)) == 2
    assert not await stage.dms(ash)
    assert not await stage.posts("support")


async def test_one_press_stops_it_at_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren)
    await stage.step(days=1)
    (seen,) = await asked_alone(stage, wren)
    for _ in range(2):
        assert "Stopped" in (await wren.press(seen, "Stop")).text
    assert not await waiting(stage)
    await stage.step(days=5)
    assert len(await stage.dms(wren)) == 1


async def test_stopping_takes_back_what_waits(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren, hour=22)  # in the quiet hours: it waits until they end
    await stage.step(hours=13)
    assert not await stage.dms(wren)
    await wren.press(await wren.command("prompt-me"), "Stop")
    await stage.step(days=2)
    assert not await stage.dms(wren)
    assert "Off until" in (await wren.command("prompt-me")).text


async def test_somebody_elses_stop_stops_only_their_own(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    page = await mine(wren)
    await mine(ash)
    await ash.press(page, "Stop")
    await stage.step(days=1)
    assert len(await asked_alone(stage, wren)) == 1
    assert not await stage.dms(ash)


async def test_days_can_be_changed_and_begun_again_at_any_time(stage: Stage) -> None:
    wren = await stage.member("wren")
    page = await mine(wren)
    form = await wren.press(page, "Change")
    assert set(form.prefill["days"]) == set("0123456")
    page = await wren.submit(form, days=(THURSDAY,), hour=9)
    assert "Thursday at 09:00" in page.text
    await stage.step(days=7)
    assert len(await stage.dms(wren)) == 1
    await wren.press(page, "Stop")
    await wren.submit(await wren.press(await wren.command("prompt-me"), "Choose days"), hour=10)
    assert await waiting(stage) == 1


async def test_what_is_answered_is_kept_for_them(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren)
    await stage.step(days=1)
    (seen,) = await asked_alone(stage, wren)
    form = await wren.press(seen, "Answer (only you see it)")
    assert "words" in (await wren.submit(form, words="  ")).errors
    await wren.submit(form, words="Something small.")
    assert "Something small." in (await wren.command("prompts mine")).text
    assert not await stage.posts("support")


async def test_another_time_is_no_refusal_and_says_when(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren, topic="thanks")
    await stage.step(days=1)
    (first,) = await asked_alone(stage, wren)
    for _ in range(2):
        assert "fine" in (await wren.press(first, "Another time")).text
    later: list[str] = []
    for _ in range(3):
        await stage.step(days=1)
        later.append(question((await asked_alone(stage, wren))[-1]))
    assert len(set(later)) == 3
    assert later[2] == question(first)


async def test_none_comes_twice_before_all_have_come(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren, topic="kindness")  # five, the heavy ones too
    await stage.step(days=5)
    texts = [question(seen) for seen in await asked_alone(stage, wren)]
    assert len(set(texts)) == len(texts) == 5


async def test_a_rest_brings_none_and_leaves_none_behind(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren)
    await wren.press(await wren.command("rest"), "3 days")
    await stage.step(days=2, hours=23)
    assert not await stage.dms(wren)
    await stage.step(days=2)
    assert len(await asked_alone(stage, wren)) == 2
    assert "waits for you" not in (await wren.home()).text


async def test_a_job_that_runs_twice_asks_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren)
    await stage.step(days=1)

    def again(tx: Tx) -> None:
        row = tx.one("SELECT member_id FROM prompt_me")
        assert row is not None
        jobs.put(tx, "left over", Call("promptme.due"), stage.now, community=stage.community, member=row[0])

    await stage.db.run(again)
    await stage.step(hours=1)
    assert len(await asked_alone(stage, wren)) == 1
    assert await waiting(stage) == 1


async def test_after_an_outage_what_was_missed_stays_out(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren)
    stage.clock.step(timedelta(days=3, hours=8))
    await stage.settle()
    assert not await stage.dms(wren)
    await stage.step(days=1)
    assert len(await stage.dms(wren)) == 1


async def test_erased_none_comes_and_nothing_stays(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren)
    await erased(wren)
    await stage.step(days=2)
    assert not await asked_alone(stage, wren)
    assert not await stage.db.read(lambda tx: tx.all("SELECT 1 FROM prompt_me"))
    assert not await waiting(stage)


async def test_another_zone_moves_it_to_the_same_hour_there(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren, hour=15)
    await wren.command("zone", city="Asia/Kolkata")  # 15:30 there: today is over
    await stage.step(hours=20)
    assert not await stage.dms(wren)
    await stage.step(hours=4)  # 15:30 again
    assert len(await asked_alone(stage, wren)) == 1


async def test_another_zone_moves_what_they_asked_for_in_another_community_too(stage: Stage) -> None:
    wren = await stage.member("wren")
    await mine(wren, hour=15)

    def elsewhere(tx: Tx) -> int:
        """The same wish in another community, which has not been planned yet."""
        community = communities.ensure(tx, stage.platform.name, "elsewhere")
        (here,) = tx.all("SELECT member_id FROM prompt_me")
        member = members.join(tx, members.get(tx, here[0]).account, community, stage.now)
        tx.run(
            "INSERT INTO prompt_me (member_id, community_id, days, hour, topic, running, last_day, seed)"
            " SELECT :member, :community, days, hour, topic, running, last_day, seed FROM prompt_me",
            {"member": member, "community": community},
        )
        return member

    there = await stage.db.run(elsewhere)
    await wren.command("zone", city="Asia/Kolkata")
    planned = await stage.db.read(
        lambda tx: tx.one("SELECT run_at FROM job WHERE call = 'promptme.due' AND member_id = :m", {"m": there})
    )
    assert planned == (int(datetime(2026, 3, 3, 15, tzinfo=ZoneInfo("Asia/Kolkata")).timestamp()),)


async def test_home_says_in_the_settings_what_is_on(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "Prompts for you: off." in (await settings(wren)).text
    await mine(wren, MONDAY)
    seen = await settings(wren)
    assert "Prompts for you: Monday at 12:00." in seen.text
    assert "Stop" in (await wren.press(seen, "Prompts for me")).buttons


async def settings(wren: Actor) -> Seen:
    return await wren.press(await wren.home(), "Messages and clock")


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/Santiago", "Australia/Adelaide", "Asia/Kathmandu"])
async def test_the_hour_is_theirs_all_year(stage: Stage, zone: str) -> None:
    wren = await stage.member("wren")

    def moved(tx: Tx) -> None:
        (account,) = tx.one("SELECT account_id FROM member") or (0,)
        accounts.set_zone(tx, account, zone)

    await stage.db.run(moved)
    await mine(wren, MONDAY, hour=9)
    for week in range(1, 53):
        at = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo(zone)) + timedelta(weeks=week)  # on the wall
        await until(stage, at - timedelta(minutes=1))
        assert len(await stage.dms(wren)) == week - 1
        await until(stage, at)
        assert len(await stage.dms(wren)) == week
