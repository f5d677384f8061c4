"""Private rooms: made once, closed once, and whoever asked for one hears of it once."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.adapter import Blocked, RetryAfter, Unsupported
from bot.context import Context, Lane
from bot.delivery import messages
from bot.people import communities
from bot.safety import personal_data
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from tests.bot.delivery.conftest import Post
from tests.fakes.dummy import Fault

MADE = Call("pair.made", (1,))
POSTED = Call("pair.posted")


async def open_one(post: Post, key: str = "pair:1", under: str = "") -> int:
    return await post.do(lambda ctx: ctx.open_room(key, [post.wren, post.fern], "Pair", then=MADE, under=under))


def opens(post: Post) -> list[bool]:
    """For each call whether it looked for what was made already."""
    return [room.again for room in post.adapter.opened if room.open]


async def closed(post: Post, room: int) -> bool:
    return await post.row("SELECT state, open FROM room WHERE id = :room", room=room) == (3, 0)


# Once.


async def test_a_first_attempt_looks_for_nothing(post: Post) -> None:
    await open_one(post)
    assert opens(post) == [False]


async def test_what_surely_was_not_made_is_not_looked_for(post: Post) -> None:
    post.adapter.script.extend([RetryAfter(1), RetryAfter(1)])
    await open_one(post)
    await post.step(minutes=5)
    assert opens(post) == [False, False, False]


@pytest.mark.parametrize("fault", [Fault.LOST_BEFORE, Fault.LOST_AFTER])
async def test_an_attempt_without_an_answer_is_followed_by_one_that_looks(post: Post, fault: Fault) -> None:
    post.adapter.script.append(fault)
    await open_one(post)
    await post.step(minutes=5)
    assert opens(post) == [False, True]
    assert len(post.adapter.rooms) == 1
    assert post.results("pair.made") == ["done"]


async def test_a_pause_does_not_make_forget_that_it_may_be_there(post: Post) -> None:
    post.adapter.script.extend([Fault.LOST_AFTER, RetryAfter(1)])
    await open_one(post)
    await post.step(minutes=5)
    assert opens(post) == [False, True, True]
    assert len(post.adapter.rooms) == 1


async def test_asking_again_for_a_room_of_unknown_fate_makes_no_second_one(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_AFTER)
    await open_one(post)
    await open_one(post)
    await post.step(minutes=5)
    assert len(post.adapter.rooms) == 1
    assert post.results("pair.made") == ["done"]


async def test_of_two_that_were_made_the_second_is_closed(post: Post) -> None:
    """A process stood still longer than its lease, and went on."""
    post.adapter.gate = asyncio.Event()
    await post.write(lambda ctx: ctx.open_room("pair:1", [post.wren, post.fern], "Pair", then=MADE))
    sleeper = asyncio.create_task(post.sender().settle())
    await post.adapter.called.wait()
    gate, post.adapter.gate = post.adapter.gate, None
    await post.step(minutes=2)  # another process looks, finds nothing and makes it
    gate.set()
    await sleeper
    assert [room.open for room in post.adapter.rooms.values()] == [True, False]
    assert post.results("pair.made") == ["done"]


async def test_who_is_added_while_the_room_is_being_made_is_in_it_too(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    await post.write(lambda ctx: ctx.open_room("pair:1", [post.wren], "Pair", then=MADE))
    making = asyncio.create_task(post.outbox.settle())
    await post.adapter.called.wait()
    await post.write(lambda ctx: ctx.open_room("pair:1", [post.wren, post.fern], "Pair", then=MADE))
    post.adapter.gate.set()
    await making
    assert [room.people for room in post.adapter.rooms.values()] == [("wren", "fern")]
    assert post.results("pair.made") == ["done"]


# What `then` hears.


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (None, "done"),
        (Blocked("the server is gone", place=True), "blocked"),  # the community removed the bot
        (Unsupported("too many threads"), "unsupported"),
    ],
)
async def test_then_hears_once_what_came_of_it(post: Post, answer: Blocked | Unsupported | None, word: str) -> None:
    post.adapter.script.append(answer)
    await open_one(post)
    await post.step(days=1)
    assert post.results("pair.made") == [word]


async def test_a_room_that_always_fails_is_given_up(post: Post) -> None:
    post.adapter.script.extend([RetryAfter(1)] * 50)
    await open_one(post)
    await post.step(days=3)
    assert post.results("pair.made") == ["blocked"]
    assert 5 < len(post.adapter.opened) < 20


async def test_nobody_hears_of_a_room_that_was_closed_before_it_was_made(post: Post) -> None:
    def both(ctx: Context) -> int:
        room = ctx.open_room("pair:1", [post.wren, post.fern], "Pair", then=MADE)
        ctx.show("hello:1", room, Card("Hello"), lane=Lane.ROOM, then=POSTED)
        ctx.close_room("pair:1")
        return room

    room = await post.do(both)
    assert await closed(post, room)
    assert post.adapter.opened == []
    assert [name for name, *_ in post.ran] == ["pair.posted"]
    assert post.results("pair.posted") == ["blocked"]


# Closing.


async def test_a_room_that_is_closed_while_it_is_made_is_archived_afterwards(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    room = await post.write(lambda ctx: ctx.open_room("pair:1", [post.wren, post.fern], "Pair", then=MADE))
    making = asyncio.create_task(post.outbox.settle())
    await post.adapter.called.wait()
    await post.write(lambda ctx: ctx.close_room("pair:1"))
    post.adapter.gate.set()
    await making
    assert [made.open for made in post.adapter.rooms.values()] == [False]
    assert await closed(post, room)
    assert post.ran == []


async def test_a_room_of_unknown_fate_that_is_closed_is_looked_for_and_archived(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_AFTER)
    room = await open_one(post)
    await post.do(lambda ctx: ctx.close_room("pair:1"))
    await post.step(minutes=5)
    assert [made.open for made in post.adapter.rooms.values()] == [False]
    assert await closed(post, room)
    assert post.ran == []


async def test_nothing_is_posted_in_a_closed_room(post: Post) -> None:
    room = await open_one(post)
    await post.do(lambda ctx: ctx.close_room("pair:1"))
    await post.do(lambda ctx: ctx.show("late:1", room, Card("Late"), lane=Lane.ROOM, then=POSTED))
    assert post.adapter.titles() == []
    assert post.results("pair.posted") == ["blocked"]


async def test_a_closed_room_can_be_opened_again(post: Post) -> None:
    await open_one(post)
    await post.do(lambda ctx: ctx.close_room("pair:1"))
    await open_one(post)
    assert [made.open for made in post.adapter.rooms.values()] == [True]
    assert post.results("pair.made") == ["done", "done"]


async def test_what_waits_for_a_private_room_that_somebody_deleted_is_told_so(post: Post) -> None:
    room = await open_one(post)
    post.adapter.closed.add(f"r{room}")
    await post.do(lambda ctx: ctx.show("plan:1", room, Card("Plan"), lane=Lane.ROOM, then=POSTED))
    assert post.results("pair.posted") == ["blocked"]
    assert post.dms() == post.adapter.titles("fern") == []  # nobody can mend it, so no organiser is asked to


async def test_a_lost_room_is_made_anew_when_it_is_wanted_again(post: Post) -> None:
    room = await open_one(post)
    post.adapter.closed.add(f"r{room}")
    await post.show("plan:1", "Plan")
    await post.do(lambda ctx: ctx.show("plan:2", room, Card("Plan"), lane=Lane.ROOM))
    await open_one(post)
    await post.do(lambda ctx: ctx.show("plan:3", room, Card("New"), lane=Lane.ROOM))
    assert post.adapter.titles(f"r{room}-2") == ["New"]


# Where.


async def test_a_thread_is_made_under_the_room_that_was_named_then_support_then_wins(post: Post) -> None:
    async def parent(key: str) -> str:
        await open_one(post, key, "buddies:7")
        return post.adapter.opened[-1].parent

    assert await parent("pair:1") == "c-wins"
    await post.db.run(lambda tx: communities.choose_room(tx, post.community, "support", "c-support"))
    assert await parent("pair:2") == "c-support"
    chosen = await post.db.run(lambda tx: communities.choose_room(tx, post.community, "buddies:7", "c-buddies"))
    assert await parent("pair:3") == "c-buddies"
    await post.db.run(lambda tx: communities.break_room(tx, post.community, chosen, "the room is gone"))
    assert await parent("pair:4") == "c-support"


async def test_a_room_of_another_pool_is_nobody_elses(post: Post) -> None:
    await post.db.run(lambda tx: communities.choose_room(tx, post.community, "buddies:8", "c-others"))
    await open_one(post, under="buddies:7")
    assert post.adapter.opened[-1].parent == "c-wins"


# What is kept.


async def clean_up(post: Post) -> None:
    await post.db.run(lambda tx: personal_data.clean_up(tx, personal_data.CORE, post.clock.now()))


async def test_a_closed_room_is_forgotten_after_thirty_days(post: Post) -> None:
    room, still_open = await open_one(post), await open_one(post, "pair:2")
    await post.step(days=40)
    await post.do(lambda ctx: ctx.close_room("pair:1"))
    await post.step(days=29)
    await clean_up(post)
    assert await closed(post, room)
    await post.step(days=2)
    await clean_up(post)
    rows = await post.db.read(lambda tx: tx.all("SELECT id FROM room WHERE kind = 'private'"))
    assert rows == [(still_open,)]
    assert await post.row("SELECT 1 FROM room WHERE id = :id", id=post.room) == (1,)


async def test_what_somebody_posted_in_a_room_long_gone_is_still_taken_back(post: Post) -> None:
    room = await open_one(post)
    await post.do(lambda ctx: ctx.show("plan:1", room, Card("Plan"), lane=Lane.ROOM))
    await post.do(lambda ctx: ctx.close_room("pair:1"))
    await post.step(days=31)
    await clean_up(post)
    assert post.adapter.titles() == ["Plan"]
    await post.db.run(lambda tx: messages.erase(tx, post.wren, post.clock.now()))
    await post.outbox.settle()
    assert post.adapter.titles() == []


async def test_whoever_is_erased_leaves_the_lists_of_their_rooms(post: Post) -> None:
    rooms = [await open_one(post, f"pair:{n}") for n in range(3)]
    await post.db.run(lambda tx: personal_data.forget_core(tx, post.wren))

    def lists(tx: Tx) -> list[tuple[list[int], str]]:
        rows = tx.all("SELECT members, title FROM room WHERE kind = 'private'")
        return [(json.loads(text), title) for text, title in rows]

    assert await post.db.read(lists) == [([post.fern], "")] * len(rooms)  # a title often names people


async def test_stopping_lets_a_room_that_is_being_made_end(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    room = await post.write(lambda ctx: ctx.open_room("pair:1", [post.wren, post.fern], "Pair", then=MADE))
    sender = asyncio.create_task(post.outbox.run())
    await post.adapter.called.wait()
    sender.cancel()
    await asyncio.sleep(0)
    post.adapter.gate.set()
    await asyncio.gather(sender, return_exceptions=True)
    assert await post.row("SELECT state FROM room WHERE id = :room", room=room) == (2,)


async def test_a_room_is_no_ones_business_while_its_platform_is_away(post: Post) -> None:
    post.adapter.up = False
    await open_one(post)
    await post.step(minutes=10)
    assert post.adapter.opened == []
    post.adapter.up = True
    await post.step(minutes=1)
    assert post.results("pair.made") == ["done"]
