"""When and in which order what was sent without a name appears, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people import anonymity, communities
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.anonymous import store
from cogs.anonymous.model import ROUND, ROUNDS, State
from tests.cogs.anonymous.room import (
    ON_BOTH_DATABASES,
    ON_MEMORY,
    answered,
    appeared,
    in_the_room,
    is_shown,
    query,
)
from tests.cogs.anonymous.steps import members_of, own, sent, switched
from tests.stage import Stage


async def _only_post(stage: Stage) -> int:
    ((id,),) = await stage.db.read(lambda tx: tx.all("SELECT id FROM anonymous_post WHERE thread_id = id"))
    return id


async def test_a_post_appears_later_in_the_support_room_with_a_made_up_name(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    assert not await is_shown(stage, "Nobody calls back.")
    await appeared(stage)
    post = await in_the_room(stage, "Nobody calls back.")
    assert "writes without a name" in post.text
    assert "rosa" not in post.text


async def test_an_answer_follows_its_post(stage: Stage) -> None:
    rosa, tom = await members_of(stage, "rosa", "tom")
    await sent(rosa, "Nobody calls back.")
    await appeared(stage)
    await answered(tom, await in_the_room(stage, "Nobody calls back."), "Same here.")
    await appeared(stage)
    answer = await in_the_room(stage, "Same here.")
    if stage.has_replies:
        assert answer.under == (await in_the_room(stage, "writes without a name")).id


@ON_MEMORY
async def test_nothing_appears_in_the_first_batch_that_sees_it(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    await stage.step(minutes=ROUND[1].total_seconds() / 60)
    assert not await is_shown(stage, "Nobody calls back.")
    ((rounds,),) = await stage.db.read(lambda tx: tx.all("SELECT rounds FROM anonymous_post"))
    assert ROUNDS[0] - 1 <= rounds <= ROUNDS[1] - 1


@ON_MEMORY
async def test_the_next_batch_comes_at_a_time_left_to_chance(stage: Stage) -> None:
    gaps: set[timedelta] = set()
    await switched(stage)
    await stage.settle()
    for _ in range(8):
        before = stage.now
        ((at,),) = await stage.db.read(lambda tx: tx.all("SELECT run_at FROM job WHERE key LIKE '%anonymous:batch'"))
        gap = timedelta(seconds=at) - timedelta(seconds=before.timestamp())
        assert ROUND[0] <= gap <= ROUND[1]
        gaps.add(gap)
        await stage.step(seconds=gap.total_seconds())
    assert len(gaps) > 1


@ON_MEMORY
async def test_where_nobody_writes_the_batch_sleeps_until_an_organiser_switches_it_on(stage: Stage) -> None:
    await stage.settle()
    sql = "SELECT run_at FROM job WHERE key LIKE '%anonymous:batch'"
    assert await query(stage, sql) == [(seconds(stage.now + timedelta(days=1)),)]
    olga, rosa = await stage.organiser("olga"), (await members_of(stage, "rosa"))[0]
    await switched(stage, active=False)
    card = await olga.press(await olga.press(await olga.command("setup"), "Care"), "Posts without a name")
    await olga.press(card, "Switch on")
    ((at,),) = await query(stage, sql)
    assert at <= seconds(stage.now + ROUND[1])
    await olga.press(card, "Switch on")
    assert await query(stage, sql) == [(at,)]
    await rosa.press(await rosa.command("share-anonymously"), "Write")


@ON_BOTH_DATABASES
async def test_what_authors_touched_is_written_anew_in_one_go_and_keeps_its_words_and_supporters(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa", reviewed=True)
    await sent(rosa, "Nobody calls back.")
    await sent(rosa, "Still nobody.")
    id = await stage.db.read(lambda tx: tx.all("SELECT id FROM anonymous_post ORDER BY id"))
    someone = await query(stage, "SELECT id FROM member")
    await stage.db.run(lambda tx: store.support(tx, id[0][0], someone[0][0], "with-you"))
    await stage.step(hours=1)
    assert await query(stage, "SELECT COUNT(*) FROM anonymous_use") == [(2,)]
    assert await query(stage, "SELECT COUNT(*) FROM anonymous_support") == [(1,)]
    found = await stage.db.read(lambda tx: [store.get(tx, stage.community, one) for (one,) in id])
    assert {one.said.words for one in found if one} == {"Nobody calls back.", "Still nobody."}
    if await stage.db.read(lambda tx: tx.dialect) == "postgres":
        assert len(await query(stage, "SELECT DISTINCT xmin::text FROM anonymous_post")) == 1


@ON_MEMORY
async def test_an_author_who_is_seen_by_a_batch_appears_once_though_the_process_starts_anew(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    await stage.step(hours=2)
    await stage.db.run(stage.app._first_jobs)  # pyright: ignore[reportPrivateUsage]  # what a start does
    await stage.step(hours=6)
    await in_the_room(stage, "Nobody calls back.")
    ((jobs,),) = await stage.db.read(lambda tx: tx.all("SELECT COUNT(*) FROM job WHERE key LIKE '%anonymous:batch'"))
    assert jobs == 1


@ON_MEMORY
async def test_without_a_room_it_waits_and_appears_once_there_is_one(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    remote = stage.platform.rooms["support"]
    await stage.db.run(lambda tx: communities.drop_room(tx, stage.community, "support"))
    await appeared(stage)
    assert await query(stage, "SELECT state FROM anonymous_post") == [(int(State.READY),)]
    await stage.db.run(lambda tx: communities.choose_room(tx, stage.community, "support", remote))
    await stage.step(hours=1)
    assert await is_shown(stage, "Nobody calls back.")


@ON_MEMORY
async def test_a_community_that_removed_the_bot_gets_no_posts(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    await stage.db.run(lambda tx: communities.leave(tx, stage.community, stage.now))
    await appeared(stage)
    assert not await is_shown(stage, "Nobody calls back.")


@ON_MEMORY
async def test_after_30_days_post_and_answers_go_and_the_day_keys_with_them(stage: Stage) -> None:
    rosa, tom = await members_of(stage, "rosa", "tom")
    day = anonymity.today(stage.now)
    await sent(rosa, "Nobody calls back.")
    await appeared(stage)
    await answered(tom, await in_the_room(stage, "Nobody calls back."), "Same here.")
    await stage.step(days=anonymity.RIGHTS)
    assert await is_shown(stage, "Same here.")
    await stage.step(days=1, hours=1)
    assert not await stage.posts("support")
    assert not await query(stage, "SELECT id FROM anonymous_post")
    assert await stage.db.run(lambda tx: tx.day_hash(day, "author", "anybody", 1)) is None
    assert await stage.db.run(lambda tx: tx.day_hash(day + 1, "author", "anybody", 1)) is not None


@ON_MEMORY
async def test_a_post_that_may_stay_stays_as_nobody_s(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    await appeared(stage)
    post = await _only_post(stage)
    await stage.db.run(lambda tx: store.let_stay(tx, stage.community, post, True))
    await stage.step(days=anonymity.RIGHTS + 1, hours=1)
    assert await query(stage, "SELECT author FROM anonymous_post") == [("",)]
    assert await is_shown(stage, "Nobody calls back.")


async def test_what_somebody_wrote_goes_a_while_after_they_erased_themselves(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    await appeared(stage)
    asked = await rosa.press(await rosa.command("forget-me"), "Erase my data")
    await rosa.press(asked, next(label for label in asked.buttons if label.startswith("Yes")))
    await stage.step(hours=1)
    assert not await is_shown(stage, "Nobody calls back.")
    assert not await query(stage, "SELECT id FROM anonymous_post")


@ON_MEMORY
async def test_an_answer_whose_post_is_taken_down_meanwhile_does_not_appear(stage: Stage) -> None:
    rosa, tom = await members_of(stage, "rosa", "tom")
    await sent(rosa, "Nobody calls back.")
    await appeared(stage)
    await answered(tom, await in_the_room(stage, "Nobody calls back."), "Same here.")
    root = await _only_post(stage)

    def take_down(tx: Tx) -> None:
        store.move(tx, stage.community, root, (State.SHOWN,), State.REMOVED)

    await stage.db.run(take_down)
    await appeared(stage)
    assert not await is_shown(stage, "Same here.")
    states = await query(stage, "SELECT state, news FROM anonymous_post WHERE thread_id <> id")
    assert states == [(int(State.REMOVED), 1)]


async def _came(stage: Stage, post: int, reason: str) -> None:
    """What the delivery side tells when a post can't be shown."""
    came = {"key": f"nameless:{post}", "result": "blocked", "reason": reason, "room": 0}
    calls = stage.app._calls  # pyright: ignore[reportPrivateUsage]
    await stage.db.run(lambda tx: calls.job(tx, Call("anonymousbatch.posted", (post,)), stage.community, None, came))


