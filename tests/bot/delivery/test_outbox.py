from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.adapter import Blocked, Channel, RetryAfter, Unsupported
from bot.context import Context, Lane, Unknown
from bot.delivery import messages
from bot.delivery.claim import claim
from bot.delivery.claimed import Claimed, Terms
from bot.delivery.sending import Unclear, attempt
from bot.delivery.turns import Turns
from bot.people import communities
from bot.ui.card import Call, Card
from tests.bot.delivery.conftest import Post
from tests.fakes.dummy import Fault

THEN = Call("wins.posted", (7,))


async def test_a_message_is_posted_once(post: Post) -> None:
    await post.show("win:1", "An interview")
    await post.step(days=1)
    assert post.adapter.titles("c-wins") == ["An interview"]
    assert len(post.adapter.calls) == 1


async def test_showing_the_key_again_edits_the_post(post: Post) -> None:
    first = await post.show("win:1", "An interview")
    again = await post.show("win:1", "An interview, cheered")
    assert first == again
    assert post.adapter.titles() == ["An interview, cheered"]


async def test_a_key_is_unique_in_its_community_only(post: Post) -> None:
    await post.show("win:1", "Here")
    other = await post.db.run(lambda tx: communities.ensure(tx, "dummy", "other"))
    room = await post.db.run(lambda tx: communities.choose_room(tx, other, "wins", "c-other"))
    post.community = other
    await post.do(lambda ctx: ctx.show("win:1", room, Card("There"), lane=Lane.ACT))
    assert post.adapter.titles("c-wins") == ["Here"]
    assert post.adapter.titles("c-other") == ["There"]


