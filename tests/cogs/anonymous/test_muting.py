"""Moderators mute the author of a post without learning who that is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.people import anonymity
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.storage.seal import KeyRing
from tests.cogs.anonymous.room import ON_MEMORY, appeared, in_the_room, query
from tests.cogs.anonymous.steps import joined, members_of, sent, start
from tests.cogs.posts.moderating import appointed, opened
from tests.stage import Actor, Seen, Stage

WORDS = "You are all losers."


async def _may_write(actor: Actor) -> bool:
    return "Write" in (await start(actor)).buttons


async def _muted(mara: Actor, card: Seen, length: str = "0") -> Seen:
    return await mara.submit(await mara.press(card, "Mute the author"), length=length)


async def test_a_mute_hits_the_author_and_nobody_else(stage: Stage) -> None:
    rosa, tom, uma = await members_of(stage, "rosa", "tom", "uma", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    seen = await _muted(mara, await opened(mara))
    assert "The author is muted" in seen.text
    assert "rosa" not in seen.text
    assert not await _may_write(rosa)
    assert await _may_write(tom)
    assert await _may_write(uma)
    assert not await stage.dms(rosa)


async def test_moderators_mute_from_the_room_too(stage: Stage) -> None:
    rosa, tom = await members_of(stage, "rosa", "tom")
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    await appeared(stage)
    post = await in_the_room(stage, WORDS)
    more = await mara.press(post, "…")
    button = next(label for label in more.buttons if label.startswith("Mute"))
    await mara.submit(await mara.press(more, button), length="7")
    assert not await _may_write(rosa)
    assert not any(label.startswith("Mute") for label in (await tom.press(post, "…")).buttons)


async def test_a_mute_is_lifted_from_the_list(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    await _muted(mara, await opened(mara))
    listed = await mara.press(await mara.command("mod queue"), "Muted authors")
    after = await mara.press(listed, "Lift 1")
    assert "Nobody is muted" in after.text
    assert "Nobody is muted" in (await mara.press(listed, "Lift 1")).text
    assert await _may_write(rosa)
    assert "Muted authors" not in (await mara.command("mod queue")).buttons
    acts = [act for (act,) in await query(stage, "SELECT act FROM audit ORDER BY at, id")]
    assert acts == ["nameless-muted", "nameless-lifted"]


@ON_MEMORY
async def test_a_second_mute_because_of_one_post_changes_nothing(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    card = await opened(mara)
    await _muted(mara, card)
    assert "is muted already" in (await _muted(mara, card)).text
    assert len(await query(stage, "SELECT id FROM anonymous_mute")) == 1


@ON_MEMORY
async def test_moderators_read_the_same_when_the_author_is_not_found(stage: Stage) -> None:
    rosa, tom = await members_of(stage, "rosa", "tom", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    await sent(tom, WORDS)
    cards = [await opened(mara, 1), await opened(mara, 2)]
    asked = await rosa.press(await rosa.command("forget-me"), "Erase my data")
    await rosa.press(asked, next(label for label in asked.buttons if label.startswith("Yes")))
    seen = [await _muted(mara, card) for card in cards]
    assert seen[0].text == seen[1].text
    rows = await query(stage, "SELECT until, tag FROM anonymous_mute")
    assert len(rows) == 2
    assert all(until is None and tag > 0 for until, tag in rows)
    assert not await _may_write(tom)


@ON_MEMORY
async def test_a_mute_for_a_day_ends_at_a_midnight(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    await _muted(mara, await opened(mara), length="1")
    ((until,),) = await query(stage, "SELECT until FROM anonymous_mute")
    assert until % 86_400 == 0
    await stage.step(days=1)
    assert not await _may_write(rosa)
    await stage.step(days=1)
    assert await _may_write(rosa)


@ON_MEMORY
async def test_a_mute_outlives_a_restart_new_keys_lost_day_keys_and_leaving(stage: Stage) -> None:
    people = await members_of(stage, "rosa", "tom", "uma", "vera", reviewed=True)
    rosa, others = people[0], people[1:]
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    await _muted(mara, await opened(mara))

    async def only_rosa() -> None:
        assert not await _may_write(rosa)
        for other in others:
            assert await _may_write(other)

    stage.app.close()
    stage.app = await App.assemble(stage.db, [stage.platform.adapter], stage.clock, load())
    await stage.platform.start(stage.app.core)
    await only_rosa()
    await stage.step(days=anonymity.RIGHTS + 2)
    await only_rosa()
    asked = await rosa.press(await rosa.command("forget-me"), "Erase my data")
    await rosa.press(asked, next(label for label in asked.buttons if label.startswith("Yes")))
    again = (await members_of(stage, "rosa", reviewed=True))[0]
    assert again.id == rosa.id
    await joined(stage, again, timedelta(days=30))
    assert not await _may_write(again)


def test_the_hash_of_a_mute_stays_when_keys_are_rotated_and_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    ring = KeyRing.load(path)
    before = ring.keyed_hash("mute", "somebody", 7)
    ring.rotate()
    assert ring.keyed_hash("mute", "somebody", 7) == before
    ring.days.hash(740_000, "author", "somebody", 1)
    ring.days.drop(740_010)
    assert KeyRing.load(path).keyed_hash("mute", "somebody", 7) == before
    assert KeyRing.load(path).keyed_hash("mute", "somebody", 8) != before
