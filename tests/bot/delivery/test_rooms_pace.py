"""Whose rooms are made first, and how fast: with the sender running as it does for real, on a clock that tests step."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from bot.adapter import Delivery, RetryAfter, WantedRoom
from bot.context import Context, Lane
from bot.people import communities
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.test_pace import Tick, fan_out, private_rooms, running

MADE = Call("pair.made")


def want(post: Post, count: int) -> Callable[[Context], None]:
    def act(ctx: Context) -> None:
        for n in range(count):
            ctx.open_room(f"pair:{n}", [post.wren, post.fern], "Pair", then=MADE)

    return act


def want_elsewhere(post: Post, count: int) -> Callable[[Tx], None]:
    def act(tx: Tx) -> None:
        ctx = post.context(tx)
        ctx.community = communities.ensure(tx, post.adapter.name, "island")
        want(post, count)(ctx)

    return act


def made_in(post: Post, team: str) -> int:
    return sum(room.team == team for room in post.adapter.rooms.values())


async def test_adding_people_is_paid_for(post: Post) -> None:
    """Three calls a room of two, and a quarter of the rate stays for what members wait for."""
    post.adapter.rate = 40
    async with running(post) as tick:
        await post.write(want(post, 1000))
        post.outbox.nudge()
        await tick(20)
    assert 150 <= len(post.adapter.rooms) <= 20 * 40 / 3 + 14


async def test_a_platform_that_adds_people_for_nothing_makes_more_rooms(post: Post) -> None:
    post.adapter.rate, post.adapter.calls_per_person = 40, 0
    async with running(post) as tick:
        await post.write(want(post, 1000))
        post.outbox.nudge()
        await tick(5)
    assert len(post.adapter.rooms) > 100


async def test_a_win_while_two_thousand_rooms_are_made_appears_within_three_seconds(post: Post) -> None:
    post.adapter.rate = 40
    async with running(post) as tick:
        await post.write(want(post, 2000))
        post.outbox.nudge()
        await tick(4)
        before = len(post.adapter.rooms)
        await post.write(lambda ctx: ctx.show("win:1", post.room, Card("An interview"), lane=Lane.ACT))
        post.outbox.nudge()
        await tick(1)
        assert post.adapter.titles("c-wins") == ["An interview"]
        assert 20 < before < 100


async def test_rooms_and_a_fan_out_go_on_side_by_side(post: Post) -> None:
    """A message costs one call and is always sooner than a room that waits for three."""
    post.adapter.rate = 40
    async with running(post) as tick:
        rooms = await post.db.run(private_rooms(post, 50))
        await post.write(fan_out(post, 3000, rooms))
        await post.write(want(post, 1000))
        post.outbox.nudge()
        await tick(20)
    assert len(post.adapter.rooms) > 40
    assert len(post.adapter.posts) > 120
    assert len(post.adapter.posts) + 3 * len(post.adapter.rooms) < 21 * 40 + 20


async def test_a_question_about_many_is_answered_during_a_fan_out(post: Post) -> None:
    post.adapter.rate = 40
    async with running(post) as tick:
        rooms = await post.db.run(private_rooms(post, 50))
        await post.write(fan_out(post, 3000, rooms))
        await post.write(lambda ctx: ctx.look_up([post.wren, post.fern] * 10, then=Call("round.looked")))
        post.outbox.nudge()
        await tick(10)
    assert [name for name, *_ in post.ran] == ["round.looked"]


async def test_communities_take_turns(post: Post) -> None:
    post.adapter.rate = 40
    async with running(post) as tick:
        await post.write(want(post, 1000))
        post.outbox.nudge()
        await tick(2)
        await post.db.run(want_elsewhere(post, 20))
        post.outbox.nudge()
        await tick(5)
    assert made_in(post, "island") == 20
    assert 30 < made_in(post, "harbour") < 200


async def test_a_community_whose_rooms_hang_holds_no_other_up(post: Post) -> None:
    real, stuck = post.adapter.open_room, asyncio.Event()

    async def hang(room: WantedRoom) -> Delivery:
        if room.team == "harbour":
            await stuck.wait()
        return await real(room)

    post.adapter.open_room = hang
    async with running(post) as tick:
        await post.write(want(post, 100))
        post.outbox.nudge()
        await tick(1)
        await post.db.run(want_elsewhere(post, 100))
        post.outbox.nudge()
        await tick(15)
        assert made_in(post, "island") == 100
        stuck.set()
        await tick(15)
    assert made_in(post, "harbour") == 100


async def test_a_community_that_is_asked_to_wait_is_not_hammered(post: Post) -> None:
    """A platform that takes two rooms a second of one community."""
    real, calls = post.adapter.open_room, Counter[int]()

    async def two_a_second(room: WantedRoom) -> Delivery:
        second = int(post.clock.now().timestamp())
        calls[second] += 1
        return RetryAfter(1) if calls[second] > 2 else await real(room)

    post.adapter.open_room = two_a_second
    async with running(post) as tick:
        await post.write(want(post, 60))
        post.outbox.nudge()
        await until(post, tick, 60)
    assert calls.total() < 60 * 2.5
    assert post.results("pair.made") == ["done"] * 60


async def until(post: Post, tick: Tick, rooms: int) -> None:
    for _ in range(240):
        await tick(1)
        if len(post.adapter.rooms) == rooms:
            return
