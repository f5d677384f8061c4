"""Private threads: made once, found again, closed, and refused in words that name what to change."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from adapters.discord.events import place_of
from adapters.discord.ids import code_of
from adapters.discord.verdict import Doubtful
from bot.adapter import Blocked, Channel, RetryAfter, Scene, Shown, Unsupported, Wanted, WantedRoom
from bot.ui.card import Card, Text
from tests.adapters.discord.conftest import Stage
from tests.fakes.discord import Channel as Thread
from tests.fakes.discord import User, seen

NONCE = 0x7ABC_DEF0_1234_5678


@pytest.fixture
async def bo(stage: Stage) -> User:
    return stage.fake.user("Bo", stage.guild)


def room_of(stage: Stage, *people: User, nonce: int = NONCE, title: str = "Ada and Bo") -> WantedRoom:
    parent = str(stage.guild["support"].id)
    return WantedRoom(1, str(stage.guild.id), tuple(str(u.id) for u in people), title, nonce, parent)


def again(room: WantedRoom) -> WantedRoom:
    return dataclasses.replace(room, again=True)


def only(stage: Stage) -> Thread:
    (thread,) = stage.guild.threads.values()
    return thread


def post(room: str, text: str = "Hello", remote: str | None = None) -> Wanted:
    return Wanted(1, "", Channel(room), Card("Your room", (Text(text),)), Scene(1), NONCE, remote)


async def test_a_private_thread_is_made_and_put_away_without_a_right_to_manage_threads(stage: Stage, bo: User) -> None:
    room = room_of(stage, stage.ada, bo)
    opened = await stage.adapter.open_room(room)
    assert isinstance(opened, Shown)
    thread = only(stage)
    assert list(thread.people) == [stage.ada.id, bo.id]
    assert thread.name.startswith("Ada and Bo · ")
    assert not thread.invitable
    assert thread.sleeps_after == 10_080
    assert isinstance(await stage.adapter.show(post(opened.remote)), Shown)
    closed = dataclasses.replace(room, remote=opened.remote, open=False)
    assert await stage.adapter.open_room(closed) == opened
    assert thread.archived
    assert await stage.adapter.open_room(closed) == opened
    assert await stage.adapter.open_room(dataclasses.replace(closed, open=True)) == opened
    assert not thread.archived


async def test_a_room_costs_a_call_and_one_for_each_person_however_many_rooms_there_are(stage: Stage, bo: User) -> None:
    eve = stage.fake.user("Eve", stage.guild)
    for number in range(300):
        stage.fake.world.thread(stage.guild["support"], f"Two people · {number}")
    since = len(stage.fake.requests)
    opened = await stage.adapter.open_room(room_of(stage, stage.ada, bo, eve))
    assert isinstance(opened, Shown)
    assert isinstance(await stage.adapter.show(post(opened.remote)), Shown)
    methods = [request.split()[0] for request in stage.fake.requests[since:]]
    assert methods == ["POST", "PUT", "PUT", "PUT", "POST"]


async def test_an_attempt_that_broke_off_is_finished_by_the_next(stage: Stage, bo: User) -> None:
    room = room_of(stage, stage.ada, bo)
    stage.fake.fault("PUT /channels/.*/thread-members", "reset", times=2)  # aiohttp repeats a PUT once by itself
    with pytest.raises(Doubtful):
        await stage.adapter.open_room(room)
    since = len(stage.fake.requests)
    assert isinstance(await stage.adapter.open_room(again(room)), Shown)
    assert list(only(stage).people) == [stage.ada.id, bo.id]
    assert len(stage.fake.requests) - since == 2  # it was remembered, so nobody had to look for it


async def test_after_a_restart_the_thread_is_found_by_its_code_whatever_else_changed(stage: Stage, bo: User) -> None:
    room = room_of(stage, stage.ada, bo)
    assert isinstance(await stage.adapter.open_room(room), Shown)
    await stage.restart()
    elsewhere = dataclasses.replace(again(room), parent=str(stage.guild["wins"].id), title="Together")
    found = await stage.adapter.open_room(elsewhere)
    assert isinstance(found, Shown)
    assert found.remote == str(only(stage).id)


async def test_a_thread_that_fell_asleep_before_it_was_known_is_found_and_woken(stage: Stage, bo: User) -> None:
    room = room_of(stage, stage.ada, bo)
    assert isinstance(await stage.adapter.open_room(room), Shown)
    await stage.fake.put_to_sleep(only(stage))
    await stage.restart()
    assert isinstance(await stage.adapter.open_room(again(room)), Shown)
    assert not only(stage).archived


async def test_somebody_elses_thread_of_that_name_is_not_taken(stage: Stage, bo: User) -> None:
    room = room_of(stage, stage.ada, bo)
    stage.guild["support"].granted = {"Manage Threads"}  # so that it is seen at all
    theirs = stage.fake.world.thread(stage.guild["support"], f"Ada and Bo · {code_of(NONCE)}", owner=bo)
    opened = await stage.adapter.open_room(again(room))
    assert isinstance(opened, Shown)
    assert opened.remote != str(theirs.id)


async def test_nothing_is_made_anew_while_nobody_can_say_what_is_there(stage: Stage, bo: User) -> None:
    room = again(room_of(stage, stage.ada, bo))
    stage.fake.fault("GET /guilds/.*/threads/active", "limit", retry_after=600)
    with pytest.raises(Doubtful):
        await stage.adapter.open_room(room)
    assert not stage.guild.threads


async def test_a_thread_whose_answer_was_lost_is_doubtful_and_one_that_was_refused_is_not(
    stage: Stage, bo: User
) -> None:
    room = room_of(stage, stage.ada, bo)
    stage.fake.fault("POST /channels/.*/threads", "reset-after")
    with pytest.raises(Doubtful):
        await stage.adapter.open_room(room)
    assert isinstance(await stage.adapter.open_room(again(room)), Shown)
    assert len(stage.guild.threads) == 1
    stage.fake.fault("POST /channels/.*/threads", "limit", retry_after=600)
    assert isinstance(await stage.adapter.open_room(room_of(stage, stage.ada, bo, nonce=5)), RetryAfter)


async def test_a_room_that_closed_before_it_was_known_is_looked_for(stage: Stage, bo: User) -> None:
    closed = dataclasses.replace(again(room_of(stage, stage.ada, bo)), open=False)
    assert await stage.adapter.open_room(closed) == Shown("")
    await stage.adapter.open_room(room_of(stage, stage.ada, bo))
    await stage.restart()
    assert isinstance(await stage.adapter.open_room(closed), Shown)
    assert only(stage).archived


async def test_nobody_is_left_alone_in_a_room_whose_other_person_is_gone(stage: Stage, bo: User) -> None:
    stage.fake.leave(bo, stage.guild)
    assert await stage.adapter.open_room(room_of(stage, stage.ada, bo)) == Blocked("somebody is no longer here")
    assert only(stage).archived
    alone = room_of(stage, stage.ada, nonce=5)
    assert await stage.adapter.open_room(alone) == Blocked("somebody is no longer here")
    assert len(stage.guild.threads) == 1


async def test_a_room_that_could_not_be_put_away_is_put_away_next_time(stage: Stage, bo: User) -> None:
    stage.fake.leave(bo, stage.guild)
    stage.fake.fault("PATCH /channels", "reset")
    with pytest.raises(Doubtful):
        await stage.adapter.open_room(room_of(stage, stage.ada, bo))
    came = await stage.adapter.open_room(again(room_of(stage, stage.ada, bo)))
    assert came == Blocked("somebody is no longer here")
    assert only(stage).archived


async def test_somebody_who_cannot_see_the_room_above_gets_no_thread_in_it(stage: Stage, bo: User) -> None:
    stage.guild["support"].hidden_from.add(bo.id)
    refused = await stage.adapter.open_room(room_of(stage, stage.ada, bo))
    assert refused == Blocked("somebody can't see the room that the thread is in")


@pytest.mark.parametrize("permission", ["Create Private Threads", "Send Messages in Threads", "View Channel"])
async def test_a_permission_that_is_missing_is_named_as_discord_names_it(
    stage: Stage, bo: User, permission: str
) -> None:
    await stage.fake.deny(stage.guild["support"], permission)
    refused = await stage.adapter.open_room(room_of(stage, stage.ada, bo))
    assert isinstance(refused, Blocked)
    assert f"“{permission}”" in refused.reason
    await stage.fake.deny(stage.guild["support"])
    assert isinstance(await stage.adapter.open_room(room_of(stage, stage.ada, bo)), Shown)


async def test_where_no_thread_can_be_made_the_core_is_told(stage: Stage, bo: User) -> None:
    room = room_of(stage, stage.ada, bo)
    stage.guild.most_threads = 0
    assert await stage.adapter.open_room(room) == Blocked("the server has as many open threads as Discord allows")
    assert isinstance(await stage.adapter.open_room(dataclasses.replace(room, parent="")), Unsupported)
    stage.guild["support"].kind = 5
    assert await stage.adapter.open_room(room) == Blocked("private threads can only be made in a text channel")


async def test_a_long_title_is_cut_before_the_code(stage: Stage, bo: User) -> None:
    assert isinstance(await stage.adapter.open_room(room_of(stage, stage.ada, bo, title="Ada " * 60)), Shown)
    assert len(only(stage).name) <= 100
    assert only(stage).name.endswith(f" · {code_of(NONCE)}")


def test_thousands_of_rooms_share_no_code() -> None:
    codes = {code_of(number * 0x9E37_79B9_7F4A_7C15 % 2**63) for number in range(20_000)}
    assert len(codes) == 20_000


async def test_a_message_wakes_a_thread_and_an_edit_lets_it_sleep(stage: Stage, bo: User) -> None:
    opened = await stage.adapter.open_room(room_of(stage, stage.ada, bo))
    assert isinstance(opened, Shown)
    made = await stage.adapter.show(post(opened.remote))
    assert isinstance(made, Shown)
    thread = only(stage)
    await stage.fake.put_to_sleep(thread)
    assert await stage.adapter.show(post(opened.remote, "Changed", made.remote)) == made
    assert thread.archived
    (message,) = stage.fake.posts(thread)
    assert "Changed" in seen(message)
    other = Wanted(2, "", Channel(opened.remote), Card("More", (Text("More"),)), Scene(1), NONCE + 1)
    assert isinstance(await stage.adapter.show(other), Shown)
    assert not thread.archived


async def test_an_edit_in_a_locked_thread_is_lost_at_once(stage: Stage, bo: User) -> None:
    opened = await stage.adapter.open_room(room_of(stage, stage.ada, bo))
    assert isinstance(opened, Shown)
    made = await stage.adapter.show(post(opened.remote))
    assert isinstance(made, Shown)
    await stage.fake.put_to_sleep(only(stage), locked=True)
    since = len(stage.fake.requests)
    refused = await stage.adapter.show(post(opened.remote, "Changed", made.remote))
    assert refused == Blocked("I lack the permission “Manage Threads” here")
    assert len(stage.fake.requests) - since == 2
    gone = Wanted(1, "", Channel(opened.remote), None, Scene(1), NONCE, made.remote)
    assert await stage.adapter.show(gone) == made


async def test_what_posting_needs_and_what_rooms_need_are_told_apart(stage: Stage) -> None:
    await stage.fake.deny(stage.guild["support"], "Create Private Threads", "Send Messages in Threads")
    team, support = str(stage.guild.id), str(stage.guild["support"].id)
    async with asyncio.timeout(5):  # the gateway tells it by and by
        while not (place := (await stage.adapter.inspect(team, [support]))[0]).rooms_missing:  # noqa: ASYNC110 -- ditto
            await asyncio.sleep(0.01)
    assert place.missing == ()
    assert place.rooms_missing == ("Create Private Threads", "Send Messages in Threads")
    (wins,) = await stage.adapter.inspect(str(stage.guild.id), [str(stage.guild["wins"].id)])
    assert wins.rooms_missing == ()
    assert place_of(None, support).missing == ("View Channel",)


async def test_an_announcement_channel_can_not_have_rooms_and_posts_work(stage: Stage) -> None:
    support = stage.guild["support"]
    support.kind = 5
    await stage.fake.deny(support)  # tells what the channel is like now
    async with asyncio.timeout(5):
        while not (place := (await stage.adapter.inspect(str(stage.guild.id), [str(support.id)]))[0]).rooms_missing:  # noqa: ASYNC110 -- the gateway tells it by and by
            await asyncio.sleep(0.01)
    assert place.missing == ()
    assert place.rooms_missing == ("private threads, which an announcement channel can't have",)
