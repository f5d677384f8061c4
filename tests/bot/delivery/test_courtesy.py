from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.context import Context, Kind
from bot.delivery.combined import HEADING, combine, fitting
from bot.delivery.courtesy import deliver
from bot.people import accounts, communities, members
from bot.safety import personal_data
from bot.storage.database import Tx
from bot.ui.card import Actions, Bold, Button, Call, Card, Divider, Note, Text, calls_in
from bot.ui.wire import encode_call
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.life import live
from tests.fakes.dummy import Fault

HOUR = timedelta(hours=1)


async def test_a_notice_becomes_a_direct_message(post: Post) -> None:
    await post.notify("Your round starts")
    assert post.dms() == ["Your round starts"]
    assert await post.row("SELECT 1 FROM notice") is None


async def test_what_falls_due_together_arrives_as_one(post: Post) -> None:
    due = post.clock.now() + HOUR
    for title in ("First", "Second", "Third"):
        await post.notify(title, due=due)
    await post.step(hours=2)
    [sent] = post.adapter.posts.values()
    titles = [
        block.content.text for block in sent.card.body if isinstance(block, Text) and isinstance(block.content, Bold)
    ]
    assert titles == ["First", "Second", "Third"]


async def elsewhere(post: Post) -> tuple[int, int]:
    """A second community of Wren's, and Wren there: one inbox."""

    def join(tx: Tx) -> tuple[int, int]:
        community = communities.ensure(tx, post.adapter.name, "meadow")
        return community, members.join(tx, post.account, community, post.clock.now())

    return await post.db.run(join)


def told(community: int, member: int, title: str, due: datetime) -> Callable[[Context], None]:
    def tell(ctx: Context) -> None:
        there = replace(ctx, community=community, member=member)
        expires = due + timedelta(days=2)
        there.notify(member, Kind.NOTICE, Call("tell", (title,)), due=due, expires=expires)

    return tell


async def test_two_communities_that_share_an_inbox_send_one_message(post: Post) -> None:
    community, member = await elsewhere(post)
    for title in ("Here", "There"):
        post.cards[title] = Card(title, (Actions((Button("Look", Call("look", (title,))),)),))
    due = post.clock.now() + HOUR
    await post.write(lambda ctx: ctx.notify(ctx.member, Kind.NOTICE, Call("Here"), due=due, expires=due + HOUR))

    def there(ctx: Context) -> None:
        other = replace(ctx, community=community, member=member)
        other.notify(member, Kind.NOTICE, Call("There"), due=due, expires=due + HOUR)

    await post.do(there)
    await post.step(hours=2)
    [sent] = post.adapter.posts.values()
    assert [encode_call(call, sent.scene.community) for call in calls_in(sent.card)] == [
        f"c1|{post.community}|look|sHere",
        f"c1|{community}|look|sThere",
    ]


async def test_the_daily_budget_is_one_for_all_communities(post: Post) -> None:
    community, member = await elsewhere(post)
    await post.notify("n0")
    await post.do(told(community, member, "n1", post.clock.now()))
    await post.do(told(community, member, "n2", post.clock.now()))
    await post.notify("n3")
    assert post.dms() == ["n0", "n1"]
    await post.step(days=1)
    assert len(post.dms()) == 3


async def test_what_is_forgotten_of_one_community_leaves_a_message_that_speaks_for_two(post: Post) -> None:
    community, member = await elsewhere(post)
    due = post.clock.now() + HOUR
    await post.write(told(post.community, post.wren, "Here", due))
    await post.write(told(community, member, "There", due))
    post.clock.step(HOUR)
    await post.db.run(lambda tx: deliver(tx, post.account, post.clock.now(), post.render))
    await post.db.run(lambda tx: personal_data.forget_core(tx, post.wren))
    await post.outbox.settle()
    assert post.dms() == ["There"]