@ON_MEMORY
@pytest.mark.parametrize("reason", ["removed", "missing permission"])
async def test_what_can_not_be_posted_says_so_at_its_authors_next_visit(stage: Stage, reason: str) -> None:
    (rosa,) = await members_of(stage, "rosa")
    await sent(rosa, "Nobody calls back.")
    await appeared(stage)
    await _came(stage, await _only_post(stage), reason)
    said = "deleted it in the room by hand" if reason == "removed" else "could not post it in the room"
    card = await own(rosa)
    assert said in card.text
    assert "Nobody calls back." in card.text


@ON_MEMORY
async def test_a_shown_post_waits_for_an_answer_until_somebody_else_answers(stage: Stage) -> None:
    rosa, tom = await members_of(stage, "rosa", "tom")
    await sent(rosa, "Nobody calls back.")
    await appeared(stage)
    assert await query(stage, "SELECT state, author_id FROM listening_post") == [(0, None)]
    await answered(rosa, await in_the_room(stage, "writes without a name"), "Still nobody.")
    await appeared(stage)
    assert await query(stage, "SELECT state FROM listening_post") == [(0,)]
    await answered(tom, await in_the_room(stage, "writes without a name"), "Same here.")
    await appeared(stage)
    assert await query(stage, "SELECT state FROM listening_post WHERE state = 0") == []
