from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.context import Context
from bot.delivery.outbox import LEASE
from bot.storage.database import StorageError
from bot.ui.card import Call
from tests.bot.delivery.conftest import Post


async def test_a_task_runs_once_its_handler_is_committed_and_then_its_row_is_gone(post: Post) -> None:
    ran: list[int] = []

    async def match(n: int) -> None:
        ran.append(n)

    post.tasks["match"] = match
    await post.do(lambda ctx: ctx.start(Call("match", (3,)), key="round"))
    assert ran == [3]
    assert await post.db.read(lambda tx: tx.all("SELECT id FROM task")) == []


async def test_a_task_that_fails_is_tried_again_later_and_holds_nobody_up(post: Post) -> None:
    ran: list[str] = []

    async def shaky() -> None:
        ran.append("shaky")
        if ran.count("shaky") < 3:
            raise RuntimeError

    async def steady() -> None:
        ran.append("steady")

    post.tasks |= {"shaky": shaky, "steady": steady}
    await post.do(lambda ctx: ctx.start(Call("shaky"), key="a"))
    await post.do(lambda ctx: ctx.start(Call("steady"), key="b"))
    assert ran == ["shaky", "steady"]
    for _ in range(10):
        post.clock.step(timedelta(minutes=10))
        await post.outbox.settle()
    assert ran == ["shaky", "steady", "shaky", "shaky"]


async def test_the_same_key_replaces_what_waits(post: Post) -> None:
    ran: list[int] = []

    async def match(n: int) -> None:
        ran.append(n)

    post.tasks["match"] = match

    def twice(ctx: Context) -> None:
        for n in (1, 2):
            ctx.start(Call("match", (n,)), key="round")

    await post.do(twice)
    assert ran == [2]


async def test_what_a_dead_process_left_runs_again_when_its_lease_ends(post: Post) -> None:
    started, ran = asyncio.Event(), 0

    async def match() -> None:
        nonlocal ran
        ran += 1
        started.set()
        if ran == 1:
            await asyncio.Event().wait()

    post.tasks["match"] = match
    await post.write(lambda ctx: ctx.start(Call("match"), key="round"))
    first = asyncio.create_task(post.outbox.settle())
    await started.wait()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    other = post.sender()
    await other.settle()
    assert ran == 1
    post.clock.step(LEASE + timedelta(seconds=2))
    await other.settle()
    assert ran == 2


async def test_a_task_that_takes_long_is_not_started_a_second_time(post: Post) -> None:
    started, go_on, ran = asyncio.Event(), asyncio.Event(), 0

    async def match() -> None:
        nonlocal ran
        ran += 1
        started.set()
        await go_on.wait()

    post.tasks["match"] = match
    await post.write(lambda ctx: ctx.start(Call("match"), key="round"))
    working = asyncio.create_task(post.outbox.settle())
    await started.wait()
    other = post.sender()
    for _ in range(40):
        post.clock.step(LEASE / 8)
        await asyncio.sleep(0)
        await post.db.run(lambda tx: None)  # whatever was begun is written by then
        await other.settle()
    go_on.set()
    await working
    assert ran == 1
    assert await post.db.read(lambda tx: tx.all("SELECT id FROM task")) == []


async def test_a_database_that_was_away_costs_a_task_no_attempts(post: Post) -> None:
    ran = 0

    async def match() -> None:
        nonlocal ran
        ran += 1
        if ran < 20:
            raise StorageError

    post.tasks["match"] = match
    await post.do(lambda ctx: ctx.start(Call("match"), key="round"))
    await post.step(minutes=5)
    assert ran == 20
