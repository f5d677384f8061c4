"""Whose message goes first, and how fast: with the sender running as it does for real, on a clock that tests step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeVar

from bot.adapter import Channel, Delivery, RetryAfter, Wanted
from bot.context import Context, Lane
from bot.people import communities
from bot.storage.database import Database, Tx
from bot.ui.card import Card
from tests.bot.delivery.conftest import Post

T = TypeVar("T")
Tick = Callable[[float], Awaitable[None]]


class Watched:
    """A database that tells when nobody uses it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._users = 0
        self.idle = asyncio.Event()
        self.idle.set()

    async def run(self, fn: Callable[[Tx], T]) -> T:
        return await self._use(self._db.run(fn))

    async def read(self, fn: Callable[[Tx], T]) -> T:
        return await self._use(self._db.read(fn))

    async def close(self) -> None:
        await self._db.close()

    async def _use(self, use: Awaitable[T]) -> T:
        self._users += 1
        self.idle.clear()
        try:
            return await use
        finally:
            self._users -= 1
            if not self._users:
                self.idle.set()


@asynccontextmanager
async def running(post: Post) -> AsyncGenerator[Tick]:
    """The sender at work; the given function lets time pass in tenths of a second."""
    watched = Watched(post.db)
    post.db = watched
    post.outbox = post.sender()
    sender = asyncio.create_task(post.outbox.run())

    async def quiet() -> None:
        still = 0
        while still < 20:
            still = still + 1 if watched.idle.is_set() else 0
            await watched.idle.wait()
            await asyncio.sleep(0)

    async def tick(seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            post.clock.step(timedelta(milliseconds=100))
            await quiet()

    await quiet()
    try:
        yield tick
    finally:
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)


def fan_out(post: Post, count: int, rooms: list[int] | None = None) -> Callable[[Context], None]:
    def act(ctx: Context) -> None:
        for n in range(count):
            ctx.show(f"bulk:{n}", (rooms or [post.room])[n % len(rooms or [1])], Card("bulk"), lane=Lane.BULK)

    return act


def private_rooms(post: Post, count: int) -> Callable[[Tx], list[int]]:
    return lambda tx: [communities.choose_room(tx, post.community, f"r{n}", f"c-{n}") for n in range(count)]


async def test_the_rate_of_the_platform_is_kept(post: Post) -> None:
    post.adapter.rate = 40
    async with running(post) as tick:
        rooms = await post.db.run(private_rooms(post, 50))
        await post.write(fan_out(post, 1000, rooms))
        post.outbox.nudge()
        await tick(5)
    assert 150 <= len(post.adapter.calls) <= 240


async def test_a_win_during_a_fan_out_of_five_thousand_appears_within_three_seconds(post: Post) -> None:
    post.adapter.rate = 40
    async with running(post) as tick:
        rooms = await post.db.run(private_rooms(post, 50))
        await post.write(fan_out(post, 5000, rooms))
        post.outbox.nudge()
        await tick(4)
        before = len(post.adapter.calls)
        await post.write(lambda ctx: ctx.show("win:1", post.room, Card("An interview"), lane=Lane.ACT))
        post.outbox.nudge()
        await tick(1)
        assert post.adapter.titles("c-wins") == ["An interview"]
        assert 100 < before < 400


async def test_communities_take_turns(post: Post) -> None:
    post.adapter.rate = 10
    async with running(post) as tick:
        rooms = await post.db.run(private_rooms(post, 50))
        await post.write(fan_out(post, 2000, rooms))
        post.outbox.nudge()
        await tick(1)

        def small(tx: Tx) -> tuple[int, int]:
            other = communities.ensure(tx, "dummy", "small")
            return other, communities.choose_room(tx, other, "wins", "c-small")

        post.community, room = await post.db.run(small)
        await post.write(lambda ctx: ctx.show("bulk:s", room, Card("small"), lane=Lane.BULK))
        post.outbox.nudge()
        await tick(1)
    assert post.adapter.titles("c-small") == ["small"]


async def test_a_busy_room_does_not_hold_up_another(post: Post) -> None:
    """A platform that takes one message a second and room, as Slack does."""
    last: dict[str, float] = {}
    real = post.adapter.show

    async def once_a_second(message: Wanted) -> Delivery:
        assert isinstance(message.to, Channel)
        now = post.clock.now().timestamp()
        if now - last.get(message.to.external, 0) < 1:
            post.adapter.calls.append(message)
            return RetryAfter(1)
        last[message.to.external] = now
        return await real(message)

    post.adapter.show = once_a_second
    async with running(post) as tick:
        [other] = await post.db.run(private_rooms(post, 1))
        await post.write(fan_out(post, 300))
        post.outbox.nudge()
        await tick(3)
        await post.write(lambda ctx: ctx.show("one", other, Card("other"), lane=Lane.BULK))
        post.outbox.nudge()
        await tick(1.2)
        assert post.adapter.titles("c-0") == ["other"]
        await tick(20)
    shown = len(post.adapter.titles("c-wins"))
    assert shown >= 10
    assert len(post.adapter.calls) < 3 * shown + 20


async def test_stopping_lets_what_is_under_way_end(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    await post.write(lambda ctx: ctx.show("win:1", post.room, Card("x"), lane=Lane.ACT))
    sender = asyncio.create_task(post.outbox.run())
    await post.adapter.called.wait()
    sender.cancel()
    await asyncio.sleep(0)
    post.adapter.gate.set()
    await asyncio.gather(sender, return_exceptions=True)
    assert await post.row("SELECT state FROM message") == (2,)


async def test_many_processes_send_everything_once(post: Post) -> None:
    rooms = await post.db.run(private_rooms(post, 20))
    await post.write(fan_out(post, 400, rooms))
    others = [post.sender() for _ in range(3)]
    await asyncio.gather(*(outbox.settle() for outbox in others))
    assert len(post.adapter.posts) == len(post.adapter.calls) == 400
