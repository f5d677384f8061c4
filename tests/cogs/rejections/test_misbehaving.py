"""What only a platform that can be told to misbehave shows; the behaviour itself is in the other files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.people import communities
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from bot.ui.form import Place
from tests.cogs.buddies.pairs import together, two
from tests.cogs.rejections.sharing import BEEN, BUDDY, ROOM, WITH, opens, shared, tells
from tests.stage import Actor, Seen, Stage
from tests.stage.memory import MemoryPlatform


@pytest.fixture
def platform(stage: Stage) -> MemoryPlatform:
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("only the in-memory platform can be told to misbehave")
    return stage.platform


async def shares(actor: Actor, words: str) -> Seen:
    """The care card behind it."""
    seen = await actor.command("rejection")
    await actor.submit(await opens(actor, seen), words=words)
    return seen


async def test_what_somebody_timed_out_shares_stays_private_and_can_go_out_later(
    stage: Stage, platform: MemoryPlatform
) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    platform.adapter.people[wren.id].timed_out = True
    await shares(wren, "Words of mine")
    assert not await stage.posts("support")
    (told,) = await stage.dms(wren)
    assert "wasn't posted" in told.text
    platform.adapter.people[wren.id].timed_out = False
    assert "gone" in (await fern.press(told, "Try again")).text
    await wren.press(told, "Try again")
    assert "is shared" in (await wren.press(told, "Try again")).text
    (post,) = await stage.posts("support")
    assert "Words of mine" in post.text


async def test_an_edit_by_somebody_timed_out_takes_the_post_back(stage: Stage, platform: MemoryPlatform) -> None:
    wren = await stage.member("wren")
    await shares(wren, "Words of mine")
    (post,) = await stage.posts("support")
    form = await wren.press(await wren.press(post, "…"), "Edit")
    platform.adapter.people[wren.id].timed_out = True
    await wren.submit(form, words="Other words")
    assert not await stage.posts("support")


async def test_a_post_for_a_lost_room_waits_until_the_room_is_mended(stage: Stage, platform: MemoryPlatform) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    place = platform.adapter.rooms[platform.rooms["support"]]
    platform.adapter.rooms[place.external] = replace(place, missing=("Send Messages",))
    await shares(wren, "Words of mine")
    assert not await stage.posts("support")
    assert not (await opens(fern, await fern.command("rejection"))).form  # the room is known to be broken
    platform.adapter.rooms[place.external] = place
    room = await stage.db.read(lambda tx: communities.room(tx, stage.community, "support"))
    assert room is not None
    await stage.db.run(lambda tx: communities.mend_room(tx, stage.community, room.id))
    await stage.step(hours=2)
    (post,) = await stage.posts("support")
    assert "Words of mine" in post.text


async def test_a_post_deleted_by_hand_counts_as_removed(stage: Stage, platform: MemoryPlatform) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    seen = await shares(wren, "Words of mine")
    (post,) = await stage.posts("support")
    form = await wren.press(await wren.press(post, "…"), "Edit")
    platform.adapter.shown.clear()
    await wren.submit(form, words="Other words")
    assert not await stage.posts("support")
    assert "gone" in (await fern.press(post, "I'm with you")).text
    again = await opens(wren, seen)
    assert "taken down" in again.text
    assert "Other words" in again.text


async def test_the_dms_of_somebody_in_another_community_reach_nothing(stage: Stage, platform: MemoryPlatform) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    await shares(wren, "Words of mine")
    (post,) = await stage.posts("support")
    platform.team = "elsewhere"
    for button in post.buttons:
        assert "another community" in (await fern.press(post, button)).text


async def test_a_post_that_could_not_go_out_is_kept_and_its_author_told(stage: Stage, platform: MemoryPlatform) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    await shares(wren, "Words of mine")
    (post,) = await stage.posts("support")
    receipt = {"key": "share", "result": "blocked", "reason": "too many attempts", "room": 0}

    def gave_up(tx: Tx) -> None:
        id, member = tx.all("SELECT id, member_id FROM rejection_share")[0]
        call = Call("rejectionpost.posted", (id,))
        jobs.put(tx, "gave-up", call, stage.now, community=stage.community, member=member, result=json.dumps(receipt))

    await stage.db.run(gave_up)
    await stage.settle()
    (told,) = await stage.dms(wren)
    assert "wasn't posted" in told.text
    assert "gone" in (await fern.press(post, "I'm with you")).text
    assert "On its way" in (await wren.press(told, "Try again")).text


async def test_what_is_for_a_buddy_opens_for_nobody_else_behind_its_content_note(
    stage: Stage, platform: MemoryPlatform
) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await tells(wren, "Words for one", BUDDY, note="health")
    post = (await stage.rooms(ash))[0].posts[-1]
    assert "Words for one" in (await ash.press(post, "Show")).text
    for other in (await stage.member("pine"), stage.stranger("oak")):
        assert "gone" in (await other.press(post, "Show")).text


async def test_a_room_lost_before_the_post_is_shown_leaves_the_buddy_a_message(
    stage: Stage, platform: MemoryPlatform
) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    form = await opens(wren, await wren.command("rejection"), BUDDY)
    (remote,) = platform.adapter.private
    platform.adapter.rooms[remote] = Place(remote, missing=("Send Messages",))
    await wren.submit(form, words="Words for one")
    await stage.step(days=1)
    (told,) = [seen for seen in await stage.dms(ash) if "Your buddy heard a no" in seen.text]
    assert "Words for one" not in told.text
    assert "Words for one" in (await ash.press(told, "Read it")).text


async def test_a_support_post_waits_for_an_answer_until_somebody_presses_or_it_is_gone(
    stage: Stage, platform: MemoryPlatform
) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await tells(wren, "Words for one", BUDDY)
    assert not await waiting(stage)
    for press in (WITH, BEEN):
        post = await shared(stage, wren, "Words for many")
        assert len(await waiting(stage)) == 1
        await wren.press(post, press)
        assert len(await waiting(stage)) == 1
        await ash.press(post, press)
        assert not await waiting(stage)
    post = await shared(stage, wren, "Words for many")
    assert len(await waiting(stage)) == 1
    await wren.press(await wren.press(post, "…"), "Delete")
    assert not await waiting(stage)


async def waiting(stage: Stage) -> list[object]:
    """Posts of which somebody on duty may be told."""
    return list(await stage.db.read(lambda tx: tx.all("SELECT id FROM job WHERE call = 'listening.ask'")))


async def test_what_was_on_its_way_when_the_bot_stopped_is_shown_once(stage: Stage, platform: MemoryPlatform) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    entry = await wren.command("rejection")
    for audience in (BUDDY, ROOM):
        form = await opens(wren, entry, audience)
        await platform.submit(wren.id, form, {**form.prefill, "words": "Words of mine"})  # and nothing else is done
    assert not await stage.posts("support")
    started = await App.assemble(stage.db, [platform.adapter], stage.clock, load())
    await started.settle()
    await stage.settle()
    assert len(await stage.posts("support")) == 1
    assert len([seen for seen in (await stage.rooms(ash))[0].posts if "Words of mine" in seen.text]) == 1
    started.close()
