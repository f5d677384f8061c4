"""Asking what came of a post: one read, told once; a post that is gone, and a platform that does not say."""

from __future__ import annotations

from typing import Any

from bot.adapter import RetryAfter
from bot.ui.card import Call
from tests.bot.delivery.conftest import Post

THEN = Call("listening.looked", (3,))


async def looked(post: Post, key: str) -> dict[str, Any]:
    await post.do(lambda ctx: ctx.look_at(key, then=THEN))
    name, args, result = post.ran[-1]
    assert (name, args) == ("listening.looked", (3,))
    assert result is not None
    return dict(result)


async def test_one_read_tells_what_people_left_and_where_the_post_is(post: Post) -> None:
    await post.show("share:1", "A hard week")
    (remote,) = post.adapter.posts
    post.adapter.answers[remote] = 2
    link = f"https://example.org/{remote}"
    assert await looked(post, "share:1") == {"key": "share:1", "here": True, "answers": 2, "link": link}
    assert post.adapter.looked == [remote]
    assert await post.outbox.next_due() is None


async def test_a_post_that_was_removed_by_hand_is_not_here(post: Post) -> None:
    await post.show("share:1", "A hard week")
    post.adapter.posts.clear()
    assert (await looked(post, "share:1"))["here"] is False


async def test_of_what_is_surely_gone_nobody_is_asked(post: Post) -> None:
    assert (await looked(post, "share:1"))["here"] is False
    await post.show("share:1", "A hard week")
    await post.do(lambda ctx: ctx.withdraw("share:1"))
    assert (await looked(post, "share:1"))["here"] is False
    assert post.adapter.looked == []


async def test_a_post_that_is_not_shown_yet_is_here_without_an_answer(post: Post) -> None:
    post.adapter.script.append(RetryAfter(3600))
    await post.show("share:1", "A hard week")
    assert await looked(post, "share:1") == {"key": "share:1", "here": True, "answers": None, "link": ""}
    assert post.adapter.looked == []


async def test_a_platform_that_does_not_say_is_asked_for_ten_minutes(post: Post) -> None:
    await post.show("share:1", "A hard week")
    post.adapter.silent = True
    await post.do(lambda ctx: ctx.look_at("share:1", then=THEN))
    await post.step(minutes=9)
    assert post.ran == []
    await post.step(minutes=5)
    [(_, _, result)] = post.ran
    assert result == {"key": "share:1", "here": True, "answers": None, "link": ""}
    assert await post.outbox.next_due() is None


async def test_a_question_waits_through_a_restart(post: Post) -> None:
    await post.show("share:1", "A hard week")
    await post.write(lambda ctx: ctx.look_at("share:1", then=THEN))
    again = post.sender()
    await again.settle()
    assert [name for name, *_ in post.ran] == ["listening.looked"]
