from __future__ import annotations

from bot.storage.database import Tx
from tests.stage import Stage


async def test_a_win_with_text_is_posted_once_and_names_its_author(stage: Stage) -> None:
    wren = await stage.member("wren")

    receipt = await wren.command("win", text="I asked an old colleague for a call.", kind="networking")

    assert "Kept" in receipt.text
    (post,) = await stage.posts("wins")
    assert "I asked an old colleague for a call." in post.text
    assert "wren" in post.text
    assert "Networking" in post.text
    assert post.buttons == ("Cheer", "…")
    await stage.step(days=1)
    assert len(await stage.posts("wins")) == 1


async def test_without_text_a_form_asks_and_what_is_behind_the_win_is_shown(stage: Stage) -> None:
    wren = await stage.member("wren")

    form = await wren.command("win", kind="offer")
    assert form.form == ("kind", "story", "behind", "audience")
    await wren.submit(form, story="They said yes.", behind="Eleven no's came first.")

    (post,) = await stage.posts("wins")
    assert "Offer" in post.text
    assert "They said yes." in post.text
    assert "Eleven no's came first." in post.text


async def test_a_win_only_for_me_is_kept_and_not_posted(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")

    form = await wren.command("win")
    receipt = await wren.submit(form, story="I took a walk.", audience="me")

    assert "Only you can see it." in receipt.text
    assert await stage.posts("wins") == []
    assert "I took a walk." in (await wren.command("wins")).text
    assert "I took a walk." not in (await ash.command("wins")).text


async def test_a_story_of_spaces_is_refused_beside_its_field(stage: Stage) -> None:
    wren = await stage.member("wren")

    seen = await wren.submit(await wren.command("win"), story="   ")

    assert set(seen.errors) == {"story"}


async def test_a_text_that_is_too_long_comes_back_whole(stage: Stage) -> None:
    wren = await stage.member("wren")
    text = "word " * 320 + "end"

    seen = await wren.command("win", text=text)

    assert "1500" in seen.text
    assert seen.text.rstrip().endswith("end")
    assert await stage.posts("wins") == []
    assert "word" not in (await wren.command("wins")).text


async def test_without_a_wins_room_the_win_is_kept_and_can_be_posted_later(stage: Stage) -> None:
    wren = await stage.member("wren")

    def lose(tx: Tx) -> None:
        tx.run("UPDATE room SET broken = 'gone' WHERE kind = 'wins'")

    def mend(tx: Tx) -> None:
        tx.run("UPDATE room SET broken = '' WHERE kind = 'wins'")

    await stage.db.run(lose)
    receipt = await wren.command("win", text="An email sent.")
    assert "An organiser" in receipt.text
    assert await stage.posts("wins") == []

    await stage.db.run(mend)
    await wren.press(receipt, "Post it in the wins room")
    await wren.press(receipt, "Post it in the wins room")
    assert len(await stage.posts("wins")) == 1


async def test_links_are_not_posted_and_the_words_are_kept(stage: Stage) -> None:
    wren = await stage.member("wren")

    receipt = await wren.command("win", text="See https://example.org/me for my work.")

    assert "link" in receipt.text
    assert "See https://example.org/me for my work." in receipt.text
    assert await stage.posts("wins") == []

    form = await wren.press(receipt, "Edit")
    await wren.submit(form, story="See my page for my work.", audience="everyone")
    (post,) = await stage.posts("wins")
    assert "See my page" in post.text


async def test_an_edit_reaches_the_post(stage: Stage) -> None:
    wren = await stage.member("wren")
    receipt = await wren.command("win", text="First words.")

    form = await wren.press(receipt, "Edit")
    assert form.prefill["story"] == "First words."
    await wren.submit(form, story="Better words.", kind="learning")

    (post,) = await stage.posts("wins")
    assert "Better words." in post.text
    assert "First words." not in post.text
    assert "Learning" in post.text


async def test_a_link_can_not_be_edited_into_a_post(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.command("win", text="First words."), "Edit")

    seen = await wren.submit(form, story="Join discord.gg/abc")

    assert set(seen.errors) == {"story"}
    (post,) = await stage.posts("wins")
    assert "First words." in post.text


async def test_a_post_can_be_taken_back_to_only_me_and_shared_again(stage: Stage) -> None:
    wren = await stage.member("wren")
    receipt = await wren.command("win", text="A call came back.")

    private = await wren.submit(await wren.press(receipt, "Edit"), audience="me")
    assert await stage.posts("wins") == []

    await wren.press(private, "Post it in the wins room")
    assert len(await stage.posts("wins")) == 1


async def test_deleting_asks_first_and_takes_the_post_along(stage: Stage) -> None:
    wren = await stage.member("wren")
    receipt = await wren.command("win", text="A call came back.")

    asked = await wren.press(receipt, "Delete")
    kept = await wren.press(asked, "Keep it")
    assert "A call came back." in kept.text
    assert len(await stage.posts("wins")) == 1

    await wren.press(asked, "Delete it")
    assert await stage.posts("wins") == []
    assert "A call came back." not in (await wren.command("wins")).text
    again = await wren.press(asked, "Delete it")
    assert "gone" in again.text


async def test_nobody_can_use_the_buttons_of_somebody_elses_receipt(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    public = await wren.command("win", text="A call came back.")
    private = await wren.submit(await wren.command("win"), story="A quiet thing.", audience="me")
    edit = await wren.press(public, "Edit")
    asked = await wren.press(public, "Delete")

    for seen in (
        await ash.press(public, "Edit"),
        await ash.press(public, "Delete"),
        await ash.press(asked, "Delete it"),
        await ash.press(asked, "Keep it"),
        await ash.press(public, "In the weekly round-up: no"),
        await ash.press(private, "Post it in the wins room"),
        await ash.submit(edit, story="Not my words."),
    ):
        assert "A call came back." not in seen.text
        assert "A quiet thing." not in seen.text
        assert not seen.form

    (post,) = await stage.posts("wins")
    assert "A call came back." in post.text
    assert "In the weekly round-up: no" in (await wren.press(asked, "Keep it")).buttons


async def test_saving_ones_own_message_keeps_it_privately_until_posted(stage: Stage) -> None:
    wren = await stage.member("wren")

    receipt = await wren.menu("Save as my win", text="I finished the course!", mine=True)
    assert "I finished the course!" in receipt.text
    assert await stage.posts("wins") == []

    await wren.press(receipt, "Post it in the wins room")
    assert len(await stage.posts("wins")) == 1


async def test_a_message_of_somebody_else_or_without_text_is_not_saved(stage: Stage) -> None:
    wren = await stage.member("wren")

    other = await wren.menu("Save as my win", text="Not mine.", mine=False)
    empty = await wren.menu("Save as my win", text=" ", mine=True)

    assert "somebody else" in other.text
    assert "no text" in empty.text
    assert "Not mine." not in (await wren.command("wins")).text


async def test_a_long_message_is_kept_as_far_as_a_win_has_room(stage: Stage) -> None:
    wren = await stage.member("wren")

    receipt = await wren.menu("Save as my win", text="x" * 1800, mine=True)

    assert "longer" in receipt.text
    assert "x" * 1500 in receipt.text
    assert "x" * 1501 not in receipt.text


async def test_signs_of_the_platform_in_a_story_stay_words(stage: Stage) -> None:
    wren = await stage.member("wren")

    await wren.command("win", text="@everyone <!channel> <@1> *stars*")

    (post,) = await stage.posts("wins")
    assert "everyone" in post.text
    assert "stars" in post.text


async def test_a_story_of_several_lines_keeps_its_lines(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text="First line.\nSecond line.\n\nkind: not an option here")

    (post,) = await stage.posts("wins")
    assert "First line.\nSecond line." in post.text
    assert "kind: not an option here" in post.text
