"""Words that tell how to reach somebody, or where they applied, are posted after a question; the member decides."""

from __future__ import annotations

import pytest

from tests.stage import Stage

WORDS = "An offer! Write to ann@example.org or +49 30 1234567."


async def test_contact_data_is_asked_about_and_posted_once_by_choice(stage: Stage) -> None:
    wren = await stage.member("wren")

    asked = await wren.command("win", text=WORDS)

    assert "an e-mail address and a phone number" in asked.text
    assert WORDS in asked.text
    assert await stage.posts("wins") == []

    await wren.press(asked, "Post it")
    await wren.press(asked, "Post it")
    (post,) = await stage.posts("wins")
    assert WORDS in post.text


async def test_kept_private_it_stays_on_the_list_and_is_asked_about_again(stage: Stage) -> None:
    wren = await stage.member("wren")
    asked = await wren.command("win", text=WORDS)

    kept = await wren.press(asked, "Keep it private")

    assert "Only you can see it." in kept.text
    assert WORDS in (await wren.command("wins")).text
    again = await wren.press(kept, "Post it in the wins room")
    assert "an e-mail address" in again.text
    assert await stage.posts("wins") == []


async def test_changed_words_are_posted_without_a_question(stage: Stage) -> None:
    wren = await stage.member("wren")
    asked = await wren.command("win", text=WORDS)

    form = await wren.press(asked, "Change it")
    assert form.prefill["story"] == WORDS
    assert form.prefill["audience"] == "everyone"
    await wren.submit(form, story="An offer, at last.")

    (post,) = await stage.posts("wins")
    assert "An offer, at last." in post.text
    assert "ann@" not in post.text


async def test_an_old_card_posts_nothing_that_was_not_asked_about(stage: Stage) -> None:
    wren = await stage.member("wren")
    asked = await wren.command("win", text="An offer! Write to ann@example.org.")
    await wren.submit(await wren.press(asked, "Change it"), story=WORDS, audience="me")

    again = await wren.press(asked, "Post it")

    assert "a phone number" in again.text
    assert await stage.posts("wins") == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [("wren got an offer.", "your name"), ("Lantern Works called back.", "a company's name")],
)
async def test_the_own_name_and_a_company_of_a_logged_no_are_asked_about(stage: Stage, text: str, seen: str) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("rejection", company="Lantern Works GmbH")

    assert seen in (await wren.command("win", text=text)).text
    assert await stage.posts("wins") == []

    await ash.command("win", text=text)  # it is neither their name nor a company they wrote down
    assert len(await stage.posts("wins")) == 1


async def test_contact_data_in_an_edit_leaves_the_post_until_its_author_decides(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.command("win", text="First words."), "Edit")

    asked = await wren.submit(form, story=WORDS, behind="Nine no's.")

    assert "an e-mail address" in asked.text
    assert WORDS in asked.text
    (post,) = await stage.posts("wins")
    assert "First words." in post.text

    receipt = await wren.press(asked, "Post it")
    await wren.press(asked, "Post it")
    (post,) = await stage.posts("wins")
    assert WORDS in post.text
    assert "Nine no's." in post.text

    form = await wren.press(receipt, "Edit")
    await wren.submit(form, story=f"{WORDS} Thank you all.")  # nothing that was not decided before
    (post,) = await stage.posts("wins")
    assert "Thank you all." in post.text


async def test_an_edit_can_be_given_up_and_waits_for_a_day_at_most(stage: Stage) -> None:
    wren = await stage.member("wren")
    receipt = await wren.command("win", text="First words.")
    asked = await wren.submit(await wren.press(receipt, "Edit"), story=WORDS)

    assert "First words." in (await wren.press(asked, "Leave the post as it was")).text
    assert (await wren.press(receipt, "Edit")).prefill["story"] == "First words."
    await wren.press(asked, "Post it")
    (post,) = await stage.posts("wins")
    assert "First words." in post.text

    asked = await wren.submit(await wren.press(receipt, "Edit"), story=WORDS)
    assert (await wren.press(asked, "Change it")).prefill["story"] == WORDS
    await stage.step(days=3)
    assert await stage.db.read(lambda tx: tx.all("SELECT win_id FROM win_change")) == []


async def test_nobody_else_decides(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    asked = await wren.command("win", text=WORDS)
    receipt = await wren.command("win", text="First words.")
    change = await wren.submit(await wren.press(receipt, "Edit"), story=f"Now: {WORDS}")

    for seen in (
        await ash.press(asked, "Post it"),
        await ash.press(asked, "Change it"),
        await ash.press(asked, "Keep it private"),
        await ash.press(change, "Post it"),
        await ash.press(change, "Change it"),
        await ash.press(change, "Leave the post as it was"),
    ):
        assert WORDS not in seen.text
        assert not seen.form

    (post,) = await stage.posts("wins")
    assert "First words." in post.text
    await wren.press(change, "Post it")
    (post,) = await stage.posts("wins")
    assert f"Now: {WORDS}" in post.text