async def test_no_more_than_the_daily_budget_arrives_and_the_rest_comes_tomorrow(post: Post) -> None:
    for n in range(4):
        await post.notify(f"n{n}")
    assert post.dms() == ["n0", "n1"]
    await post.step(days=1)
    assert len(post.dms()) == 3  # the two others as one


async def test_what_a_member_asked_for_is_outside_the_budget(post: Post) -> None:
    await post.db.run(lambda tx: accounts.set_daily(tx, post.account, 1))
    await post.notify("n0")
    await post.notify("n1")
    await post.notify("asked", Kind.ASKED)
    assert post.dms() == ["n0", "asked"]


async def test_a_budget_of_none_leaves_notices_on_home(post: Post) -> None:
    await post.db.run(lambda tx: accounts.set_daily(tx, post.account, 0))
    await post.notify("n0")
    assert post.dms() == []
    assert await post.held() == ["n0"]


async def test_quiet_hours_put_notices_off_to_their_end(post: Post) -> None:
    post.clock.step(timedelta(hours=12))  # 22:00
    await post.notify("Late", Kind.ASKED)
    assert post.dms() == []
    await post.step(hours=9, minutes=59)
    assert post.dms() == []
    await post.step(minutes=1)
    assert post.dms() == ["Late"]


async def test_quiet_hours_are_the_members_own_in_their_zone(post: Post) -> None:
    def wishes(tx: Tx) -> None:
        accounts.set_zone(tx, post.account, "Asia/Tokyo")  # 19:00 there
        accounts.set_quiet_hours(tx, post.account, 19, 21)

    await post.db.run(wishes)
    await post.notify("Evening")
    assert post.dms() == []
    await post.step(hours=2)
    assert post.dms() == ["Evening"]


async def test_a_cool_off_holds_notices_back_for_good_and_ends_with_one_message(post: Post) -> None:
    end = post.clock.now() + timedelta(days=3)
    await post.db.run(lambda tx: accounts.rest_until(tx, post.account, end))
    await post.notify("Welcome back", due=end, key="rest")
    await post.notify("Round", due=end - timedelta(days=1))
    await post.notify("Asked", Kind.ASKED, due=end - timedelta(days=2))
    await post.step(days=2, hours=23)
    assert post.dms() == []
    assert sorted(await post.held()) == ["Asked", "Round"]
    await post.step(days=4)
    assert post.dms() == ["Welcome back"]
    assert sorted(await post.held()) == ["Asked", "Round"]


async def test_a_cool_off_that_passed_during_an_outage_still_holds_back_what_fell_in_it(post: Post) -> None:
    end = post.clock.now() + timedelta(days=3)
    await post.db.run(lambda tx: accounts.rest_until(tx, post.account, end))
    await post.notify("Welcome back", due=end)
    await post.notify("Round", due=end - timedelta(days=1))
    post.clock.step(timedelta(days=4))
    await post.outbox.settle()
    assert post.dms() == ["Welcome back"]


async def test_safety_is_held_back_by_neither_budget_nor_cool_off(post: Post) -> None:
    def wishes(tx: Tx) -> None:
        accounts.set_daily(tx, post.account, 0)
        accounts.rest_until(tx, post.account, post.clock.now() + timedelta(days=3))

    await post.db.run(wishes)
    await post.notify("About your report", Kind.SAFETY)
    assert post.dms() == ["About your report"]


async def test_a_cool_off_that_starts_before_the_message_leaves_stops_it(post: Post) -> None:
    post.adapter.up = False
    await post.notify("Round")
    await post.db.run(lambda tx: accounts.rest_until(tx, post.account, post.clock.now() + timedelta(days=1)))
    post.adapter.up = True
    await post.step(days=2)
    assert post.dms() == []
    assert await post.held() == ["Round"]


async def test_who_wants_no_direct_messages_finds_notices_on_home(post: Post) -> None:
    await post.db.run(lambda tx: accounts.no_dms(tx, post.account))
    await post.notify("Round")
    assert post.dms() == []
    assert await post.held() == ["Round"]


