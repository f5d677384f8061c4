from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.people import communities
from tests.cogs.wins.weekly import IN, NOT_IN, for_the_week
from tests.stage import Actor, Seen, Stage


async def roundups(stage: Stage) -> list[Seen]:
    return [post for post in await stage.posts("wins") if post.text.startswith("Wins of this week")]


async def three(stage: Stage) -> tuple[Actor, Actor, Seen]:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    receipt = await for_the_week(wren, "A call came back.", kind="callback")
    await for_the_week(ash, "Sent the form.", kind="application")
    await for_the_week(ash, "Read a chapter.", kind="learning")
    return wren, ash, receipt


async def test_three_wins_make_one_round_up_on_sunday_without_numbers(stage: Stage) -> None:
    await three(stage)

    await stage.step(days=6, hours=6)
    assert await roundups(stage) == []
    await stage.step(hours=1)

    (post,) = await roundups(stage)
    assert "wren: A call came back." in post.text
    assert "ash: Sent the form." in post.text
    assert not re.search(r"\d", post.text)
    await stage.step(days=8)
    assert len(await roundups(stage)) == 1


async def test_below_three_wins_it_stays_silent(stage: Stage) -> None:
    wren = await stage.member("wren")
    await for_the_week(wren, "A call came back.")
    await for_the_week(wren, "Another one.")
    await wren.submit(await wren.command("win"), story="Private.", audience="me")

    await stage.step(days=8)

    assert await roundups(stage) == []


async def test_only_wins_whose_authors_said_yes_are_in_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    for text in ("One.", "Two.", "Three."):
        assert NOT_IN in (await wren.command("win", text=text)).buttons

    await stage.step(days=8)

    assert await roundups(stage) == []


async def test_a_yes_can_be_taken_back_and_given_again(stage: Stage) -> None:
    wren, ash, receipt = await three(stage)

    out = await wren.press(receipt, IN)
    await wren.press(receipt, IN)
    assert NOT_IN in out.buttons
    await for_the_week(ash, "One more.")
    await stage.step(days=7)

    (post,) = await roundups(stage)
    assert "A call came back." not in post.text
    await wren.press(out, NOT_IN)
    (post,) = await roundups(stage)
    assert "A call came back." in post.text


async def test_edits_and_deletes_reach_a_round_up_that_is_posted(stage: Stage) -> None:
    wren, _, receipt = await three(stage)
    await stage.step(days=7)

    await wren.submit(await wren.press(receipt, "Edit"), story="A second call came.")
    (post,) = await roundups(stage)
    assert "A second call came." in post.text

    await wren.press(await wren.press(receipt, "Delete"), "Delete it")
    (post,) = await roundups(stage)
    assert "A second call came." not in post.text
    assert "Sent the form." in post.text


async def test_who_rests_is_not_named(stage: Stage) -> None:
    wren, _, _ = await three(stage)
    await stage.step(days=6)
    await wren.press(await wren.command("rest"), "3 days")
    await stage.step(days=1)

    (post,) = await roundups(stage)
    assert "wren" not in post.text
    assert "Somebody here: A call came back." in post.text


async def test_the_next_week_speaks_of_its_own_wins(stage: Stage) -> None:
    wren, ash, _ = await three(stage)
    await stage.step(days=7)
    for n in ("one", "two", "three"):
        await for_the_week(wren, f"Later {n}.")

    await stage.step(days=7)

    first, second = await roundups(stage)
    assert "Later" not in first.text
    assert "Later one." in second.text
    assert "A call came back." not in second.text
    assert ash


async def test_authors_come_in_the_order_of_time_and_not_by_how_many(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await for_the_week(wren, "First.", kind="rest")
    for text in ("Second.", "Third.", "Fourth."):
        await stage.step(minutes=5)
        await for_the_week(ash, text, kind="rest")

    await stage.step(days=7)

    (post,) = await roundups(stage)
    places = [post.text.index(text) for text in ("First.", "Second.", "Third.", "Fourth.")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("zone", "sunday", "due"),
    [
        # New York's clocks go forward on 8 March 2026 at 2:00, Lisbon's back on 25 October at 2:00.
        ("America/New_York", datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 8, 21, 0, tzinfo=UTC)),
        ("Europe/Lisbon", datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 10, 25, 17, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 8, 11, 15, tzinfo=UTC)),
    ],
)
async def test_it_comes_once_at_five_on_the_communitys_own_clock_also_when_clocks_change(
    stage: Stage, zone: str, sunday: datetime, due: datetime
) -> None:
    await stage.db.run(lambda tx: communities.set_zone(tx, stage.community, zone))
    await stage.settle()
    stage.clock.step(sunday - timedelta(days=2) - stage.now)
    await stage.settle()
    await three(stage)

    stage.clock.step(due - timedelta(minutes=1) - stage.now)
    await stage.settle()
    assert await roundups(stage) == []
    stage.clock.step(timedelta(minutes=1))
    await stage.settle()
    assert len(await roundups(stage)) == 1
    stage.clock.step(timedelta(hours=1))
    await stage.settle()
    assert len(await roundups(stage)) == 1


async def test_a_community_that_moves_to_a_later_clock_hears_at_five_on_the_new_one(stage: Stage) -> None:
    await three(stage)
    await stage.db.run(lambda tx: communities.set_zone(tx, stage.community, "America/Los_Angeles"))

    await stage.step(days=6, hours=13)
    assert await roundups(stage) == []
    await stage.step(hours=1)

    assert len(await roundups(stage)) == 1


async def test_who_hides_wins_is_not_named_either(stage: Stage) -> None:
    wren, _, _ = await three(stage)
    await wren.press(await wren.command("wins"), "Hide wins")

    await stage.step(days=7)

    (post,) = await roundups(stage)
    assert "wren" not in post.text
    assert "A call came back." in post.text


async def test_staff_take_a_round_up_down_for_good_and_its_wins_stay(stage: Stage) -> None:
    wren, ash, receipt = await three(stage)
    fern = await stage.organiser("fern")
    await stage.step(days=7)
    (post,) = await roundups(stage)
    assert "Remove the round-up" not in (await ash.press(post, "…")).buttons

    more = await fern.press(post, "…")
    removed = await fern.press(more, "Remove the round-up")
    assert "removed" in removed.text
    await fern.press(more, "Remove the round-up")

    assert await roundups(stage) == []
    await wren.submit(await wren.press(receipt, "Edit"), story="A second call came.")
    await stage.step(days=7)
    assert await roundups(stage) == []
    assert any("A second call came." in post.text for post in await stage.posts("wins"))
    audit = await fern.command("mod audit")
    assert audit.text.count("fern removed") == 1


async def test_the_button_of_staff_is_refused_to_a_member(stage: Stage) -> None:
    _, ash, _ = await three(stage)
    fern = await stage.organiser("fern")
    await stage.step(days=7)
    (post,) = await roundups(stage)

    await ash.press(await fern.press(post, "…"), "Remove the round-up")

    assert len(await roundups(stage)) == 1


async def test_who_was_stopped_by_staff_is_left_out(stage: Stage) -> None:
    wren, ash, _ = await three(stage)
    fern = await stage.organiser("fern")
    await for_the_week(ash, "Rested a while.")
    post = next(post for post in await stage.posts("wins") if "A call came back." in post.text)
    form = await fern.press(await fern.press(post, "…"), "Stop this person from posting")
    await fern.submit(form, length="28")

    await stage.step(days=7)

    (roundup,) = await roundups(stage)
    assert "A call came back." not in roundup.text
    assert "Sent the form." in roundup.text
    assert wren
