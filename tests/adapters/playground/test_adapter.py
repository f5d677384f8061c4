"""What the core asks of the playground, and what goes wrong on purpose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.playground import Playground, PlaygroundSettings, cards, create
from adapters.playground.adapter import AnswerLost
from bot.adapter import (
    AccountRef,
    Adapter,
    Blocked,
    Channel,
    Direct,
    Person,
    RetryAfter,
    Scene,
    Shown,
    Wanted,
    WantedRoom,
)
from bot.context import Echo
from bot.scheduling.clock import SteppedClock
from bot.ui.card import Card, Mention, Native, Text, When

SCENE = Scene(1, {5: Person("wren", "Wren")}, ZoneInfo("UTC"))


@pytest.fixture
def playground() -> Playground:
    clock = SteppedClock(datetime(2026, 3, 2, 10, tzinfo=UTC))

    async def step(by: timedelta) -> None:
        clock.step(by)

    async def next_event() -> datetime | None:
        return None

    adapter = create(PlaygroundSettings(0, open_browser=False), clock, {}, step, next_event)
    checked: Adapter = adapter
    assert checked.name == "playground"
    return adapter


def wanted(
    title: str | None, *, to: Channel | Direct | None = None, nonce: int = 7, remote: str | None = None
) -> Wanted:
    card = Card(title) if title is not None else None
    return Wanted(1, "harbour", to or Channel("wins"), card, SCENE, nonce, remote)


def titles(playground: Playground, place: str = "wins") -> list[str]:
    return [p.card.title for p in playground.world.seen_by("wren", place) if p.card]


async def test_a_post_is_made_edited_in_place_and_taken_away(playground: Playground) -> None:
    shown = await playground.show(wanted("One"))
    assert isinstance(shown, Shown)
    await playground.show(wanted("Other", nonce=8))
    assert await playground.show(wanted("Two", remote=shown.remote)) == shown
    assert titles(playground) == ["Two", "Other"]
    await playground.show(wanted(None, remote=shown.remote))
    await playground.show(wanted(None, remote=shown.remote))
    assert titles(playground) == ["Other"]


async def test_the_same_nonce_posts_once(playground: Playground) -> None:
    assert await playground.show(wanted("One")) == await playground.show(wanted("One"))
    assert titles(playground) == ["One"]


async def test_a_message_goes_to_the_persons_own_channel(playground: Playground) -> None:
    shown = await playground.show(wanted("Hello", to=Direct("wren")))
    assert shown == Shown("m0000000000000007", "dm-wren")
    assert titles(playground, "dm-wren") == ["Hello"]
    assert playground.world.seen_by("sable", "dm-wren") == []


async def test_what_was_deleted_by_hand_is_not_edited_or_posted_again(playground: Playground) -> None:
    shown = await playground.show(wanted("One"))
    assert isinstance(shown, Shown)
    playground.world.remove(playground.world.posts[shown.remote])
    assert await playground.show(wanted("Two", remote=shown.remote)) == Blocked("removed")
    assert await playground.show(wanted("One")) == Blocked("removed")
    assert await playground.show(wanted(None, remote=shown.remote)) == Shown(shown.remote, "wins")


async def test_a_post_of_an_earlier_run_is_gone(playground: Playground) -> None:
    assert await playground.show(wanted("Two", remote="m1")) == Blocked("removed")


async def test_faults_are_answered_as_a_platform_would(playground: Playground) -> None:
    faults = playground.world.faults
    assert await playground.show(wanted("x", to=Channel("nowhere"))) == Blocked("no such room", place=True)
    faults.lost_rooms.add("wins")
    assert await playground.show(wanted("x")) == Blocked("no permission", place=True)
    [place] = await playground.inspect("harbour", ["wins"])
    assert place.missing == ("Send messages",)
    faults.closed_dms.add("wren")
    assert await playground.show(wanted("x", to=Direct("wren"))) == Blocked("DMs closed", place=True)
    faults.left.add("sable")
    assert await playground.show(wanted("x", to=Direct("sable"))) == Blocked("no such person", place=True)
    faults.lost_rooms.clear()
    faults.busy = 1
    assert isinstance(await playground.show(wanted("x")), RetryAfter)
    assert isinstance(await playground.show(wanted("x")), Shown)


async def test_a_post_whose_answer_is_lost_is_found_again(playground: Playground) -> None:
    playground.world.faults.lost_answers = 1
    with pytest.raises(AnswerLost):
        await playground.show(wanted("One"))
    assert await playground.find(wanted("One")) == "m0000000000000007"
    assert await playground.find(wanted("One", nonce=8)) is None
    assert titles(playground) == ["One"]


async def test_a_private_room_is_made_once_and_archived(playground: Playground) -> None:
    room = WantedRoom(1, "harbour", ("wren", "sable"), "Round 1", 9)
    made = await playground.open_room(room)
    assert isinstance(made, Shown)
    assert await playground.open_room(room) == made
    assert isinstance(await playground.show(wanted("Hello", to=Channel(made.remote))), Shown)
    assert [r.name for r in playground.world.rooms_of("wren")][-1] == "Round 1"
    assert "Round 1" not in [r.name for r in playground.world.rooms_of("moss")]
    await playground.open_room(WantedRoom(1, "harbour", ("wren",), "Round 1", 9, remote=made.remote, open=False))
    assert "Round 1" not in [r.name for r in playground.world.rooms_of("wren")]


async def test_members_are_looked_up_in_order(playground: Playground) -> None:
    playground.world.faults.left.add("sable")
    playground.world.faults.timed_out.add("moss")
    refs = [AccountRef("playground", "", name) for name in ("wren", "sable", "moss", "nobody")]
    standings = [s for s in await playground.look_up("harbour", refs) if s]
    assert [(s.here, s.timed_out, s.may_post) for s in standings] == [
        (True, False, True),
        (False, False, False),
        (True, True, False),
        (False, False, False),
    ]


async def test_a_post_is_here_until_it_is_removed_and_nothing_counts_its_answers(playground: Playground) -> None:
    made = await playground.show(wanted("One"))
    assert isinstance(made, Shown)
    assert await playground.look_at("harbour", made.remote) == Echo("")
    playground.world.remove(playground.world.posts[made.remote])
    assert not (await playground.look_at("harbour", made.remote)).here


def test_a_mention_of_somebody_unknown_and_a_native_block_read_plainly() -> None:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    body = (Text((Mention(5, ping=True), " and ", Mention(6), " at ", When(at))), Native("slack", {}, Text("plain")))
    card = Card("Title", body)
    assert cards.plain(card, SCENE) == "Title\nWren and someone at 2026-03-02T10:00:00+00:00\nplain"