async def test_closed_direct_messages_are_noticed_and_not_tried_daily(post: Post) -> None:
    post.adapter.shut.add("wren")
    await post.notify("First")
    await post.notify("Second")
    assert len(post.adapter.calls) == 1
    assert await post.held() == ["First", "Second"]


async def test_a_new_wish_tries_closed_direct_messages_again_and_the_test_message_goes_first(post: Post) -> None:
    post.adapter.shut.add("wren")
    await post.notify("First")
    post.adapter.shut.clear()
    await post.db.run(lambda tx: accounts.wish_dms(tx, post.account))
    await post.notify("Test", Kind.TEST)
    await post.notify("Second")
    assert post.dms() == ["Test", "Second"]
    assert await post.held() == ["First"]


async def test_what_is_due_beside_the_test_message_comes_after_it_as_one_message(post: Post) -> None:
    await wish(post)
    due = post.clock.now() + HOUR
    for title, kind in (("One", Kind.ASKED), ("Test", Kind.TEST), ("Two", Kind.SAFETY), ("Three", Kind.NOTICE)):
        await post.notify(title, kind, due=due)
    post.clock.step(HOUR)
    await post.outbox.settle()
    assert post.dms() == ["Test"]
    await post.step(minutes=2)
    assert post.dms() == ["Test", "Two", HEADING]
    assert await post.held() == []


async def test_while_the_test_message_can_not_be_sent_the_rest_waits(post: Post) -> None:
    await wish(post)
    post.adapter.up = False
    await post.notify("Test", Kind.TEST)
    await post.notify("Round")
    await post.step(minutes=10)
    assert await post.held() == []
    post.adapter.up = True
    await post.step(minutes=10)
    assert post.dms() == ["Test", "Round"]


async def test_without_a_test_message_that_arrived_everything_is_on_home(post: Post) -> None:
    await wish(post)
    await post.notify("Asked", Kind.ASKED)
    await post.notify("Round")
    assert post.adapter.calls == []
    assert await post.held() == ["Asked", "Round"]


async def test_a_refused_test_message_closes_direct_messages_and_is_not_repeated(post: Post) -> None:
    await wish(post)
    post.adapter.shut.add("wren")
    await post.notify("Test", Kind.TEST)
    await post.notify("Round")
    await post.step(days=10)
    assert len(post.adapter.calls) == 1
    assert await post.held() == ["Round"], "the test message itself has nothing to say on Home"


async def test_a_test_message_of_which_nobody_can_tell_proves_nothing(post: Post) -> None:
    await wish(post)
    post.adapter.script.append(Fault.LOST_BEFORE)
    await post.notify("Test", Kind.TEST)
    await post.step(hours=1)
    await post.notify("Round")
    assert post.dms() == []
    assert await post.held() == ["Round"]


async def test_a_test_message_that_is_found_after_a_lost_answer_proves_enough(post: Post) -> None:
    await wish(post)
    post.adapter.can_find = True
    post.adapter.script.append(Fault.LOST_AFTER)
    await post.notify("Test", Kind.TEST)
    await post.step(hours=1)
    await post.notify("Round")
    assert post.dms() == ["Test", "Round"]


async def test_what_was_about_to_leave_does_not_go_before_the_test_message(post: Post) -> None:
    post.adapter.up = False
    await post.notify("Round")
    await wish(post)
    post.adapter.up = True
    await post.notify("Test", Kind.TEST)
    assert post.dms() == ["Test"]
    assert await post.held() == ["Round"]


async def test_a_test_message_keeps_to_quiet_hours_and_the_rest_still_comes_after_it(post: Post) -> None:
    post.clock.step(timedelta(hours=12))  # 22:00
    await wish(post)
    await post.notify("Test", Kind.TEST)
    await post.notify("Asked", Kind.ASKED)
    assert post.dms() == []
    await post.step(hours=10, minutes=2)
    assert post.dms() == ["Test", "Asked"]
    assert await post.held() == []


