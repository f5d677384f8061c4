from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord import limits
from adapters.discord.verdict import Doubtful
from bot.adapter import (
    AccountRef,
    Blocked,
    Channel,
    Direct,
    Person,
    RetryAfter,
    Scene,
    Shown,
    Wanted,
)
from bot.ui.card import Card, File, Mention, Text
from tests.adapters.discord.conftest import Stage
from tests.fakes.discord import seen

NONCE = 0x7ABC_DEF0_1234_5678


def wanted(
    to: Channel | Direct,
    text: str = "Hello",
    *,
    nonce: int = NONCE,
    remote: str | None = None,
    card: bool = True,
    people: Mapping[int, Person] | None = None,
    files: tuple[File, ...] = (),
) -> Wanted:
    body = (Text((text, Mention(1, ping=True))),) if people else (Text(text),)
    shown = Card("A win", body, files=files) if card else None
    first_try = datetime.now(UTC)
    return Wanted(1, "", to, shown, Scene(1, people or {}), nonce, remote, first_try)


def wins(stage: Stage) -> Channel:
    return Channel(str(stage.guild["wins"].id))


async def test_a_post_is_made_edited_and_deleted(stage: Stage) -> None:
    made = await stage.adapter.show(wanted(wins(stage)))
    assert isinstance(made, Shown)
    (post,) = stage.fake.posts(stage.guild["wins"])
    assert seen(post) == "### A win\nHello"
    assert await stage.adapter.show(wanted(wins(stage), "Changed", remote=made.remote)) == made
    assert seen(post) == "### A win\nChanged"
    assert await stage.adapter.show(wanted(wins(stage), remote=made.remote, card=False)) == made
    assert stage.fake.posts(stage.guild["wins"]) == []
    assert await stage.adapter.show(wanted(wins(stage), remote=made.remote, card=False)) == made


async def test_a_post_that_was_removed_by_hand_stays_away(stage: Stage) -> None:
    made = await stage.adapter.show(wanted(wins(stage)))
    assert isinstance(made, Shown)
    stage.fake.remove(stage.fake.posts(stage.guild["wins"])[0])
    assert await stage.adapter.show(wanted(wins(stage), "Changed", remote=made.remote)) == Blocked("removed")


async def test_the_same_nonce_posts_once(stage: Stage) -> None:
    first = await stage.adapter.show(wanted(wins(stage)))
    assert await stage.adapter.show(wanted(wins(stage))) == first
    assert len(stage.fake.posts(stage.guild["wins"])) == 1


@pytest.mark.parametrize("kind", ["reset", "reset-after"])
async def test_a_post_of_which_nobody_knows_is_found_if_it_is_there(stage: Stage, kind: str) -> None:
    stage.fake.fault("POST /channels", "reset" if kind == "reset" else "reset-after")
    message = wanted(wins(stage))
    for number in range(120):
        stage.fake.say(stage.ada, stage.guild["wins"], f"talk {number}")
    with pytest.raises(Doubtful):
        await stage.adapter.show(message)
    found = await stage.adapter.find(message)
    posts = [m for m in stage.fake.posts(stage.guild["wins"]) if m.author.bot]
    if kind == "reset":
        assert found is None
    else:
        assert found == f"{stage.guild['wins'].id}:{posts[0].id}"
    assert await stage.adapter.find(wanted(wins(stage), nonce=NONCE + 1)) is None


async def test_without_the_right_to_read_nobody_can_say(stage: Stage) -> None:
    await stage.fake.deny(stage.guild["wins"], "Read Message History")
    await stage.fake.command(stage.ada, stage.guild, "quiet")  # the change has arrived when this is answered
    with pytest.raises(Doubtful):
        await stage.adapter.find(wanted(wins(stage)))


async def test_only_who_is_pinged_may_be_notified(stage: Stage) -> None:
    people = {1: Person(str(stage.ada.id), "Ada")}
    await stage.adapter.show(wanted(wins(stage), "@everyone ", people=people))
    (post,) = stage.fake.posts(stage.guild["wins"])
    assert post.allowed_mentions == {"parse": [], "users": [stage.ada.id]}


async def test_files_go_with_a_post(stage: Stage) -> None:
    await stage.adapter.show(wanted(wins(stage), files=(File("päth.txt", "text/plain", b"x"),)))
    (post,) = stage.fake.posts(stage.guild["wins"])
    assert post.files == {"p_th.txt": b"x"}


async def test_direct_messages_go_out_and_closed_ones_are_final(stage: Stage) -> None:
    made = await stage.adapter.show(wanted(Direct(str(stage.ada.id))))
    assert isinstance(made, Shown)
    assert seen(stage.fake.inbox(stage.ada)[0]) == "### A win\nHello"
    again = await stage.adapter.show(wanted(Direct(str(stage.ada.id), made.channel), nonce=5))
    assert isinstance(again, Shown)
    stage.ada.dms_closed = True
    assert await stage.adapter.show(wanted(Direct(str(stage.ada.id)), nonce=6)) == Blocked("closed-dms")
    stranger = stage.fake.user("Bo")
    assert await stage.adapter.show(wanted(Direct(str(stranger.id)), nonce=7)) == Blocked("closed-dms")


