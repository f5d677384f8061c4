"""A platform that can look for a post, and a place that the bot may not read: the rule of the kind holds there."""

from __future__ import annotations

import pytest

from bot.context import Unknown
from tests.bot.delivery.conftest import Post
from tests.fakes.dummy import Fault


@pytest.fixture
def unreadable(post: Post) -> Post:
    post.adapter.can_find, post.adapter.may_look = True, False
    return post


async def test_a_celebration_is_sent_again_where_nothing_may_be_read(unreadable: Post) -> None:
    unreadable.adapter.script.append(Fault.LOST_BEFORE)
    await unreadable.show("win:1", "An interview")
    await unreadable.step(minutes=3)
    assert unreadable.adapter.titles() == ["An interview"]
    assert unreadable.outbox.counters["unknown_resent"] == 1


async def test_a_personal_message_is_dropped_where_nothing_may_be_read(unreadable: Post) -> None:
    unreadable.adapter.script.append(Fault.LOST_AFTER)
    await unreadable.show("p:1", "Personal", on_unknown=Unknown.DROP)
    await unreadable.step(days=1)
    assert unreadable.adapter.titles() == ["Personal"]
    assert unreadable.outbox.counters["dropped"] == 1
