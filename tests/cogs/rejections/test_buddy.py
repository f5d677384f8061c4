"""A no that only the buddy is shown: in the room of the two, or by message where they have none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cogs.buddies.pairs import together, two
from tests.cogs.rejections.sharing import BEEN, BUDDY, ROOM, WITH, WORDS, opens, tells
from tests.stage import Actor, Seen, Stage

NEWS = "Your buddy heard a no"


async def in_room(stage: Stage, actor: Actor) -> list[Seen]:
    """Shared no's in the room they have now."""
    return [seen for room in await stage.rooms(actor) for seen in room.posts if WITH in seen.buttons]


async def news(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if NEWS in seen.text]


async def test_the_buddy_reads_it_in_their_room_and_nobody_else_does(stage: Stage) -> None:
    wren, ash = await two(stage)
    fern = await stage.organiser("fern")
    await together(stage, wren, ash)
    entry = await wren.command("rejection")
    choice = await wren.press(entry, "Share")
    assert "ash" in choice.text.lower() or ash.id in choice.text
    form = await wren.press(choice, BUDDY)
    assert "Your buddy sees" in form.hints[1]
    assert "buddy" in (await wren.submit(form, words=WORDS, wish="advice")).text
    (post,) = await in_room(stage, ash)
    assert "Advice welcome" in post.text
    assert WORDS in post.text
    assert not await stage.posts("support")
    for outsider in (fern, await stage.member("pine")):
        assert not await stage.rooms(outsider)
        assert WORDS not in str(await stage.dms(outsider))
        for button in post.buttons:
            assert "gone" in (await outsider.press(post, button)).text
    await stage.step(days=1)
    assert WORDS not in str(await stage.dms(ash))


