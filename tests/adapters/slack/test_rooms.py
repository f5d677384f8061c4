"""Group messages: one for the same people, and refused in words that say what to change."""

from __future__ import annotations

import dataclasses

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.manifest import manifest
from bot.adapter import AccountRef, Blocked, RetryAfter, Shown, WantedRoom
from bot.runtime.all_cogs import load
from bot.scheduling.clock import SystemClock
from tests.adapters.slack.test_posts import Desk, desk
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Fault, User, pointed_at

__all__ = ["desk"]


def room_of(desk: Desk, *people: User, nonce: int = 5) -> WantedRoom:
    return WantedRoom(1, desk.slack.world.team, tuple(person.id for person in people), "Buddies", nonce)


async def test_a_group_message_is_opened_with_one_call(desk: Desk) -> None:
    fern, sable = desk.slack.user("fern"), desk.slack.user("sable")
    opened = await desk.adapter.open_room(room_of(desk, desk.wren, fern, sable))
    assert opened == Shown(desk.slack.direct(desk.wren, fern, sable).id)
    assert len(desk.slack.calls("conversations.open")) == 1
    assert [name for name, _ in desk.slack.world.calls if name.startswith("conversations")] == ["conversations.open"]


async def test_the_same_people_get_the_same_room_in_a_later_round(desk: Desk) -> None:
    fern = desk.slack.user("fern")
    first = await desk.adapter.open_room(room_of(desk, desk.wren, fern))
    assert isinstance(first, Shown)
    later = room_of(desk, fern, desk.wren, nonce=6)
    assert await desk.adapter.open_room(later) == first
    other = await desk.adapter.open_room(room_of(desk, desk.wren, desk.slack.user("sable"), nonce=7))
    assert isinstance(other, Shown)
    assert other.remote != first.remote


async def test_a_group_message_stays_when_it_is_closed_and_costs_nothing(desk: Desk) -> None:
    fern = desk.slack.user("fern")
    closed = dataclasses.replace(room_of(desk, desk.wren, fern), open=False)
    assert await desk.adapter.open_room(closed) == Shown("")
    assert await desk.adapter.open_room(dataclasses.replace(closed, remote="C5")) == Shown("C5")
    assert desk.slack.calls("conversations.open") == []


async def test_it_takes_two_to_eight_people(desk: Desk) -> None:
    people = [desk.slack.user(f"p{number}") for number in range(9)]
    assert isinstance(await desk.adapter.open_room(room_of(desk, *people[:8])), Shown)
    for wrong in (people, people[:1]):
        assert isinstance(await desk.adapter.open_room(room_of(desk, *wrong)), Blocked)
    assert len(desk.slack.calls("conversations.open")) == 1


async def test_somebody_who_is_gone_or_an_app_is_told_apart(desk: Desk) -> None:
    gone, app = desk.slack.user("gone", deleted=True), desk.slack.user("robot", bot=True)
    nobody = dataclasses.replace(room_of(desk, desk.wren), people=(desk.wren.id, "U404"))
    assert await desk.adapter.open_room(room_of(desk, desk.wren, gone)) == Blocked("somebody is no longer here")
    assert await desk.adapter.open_room(nobody) == Blocked("somebody is no longer here")
    assert await desk.adapter.open_room(room_of(desk, desk.wren, app)) == Blocked("one of them is an app")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("missing_scope", "mpim:write"),
        ("restricted_action", "workspace owner"),
        ("user_not_visible", "guest"),
        ("invalid_user_combination", "invite them"),
        ("channel_not_found", "channel_not_found"),
    ],
)
async def test_a_refusal_says_what_an_organiser_can_do(desk: Desk, error: str, words: str) -> None:
    desk.slack.fail("conversations.open", Fault(error=error))
    refused = await desk.adapter.open_room(room_of(desk, desk.wren, desk.slack.user("fern")))
    assert isinstance(refused, Blocked)
    assert words in refused.reason
    assert not refused.place


async def test_without_the_scope_no_group_message_is_opened() -> None:
    without = manifest(load())
    without["oauth_config"]["scopes"]["bot"].remove("mpim:write")
    async with FakeSlack(without) as slack:
        with pointed_at(slack):
            adapter = SlackAdapter(SlackSettings(BOT_TOKEN, APP_TOKEN), SystemClock())
        people = (slack.user("wren").id, slack.user("fern").id)
        refused = await adapter.open_room(WantedRoom(1, slack.world.team, people, "Buddies", 5))
        assert isinstance(refused, Blocked)
        assert "mpim:write" in refused.reason


async def test_a_limit_holds_for_rooms_alone_and_trouble_is_tried_again(desk: Desk) -> None:
    room = room_of(desk, desk.wren, desk.slack.user("fern"))
    desk.slack.fail("conversations.open", Fault(retry_after=9), Fault(error="internal_error"), Fault(reset=True))
    assert await desk.adapter.open_room(room) == RetryAfter(9.0)
    assert isinstance(await desk.adapter.open_room(room), RetryAfter)
    assert isinstance(await desk.adapter.open_room(room), RetryAfter)
    assert isinstance(await desk.adapter.open_room(room), Shown)


async def test_guests_the_deactivated_and_apps_are_told_by_a_look_up(desk: Desk) -> None:
    users = [
        desk.slack.user("guest", guest=True),
        desk.slack.user("single", one_room=True),
        desk.slack.user("gone", deleted=True),
        desk.slack.user("robot", bot=True),
    ]
    told = await desk.adapter.look_up("T", [AccountRef("slack", "T", user.id) for user in users])
    assert [(s.here, s.guest, s.bot, s.new, s.role_ids) for s in told if s] == [
        (True, True, False, False, ()),
        (True, True, False, False, ()),
        (False, False, False, False, ()),
        (True, False, True, False, ()),
    ]