async def wish(post: Post) -> None:
    """Direct messages were off, and are wished for now."""

    def change(tx: Tx) -> None:
        accounts.no_dms(tx, post.account)
        accounts.wish_dms(tx, post.account)

    await post.db.run(change)


async def test_a_message_of_which_nobody_can_tell_waits_on_home(post: Post) -> None:
    post.adapter.script.append(Fault.LOST_BEFORE)
    await post.notify("Round")
    await post.step(hours=1)
    assert post.dms() == []
    assert await post.held() == ["Round"]


async def test_an_expired_notice_vanishes(post: Post) -> None:
    await post.notify("Over", due=post.clock.now() + timedelta(days=2), days=1)
    await post.step(days=3)
    assert post.dms() == []
    assert await post.row("SELECT 1 FROM notice") is None


async def test_a_notice_with_nothing_left_to_say_vanishes(post: Post) -> None:
    post.cards["tell"] = None
    await post.notify("Moot")
    assert post.adapter.calls == []
    assert await post.row("SELECT 1 FROM notice") is None


async def test_a_key_replaces_a_waiting_notice(post: Post) -> None:
    due = post.clock.now() + HOUR
    await post.notify("Old", due=due, key="k")
    await post.notify("New", due=due, key="k")
    await post.step(hours=2)
    assert post.dms() == ["New"]


async def test_a_waiting_notice_can_be_taken_back_by_its_key(post: Post) -> None:
    await post.notify("Old", due=post.clock.now() + HOUR, key="k")
    await post.do(lambda ctx: ctx.cancel("k"))
    await post.step(hours=2)
    assert post.dms() == []


async def test_a_notice_that_can_not_be_drawn_stops_no_other(post: Post) -> None:
    now = post.clock.now()
    await post.write(
        lambda ctx: ctx.notify(ctx.member, Kind.ASKED, Call("broken"), due=now, expires=now + timedelta(days=1))
    )
    await post.notify("Fine", Kind.ASKED)
    assert post.dms() == ["Fine"]


async def test_a_direct_message_remembers_its_channel(post: Post) -> None:
    await post.notify("First")
    assert await post.row("SELECT dm FROM account WHERE id = :id", id=post.account) == ("dm-wren",)


def test_cards_that_do_not_fit_together_are_sent_apart() -> None:
    big = Card("Big", tuple(Note("x") for _ in range(8)))
    assert fitting([big, big, big]) == 2
    assert len(combine([big, big]).body) == 19
    buttons = Card("B", (Actions(tuple(Button("b", Call("a.b")) for _ in range(5))),))
    assert fitting([buttons] * 9) == 4
    assert fitting([Card("Huge", tuple(Divider() for _ in range(20)))]) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from([Kind.ASKED, Kind.NOTICE]), st.integers(0, 96)),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 3),
    st.sampled_from(["UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe"]),
    st.integers(0, 23),
    st.integers(0, 23),
    st.tuples(st.integers(0, 72), st.integers(0, 48)),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_ever_gets_more_than_their_rules_allow(
    wanted: list[tuple[Kind, int]], daily: int, zone: str, quiet_from: int, quiet_to: int, rest: tuple[int, int]
) -> None:
    """Whatever is written and whenever: the budget, the quiet hours and the cool-off hold for every message."""
    start = datetime(2026, 3, 27, 10, tzinfo=UTC)  # clocks change within these days
    sent = asyncio.run(live(start, wanted, daily, zone, quiet_from, quiet_to, rest))
    by_day: dict[int, int] = {}
    for at, kinds in sent:
        local = at.astimezone(ZoneInfo(zone))
        quiet = (
            quiet_from <= local.hour < quiet_to
            if quiet_from <= quiet_to
            else local.hour >= quiet_from or local.hour < quiet_to
        )
        assert not quiet
        assert not start + rest[0] * HOUR < at < start + sum(rest) * HOUR
        if kinds == {Kind.NOTICE}:
            by_day[local.toordinal()] = by_day.get(local.toordinal(), 0) + 1
    assert all(count <= daily for count in by_day.values())
