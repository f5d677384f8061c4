"""A message under another one waits for it, and goes on without it when it never comes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapter import Blocked, RetryAfter
from bot.context import Context, Lane
from bot.delivery import messages
from bot.people import communities
from bot.ui.card import Call, Card
from tests.bot.delivery.conftest import Post
from tests.fakes.dummy import Fault


def head(post: Post, ctx: Context, key: str = "week", lane: Lane = Lane.BULK) -> None:
    ctx.show(key, post.room, Card("Head"), lane=lane)


def reply(post: Post, ctx: Context, title: str = "Reply", **more: object) -> None:
    ctx.show(f"key:{title}", post.room, Card(title), lane=Lane.ACT, under="week", **more)  # pyright: ignore[reportArgumentType] -- by name


async def both(post: Post) -> None:
    def show(ctx: Context) -> None:
        head(post, ctx)
        reply(post, ctx)

    await post.do(show)


async def due(post: Post) -> list[int]:
    """Seconds until each message that waits is due."""
    now = int(post.clock.now().timestamp())
    rows = await post.db.read(lambda tx: tx.all("SELECT visible_at FROM message WHERE state = 0 ORDER BY id"))
    return [at - now for (at,) in rows]


# It waits.


async def test_the_head_comes_first_although_replies_have_the_faster_lane(post: Post) -> None:
    await both(post)
    assert post.adapter.titles() == ["Head", "Reply"]
    assert post.adapter.replies() == {"Head": None, "Reply": "Head"}


async def test_a_reply_to_what_is_shown_goes_at_once(post: Post) -> None:
    await post.do(lambda ctx: head(post, ctx))
    await post.do(lambda ctx: reply(post, ctx))
    assert post.adapter.replies() == {"Head": None, "Reply": "Head"}


async def test_many_replies_come_in_their_order(post: Post) -> None:
    def first(ctx: Context) -> None:
        head(post, ctx)
        for n in range(5):
            reply(post, ctx, f"Reply {n}")

    await post.do(first)
    assert post.adapter.titles() == ["Head", *(f"Reply {n}" for n in range(5))]
    assert set(post.adapter.replies().values()) == {None, "Head"}


async def test_while_the_head_waits_nothing_is_looked_at_again_and_again(post: Post) -> None:
    post.adapter.script.append(RetryAfter(600))
    await both(post)
    assert post.adapter.titles() == []
    assert len(post.adapter.calls) == 1
    wait, later = sorted(await due(post))
    assert 600 <= wait <= 750
    assert later == 3600
    await post.step(seconds=wait)
    assert post.adapter.titles() == ["Head", "Reply"]
    assert len(post.adapter.calls) == 3


async def test_a_reply_stays_a_reply_when_either_is_edited(post: Post) -> None:
    await both(post)
    await post.do(lambda ctx: ctx.show("week", post.room, Card("Head 2"), lane=Lane.BULK))
    await post.do(lambda ctx: ctx.show("key:Reply", post.room, Card("Reply 2"), lane=Lane.ACT))
    assert post.adapter.replies() == {"Head 2": None, "Reply 2": "Head 2"}
    assert [call.reply_to for call in post.adapter.calls] == [None, "m1", None, None]


async def test_an_edit_without_under_leaves_what_waits_under_its_head(post: Post) -> None:
    post.adapter.script.append(RetryAfter(60))
    await both(post)
    await post.do(lambda ctx: ctx.show("key:Reply", post.room, Card("Reply 2"), lane=Lane.ACT))
    assert post.adapter.titles() == []
    await post.step(minutes=5)
    assert post.adapter.replies() == {"Head": None, "Reply 2": "Head"}


async def test_another_head_may_be_named_while_it_waits(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_BEFORE)
    await both(post)
    await post.do(lambda ctx: ctx.show("other", post.room, Card("Other"), lane=Lane.ACT))
    await post.do(lambda ctx: ctx.show("key:Reply", post.room, Card("Reply"), lane=Lane.ACT, under="other"))
    assert post.adapter.replies() == {"Other": None, "Reply": "Other"}


# It goes on without.


async def test_under_what_nobody_asked_for_it_stands_by_itself(post: Post) -> None:
    await post.do(lambda ctx: reply(post, ctx))
    assert post.adapter.replies() == {"Reply": None}


async def test_a_refused_head_holds_nobody_up(post: Post) -> None:
    post.adapter.script.append(Blocked("too long"))
    await both(post)
    assert post.adapter.replies() == {"Reply": None}


async def test_a_head_that_is_given_up_holds_nobody_up(post: Post) -> None:
    post.adapter.script.extend([RetryAfter(1)] * 12)
    await both(post)
    assert post.adapter.titles() == []
    await post.step(days=2)
    assert post.adapter.replies() == {"Reply": None}


async def test_a_head_that_is_too_late_holds_nobody_up(post: Post) -> None:
    post.adapter.script.append(RetryAfter(100))

    def show(ctx: Context) -> None:
        ctx.show("week", post.room, Card("Head"), lane=Lane.BULK, expires=ctx.now + timedelta(seconds=60))
        reply(post, ctx)

    await post.do(show)
    assert post.adapter.titles() == []
    await post.step(minutes=3)
    assert post.adapter.replies() == {"Reply": None}


@pytest.mark.parametrize("erase", [False, True])
async def test_a_head_that_is_taken_back_holds_nobody_up(post: Post, erase: bool) -> None:
    post.adapter.script.append(Fault.LOST_BEFORE)
    await post.do(lambda ctx: head(post, ctx))

    def by_nobody(ctx: Context) -> None:
        ctx.member = 0
        reply(post, ctx)

    await post.do(by_nobody)
    assert post.adapter.titles() == []
    if erase:
        await post.do(lambda ctx: messages.erase(ctx.tx, post.wren, ctx.now))
    else:
        await post.do(lambda ctx: ctx.withdraw("week"))
    assert post.adapter.replies() == {"Reply": None}


async def test_what_was_shown_and_taken_back_is_no_head_any_more(post: Post) -> None:
    await post.do(lambda ctx: head(post, ctx))
    post.adapter.script.append(Fault.LOST_BEFORE)
    await post.do(lambda ctx: ctx.withdraw("week"))
    await post.do(lambda ctx: reply(post, ctx))
    assert post.adapter.replies() == {"Head": None, "Reply": None}


async def test_what_somebody_deleted_by_hand_is_no_head_any_more(post: Post) -> None:
    await post.do(lambda ctx: head(post, ctx))
    post.adapter.posts.clear()
    await post.do(lambda ctx: ctx.show("week", post.room, Card("Head 2"), lane=Lane.BULK))
    await post.do(lambda ctx: reply(post, ctx))
    assert post.adapter.replies() == {"Reply": None}


async def test_an_edit_of_the_head_that_is_refused_leaves_it_a_head(post: Post) -> None:
    await post.do(lambda ctx: head(post, ctx))
    post.adapter.script.append(Blocked("too long"))
    await post.do(lambda ctx: ctx.show("week", post.room, Card("Head 2"), lane=Lane.BULK))
    await post.do(lambda ctx: reply(post, ctx))
    assert post.adapter.replies() == {"Head": None, "Reply": "Head"}


async def test_a_head_in_another_room_is_none(post: Post) -> None:
    support = await post.write(lambda ctx: communities.choose_room(ctx.tx, ctx.community, "support", "c-support"))
    await post.do(lambda ctx: ctx.show("week", support, Card("Head"), lane=Lane.ACT))
    await post.do(lambda ctx: reply(post, ctx))
    assert post.adapter.replies() == {"Head": None, "Reply": None}


async def test_a_head_that_is_asked_for_anew_is_waited_for(post: Post) -> None:
    post.adapter.script.append(Blocked("too long"))
    await post.do(lambda ctx: head(post, ctx))
    post.adapter.script.append(RetryAfter(60))
    await both(post)
    assert post.adapter.titles() == []
    await post.step(minutes=5)
    assert post.adapter.replies() == {"Head": None, "Reply": "Head"}


async def test_what_may_not_be_late_is_not_shown_late(post: Post) -> None:
    post.adapter.script.append(RetryAfter(600))

    def show(ctx: Context) -> None:
        head(post, ctx)
        reply(post, ctx, expires=ctx.now + timedelta(minutes=5), then=Call("told"))

    await post.do(show)
    await post.step(minutes=30)
    assert post.adapter.titles() == ["Head"]
    assert post.results("told") == ["expired"]


# A room that is lost, a process that ends.


async def test_both_wait_for_a_lost_room_and_come_in_order(post: Post) -> None:
    post.adapter.closed.add("c-wins")
    await both(post)
    assert post.adapter.titles("c-wins") == []
    post.adapter.closed.clear()
    await post.do(lambda ctx: communities.choose_room(ctx.tx, ctx.community, "wins", "c-wins"))
    assert post.adapter.replies()["Reply"] == "Head"
    assert post.adapter.titles("c-wins") == ["Head", "Reply"]


async def test_a_head_of_unknown_fate_is_found_and_then_has_its_reply(post: Post) -> None:
    post.adapter.can_find = True
    post.adapter.script.append(Fault.LOST_AFTER)
    await both(post)
    assert post.adapter.titles() == ["Head"]
    post.outbox = post.sender()
    await post.step(minutes=5)
    assert post.adapter.titles() == ["Head", "Reply"]
    assert post.adapter.replies() == {"Head": None, "Reply": "Head"}


async def test_a_reply_of_unknown_fate_is_looked_for_where_it_went(post: Post) -> None:
    post.adapter.can_find = True
    await post.do(lambda ctx: head(post, ctx))
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.do(lambda ctx: reply(post, ctx))
    await post.do(lambda ctx: ctx.withdraw("week"))  # it is no head any more, but the reply went there
    post.outbox = post.sender()
    await post.step(minutes=5)
    assert post.adapter.titles() == ["Reply"]
    assert await post.row("SELECT state FROM message WHERE under <> ''") == (2,)


async def test_a_reply_of_unknown_fate_that_went_without_head_is_not_looked_for_under_one(post: Post) -> None:
    post.adapter.can_find = True
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.do(lambda ctx: reply(post, ctx))
    await post.do(lambda ctx: head(post, ctx))
    await post.step(minutes=5)
    assert sorted(post.adapter.titles()) == ["Head", "Reply"]
    assert post.adapter.replies()["Reply"] is None


async def test_a_withdrawn_reply_of_unknown_fate_is_found_and_deleted(post: Post) -> None:
    post.adapter.can_find = True
    await post.do(lambda ctx: head(post, ctx))
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.do(lambda ctx: reply(post, ctx))
    await post.do(lambda ctx: ctx.withdraw("key:Reply"))
    await post.step(minutes=5)
    assert post.adapter.titles() == ["Head"]
    assert await post.row("SELECT count(*) FROM message") == (1,)


async def test_a_process_that_dies_between_head_and_reply_loses_neither(post: Post) -> None:
    post.adapter.gate = asyncio.Event()

    def show(ctx: Context) -> None:
        head(post, ctx)
        reply(post, ctx)

    await post.write(show)
    dying = asyncio.create_task(post.outbox.settle())
    await post.adapter.called.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    post.adapter.gate = None
    post.outbox = post.sender()
    await post.step(hours=2)
    assert set(post.adapter.titles()) == {"Head", "Reply"}
    assert post.adapter.replies()["Reply"] == "Head"


async def test_another_process_that_shows_the_head_makes_the_reply_due(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    await post.write(lambda ctx: head(post, ctx))
    showing = asyncio.create_task(post.sender().settle())
    await post.adapter.called.wait()
    await post.do(lambda ctx: reply(post, ctx))
    assert await due(post) == [3600]
    post.adapter.gate.set()
    await showing
    await post.outbox.settle()
    assert post.adapter.replies() == {"Head": None, "Reply": "Head"}


async def test_erasing_somebody_leaves_no_trace_of_what_their_reply_stood_under(post: Post) -> None:
    await both(post)
    post.adapter.script.append(RetryAfter(600))
    await post.write(lambda ctx: messages.erase(ctx.tx, post.wren, ctx.now))
    assert await post.row("SELECT count(*) FROM message WHERE under <> ''") == (0,)
