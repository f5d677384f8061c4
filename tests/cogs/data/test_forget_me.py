from __future__ import annotations

import pytest

from tests.stage import Actor, Seen, Stage

SAID = "I asked a former colleague for a call."


async def erase(actor: Actor) -> Seen:
    return await actor.press(await actor.press(await actor.command("forget-me"), "Erase my data"), "Yes, erase it")


async def test_it_says_what_goes_and_what_remains_before_anything_is_pressed(stage: Stage) -> None:
    wren = await stage.member("wren")
    asked = await wren.command("forget-me")
    assert "What goes" in asked.text
    assert "What I can't reach" in asked.text
    assert "30 days" in asked.text
    assert "Get my data" in asked.buttons


async def test_one_press_erases_nothing(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    sure = await wren.press(await wren.command("forget-me"), "Erase my data")
    assert "can't be undone" in sure.text
    assert "Nothing was erased" in (await wren.press(sure, "Keep it")).text
    assert SAID in (await wren.command("wins")).text
    assert len(await stage.posts("wins")) == 1


async def test_posts_disappear_and_nothing_is_known_any_more(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    assert len(await stage.posts("wins")) == 1
    assert "is erased" in (await erase(wren)).text
    await stage.step(hours=1)
    assert await stage.posts("wins") == []
    assert "nothing about you" in (await wren.command("my-data")).text


async def test_pressing_yes_twice_is_answered_the_same_way(stage: Stage) -> None:
    wren = await stage.member("wren")
    sure = await wren.press(await wren.command("forget-me"), "Erase my data")
    once = await wren.press(sure, "Yes, erase it")
    again = await wren.press(sure, "Yes, erase it")
    assert once.text == again.text


async def test_what_was_planned_for_me_is_never_sent(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await wren.command("rest"), "1 day")
    await erase(wren)
    await stage.step(days=3)
    assert await stage.dms(wren) == []


async def test_others_keep_theirs_and_lose_my_cheers_quietly(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.command("win", text=SAID)
    await robin.press((await stage.posts("wins"))[0], "Cheer")
    await erase(robin)
    await stage.step(days=2)
    assert SAID in (await wren.command("wins")).text
    assert len(await stage.posts("wins")) == 1
    assert [dm for dm in await stage.dms(wren) if "robin" in dm.text] == []


async def test_a_button_of_mine_erases_whoever_presses_it_and_never_me(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.command("win", text=SAID)
    sure = await wren.press(await wren.command("forget-me"), "Erase my data")
    await robin.press(sure, "Yes, erase it")
    assert SAID in (await wren.command("wins")).text


async def test_whoever_comes_back_is_asked_again_and_finds_an_empty_page(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    await erase(wren)
    assert "Agree" in " ".join((await wren.command("wins")).buttons)


@pytest.mark.parametrize("command", ["win", "rejection"])
async def test_an_old_receipt_does_nothing_after_it(stage: Stage, command: str) -> None:
    wren = await stage.member("wren")
    receipt = await wren.command(command, **({"text": SAID} if command == "win" else {"company": "Acme"}))
    await erase(wren)
    for label in receipt.buttons:
        await wren.press(receipt, label)
    await stage.step(hours=1)
    assert await stage.posts("wins") == await stage.posts("support") == []


async def test_nobody_has_to_agree_to_new_terms_to_be_forgotten(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    await stage.db.run(lambda tx: tx.run("UPDATE account SET consent_version = 0"))
    assert "Agree" in " ".join((await wren.command("wins")).buttons)
    assert "is erased" in (await erase(wren)).text
    await stage.step(hours=1)
    assert await stage.posts("wins") == []