async def test_at_most_ten_new_direct_messages_a_minute(stage: Stage) -> None:
    people = [stage.fake.user(f"P{n}", stage.guild) for n in range(11)]
    results = [await stage.adapter.show(wanted(Direct(str(p.id)), nonce=n)) for n, p in enumerate(people)]
    assert all(isinstance(r, Shown) for r in results[:10])
    last = results[10]
    assert isinstance(last, RetryAfter)
    assert 50 < last.seconds <= 60


async def test_a_room_without_rights_or_without_a_room_is_lost_in_plain_words(stage: Stage) -> None:
    await stage.fake.deny(stage.guild["wins"], "Send Messages")
    refused = await stage.adapter.show(wanted(wins(stage)))
    assert refused == Blocked("I lack the permission “Send Messages” here", place=True)
    await stage.fake.deny(stage.guild["wins"], "View Channel")
    assert await stage.adapter.show(wanted(wins(stage))) == Blocked(
        "I lack the permission “View Channel” here", place=True
    )
    gone = wins(stage)
    await stage.fake.delete_channel(stage.guild["wins"])
    assert await stage.adapter.show(wanted(gone)) == Blocked("the room is gone", place=True)


async def test_trouble_in_the_room_of_before_is_not_that_of_the_room_chosen_since(stage: Stage) -> None:
    posted = await stage.adapter.show(wanted(wins(stage)))
    assert isinstance(posted, Shown)
    await stage.fake.deny(stage.guild["wins"], "View Channel")
    now = Channel("1")
    edited = await stage.adapter.show(wanted(now, "Other words", remote=posted.remote))
    assert edited == Blocked("I lack the permission “View Channel” here")
    deleted = await stage.adapter.show(wanted(now, card=False, remote=posted.remote))
    assert deleted == Blocked("I lack the permission “View Channel” here")


async def test_limits_are_waited_for_or_handed_back(stage: Stage) -> None:
    stage.fake.fault("POST /channels", "limit", retry_after=0.05)
    assert isinstance(await stage.adapter.show(wanted(wins(stage))), Shown)
    stage.fake.fault("POST /channels", "limit", retry_after=99.0)
    assert await stage.adapter.show(wanted(wins(stage), nonce=2)) == RetryAfter(99.0, everyone=True)
    stage.fake.fault("POST /channels", "limit", retry_after=120.0, banned=True)
    assert await stage.adapter.show(wanted(wins(stage), nonce=3)) == RetryAfter(120.0, everyone=True)


async def test_a_post_that_waits_turns_others_for_its_room_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHANNEL_STALL", 0.0)
    monkeypatch.setattr(limits, "CALL_SECONDS", 0.5)
    stage.fake.fault("POST /channels", "hang")
    waiting = asyncio.create_task(stage.adapter.show(wanted(wins(stage))))
    await stage.fake.until(lambda: not stage.fake.faults.waiting)
    assert isinstance(await stage.adapter.show(wanted(wins(stage), nonce=2)), RetryAfter)
    other = Channel(str(stage.guild["support"].id))
    assert isinstance(await stage.adapter.show(wanted(other, nonce=2)), Shown)
    with pytest.raises(Doubtful):
        await waiting


async def test_a_server_error_is_unknown_for_a_post_and_harmless_for_an_edit(stage: Stage) -> None:
    made = await stage.adapter.show(wanted(wins(stage)))
    assert isinstance(made, Shown)
    stage.fake.fault("POST /channels", "error", status=503)
    with pytest.raises(Doubtful):
        await stage.adapter.show(wanted(wins(stage), nonce=2))
    stage.fake.fault("PATCH /channels", "error", status=503)
    assert isinstance(await stage.adapter.show(wanted(wins(stage), remote=made.remote)), RetryAfter)


async def test_roles_and_a_young_account_are_told(stage: Stage) -> None:
    now = datetime.now(UTC)
    old = stage.fake.user("Old", since=now - timedelta(days=7, minutes=1))
    new = stage.fake.user("New", since=now - timedelta(days=6, hours=23))
    role = stage.fake.role(stage.guild, "Seeking")
    stage.fake.join(old, stage.guild, roles=[role])
    stage.fake.join(new, stage.guild)
    refs = [AccountRef("discord", "", str(user.id)) for user in (old, new)]
    told = [one for one in await stage.adapter.look_up(str(stage.guild.id), refs) if one]
    assert [(one.new, one.role_ids) for one in told] == [(False, (str(role.id),)), (True, ())]


async def test_people_are_looked_up_one_by_one(stage: Stage) -> None:
    bo, gone = stage.fake.user("Bo", stage.guild), stage.fake.user("Gone")
    stage.fake.time_out(bo, stage.guild, datetime.now(UTC) + timedelta(hours=1))
    refs = [AccountRef("discord", "", str(u.id)) for u in (stage.ada, bo, gone, stage.fake.world.bot)]
    ada, bored, left, bot = await stage.adapter.look_up(str(stage.guild.id), refs)
    assert ada is not None
    assert (ada.here, ada.timed_out, ada.name) == (True, False, "Ada")
    assert bored is not None
    assert bored.timed_out
    assert left is not None
    assert not left.here
    assert bot is not None
    assert bot.bot
    assert not ada.new
    assert ada.role_ids == ()
    stage.fake.fault("GET /guilds", "error", status=403)
    assert await stage.adapter.look_up(str(stage.guild.id), refs[:1]) == [None]
