"""What only a platform that can be told to misbehave shows; the behaviour itself is in the other files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.people import members
from bot.storage.database import Tx
from cogs.posts import setup as posts_setup
from cogs.wins import setup as wins_setup
from tests.cogs.posts.moderating import opened
from tests.cogs.wins.weekly import for_the_week
from tests.stage import Actor, Seen, Stage
from tests.stage.memory import MemoryPlatform


@pytest.fixture
def platform(stage: Stage) -> MemoryPlatform:
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("only the in-memory platform can be told to misbehave")
    return stage.platform


async def test_the_win_of_somebody_timed_out_stays_private_and_they_are_told(
    stage: Stage, platform: MemoryPlatform
) -> None:
    wren = await stage.member("wren")
    platform.adapter.people[wren.id].timed_out = True

    await wren.command("win", text="A quiet thing.")

    assert await stage.posts("wins") == []
    (told,) = await stage.dms(wren)
    assert "wasn't posted" in told.text
    assert "A quiet thing." in (await wren.command("wins")).text

    platform.adapter.people[wren.id].timed_out = False
    await wren.press(told, "Try again")
    assert len(await stage.posts("wins")) == 1


async def test_an_edit_by_somebody_timed_out_takes_the_post_back(stage: Stage, platform: MemoryPlatform) -> None:
    wren = await stage.member("wren")
    receipt = await wren.command("win", text="First words.")
    form = await wren.press(receipt, "Edit")
    platform.adapter.people[wren.id].timed_out = True

    await wren.submit(form, story="Words that were not there before.")

    assert await stage.posts("wins") == []
    (told,) = await stage.dms(wren)
    assert "wasn't posted" in told.text
    assert "Words that were not there before." in (await wren.command("wins")).text


async def test_words_deleted_by_hand_do_not_return_with_the_round_up(stage: Stage, platform: MemoryPlatform) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await for_the_week(wren, "Words that moderators deleted.")
    for text in ("One.", "Two.", "Three."):
        await for_the_week(ash, text)
    shown = platform.adapter.shown
    gone = next(id for id, (_, m) in shown.items() if m.card and "moderators deleted" in str(m.card))
    del shown[gone]

    await stage.step(days=6, hours=6, minutes=40)
    assert "taken out" in (await wren.command("wins")).text
    await stage.step(days=1)

    (post,) = [post for post in await stage.posts("wins") if "Wins of this week" in post.text]
    assert "Two." in post.text
    assert "moderators deleted" not in post.text


async def test_the_round_up_leaves_out_who_left_or_is_timed_out(stage: Stage, platform: MemoryPlatform) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    for who in (wren, ash, robin):
        await for_the_week(who, f"By {who.name[0]}, one.")
        await for_the_week(who, f"By {who.name[0]}, two.")
    platform.adapter.people[wren.id].here = False
    platform.adapter.people[ash.id].timed_out = True

    await stage.step(days=7)
    assert not [post for post in await stage.posts("wins") if "Wins of this week" in post.text]

    platform.adapter.people[wren.id].here = True
    for who in (wren, ash, robin):
        await for_the_week(who, f"By {who.name[0]}, three.")
    await for_the_week(wren, "By w, four.")
    await stage.step(days=7)
    (post,) = [post for post in await stage.posts("wins") if "Wins of this week" in post.text]
    assert "ash" not in post.text
    assert "By r, three." in post.text


async def test_a_post_deleted_by_hand_counts_as_removed(stage: Stage, platform: MemoryPlatform) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    receipt = await wren.command("win", text="First words.")
    (post,) = await stage.posts("wins")
    platform.adapter.shown.clear()

    await wren.submit(await wren.press(receipt, "Edit"), story="Other words.")

    assert await stage.posts("wins") == []
    assert "taken out" in (await wren.command("wins")).text
    assert "gone" in (await ash.press(post, "Cheer")).text
    await wren.submit(await wren.press(receipt, "Edit"), story="Third words.", audience="everyone")
    await stage.step(days=8)
    assert await stage.posts("wins") == []


async def test_a_room_that_is_lost_keeps_the_win_private(stage: Stage, platform: MemoryPlatform) -> None:
    wren = await stage.member("wren")
    place = platform.adapter.rooms[platform.rooms["wins"]]
    platform.adapter.rooms[place.external] = replace(place, missing=("Send Messages",))

    await wren.command("win", text="A quiet thing.")

    assert await stage.posts("wins") == []
    assert "A quiet thing." in (await wren.command("wins")).text


async def test_another_community_reaches_nothing(stage: Stage, platform: MemoryPlatform) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    receipt = await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    menu = await fern.press(post, "…")
    asked = await fern.press(menu, "Remove the post")
    away = MemoryPlatform(stage.clock)
    away.name = away.adapter.name = "elsewhere"
    away.team = "bay"

    async with Stage.open(away, stage.db, stage.clock) as other:
        lark = await other.organiser("lark")

        def carried(seen: Seen) -> Seen:
            """The same buttons, as if they were of the other community."""
            card, scene = seen.handle
            return replace(seen, handle=(card, replace(scene, community=other.community)))

        async def tries(actor: Actor, seen: Seen, label: str) -> None:
            answer = await actor.press(carried(seen), label)
            assert "A call came back." not in answer.text
            assert not answer.form

        await tries(lark, post, "Cheer")
        await tries(lark, post, "…")
        await tries(lark, receipt, "Edit")
        await tries(lark, receipt, "Delete")
        await tries(lark, menu, "Report")
        await tries(lark, menu, "Stop this person from posting")
        await tries(lark, asked, "Remove the post")
        assert "Nothing is waiting." in (await lark.command("mod queue")).text
        assert "A call came back." not in (await lark.command("wins")).text
        assert "Nothing yet." in (await lark.command("mod audit")).text

    assert len(await stage.posts("wins")) == 1
    await stage.step(days=1)
    assert await stage.dms(wren) == []


async def member_id(stage: Stage, actor: Actor) -> int:
    found = await stage.db.read(lambda tx: members.by_external(tx, stage.community, actor.id))
    assert found is not None
    return found


async def test_the_export_holds_ones_own_words_and_nobody_elses(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    await ash.press(post, "Cheer")
    await ash.submit(await ash.press(await ash.press(post, "…"), "Report"), reason="other", note="A note.")
    hers, his = await member_id(stage, wren), await member_id(stage, ash)

    def exported(tx: Tx, member: int) -> str:
        return str([cog.export(tx, member) for cog in (*wins_setup(), *posts_setup())])

    mine = await stage.db.read(lambda tx: exported(tx, hers))
    theirs = await stage.db.read(lambda tx: exported(tx, his))
    assert "A call came back." in mine
    assert "A note." not in mine
    assert "cheers_you_gave': []" in mine
    assert "A call came back." not in theirs
    assert "A note." in theirs


async def test_erasing_takes_all_rows_and_leaves_the_audit_without_a_name(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    for text in ("A call came back.", "Another one.", "A third."):
        await for_the_week(wren, text)
    await for_the_week(ash, "Sent the form.")
    await stage.step(days=7)
    post = next(post for post in await stage.posts("wins") if post.text.endswith("Another one."))
    await ash.press(post, "Cheer")
    await ash.submit(await ash.press(await ash.press(post, "…"), "Report"), reason="other")
    await fern.press(await opened(fern), "Leave it")
    hers = await member_id(stage, wren)

    def erase(tx: Tx) -> None:
        for cog in (*wins_setup(), *posts_setup()):
            cog.forget(tx, hers)

    await stage.db.run(erase)
    await stage.settle()

    def left(tx: Tx) -> list[tuple[int, ...]]:
        queries = (
            "SELECT 1 FROM win WHERE member_id = :id",
            "SELECT 1 FROM post WHERE author_id = :id",
            "SELECT 1 FROM report",
            "SELECT 1 FROM cheer",
            "SELECT 1 FROM audit WHERE actor_id = :id OR whom_id = :id",
        )
        return [row for query in queries for row in tx.all(query, {"id": hers} if ":id" in query else {})]

    assert await stage.db.read(left) == []
    (roundup,) = [post for post in await stage.posts("wins") if post.text.startswith("Wins of this week")]
    assert "Another one." not in roundup.text
    assert "Sent the form." in roundup.text
    audit = await fern.command("mod audit")
    assert "somebody who left" in audit.text


async def test_the_words_of_a_deleted_post_stay_only_while_a_report_waits(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    receipt = await wren.command("win", text="Something unkind.")
    (post,) = await stage.posts("wins")
    await ash.submit(await ash.press(await ash.press(post, "…"), "Report"), reason="other")
    await wren.press(await wren.press(receipt, "Delete"), "Delete it")
    listed = await opened(fern)
    assert "Something unkind." in listed.text

    await fern.press(listed, "Leave it")

    def words(tx: Tx) -> list[str]:
        return [tx.unseal("post", "excerpt", id, text) for id, text in tx.all("SELECT id, excerpt FROM post")]

    assert await stage.db.read(words) == [""]
