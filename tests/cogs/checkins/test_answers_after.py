"""What becomes of an answer afterwards: staff, erasure, threads that can't be made, what is stored."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from cogs.checkins.answers import store
from tests.cogs.checkins.answering import (
    ANSWER,
    BACK,
    CHANGE,
    REST,
    WRITE,
    add_line,
    answered,
    card,
    head,
    leave,
    member,
    plan,
    said,
    seeded,
    thread,
)
from tests.cogs.posts.moderating import removed
from tests.cogs.prompts.people import erased
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform


@pytest.fixture
def platform(stage: Stage) -> MemoryPlatform:
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("only the in-memory platform can be told to misbehave")
    return stage.platform


async def test_taken_down_by_staff_its_author_keeps_the_words(stage: Stage) -> None:
    ivy = await stage.organiser("ivy")
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    await answered(stage, wren, first="A call came back.")
    (post,) = await said(stage, ash)
    more = await ivy.press(post, "…")
    ask = await ivy.press(more, next(label for label in more.buttons if label.startswith("Remove")))
    await removed(ivy, ask)
    await stage.settle()
    assert not await said(stage, ash)
    mine = await wren.press(await head(stage, wren), ANSWER)
    assert "taken out of the thread" in mine.text
    assert "A call came back." in mine.text
    assert CHANGE not in mine.buttons
    assert "A call" not in (await ash.press(await card(stage, ash), WRITE)).text


async def test_erased_their_posts_go_also_those_that_waited_for_the_thread(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm", opens=False)
    wren, ash, elm = circle.people
    board = await wren.command("checkin answer")
    await wren.submit(await wren.press(board, WRITE), first="Said early.")
    await ash.press(await ash.command("checkin answer"), REST)
    await plan(stage, circle)
    await stage.step(hours=2)
    assert len(await said(stage, elm)) == 2
    await erased(wren)
    await erased(ash)
    await stage.settle()
    assert not await said(stage, elm)
    assert not await stage.db.read(lambda tx: tx.all("SELECT 1 FROM checkin_answer"))
    await answered(stage, elm, first="Still here.")
    assert len(await said(stage, elm)) == 1


async def test_words_are_locked_and_handed_out_to_their_author_alone(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    await add_line(wren, await card(stage, wren))
    await answered(stage, wren, first="A call came back.")
    await ash.press(await head(stage, ash), REST)

    rows = await stage.db.read(lambda tx: tx.all("SELECT words FROM checkin_answer"))
    assert len(rows) == 2
    assert all(b"call" not in bytes(words) and b"Tuesday" not in bytes(words) for (words,) in rows)
    mine, theirs = await stage.db.read(
        lambda tx: [cast("Any", store.export(tx, member(tx, name))) for name in ("wren", "ash")]
    )
    (one,) = mine
    assert one["words"] == ["A call came back."]
    assert one["plan"] == ["When it is Tuesday, I'll write to one person"]
    assert one["where"] == "shown"
    assert theirs[0]["resting"]
    assert "call" not in json.dumps(theirs)


async def test_without_a_thread_the_circle_reads_it_through_the_bot(stage: Stage) -> None:
    await stage.break_rooms()
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    board = await wren.command("checkin answer")
    mine = await wren.submit(await wren.press(board, WRITE), first="A call came back.", third="A second look")
    assert "Your circle sees it." in mine.text
    page = await ash.press(await ash.press(await ash.command("checkin answer"), REST), "What my circle said")
    assert "A call came back." in page.text
    assert "@ash rests this week" in page.text
    assert "I can help" in page.buttons
    assert "Report" in (await ash.press(page, "…")).buttons
    fox = await stage.member("fox")
    assert "gone" in (await fox.press(page, "…")).text
    form = await wren.press(await wren.press(mine, CHANGE), "Change and post")
    mine = await wren.submit(form, first="Two calls came back.")
    page = await ash.press(await ash.command("checkin answer"), "What my circle said")
    assert "Two calls came back." in page.text
    await wren.press(await wren.press(mine, BACK), BACK)
    page = await ash.press(await ash.command("checkin answer"), "What my circle said")
    assert "calls" not in page.text


async def test_an_answer_of_somebody_who_cant_post_comes_when_they_can(stage: Stage, platform: MemoryPlatform) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    platform.adapter.people[wren.id].timed_out = True
    await answered(stage, wren, first="A call came back.")
    (told,) = await stage.dms(wren)
    assert "wasn't posted" in told.text
    assert not await said(stage, ash)
    platform.adapter.people[wren.id].timed_out = False
    for _ in range(2):
        await wren.press(told, "Try again")
    (post,) = await said(stage, ash)
    assert "A call came back." in post.text


async def test_deleted_by_hand_it_stays_gone_and_its_author_may_write_another(
    stage: Stage, platform: MemoryPlatform
) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    mine = await answered(stage, wren, first="A call came back.")
    for remote in [id for id, (_, wanted) in platform.adapter.shown.items() if "call came" in str(wanted.card)]:
        del platform.adapter.shown[remote]
    form = await wren.press(await wren.press(mine, CHANGE), "Change and post")
    await wren.submit(form, first="Two calls came back.")
    assert not await said(stage, ash)
    mine = await wren.command("checkin answer")
    assert "taken out of the thread" in mine.text
    back = await wren.press(await wren.press(mine, BACK), BACK)
    await wren.submit(await wren.press(await wren.press(back, "Write another"), WRITE), first="Other words.")
    assert len(await said(stage, ash)) == 1


async def test_who_leaves_while_it_is_on_its_way_posts_nothing(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm", "fir", opens=False)
    wren, ash, *_ = circle.people
    board = await wren.command("checkin answer")
    await wren.submit(await wren.press(board, WRITE), first="Said early.")
    await leave(stage, circle, wren)
    await plan(stage, circle)
    await stage.step(hours=2)
    assert not await said(stage, ash)
    assert not any("Said early." in seen.text for seen in await thread(stage, ash))


async def test_the_post_of_an_ask_says_that_somebody_offered_help_and_not_who(stage: Stage) -> None:
    wren, ash, elm = (await seeded(stage, "wren", "ash", "elm")).people
    await answered(stage, wren, third="A second look")
    (post,) = await said(stage, ash)
    await ash.press(post, "I can help")
    await stage.settle()
    (post,) = await said(stage, elm)
    assert "Somebody offered to help" in post.text
    assert "ash" not in post.text
    assert post.buttons == ("I can help", "…")


async def test_taken_back_after_the_close_it_leaves_the_digest_too(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    mine = await answered(stage, wren, first="A call came back.")
    await answered(stage, ash, first="I slept well.")
    await stage.step(days=3, hours=1)
    assert sum("A call came back." in seen.text for seen in await thread(stage, ash)) == 2
    await wren.press(await wren.press(mine, BACK), BACK)
    assert not any("A call came back." in seen.text for seen in await thread(stage, ash))
    assert sum("I slept well." in seen.text for seen in await thread(stage, ash)) == 2


async def test_of_a_week_that_is_over_it_can_still_be_taken_back(stage: Stage, platform: MemoryPlatform) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    mine = await answered(stage, wren, first="A call came back.")
    await answered(stage, ash, first="I slept well.")
    await stage.step(days=6, hours=20)
    await plan(stage, circle)
    await stage.step(hours=4)

    def everything() -> str:
        return str([wanted.card for _, wanted in platform.adapter.shown.values()])

    assert everything().count("A call came back.") >= 2  # the post and the digest
    await wren.press(await wren.press(mine, BACK), BACK)
    assert "A call came back." not in everything()
    await erased(ash)
    await stage.settle()
    assert "I slept well." not in everything()


async def test_an_early_rest_leaves_the_plan_of_this_week_alone(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, *_ = circle.people
    await stage.step(days=4)
    form = await wren.press(await wren.command("plan"), "Write a line")
    await wren.submit(form, cue="it is Saturday", act="read one page")
    await wren.press(await wren.command("checkin answer"), REST)
    assert "You rest this week" not in (await wren.command("plan")).text


async def test_another_community_reaches_nothing(stage: Stage, platform: MemoryPlatform) -> None:
    wren, *_ = (await seeded(stage, "wren", "ash", "elm")).people
    top = await head(stage, wren)
    mine = await answered(stage, wren, first="A call came back.")
    platform.team = "elsewhere"
    for seen in (await wren.press(top, ANSWER), await wren.press(mine, CHANGE), await wren.press(mine, BACK)):
        assert "A call" not in seen.text
    platform.team = "harbour"
    assert len(await said(stage, wren)) == 1
