from __future__ import annotations

import asyncio

from tests.stage import Stage


async def test_the_author_hears_once_a_day_who_cheered_and_no_number(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.member("fern")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")

    await ash.press(post, "Cheer")
    await fern.press(post, "Cheer")
    assert await stage.dms(wren) == []

    await stage.step(hours=9)
    (told,) = await stage.dms(wren)
    assert "ash" in told.text
    assert "fern" in told.text
    assert "A call came back." in told.text
    assert not any(sign.isdigit() for sign in told.text)
    await stage.step(days=2)
    assert len(await stage.dms(wren)) == 1
    assert (await stage.posts("wins"))[0].text == post.text


async def test_a_second_press_offers_to_take_the_cheer_back(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")

    await ash.press(post, "Cheer")
    again = await ash.press(post, "Cheer")
    assert again.buttons == ("Take it back", "Keep it")
    await ash.press(again, "Keep it")
    await ash.press(again, "Take it back")
    await ash.press(again, "Take it back")

    await stage.step(days=1)
    assert await stage.dms(wren) == []


async def test_one_can_not_cheer_oneself(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")

    seen = await wren.press(post, "Cheer")

    assert "yours" in seen.text
    await stage.step(days=1)
    assert await stage.dms(wren) == []


async def test_taking_back_takes_only_ones_own_cheer(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.member("fern")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    await ash.press(post, "Cheer")
    again = await ash.press(post, "Cheer")

    await fern.press(again, "Take it back")

    await stage.step(days=1)
    (told,) = await stage.dms(wren)
    assert "ash" in told.text


async def test_cheers_of_a_deleted_win_are_told_to_nobody(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    receipt = await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    await ash.press(post, "Cheer")

    await wren.press(await wren.press(receipt, "Delete"), "Delete it")

    late = await ash.press(post, "Cheer")
    assert "gone" in late.text
    await stage.step(days=1)
    assert await stage.dms(wren) == []


async def test_who_hides_wins_gets_no_digest_until_they_show_them_again(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="A call came back.")
    hidden = await wren.press(await wren.command("wins"), "Hide wins")
    assert "hidden" in hidden.text
    (post,) = await stage.posts("wins")

    await ash.press(post, "Cheer")
    await stage.step(days=1)
    assert await stage.dms(wren) == []

    await wren.press(hidden, "Show wins again")
    await (await stage.member("fern")).press(post, "Cheer")
    await stage.step(days=1)
    (told,) = await stage.dms(wren)
    assert "fern" in told.text


async def test_who_rests_gets_no_digest(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    await wren.press(await wren.command("rest"), "3 days")

    await ash.press(post, "Cheer")
    await stage.step(days=2)

    assert await stage.dms(wren) == []


async def test_more_offers_hiding_to_others(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")

    hidden = await ash.press(await ash.press(post, "…"), "Hide wins")

    assert "hidden" in hidden.text
    assert "Show wins again" in (await ash.command("wins")).buttons
    assert "Hide wins" in (await wren.command("wins")).buttons


async def test_presses_at_the_same_moment_store_one_cheer(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")

    await asyncio.gather(ash.press(post, "Cheer"), ash.press(post, "Cheer"))

    await stage.step(days=1)
    (told,) = await stage.dms(wren)
    assert told.text.count("ash") == 1


async def test_a_digest_that_can_not_name_everybody_says_so_without_a_number(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    for n in range(22):
        friend = await stage.member(f"friend-{chr(ord('a') + n)}")
        await friend.press(post, "Cheer")

    await stage.step(days=1)

    (digest,) = await stage.dms(wren)
    assert "and others" in digest.text
    assert "22" not in digest.text
    assert "20" not in digest.text
