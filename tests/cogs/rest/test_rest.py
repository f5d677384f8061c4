from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.people import communities, members
from bot.runtime.all_cogs import erase, load
from bot.runtime.app import App
from bot.scheduling import jobs
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.ui.card import Call
from bot.ui.wire import load_args
from tests.cogs.buddies.people import joins, paired
from tests.cogs.rejections.sharing import opens
from tests.stage import Actor, Seen, Stage

ENDS = "Your rest ends here"


async def rests(actor: Actor, length: str) -> Seen:
    return await actor.press(await actor.command("rest"), length)


def until(seen: Seen, when: str) -> bool:
    """Whether it names the moment, in the words of whichever platform."""
    moment = datetime.fromisoformat(when)
    return when in seen.text or f"{moment.day} {moment:%b %Y}, {moment:%H:%M}" in seen.text


async def gentle(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if ENDS in seen.text]


async def shared(stage: Stage, actor: Actor) -> Seen:
    """A post of theirs in the support room, which others can press."""
    form = await opens(actor, await actor.command("rejection"))
    await actor.submit(form, words="It was the second this week.")
    return (await stage.posts("support"))[-1]


async def test_a_rest_says_when_it_ends(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await rests(wren, "3 days")
    assert until(seen, "2026-03-05 10:00")
    assert until(await wren.command("rest"), "2026-03-05 10:00")


async def test_it_ends_with_exactly_one_message(stage: Stage) -> None:
    wren = await stage.member("wren")
    await rests(wren, "1 day")
    await stage.step(hours=23)
    assert not await stage.dms(wren)
    await stage.step(hours=1)
    assert len(await stage.dms(wren)) == 1
    await stage.step(days=10)
    (seen,) = await stage.dms(wren)
    assert ENDS in seen.text
    assert {"I'm ready", "Rest longer"} <= set(seen.buttons)


async def test_what_falls_due_meanwhile_is_never_sent_and_waits_on_home(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    post = await shared(stage, wren)
    await rests(wren, "3 days")
    await fern.press(post, "I'm with you")
    await stage.step(days=6)
    assert len(await stage.dms(wren)) == 1
    assert len(await gentle(stage, wren)) == 1


async def test_what_somebody_asks_for_still_works(stage: Stage) -> None:
    wren = await stage.member("wren")
    await rests(wren, "1 week")
    assert "Logged" in (await wren.command("rejection")).text
    assert await shared(stage, wren)


async def test_adding_to_it_moves_the_one_message(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await rests(wren, "1 day")
    seen = await wren.press(await wren.press(seen, "Rest longer"), "3 days")
    assert until(seen, "2026-03-06 10:00")
    await stage.step(days=3, hours=23)
    assert not await stage.dms(wren)
    await stage.step(days=8)
    assert len(await stage.dms(wren)) == 1


async def test_pressed_twice_it_is_not_twice_as_long(stage: Stage) -> None:
    wren = await stage.member("wren")
    offer = await wren.command("rest")
    await wren.press(offer, "3 days")
    assert until(await wren.press(offer, "3 days"), "2026-03-05 10:00")
    longer = await wren.press(await wren.command("rest"), "Rest longer")
    await wren.press(longer, "1 day")
    assert until(await wren.press(longer, "1 day"), "2026-03-06 10:00")


async def test_ended_early_it_ends_without_a_message(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await rests(wren, "3 days")
    ended = await wren.press(seen, "End it now")
    assert "over" in ended.text
    assert (await wren.press(seen, "End it now")).text == ended.text
    await stage.step(days=8)
    assert not await stage.dms(wren)


async def test_after_an_early_end_messages_come_again(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    post = await shared(stage, wren)
    await wren.press(await rests(wren, "3 days"), "End it now")
    await fern.press(post, "I'm with you")
    await stage.step(days=1)
    assert len(await stage.dms(wren)) == 1


async def test_ended_early_and_begun_again_it_still_ends_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    for _ in range(3):
        seen = await rests(wren, "1 day")
        await wren.press(seen, "End it now")
    await rests(wren, "1 day")
    await stage.step(days=4)
    assert len(await stage.dms(wren)) == 1


async def test_ready_needs_no_more_and_longer_starts_a_new_rest(stage: Stage) -> None:
    wren = await stage.member("wren")
    await rests(wren, "1 day")
    await stage.step(days=1)
    (seen,) = await stage.dms(wren)
    assert "over" in (await wren.press(seen, "I'm ready")).text
    again = await wren.press(await wren.press(seen, "Rest longer"), "1 day")
    assert until(again, "2026-03-04 10:00")
    await stage.step(days=3)
    assert len(await stage.dms(wren)) == 2


async def test_a_rest_until_a_day_ends_in_its_morning(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await rests(wren, "Until a day")
    assert form.form == ("day",)
    assert until(await wren.submit(form, day=date(2026, 3, 9)), "2026-03-09 09:00")


async def test_a_day_that_is_over_or_too_far_is_refused_beside_the_field(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await rests(wren, "Until a day")
    today = stage.now.date()
    for day in (today, today - timedelta(days=1), today + timedelta(days=91)):
        form = await wren.submit(form, day=day)
        assert "day" in form.errors
    assert "09:00" in (await wren.submit(form, day=today + timedelta(days=90))).text


async def test_it_survives_a_restart(stage: Stage) -> None:
    wren = await stage.member("wren")
    await rests(wren, "1 day")
    stage.app = await App.assemble(stage.db, [stage.platform.adapter], stage.clock, load())
    await stage.step(days=2)
    assert len(await stage.dms(wren)) == 1


async def test_a_rest_that_ended_while_the_bot_was_away_still_ends_once_and_lets_nothing_else_through(
    stage: Stage,
) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    post = await shared(stage, wren)
    await rests(wren, "1 day")
    await fern.press(post, "I'm with you")
    stage.clock.step(timedelta(days=2))  # in one leap: everything is overdue at once
    await stage.step(days=2)
    (seen,) = await stage.dms(wren)
    assert ENDS in seen.text


async def test_a_rest_is_for_one_person_alone(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    seen = await rests(wren, "3 days")
    await fern.press(seen, "End it now")
    assert "You are resting" in (await wren.command("rest")).text
    assert "You are resting" not in (await fern.command("rest")).text


async def test_home_says_until_when(stage: Stage) -> None:
    wren = await stage.member("wren")
    await rests(wren, "3 days")
    assert "You are resting until Thursday, 5 March, 10:00." in (await wren.home()).text


async def test_a_second_job_for_the_same_end_says_nothing_more(stage: Stage) -> None:
    """A rest begun in one community, ended in another and begun again there leaves two jobs."""
    wren = await stage.member("wren")
    await rests(wren, "1 day")

    def again(tx: Tx) -> None:
        call, args, member, run_at = tx.all("SELECT call, args, member_id, run_at FROM job WHERE call = 'rest.over'")[0]
        jobs.put(tx, "left over", Call(call, load_args(args)), moment(run_at), community=stage.community, member=member)

    await stage.db.run(again)
    await stage.step(days=2)
    (seen,) = await stage.dms(wren)
    assert seen.text.count(ENDS) == 1


async def test_forgotten_in_one_community_the_rest_ends_gently_from_another(stage: Stage) -> None:
    wren = await stage.member("wren")
    await rests(wren, "1 day")

    def elsewhere(tx: Tx) -> None:
        row = tx.one("SELECT id, account_id FROM member")
        assert row is not None
        members.join(tx, row[1], communities.ensure(tx, stage.platform.name, "meadow"), stage.now)
        erase(tx, stage.app.core.registry, [row[0]], stage.now)

    await stage.db.run(elsewhere)
    await stage.step(days=3)

    assert len(await gentle(stage, wren)) == 1


async def test_in_a_pair_it_offers_to_tell_the_buddy_and_says_nothing_by_itself(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    assert "Tell my buddy" not in (await rests(wren, "1 day")).buttons
    for actor in (wren, fern):
        await joins(actor)
    await paired(stage, wren, fern)
    seen = await wren.command("rest")
    assert "Your buddy does not know" in seen.text
    assert await stage.dms(fern) == []
    for _ in range(2):
        await wren.press(seen, "Tell my buddy")
    await stage.step(hours=3)
    told = [dm.text for dm in await stage.dms(fern) if "rest" in dm.text]
    assert len(told) == 1
    assert "wren" in told[0]
