"""What others see: posts, edits, deletions, group messages; what Slack refuses, and what nobody can tell."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.api import SlackError
from adapters.slack.manifest import manifest
from bot.adapter import (
    AccountRef,
    Blocked,
    Channel,
    Direct,
    MayNotLook,
    Person,
    RetryAfter,
    Scene,
    Shown,
    Wanted,
)
from bot.context import Echo
from bot.scheduling.clock import SteppedClock
from bot.ui.card import Card, File, Mention, Text
from tests.adapters.slack.demo import ScriptedCore, card
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Fault, Room, User, pointed_at


@dataclass
class Desk:
    slack: FakeSlack
    adapter: SlackAdapter
    clock: SteppedClock
    wren: User
    wins: Room

    def wanted(self, shown: Card | None, **about: object) -> Wanted:
        wanted = Wanted(1, self.slack.world.team, Channel(self.wins.id), shown, Scene(7), nonce=123456789)
        return dataclasses.replace(wanted, **about)  # pyright: ignore[reportArgumentType] -- fields by name

    def read(self) -> list[str]:
        return [self.slack.seen(message) for message in self.wins.messages]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with opened(reconcile=False) as desk:
        yield desk


@pytest.fixture
async def finding() -> AsyncIterator[Desk]:
    async with opened(reconcile=True) as desk:
        yield desk


@contextlib.asynccontextmanager
async def opened(*, reconcile: bool) -> AsyncGenerator[Desk]:
    clock = SteppedClock(datetime.now(UTC))
    async with FakeSlack(manifest(ScriptedCore().registry, reconcile=reconcile)) as slack:
        with pointed_at(slack):
            adapter = SlackAdapter(SlackSettings(BOT_TOKEN, APP_TOKEN, reconcile=reconcile), clock)
        wren = slack.user("wren")
        yield Desk(slack, adapter, clock, wren, slack.room("wins", wren))
        assert slack.refusals == []


async def test_a_message_is_posted_edited_and_deleted(desk: Desk) -> None:
    shown = await desk.adapter.show(desk.wanted(card("First")))
    assert isinstance(shown, Shown)
    assert shown.channel == ""
    assert desk.read() == ["First"]
    assert await desk.adapter.show(desk.wanted(card("Second"), remote=shown.remote)) == shown
    assert desk.read() == ["Second"]
    assert await desk.adapter.show(desk.wanted(None, remote=shown.remote)) == shown
    assert desk.read() == []
    assert await desk.adapter.show(desk.wanted(None, remote=shown.remote)) == shown  # gone is gone


async def test_a_post_unfurls_nothing_and_its_text_is_no_markup(desk: Desk) -> None:
    await desk.adapter.show(desk.wanted(Card("A <!channel> & *b*")))
    sent = desk.slack.calls("chat.postMessage")[0]
    assert sent["text"] == "A &lt;!channel&gt; &amp; *b*"
    assert (sent["mrkdwn"], sent["link_names"], sent["parse"]) == (False, False, "none")
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert "metadata" not in sent


async def test_a_direct_message_opens_the_persons_own_room_and_says_which(desk: Desk) -> None:
    shown = await desk.adapter.show(desk.wanted(card("For you"), to=Direct(desk.wren.id)))
    room = desk.slack.direct(desk.wren)
    assert isinstance(shown, Shown)
    assert shown.channel == room.id
    assert [desk.slack.seen(m) for m in room.messages] == ["For you"]
    desk.clock.step(timedelta(seconds=2))
    await desk.adapter.show(desk.wanted(card("More"), to=Direct(desk.wren.id, room.id)))
    assert len(desk.slack.calls("conversations.open")) == 1


async def test_one_channel_takes_one_message_a_second(desk: Desk) -> None:
    desk.slack.world.pace = True
    assert isinstance(await desk.adapter.show(desk.wanted(card("One"))), Shown)
    wait = await desk.adapter.show(desk.wanted(card("Two")))
    assert isinstance(wait, RetryAfter)
    assert not wait.everyone
    desk.clock.step(timedelta(seconds=wait.seconds))
    desk.slack.later(1)
    assert isinstance(await desk.adapter.show(desk.wanted(card("Two"))), Shown)
    assert desk.read() == ["One", "Two"]


async def test_a_rate_limit_is_handed_on(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", Fault(retry_after=7))
    assert await desk.adapter.show(desk.wanted(card("x"))) == RetryAfter(7.0)
    desk.slack.fail("conversations.open", Fault(retry_after=9))
    direct = desk.wanted(card("x"), to=Direct(desk.wren.id))
    assert await desk.adapter.show(direct) == RetryAfter(9.0, everyone=True)


@pytest.mark.parametrize(
    ("error", "place"),
    [("not_in_channel", True), ("channel_not_found", True), ("is_archived", True), ("restricted_action", True)],
)
async def test_a_lost_room_is_blocked(desk: Desk, error: str, place: bool) -> None:
    desk.slack.fail("chat.postMessage", Fault(error=error))
    assert await desk.adapter.show(desk.wanted(card("x"))) == Blocked(error, place=place)


async def test_trouble_in_the_room_of_before_is_not_that_of_the_room_chosen_since(desk: Desk) -> None:
    for method, shown in (("chat.update", card("x")), ("chat.delete", None)):
        desk.slack.fail(method, Fault(error="channel_not_found"))
        old = desk.wanted(shown, remote="C0OLD:1.000001")
        assert await desk.adapter.show(old) == Blocked("channel_not_found")


async def test_who_left_can_not_be_written_to(desk: Desk) -> None:
    desk.wren.deleted = True
    assert await desk.adapter.show(desk.wanted(card("x"), to=Direct(desk.wren.id))) == Blocked("user_disabled")


async def test_a_message_removed_by_hand_is_not_edited(desk: Desk) -> None:
    gone = desk.wanted(card("x"), remote=f"{desk.wins.id}:1.000001")
    assert await desk.adapter.show(gone) == Blocked("removed")


async def test_a_locked_out_bot_loses_nothing(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", Fault(error="token_revoked"))
    answer = await desk.adapter.show(desk.wanted(card("x")))
    assert isinstance(answer, RetryAfter)
    assert answer.everyone


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(error="internal_error"), Fault(reset=True), Fault(lost=True)],
    ids=["500", "internal error", "reset", "lost reply"],
)
async def test_what_nobody_can_tell_is_raised_and_never_tried_again(desk: Desk, fault: Fault) -> None:
    desk.slack.fail("chat.postMessage", fault)
    with pytest.raises(Exception):  # noqa: B017, PT011 -- any: the core keeps it as unknown
        await desk.adapter.show(desk.wanted(card("x")))
    assert len(desk.read()) == (1 if fault.lost else 0)


async def test_nobody_reached_is_surely_not_done(desk: Desk) -> None:
    await desk.slack.stop()
    answer = await desk.adapter.show(desk.wanted(card("x")))
    assert isinstance(answer, RetryAfter)


async def test_a_file_follows_in_the_thread(desk: Desk) -> None:
    await desk.adapter.show(desk.wanted(Card("Invitation", files=(File("meet.ics", "text/calendar", b"BEGIN"),))))
    assert [(f["name"], f["data"], f["channel"]) for f in desk.slack.world.files] == [
        ("meet.ics", b"BEGIN", desk.wins.id)
    ]


async def test_only_a_wanted_ping_pings(desk: Desk) -> None:
    scene = Scene(7, {1: Person(desk.wren.id, "Wren"), 2: Person("U2", "Fern")})
    shown = Card("Hello", (Text(("To ", Mention(1, ping=True), " from ", Mention(2), " and ", Mention(3))),))
    await desk.adapter.show(desk.wanted(shown, scene=scene))
    assert desk.slack.pings(desk.wins.messages[0]) == [desk.wren.id]
    assert desk.read() == [f"Hello\nTo @{desk.wren.id} from @Fern and a member"]


async def test_a_post_whose_answer_was_lost_is_found_again(finding: Desk) -> None:
    desk = finding
    desk.slack.fail("chat.postMessage", Fault(lost=True))
    wanted = desk.wanted(card("x"), first_try=desk.clock.now())
    with pytest.raises(Exception):  # noqa: B017, PT011 -- any: the core keeps it as unknown
        await desk.adapter.show(wanted)
    assert await desk.adapter.find(wanted) == f"{desk.wins.id}:{desk.wins.messages[0]['ts']}"
    assert await desk.adapter.find(dataclasses.replace(wanted, nonce=5)) is None


def under(desk: Desk, head: Shown, shown: Card | None, **about: object) -> Wanted:
    desk.clock.step(timedelta(seconds=2))
    return dataclasses.replace(desk.wanted(shown, **about), nonce=77, reply_to=head.remote)


async def headed(desk: Desk) -> Shown:
    head = await desk.adapter.show(desk.wanted(card("Head")))
    assert isinstance(head, Shown)
    return head


def threads(desk: Desk) -> list[tuple[str, str]]:
    """Each message with the one that it is a reply to."""
    seen = {message["ts"]: desk.slack.seen(message) for message in desk.wins.messages}
    return [(seen[m["ts"]], seen.get(m.get("thread_ts"), "")) for m in desk.wins.messages]


async def test_what_stands_under_a_message_is_a_reply_and_stays_one(desk: Desk) -> None:
    head = await headed(desk)
    reply = await desk.adapter.show(under(desk, head, card("Reply")))
    assert isinstance(reply, Shown)
    assert threads(desk) == [("Head", ""), ("Reply", "Head")]
    await desk.adapter.show(desk.wanted(card("Reply 2"), remote=reply.remote))
    assert threads(desk) == [("Head", ""), ("Reply 2", "Head")]
    await desk.adapter.show(desk.wanted(None, remote=reply.remote))
    assert threads(desk) == [("Head", "")]


async def test_a_file_of_a_reply_follows_in_the_same_thread(desk: Desk) -> None:
    head = await headed(desk)
    invitation = Card("Invitation", files=(File("meet.ics", "text/calendar", b"BEGIN"),))
    await desk.adapter.show(under(desk, head, invitation))
    assert [file["thread"] for file in desk.slack.world.files] == [desk.wins.messages[0]["ts"]]


@pytest.mark.parametrize("error", ["thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"])
async def test_a_thread_that_takes_nothing_is_left_aside(desk: Desk, error: str) -> None:
    head = await headed(desk)
    desk.slack.fail("chat.postMessage", Fault(error=error))
    assert isinstance(await desk.adapter.show(under(desk, head, card("Reply"))), Shown)
    assert threads(desk) == [("Head", ""), ("Reply", "")]


async def test_a_head_removed_by_hand_or_in_another_room_is_left_aside(desk: Desk) -> None:
    head = await headed(desk)
    desk.wins.messages.clear()
    assert isinstance(await desk.adapter.show(under(desk, head, card("Reply"))), Shown)
    elsewhere = Shown("C0OLD:1.000001")
    assert isinstance(await desk.adapter.show(under(desk, elsewhere, card("Another"))), Shown)
    assert threads(desk) == [("Reply", ""), ("Another", "")]
    assert [call.get("thread_ts") for call in desk.slack.calls("chat.postMessage")][3:] == [None]


async def test_a_lost_room_is_lost_for_a_reply_too(desk: Desk) -> None:
    head = await headed(desk)
    desk.slack.fail("chat.postMessage", Fault(error="not_in_channel"))
    assert await desk.adapter.show(under(desk, head, card("Reply"))) == Blocked("not_in_channel", place=True)


async def test_a_reply_whose_answer_was_lost_is_found_in_its_thread(finding: Desk) -> None:
    desk = finding
    head = await headed(desk)
    desk.slack.fail("chat.postMessage", Fault(lost=True))
    wanted = under(desk, head, card("Reply"), first_try=desk.clock.now())
    with pytest.raises(Exception):  # noqa: B017, PT011 -- any: the core keeps it as unknown
        await desk.adapter.show(wanted)
    assert await desk.adapter.find(wanted) == f"{desk.wins.id}:{desk.wins.messages[1]['ts']}"
    assert await desk.adapter.find(dataclasses.replace(wanted, nonce=5)) is None


async def test_a_reply_that_went_beside_its_thread_is_found_there(finding: Desk) -> None:
    desk = finding
    head = await headed(desk)
    desk.wins.messages.clear()
    wanted = under(desk, head, card("Reply"), first_try=desk.clock.now())
    shown = await desk.adapter.show(wanted)
    assert isinstance(shown, Shown)
    assert await desk.adapter.find(wanted) == shown.remote


async def test_direct_messages_and_private_rooms_are_never_read(finding: Desk) -> None:
    desk = finding
    wanted = desk.wanted(card("x"), to=Direct(desk.wren.id), first_try=desk.clock.now())
    shown = await desk.adapter.show(wanted)
    assert isinstance(shown, Shown)
    with pytest.raises(MayNotLook):
        await desk.adapter.find(wanted)
    desk.wins.private = True
    with pytest.raises(MayNotLook):
        await desk.adapter.find(desk.wanted(card("x"), first_try=desk.clock.now()))
    assert [refusal.split(":")[0] for refusal in desk.slack.refusals] == ["conversations.history"]
    desk.slack.refusals.clear()


async def test_standing_is_told_for_each_person_in_order(desk: Desk) -> None:
    gone, robot = desk.slack.user("gone", deleted=True), desk.slack.user("robot", bot=True)
    guest = desk.slack.user("guest", guest=True)
    people = [AccountRef("slack", "T", i) for i in (desk.wren.id, gone.id, robot.id, guest.id, "U404")]
    told = await desk.adapter.look_up("T", people)
    assert [(s.name, s.here, s.bot, s.guest) for s in told if s] == [
        ("wren", True, False, False),
        ("gone", False, False, False),
        ("robot", True, True, False),
        ("guest", True, False, True),
        ("", False, False, False),
    ]
    desk.slack.fail("users.info", Fault(retry_after=30))
    assert await desk.adapter.look_up("T", people[:2]) == [None, None]


async def test_rooms_say_what_is_missing_in_the_clients_words(desk: Desk) -> None:
    outside, old = desk.slack.room("rejections", bot=False), desk.slack.room("old", archived=True)
    hidden = desk.slack.room("staff", bot=False, private=True)
    places = await desk.adapter.inspect("T", [desk.wins.id, outside.id, old.id, hidden.id])
    assert [place.name for place in places] == ["wins", "rejections", "old", ""]
    assert places[0].missing == ()
    assert places[1].missing == ("Cairn isn't in #rejections: type /invite @Cairn there",)
    assert "archived" in places[2].missing[0]
    assert "can't see this room" in places[3].missing[0]


async def test_a_post_has_a_link_and_nothing_counts_its_answers(desk: Desk) -> None:
    made = await desk.adapter.show(desk.wanted(card("A hard week")))
    assert isinstance(made, Shown)
    stamp = desk.wins.messages[0]["ts"].replace(".", "")
    link = f"https://peers.slack.com/archives/{desk.wins.id}/p{stamp}"
    assert await desk.adapter.look_at("T", made.remote) == Echo("", link=link)
    desk.wins.messages.clear()
    assert await desk.adapter.look_at("T", made.remote) == Echo("", here=False)
    desk.slack.fail("chat.getPermalink", Fault(retry_after=30))
    with pytest.raises(SlackError):
        await desk.adapter.look_at("T", made.remote)