async def test_a_content_note_hides_it_from_the_buddy_until_pressed(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await tells(wren, audience=BUDDY, note="money")
    (post,) = await in_room(stage, ash)
    assert WORDS not in post.text
    assert WORDS in (await ash.press(post, "Show")).text


async def test_what_the_buddy_presses_reaches_the_author_in_the_evening(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await tells(wren, audience=BUDDY)
    (post,) = await in_room(stage, ash)
    await ash.press(post, BEEN)
    assert "yours" in (await wren.press(post, WITH)).text
    await stage.step(days=1)
    (told,) = [seen for seen in await stage.dms(wren) if "People here are with you" in seen.text]
    assert "Been there" in told.text
    assert "With you" not in told.text
    assert WORDS not in told.text


async def test_without_a_room_the_buddy_hears_of_it_without_the_words(stage: Stage) -> None:
    wren, ash = await two(stage)
    await stage.break_rooms()
    await together(stage, wren, ash)
    await tells(wren, audience=BUDDY)
    (told,) = await news(stage, ash)
    assert WORDS not in told.text
    assert WORDS in (await ash.press(told, "Read it")).text
    read = await ash.press(told, "Read it")
    assert "Thank you" in (await ash.press(read, WITH)).text
    assert "gone" in (await (await stage.member("pine")).press(told, "Read it")).text
    assert not await news(stage, wren)
    await wren.press(await wren.press(read, "…"), "Delete")
    assert "gone" in (await ash.press(told, "Read it")).text
    assert "gone" in (await ash.press(read, BEEN)).text


async def test_a_buddy_who_rests_hears_nothing_of_it(stage: Stage) -> None:
    wren, ash = await two(stage)
    await stage.break_rooms()
    await together(stage, wren, ash)
    await ash.press(await ash.command("rest"), "3 days")
    await tells(wren, audience=BUDDY)
    await stage.step(days=2)
    assert not await news(stage, ash)


async def test_the_author_edits_it_and_takes_it_back(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await tells(wren, audience=BUDDY)
    (post,) = await in_room(stage, ash)
    await wren.submit(await wren.press(await wren.press(post, "…"), "Edit"), words="Other words")
    (post,) = await in_room(stage, ash)
    assert "Other words" in post.text
    assert WORDS not in post.text
    mine = await wren.press(post, "…")
    for button in ("Edit", "Delete"):
        assert "gone" in (await ash.press(mine, button)).text
    await wren.press(mine, "Delete")
    assert not await in_room(stage, ash)
    assert "Larch & Co" in (await wren.command("rejections")).text


async def test_somebody_bothered_by_it_finds_the_ways_out_of_the_pairing(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await tells(wren, audience=BUDDY)
    (post,) = await in_room(stage, ash)
    about = await ash.press(await ash.press(post, "…"), "About this pairing")
    assert "Step out" in about.buttons


@pytest.mark.parametrize("how", ["stepped out", "erased"])
async def test_when_the_pair_ends_early_it_is_gone_whoever_ended_it(stage: Stage, how: str) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    entry = await wren.command("rejection")
    await wren.submit(await opens(wren, entry, BUDDY), words=WORDS)
    late = await opens(wren, await wren.command("rejection", company="Birch"), BUDDY)
    (post,) = await in_room(stage, ash)
    if how == "erased":
        ask = await ash.press(await ash.command("forget-me"), "Erase my data")
        await ash.press(ask, "Yes, erase it")
    else:
        about = await ash.press(await ash.press(post, "…"), "About this pairing")
        await ash.press(await ash.press(about, "Step out"), "Step out")
    if not stage.closes_rooms:
        assert not await in_room(stage, wren)
    if how == "stepped out":
        assert "gone" in (await ash.press(post, WITH)).text
    assert BUDDY not in (await wren.press(entry, "Share")).buttons
    wrong = await wren.submit(late, words="Typed for a buddy")
    assert set(wrong.errors) == {"words"}
    assert wrong.prefill["words"] == "Typed for a buddy"


async def test_of_three_whoever_leaves_reads_it_no_more_and_the_two_go_on(stage: Stage) -> None:
    wren, ash = await two(stage)
    robin = await stage.member("robin")
    await together(stage, wren, ash, robin)
    entry = await wren.command("rejection")
    form = await opens(wren, entry, "My buddies")
    assert "Your buddies see" in form.hints[1]
    await wren.submit(form, words=WORDS)
    (post,) = await in_room(stage, ash)
    about = await ash.press(await ash.press(post, "…"), "About this pairing")
    await ash.press(await ash.press(about, "Step out"), "Step out")
    await stage.settle()
    assert "gone" in (await ash.press(post, WITH)).text
    assert not await in_room(stage, ash)
    (post,) = await in_room(stage, robin)
    assert WORDS in post.text
    assert "Thank you" in (await robin.press(post, BEEN)).text


async def test_erasing_its_author_takes_it_out_of_the_room(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    await tells(wren, audience=BUDDY)
    ask = await wren.press(await wren.command("forget-me"), "Erase my data")
    await wren.press(ask, "Yes, erase it")
    assert WORDS not in str([room.posts for room in await stage.rooms(ash)])


async def test_one_no_is_shared_with_one_after_another(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash, lasts=timedelta(days=3))
    entry = await wren.command("rejection")
    await wren.submit(await opens(wren, entry, BUDDY), words="For one")
    await wren.submit(await opens(wren, entry, ROOM), words="For everybody", note="health")
    (post,) = await in_room(stage, ash)
    assert "For one" in post.text
    assert "For everybody" not in (await stage.posts("support"))[0].text
    assert "For one" in (await opens(wren, entry, BUDDY)).text
    await stage.step(days=4)
    again = await wren.press(entry, "Share")
    assert BUDDY not in again.buttons
    assert "For one" in (await wren.press(again, "What a buddy sees")).text
    assert "gone" in (await ash.press(again, "What a buddy sees")).text
    assert "post" in (await wren.press(entry, "Undo")).text
    assert not await stage.posts("support")
