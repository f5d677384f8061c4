"""Words that tell who wrote them: their author is asked before others see them, and decides."""

from __future__ import annotations

from tests.cogs.rejections.sharing import opens, shared, tells
from tests.stage import Actor, Seen, Stage

ASKED = "Before others see it"
WORDS = "Larch & Co said no."


async def test_a_company_they_logged_is_asked_about_and_posted_when_they_say_so(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    asked = await tells(wren, WORDS)
    assert ASKED in asked.text
    assert "company" in asked.text
    assert not await stage.posts("support")
    for button in asked.buttons:
        assert "gone" in (await fern.press(asked, button)).text
    assert "On its way" in (await wren.press(asked, "Post it")).text
    assert "is shared" in (await wren.press(asked, "Post it")).text
    (post,) = await stage.posts("support")
    assert WORDS in post.text


async def test_words_they_keep_private_come_back_when_they_share_again(stage: Stage) -> None:
    wren = await stage.member("wren")
    entry = await wren.command("rejection")
    asked = await wren.submit(await opens(wren, entry), words="Write to me: wren@example.org", note="money")
    assert "e-mail" in asked.text
    assert "stays with you" in (await wren.press(asked, "Keep it private")).text
    assert not await stage.posts("support")
    form = await opens(wren, entry)
    assert form.prefill["words"] == "Write to me: wren@example.org"
    assert form.prefill["note"] == "money"
    kept = await wren.press(await wren.press(entry, "Share"), "Words I kept for the support room")
    assert "wren@example.org" in kept.text
    assert "gone" in (await (await stage.member("fern")).press(kept, "Delete these words")).text
    assert "deleted" in (await wren.press(kept, "Delete these words")).text
    assert not (await opens(wren, entry)).prefill.get("words")


async def test_they_change_the_words_before_anybody_saw_them(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    asked = await tells(wren, WORDS)
    form = await wren.press(asked, "Change it")
    assert form.prefill["words"] == WORDS
    assert "gone" in (await fern.submit(form, words="Not mine")).text
    await wren.submit(form, words="A company said no.")
    (post,) = await stage.posts("support")
    assert "A company said no." in post.text


async def edited(stage: Stage, wren: Actor) -> tuple[Seen, Seen]:
    """The card that asks about an edit, and the post as it still is."""
    post = await shared(stage, wren, "It was the second this week.")
    asked = await wren.submit(await wren.press(await wren.press(post, "…"), "Edit"), words=WORDS, wish="advice")
    assert ASKED in asked.text
    (post,) = await stage.posts("support")
    return asked, post


async def test_what_is_shown_stays_until_an_edit_is_decided(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    asked, post = await edited(stage, wren)
    assert "second this week" in post.text
    for button in asked.buttons:
        assert "gone" in (await fern.press(asked, button)).text
    assert (await wren.press(asked, "Change it")).prefill["words"] == WORDS
    await wren.press(asked, "Post it")
    await wren.press(asked, "Post it")
    (post,) = await stage.posts("support")
    assert WORDS in post.text
    assert "Advice welcome" in post.text


async def test_an_edit_that_is_left_changes_nothing(stage: Stage) -> None:
    wren = await stage.member("wren")
    asked, _ = await edited(stage, wren)
    await wren.press(asked, "Leave it as it was")
    await wren.press(asked, "Post it")
    (post,) = await stage.posts("support")
    assert "second this week" in post.text
    assert (await wren.press(await wren.press(post, "…"), "Edit")).prefill["words"] == "It was the second this week."


async def test_an_edit_is_not_shown_once_the_post_is_gone(stage: Stage) -> None:
    wren = await stage.member("wren")
    asked, post = await edited(stage, wren)
    await wren.press(await wren.press(post, "…"), "Delete")
    for button in asked.buttons:
        assert "gone" in (await wren.press(asked, button)).text
    assert not await stage.posts("support")
