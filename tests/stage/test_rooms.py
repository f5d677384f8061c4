"""What the stage tells of private rooms is so on every platform."""

from __future__ import annotations

from bot.adapter import AccountRef, Blocked, Channel, Direct, Scene, Shown, Wanted, WantedRoom
from bot.ui.card import Actions, Button, Call, Card, Text
from tests.stage import Actor, Stage


def of(stage: Stage, *people: Actor, nonce: int = 7, remote: str | None = None, is_open: bool = True) -> WantedRoom:
    ids = tuple(person.id for person in people)
    parent = stage.platform.rooms["support"]
    return WantedRoom(1, stage.platform.team, ids, "Two of us", nonce, parent, remote, is_open)


async def made(stage: Stage, room: WantedRoom) -> str:
    opened = await stage.platform.adapter.open_room(room)
    assert isinstance(opened, Shown), opened
    return opened.remote


async def hello(stage: Stage, room: str, nonce: int = 1) -> None:
    body = (Text("Hello, you two."), Actions((Button("Your page", Call("nothing.here")),)))
    card = Card("Your room", body)
    wanted = Wanted(1, stage.platform.team, Channel(room), card, Scene(stage.community), nonce)
    assert isinstance(await stage.platform.adapter.show(wanted), Shown)


async def test_a_private_room_is_seen_by_its_people_alone(stage: Stage) -> None:
    ada, bo, eve = [await stage.member(name) for name in ("Ada", "Bo", "Eve")]
    assert await stage.rooms(ada) == []
    await hello(stage, await made(stage, of(stage, ada, bo)))
    (room,) = await stage.rooms(bo)
    assert room.people == ("Ada", "Bo")
    (post,) = room.posts
    assert "Hello, you two." in post.text
    assert "older version" in (await bo.press(post, "Your page")).text
    assert await stage.rooms(eve) == []


async def test_rooms_come_in_the_order_they_were_made(stage: Stage) -> None:
    ada, bo, eve = [await stage.member(name) for name in ("Ada", "Bo", "Eve")]
    await made(stage, of(stage, ada, bo, nonce=9))
    await made(stage, of(stage, ada, eve, nonce=8))
    assert [room.people for room in await stage.rooms(ada)] == [("Ada", "Bo"), ("Ada", "Eve")]


async def test_a_room_that_is_made_again_is_the_same(stage: Stage) -> None:
    ada, bo = await stage.member("Ada"), await stage.member("Bo")
    first = await made(stage, of(stage, ada, bo))
    assert await made(stage, of(stage, ada, bo, remote=first)) == first
    assert len(await stage.rooms(ada)) == 1


async def test_a_closed_room_is_gone_where_rooms_can_be_closed(stage: Stage) -> None:
    ada, bo = await stage.member("Ada"), await stage.member("Bo")
    first = await made(stage, of(stage, ada, bo))
    assert await made(stage, of(stage, ada, bo, remote=first, is_open=False)) == first
    assert len(await stage.rooms(ada)) == (0 if stage.closes_rooms else 1)


async def test_who_left_sees_no_room_and_gets_none(stage: Stage) -> None:
    ada, bo = await stage.member("Ada"), await stage.member("Bo")
    await made(stage, of(stage, ada, bo))
    await stage.leave(bo)
    assert await stage.rooms(bo) == []
    assert isinstance(await stage.platform.adapter.open_room(of(stage, ada, bo, nonce=8)), Blocked)
    (told,) = await stage.platform.adapter.look_up(stage.platform.team, [ref(stage, bo)])
    assert told is not None
    assert not told.here


async def test_no_room_is_made_while_rooms_are_broken(stage: Stage) -> None:
    ada, bo = await stage.member("Ada"), await stage.member("Bo")
    await stage.break_rooms()
    assert isinstance(await stage.platform.adapter.open_room(of(stage, ada, bo)), Blocked)
    assert await stage.rooms(ada) == []
    await stage.mend_rooms()
    await made(stage, of(stage, ada, bo))
    assert len(await stage.rooms(ada)) == 1


async def test_somebody_timed_out_is_seen_as_such(stage: Stage) -> None:
    ada = await stage.member("Ada")
    await stage.time_out(ada)
    (told,) = await stage.platform.adapter.look_up(stage.platform.team, [ref(stage, ada)])
    assert told is not None
    assert told.timed_out


async def test_closed_messages_take_none(stage: Stage) -> None:
    ada = await stage.member("Ada")
    await stage.close_dms(ada)
    card = Card("For you", (Text("Hello."),))
    wanted = Wanted(1, stage.platform.team, Direct(ada.id), card, Scene(stage.community), 1)
    assert isinstance(await stage.platform.adapter.show(wanted), Blocked)


def ref(stage: Stage, who: Actor) -> AccountRef:
    return AccountRef(stage.platform.name, stage.platform.tenant, who.id)
