"""Events of the community's calendar: announced once, edited, taken back, and never tried in a loop."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapter import Blocked, RetryAfter, Unsupported
from bot.context import Lane
from bot.delivery import messages
from bot.people import communities
from bot.ui.card import Call, Card, CardError
from bot.ui.event import Event
from bot.ui.wire import dump_card, load_event
from tests.bot.delivery.conftest import Post
from tests.conftest import EPOCH
from tests.fakes.dummy import Fault

THEN = Call("live.announced", (7,))
KEY = "session:1"


def event(title: str = "Working side by side", *, days: float = 3) -> Event:
    starts = EPOCH + timedelta(days=days)
    return Event(title, starts, starts + timedelta(hours=1), "The library, second floor", "Bring something to do.")


async def announce(post: Post, title: str = "Working side by side", *, days: float = 3) -> None:
    await post.do(lambda ctx: ctx.announce(KEY, event(title, days=days), then=THEN))


def announced(post: Post) -> list[str]:
    return [known.event.title for known in post.adapter.events.values() if known.event is not None]


async def test_an_event_is_announced_once_and_whoever_asked_is_told(post: Post) -> None:
    await announce(post)
    await post.step(days=2)
    (known,) = post.adapter.events.values()
    assert known.event == event()
    assert known.team == "harbour"
    assert post.ran == [("live.announced", (7,), {"key": KEY, "result": "done", "reason": "", "room": 0})]


async def test_its_words_are_gone_from_the_outbox_once_it_is_announced(post: Post) -> None:
    await post.write(lambda ctx: ctx.announce(KEY, event()))
    waiting = await post.row("SELECT card FROM message")
    assert waiting is not None
    assert b"library" not in waiting[0]
    await post.outbox.settle()
    assert await post.row("SELECT card, state FROM message") == (None, 2)


async def test_announcing_the_key_again_edits_the_event(post: Post) -> None:
    await announce(post)
    await announce(post, "Applications, together", days=4)
    (known,) = post.adapter.events.values()
    assert known.event == event("Applications, together", days=4)


async def test_an_event_that_runs_already_is_still_edited_and_taken_back(post: Post) -> None:
    await announce(post, days=1)
    await post.step(days=1, minutes=10)
    await announce(post, "It goes on", days=1)
    assert announced(post) == ["It goes on"]
    await post.do(lambda ctx: ctx.withdraw(KEY))
    assert announced(post) == []


async def test_withdrawing_deletes_the_event_or_what_waits_to_be_one(post: Post) -> None:
    await announce(post)
    await post.do(lambda ctx: ctx.withdraw(KEY))
    assert announced(post) == []
    await post.write(lambda ctx: ctx.announce(KEY, event()))
    await post.do(lambda ctx: ctx.withdraw(KEY))
    assert announced(post) == []
    assert await post.row("SELECT 1 FROM message") is None


async def test_announcing_after_withdrawing_is_a_new_event(post: Post) -> None:
    await announce(post, "First")
    await post.write(lambda ctx: ctx.withdraw(KEY))
    await announce(post, "Second")
    assert announced(post) == ["Second"]


async def test_an_answer_that_was_lost_makes_no_second_event(post: Post) -> None:
    post.adapter.dedupe_window = timedelta(minutes=2)  # of posts, which tells nothing about events
    post.adapter.script.append(Fault.LOST_AFTER)
    await announce(post)
    assert post.results("live.announced") == []
    await post.step(hours=1)
    assert announced(post) == ["Working side by side"]
    assert post.results("live.announced") == ["done"]


async def test_an_edit_while_its_fate_is_unknown_reaches_the_event_that_is_found(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_AFTER)
    await announce(post)
    await announce(post, "Changed")
    await post.step(hours=1)
    assert announced(post) == ["Changed"]


async def test_an_event_withdrawn_while_its_fate_is_unknown_is_found_and_deleted(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_AFTER)
    await announce(post)
    await post.do(lambda ctx: ctx.withdraw(KEY))
    assert announced(post) == ["Working side by side"]
    await post.step(hours=1)
    assert announced(post) == []
    assert await post.row("SELECT 1 FROM message") is None


async def test_a_call_that_never_arrived_is_made_again(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_BEFORE)
    await announce(post)
    await post.step(hours=1)
    assert announced(post) == ["Working side by side"]


async def test_an_event_that_was_erased_while_it_was_made_is_deleted(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    post.adapter.called.clear()
    await post.write(lambda ctx: ctx.announce(KEY, event()))
    settling = asyncio.create_task(post.outbox.settle())
    await post.adapter.called.wait()
    await post.db.run(lambda tx: communities.delete(tx, post.community))
    post.adapter.gate.set()
    await settling
    assert announced(post) == []


async def test_a_permission_that_is_missing_is_told_once_and_tried_again_only_when_somebody_asks(post: Post) -> None:
    post.adapter.script.append(Blocked("I lack the permission “Create Events”", place=True))
    await announce(post)
    await post.step(days=1)
    (told,) = [result for _, _, result in post.ran if result is not None]
    assert (told["result"], told["reason"]) == ("blocked", "I lack the permission “Create Events”")
    assert announced(post) == []
    assert await post.row("SELECT 1 FROM room WHERE broken <> ''") is None
    await announce(post)
    assert announced(post) == ["Working side by side"]
    assert post.results("live.announced") == ["blocked", "done"]


async def test_a_platform_without_a_calendar_says_so(post: Post) -> None:
    post.adapter.script.append(Unsupported("Slack has no calendar of its own"))
    await announce(post)
    await post.step(days=1)
    assert post.results("live.announced") == ["unsupported"]


async def test_a_start_in_the_past_is_blocked_and_nothing_is_asked_of_the_platform(post: Post) -> None:
    post.adapter.called.clear()
    await announce(post, days=-1)
    await post.step(days=1)
    (told,) = [result for _, _, result in post.ran if result is not None]
    assert (told["result"], told["reason"]) == ("blocked", "it has begun already")
    assert not post.adapter.called.is_set()


@pytest.mark.parametrize("fault", [Fault.LOST_BEFORE, Fault.LOST_AFTER])
async def test_an_event_of_unknown_fate_is_looked_for_after_its_start_too(post: Post, fault: Fault) -> None:
    post.adapter.script.append(fault)
    await announce(post, days=1 / 24 / 60 / 60)
    await post.step(hours=1)
    arrived = fault is Fault.LOST_AFTER
    assert announced(post) == ["Working side by side"] * arrived
    assert post.results("live.announced") == ["done" if arrived else "blocked"]


async def test_a_platform_that_asks_to_wait_is_waited_for(post: Post) -> None:
    post.adapter.script.append(RetryAfter(30))
    await announce(post)
    assert announced(post) == []
    await post.step(minutes=1)
    assert announced(post) == ["Working side by side"]


async def test_an_event_deleted_by_hand_stays_gone(post: Post) -> None:
    await announce(post)
    post.adapter.events.clear()
    await announce(post, "Changed")
    await announce(post, "Changed again")
    assert announced(post) == []
    assert post.results("live.announced") == ["done", "blocked", "blocked"]


async def test_erasing_a_member_takes_back_what_they_announced(post: Post) -> None:
    await announce(post)
    await post.db.run(lambda tx: messages.erase(tx, post.wren, post.clock.now()))
    await post.outbox.settle()
    assert announced(post) == []
    assert await post.row("SELECT 1 FROM message") is None


async def test_a_broken_room_keeps_no_event_back(post: Post) -> None:
    post.adapter.closed.add("c-wins")
    await post.show("win:1", "An interview", Lane.ROOM)
    await announce(post)
    assert announced(post) == ["Working side by side"]


async def test_an_event_costs_the_budget_a_call(post: Post) -> None:
    post.adapter.rate = 2.0
    post.outbox = post.sender()

    async def held() -> int:
        row = await post.row("SELECT millitokens FROM rate_bucket WHERE key = :name", name=post.adapter.name)
        return row[0] if row else 0

    await announce(post)
    before = await held()
    running = asyncio.create_task(post.outbox.run())
    try:
        post.adapter.called.clear()
        await post.write(lambda ctx: ctx.announce("session:2", event("Another")))
        post.outbox.nudge()
        await asyncio.wait_for(post.adapter.called.wait(), 10)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    full = 2000 if before < 0 else before
    assert await held() == full - 1000


def test_what_no_calendar_could_show_fails_where_it_is_built() -> None:
    starts = EPOCH
    with pytest.raises(CardError):
        Event("x" * 101, starts, starts + timedelta(hours=1), "Here")
    with pytest.raises(CardError):
        Event("Title", starts, starts + timedelta(hours=1), " ")
    with pytest.raises(CardError):
        Event("Title", starts, starts, "Here")
    with pytest.raises(CardError):
        Event("Title", starts.replace(tzinfo=None), starts + timedelta(hours=1), "Here")
    with pytest.raises(CardError):
        Event("Title", starts, starts + timedelta(hours=1), "Here", "x" * 1001)


def test_an_event_is_written_down_whole_and_is_no_card() -> None:
    assert load_event(dump_card(event())) == event()
    with pytest.raises(ValueError, match="not an event"):
        load_event(dump_card(Card("A card")))