async def test_an_edit_while_the_post_is_under_way_follows_it(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    post.adapter.called.clear()
    await post.write(lambda ctx: ctx.show("win:1", post.room, Card("First"), lane=Lane.ACT))
    settling = asyncio.create_task(post.outbox.settle())
    await post.adapter.called.wait()
    await post.write(lambda ctx: ctx.show("win:1", post.room, Card("Second"), lane=Lane.ACT))
    post.adapter.gate.set()
    await settling
    assert post.adapter.titles() == ["Second"]


async def test_the_text_is_gone_from_the_outbox_once_it_is_shown(post: Post) -> None:
    id = await post.show("win:1", "An interview")
    assert await post.row("SELECT card, state FROM message WHERE id = :id", id=id) == (None, 2)


async def test_then_is_told_once_that_the_post_appeared(post: Post) -> None:
    await post.show("win:1", "An interview", then=THEN)
    await post.show("win:1", "An edit")
    name, args, result = post.ran[0]
    assert (name, args) == ("wins.posted", (7,))
    assert result == {"key": "win:1", "result": "done", "reason": "", "room": post.room}
    assert len(post.ran) == 1


async def test_withdrawing_deletes_what_is_shown(post: Post) -> None:
    await post.show("win:1", "An interview")
    await post.do(lambda ctx: ctx.withdraw("win:1"))
    assert post.adapter.titles() == []
    assert await post.row("SELECT 1 FROM message") is None


async def test_withdrawing_what_was_not_posted_yet_leaves_nothing(post: Post) -> None:
    await post.write(lambda ctx: ctx.show("win:1", post.room, Card("x"), lane=Lane.ACT))
    await post.do(lambda ctx: ctx.withdraw("win:1"))
    assert post.adapter.calls == []


async def test_showing_after_withdrawing_is_a_new_post(post: Post) -> None:
    await post.show("win:1", "First")
    await post.write(lambda ctx: ctx.withdraw("win:1"))
    await post.show("win:1", "Second")
    await post.step(hours=1)
    assert post.adapter.titles() == ["Second"]


async def test_a_post_withdrawn_while_unclear_is_found_and_deleted(post: Post) -> None:
    post.adapter.can_find = True
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.show("win:1", "An interview")
    await post.do(lambda ctx: ctx.withdraw("win:1"))
    assert post.adapter.titles() == ["An interview"]
    await post.step(hours=1)
    assert post.adapter.titles() == []


async def test_an_edit_does_not_bring_back_what_was_deleted_by_hand(post: Post) -> None:
    await post.show("win:1", "An interview")
    post.adapter.posts.clear()
    await post.show("win:1", "An edit", then=THEN)
    assert post.results("wins.posted") == ["blocked"]
    await post.show("win:1", "Another edit", then=THEN)
    await post.step(days=2)
    assert post.adapter.titles() == []
    assert post.results("wins.posted") == ["blocked", "blocked"]


async def test_erasing_a_member_takes_their_posts_back(post: Post) -> None:
    await post.show("win:1", "Shown")
    await post.write(lambda ctx: ctx.show("win:2", post.room, Card("Waiting"), lane=Lane.ACT))
    await post.db.run(lambda tx: messages.erase(tx, post.wren, post.clock.now()))
    assert await post.row("SELECT 1 FROM message WHERE member_id IS NOT NULL OR card IS NOT NULL") is None
    await post.outbox.settle()
    assert post.adapter.titles() == []
    assert await post.row("SELECT 1 FROM message") is None


async def test_what_was_erased_while_it_was_sent_is_deleted(post: Post) -> None:
    post.adapter.gate = asyncio.Event()
    post.adapter.called.clear()
    await post.write(lambda ctx: ctx.show("win:1", post.room, Card("x"), lane=Lane.ACT))
    settling = asyncio.create_task(post.outbox.settle())
    await post.adapter.called.wait()
    await post.db.run(lambda tx: communities.delete(tx, post.community))
    post.adapter.gate.set()
    await settling
    assert post.adapter.titles() == []


# What can't be done now, or ever.


async def test_a_definite_failure_is_tried_again_when_the_platform_says(post: Post) -> None:
    post.adapter.script.append(RetryAfter(30))
    await post.show("win:1", "An interview")
    await post.step(seconds=29)
    assert post.adapter.titles() == []
    await post.step(seconds=15)
    assert post.adapter.titles() == ["An interview"]


async def test_a_platform_that_asks_everybody_to_wait_is_left_alone(post: Post) -> None:
    post.adapter.script.append(RetryAfter(60, everyone=True))
    await post.show("win:1", "First")
    await post.show("win:2", "Second")
    assert len(post.adapter.calls) == 1
    await post.step(seconds=59)
    assert len(post.adapter.calls) == 1
    await post.step(seconds=60)
    assert sorted(post.adapter.titles()) == ["First", "Second"]


async def test_a_refused_message_is_dead_and_then_is_told(post: Post) -> None:
    post.adapter.script.append(Blocked("too long"))
    id = await post.show("win:1", "An interview", then=THEN)
    assert post.results("wins.posted") == ["blocked"]
    assert await post.row("SELECT state, error, card FROM message WHERE id = :id", id=id) == (3, "too long", None)
    await post.step(days=1)
    assert len(post.adapter.calls) == 1


async def test_an_unsupported_message_is_refused(post: Post) -> None:
    post.adapter.script.append(Unsupported())
    await post.show("win:1", "An interview", then=THEN)
    assert post.results("wins.posted") == ["unsupported"]


async def test_a_lost_room_keeps_its_messages_until_it_is_mended(post: Post) -> None:
    post.adapter.closed.add("c-wins")
    await post.show("win:1", "First")
    await post.show("win:2", "Second")
    await post.step(hours=5)
    assert post.adapter.titles("c-wins") == []
    assert len([c for c in post.adapter.calls if isinstance(c.to, Channel)]) == 1
    post.adapter.closed.clear()
    await post.db.run(lambda tx: communities.choose_room(tx, post.community, "wins", "c-new"))
    await post.outbox.settle()
    assert sorted(post.adapter.titles("c-new")) == ["First", "Second"]


async def test_an_edit_of_a_post_whose_time_is_over_waits_for_its_lost_room(post: Post) -> None:
    await post.show("win:1", "Posted", expires=post.clock.now() + timedelta(hours=1))
    post.clock.step(timedelta(hours=2))
    post.adapter.script.append(Blocked("forbidden", place=True))
    await post.show("win:1", "Edited", expires=post.clock.now() - timedelta(hours=1))
    assert post.adapter.titles("c-wins") == ["Posted"]
    await post.db.run(lambda tx: communities.mend_room(tx, post.community, post.room))
    await post.outbox.settle()
    assert post.adapter.titles("c-wins") == ["Edited"]


async def test_what_waits_for_a_lost_room_too_long_is_told_to_be_too_late(post: Post) -> None:
    post.adapter.script.append(Blocked("forbidden", place=True))
    await post.show("win:1", "An interview", then=THEN, expires=post.clock.now() + timedelta(hours=1))
    await post.step(hours=2)
    assert post.results("wins.posted") == ["expired"]
    assert post.adapter.titles("c-wins") == []


async def test_the_organiser_is_told_once_of_each_lost_room(post: Post) -> None:
    post.adapter.closed.add("c-wins")
    for n in range(3):
        await post.show(f"win:{n}", "x")
    await post.step(days=2)
    assert post.adapter.titles("fern") == [str(post.room)]
    await post.db.run(lambda tx: communities.mend_room(tx, post.community, post.room))
    await post.step(days=1)
    assert post.adapter.titles("fern") == [str(post.room)] * 2


async def test_a_message_waits_for_its_private_room(post: Post) -> None:
    post.adapter.script.append(RetryAfter(60))

    def start(ctx: Context) -> int:
        room = ctx.open_room("pair:1", [post.wren, post.fern], "Pair", then=Call("buddies.opened"))
        ctx.show("hello:1", room, Card("Hello"), lane=Lane.ROOM)
        return room

    room = await post.do(start)
    assert post.adapter.titles() == []
    await post.step(minutes=5)
    assert post.adapter.titles(f"r{room}") == ["Hello"]
    assert post.ran == [("buddies.opened", (), {"key": "pair:1", "result": "done", "reason": "", "room": room})]
    assert post.adapter.rooms[f"r{room}"].people == ("wren", "fern")


async def test_a_room_that_can_not_be_made_tells_then_and_kills_its_messages(post: Post) -> None:
    post.adapter.script.append(Unsupported("too many threads"))

    def start(ctx: Context) -> None:
        room = ctx.open_room("pair:1", [post.wren, post.fern], "Pair", then=Call("buddies.opened"))
        ctx.show("hello:1", room, Card("Hello"), lane=Lane.ROOM, then=THEN)

    await post.do(start)
    assert post.results("buddies.opened") == ["unsupported"]
    assert post.results("wins.posted") == ["blocked"]


async def test_what_is_too_late_is_not_posted(post: Post) -> None:
    post.adapter.up = False
    await post.show("win:1", "x", then=THEN, expires=post.clock.now() + timedelta(minutes=5))
    post.clock.step(timedelta(minutes=6))
    post.adapter.up = True
    await post.outbox.settle()
    assert post.adapter.calls == []
    assert post.results("wins.posted") == ["expired"]


async def test_a_message_that_always_fails_is_given_up(post: Post) -> None:
    post.adapter.script.extend([RetryAfter(1)] * 50)
    await post.show("win:1", "x", then=THEN)
    await post.step(days=2)
    assert post.results("wins.posted") == ["blocked"]
    assert 5 < len(post.adapter.calls) < 20


async def test_a_platform_that_is_down_costs_no_attempts(post: Post) -> None:
    post.adapter.up = False
    await post.show("win:1", "x")
    await post.step(days=3)
    post.adapter.up = True
    await post.outbox.settle()
    assert post.adapter.titles() == ["x"]


# Nobody can say whether it arrived.


async def test_within_the_window_the_same_nonce_is_sent_again(post: Post) -> None:
    post.adapter.dedupe_window = timedelta(seconds=120)
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.show("win:1", "An interview")
    await post.step(minutes=2)
    assert post.adapter.titles() == ["An interview"]
    first, second = post.adapter.calls
    assert first.nonce == second.nonce


async def test_after_the_window_it_is_looked_for(post: Post) -> None:
    post.adapter.dedupe_window = timedelta(seconds=120)
    post.adapter.can_find = True
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.show("win:1", "An interview")
    post.clock.step(timedelta(hours=1))
    await post.outbox.settle()
    assert post.adapter.titles() == ["An interview"]
    assert len(post.adapter.calls) == 1


async def test_what_is_not_there_is_sent(post: Post) -> None:
    post.adapter.can_find = True
    post.adapter.script.append(Fault.LOST_BEFORE)
    await post.show("win:1", "An interview")
    assert post.adapter.titles() == []
    await post.step(minutes=3)
    assert post.adapter.titles() == ["An interview"]


async def test_an_edit_meanwhile_is_not_lost_when_the_first_version_is_found(post: Post) -> None:
    post.adapter.can_find = True
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.show("win:1", "First")
    await post.show("win:1", "Second")
    await post.step(minutes=3)
    assert post.adapter.titles() == ["Second"]


async def test_an_edit_meanwhile_is_not_lost_when_the_platform_recognises_the_nonce(post: Post) -> None:
    post.adapter.dedupe_window = timedelta(seconds=120)
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.show("win:1", "First")
    await post.show("win:1", "Second")
    await post.step(minutes=3)
    assert post.adapter.titles() == ["Second"]


async def test_without_any_way_to_tell_a_celebration_is_sent_again_and_counted(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.show("win:1", "An interview")
    assert post.adapter.titles() == ["An interview"]
    await post.step(minutes=3)
    assert post.adapter.titles() == ["An interview"] * 2
    assert post.outbox.counters["unknown_resent"] == 1


async def test_without_any_way_to_tell_a_personal_message_is_dropped_and_counted(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_BEFORE)
    await post.show("p:1", "Personal", then=THEN, on_unknown=Unknown.DROP)
    await post.step(days=1)
    assert post.adapter.titles() == []
    assert post.results("wins.posted") == ["unknown"]
    assert post.outbox.counters["dropped"] == 1


async def test_an_unclear_edit_is_repeated(post: Post) -> None:
    await post.show("win:1", "First")
    post.adapter.script.append(Fault.LOST_BEFORE)
    await post.show("win:1", "Second")
    await post.step(minutes=3)
    assert post.adapter.titles() == ["Second"]


async def test_a_dead_process_is_taken_over_when_its_lease_ends(post: Post) -> None:
    await post.write(lambda ctx: ctx.show("win:1", post.room, Card("x"), lane=Lane.ACT))
    terms = Terms("dummy", "dead", float("inf"), False, timedelta(seconds=60), timedelta(seconds=30))
    now = post.clock.now()
    haul = await post.db.run(
        lambda tx: claim(
            tx, terms, Turns("dummy"), now, free=8, kept=0, under_way={}, narrow=(), paused=(), paced=False
        )
    )
    assert len(haul.claimed) == 1
    await post.step(seconds=59)
    assert post.adapter.titles() == []
    await post.step(seconds=5)
    assert post.adapter.titles() == ["x"]


async def test_a_process_that_stood_still_sends_nothing_that_may_be_anothers(post: Post) -> None:
    await post.show("win:1", "x")
    item_until = post.clock.now() - timedelta(seconds=1)
    stale = Claimed(post.adapter.calls[0], "k", 1, 1, "me", 0, None, None, Unknown.RESEND, False, False, item_until)
    came = await attempt(post.adapter, stale, post.clock)
    assert isinstance(came, Unclear)
    assert len(post.adapter.calls) == 1


async def test_a_card_that_can_not_be_read_stops_nothing_else(post: Post) -> None:
    id = await post.write(lambda ctx: ctx.show("win:1", post.room, Card("x"), lane=Lane.ACT, then=THEN))
    await post.db.run(lambda tx: tx.run("UPDATE message SET card = :c WHERE id = :id", {"c": b"no" * 20, "id": id}))
    await post.show("win:2", "Fine")
    assert post.adapter.titles() == ["Fine"]
    assert post.results("wins.posted") == ["blocked"]


async def test_what_is_shown_stays_known_and_what_is_finished_goes(post: Post) -> None:
    await post.show("win:1", "Shown")
    post.adapter.script.append(Blocked("no"))
    await post.show("win:2", "Refused")
    await post.step(days=9)
    rows = await post.db.read(lambda tx: tx.all("SELECT key FROM message"))
    assert rows == [(f"{post.community}:win:1",)]
    await post.show("win:1", "Edited")
    assert post.adapter.titles() == ["Edited"]
