from __future__ import annotations

import re

from tests.stage import Actor, Seen, Stage


async def roundups(stage: Stage) -> list[Seen]:
    return [post for post in await stage.posts("wins") if post.text.startswith("Wins of this week")]


async def three(stage: Stage) -> tuple[Actor, Actor, Seen]:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    receipt = await wren.command("win", text="A call came back.", kind="callback")
    await ash.command("win", text="Sent the form.", kind="application")
    await ash.command("win", text="Read a chapter.", kind="learning")
    return wren, ash, receipt


async def test_three_wins_make_one_round_up_on_sunday_without_numbers(stage: Stage) -> None:
    await three(stage)

    await stage.step(days=6, hours=6)
    assert await roundups(stage) == []
    await stage.step(hours=1)

    (post,) = await roundups(stage)
    assert "wren: A call came back." in post.text
    assert "ash: Sent the form." in post.text
    assert not re.search(r"\d", post.text)
    await stage.step(days=8)
    assert len(await roundups(stage)) == 1


async def test_below_three_wins_it_stays_silent(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text="A call came back.")
    await wren.command("win", text="Another one.")
    await wren.submit(await wren.command("win"), story="Private.", audience="me")

    await stage.step(days=8)

    assert await roundups(stage) == []


async def test_a_no_on_the_receipt_keeps_a_win_out_and_a_yes_takes_it_in(stage: Stage) -> None:
    wren, ash, receipt = await three(stage)

    out = await wren.press(receipt, "In the weekly round-up: yes")
    await wren.press(receipt, "In the weekly round-up: yes")
    assert "In the weekly round-up: no" in out.buttons
    await ash.command("win", text="One more.")
    await stage.step(days=7)

    (post,) = await roundups(stage)
    assert "A call came back." not in post.text
    await wren.press(out, "In the weekly round-up: no")
    (post,) = await roundups(stage)
    assert "A call came back." in post.text


async def test_edits_and_deletes_reach_a_round_up_that_is_posted(stage: Stage) -> None:
    wren, _, receipt = await three(stage)
    await stage.step(days=7)

    await wren.submit(await wren.press(receipt, "Edit"), story="A second call came.")
    (post,) = await roundups(stage)
    assert "A second call came." in post.text

    await wren.press(await wren.press(receipt, "Delete"), "Delete it")
    (post,) = await roundups(stage)
    assert "A second call came." not in post.text
    assert "Sent the form." in post.text


async def test_who_rests_is_not_named(stage: Stage) -> None:
    wren, _, _ = await three(stage)
    await stage.step(days=6)
    await wren.press(await wren.command("rest"), "3 days")
    await stage.step(days=1)

    (post,) = await roundups(stage)
    assert "wren" not in post.text
    assert "Somebody here: A call came back." in post.text


async def test_the_next_week_speaks_of_its_own_wins(stage: Stage) -> None:
    wren, ash, _ = await three(stage)
    await stage.step(days=7)
    for n in ("one", "two", "three"):
        await wren.command("win", text=f"Later {n}.")

    await stage.step(days=7)

    first, second = await roundups(stage)
    assert "Later" not in first.text
    assert "Later one." in second.text
    assert "A call came back." not in second.text
    assert ash


async def test_authors_come_in_the_order_of_time_and_not_by_how_many(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="First.", kind="rest")
    for text in ("Second.", "Third.", "Fourth."):
        await stage.step(minutes=5)
        await ash.command("win", text=text, kind="rest")

    await stage.step(days=7)

    (post,) = await roundups(stage)
    places = [post.text.index(text) for text in ("First.", "Second.", "Third.", "Fourth.")]
    assert places == sorted(places)
