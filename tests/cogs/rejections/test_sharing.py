"""What others see: the post in the support room, by name, and who is with its author."""

from __future__ import annotations

from tests.cogs.anonymous.steps import member as nameless
from tests.cogs.anonymous.steps import switched
from tests.cogs.rejections.sharing import BEEN, WITH, opens, shared
from tests.stage import Actor, Seen, Stage


async def own_more(actor: Actor, post: Seen) -> Seen:
    return await actor.press(post, "…")


async def test_sharing_posts_by_name_once_with_what_would_help(stage: Stage) -> None:
    wren = await stage.member("wren")
    post = await shared(stage, wren, wish="advice")
    assert "@wren" in post.text
    assert "Advice welcome" in post.text
    assert "It was the second this week." in post.text
    assert post.buttons == (WITH, BEEN, "…")
    assert len(await stage.posts("support")) == 1
    assert not await stage.posts("wins")


async def test_sharing_names_neither_company_nor_stage_unless_written(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection", company="Acme")
    kept = await wren.submit(
        await wren.press(seen, "Add details"), stage="final-round", lesson="Ask sooner", role="Baker"
    )
    form = await opens(wren, kept)
    assert "Acme" not in str(form.prefill)
    await wren.submit(form, words="I would like company today.")
    (post,) = await stage.posts("support")
    for part in ("Acme", "Final", "Ask sooner", "Baker"):
        assert part not in post.text


async def test_a_content_note_hides_the_text_until_pressed(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    post = await shared(stage, wren, "The savings are nearly gone.", note="money")
    assert "Content note: money" in post.text
    assert "savings" not in post.text
    assert "savings" in (await fern.press(post, "Show")).text
    assert "savings" in (await stage.stranger("pine").press(post, "Show")).text


async def test_empty_words_and_links_are_refused_beside_the_field(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await opens(wren, await wren.command("rejection"))
    for words in ("", "   ", "x" * 1501, "Look at https://example.org/job"):
        form = await wren.submit(form, words=words)
        assert set(form.errors) == {"words"}
    assert not await stage.posts("support")


async def test_a_no_is_shared_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection")
    form = await opens(wren, seen)
    await wren.submit(form, words="First words")
    assert "is shared" in (await wren.submit(form, words="Second words")).text
    assert "First words" in (await opens(wren, seen)).text
    (post,) = await stage.posts("support")
    assert "First words" in post.text


async def test_who_is_with_the_author_reaches_them_once_in_the_evening(stage: Stage) -> None:
    wren, fern, pine = await stage.member("wren"), await stage.member("fern"), await stage.member("pine")
    post = await shared(stage, wren)
    await fern.press(post, "I'm with you")
    await pine.press(post, "I'm with you")
    assert not await stage.dms(wren)
    await stage.step(days=2)
    (seen,) = await stage.dms(wren)
    assert "@fern" in seen.text
    assert "@pine" in seen.text
    assert "second this week" not in seen.text
    assert "2" not in (await stage.posts("support"))[0].text


async def test_a_second_press_offers_to_take_it_back(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    post = await shared(stage, wren)
    assert "Thank you" in (await fern.press(post, "I'm with you")).text
    again = await fern.press(post, "I'm with you")
    assert "Take it back" in again.buttons
    await fern.press(again, "Take it back")
    await fern.press(again, "Take it back")
    await stage.step(days=2)
    assert not await stage.dms(wren)


async def test_ones_own_post_needs_no_support_from_oneself(stage: Stage) -> None:
    wren = await stage.member("wren")
    post = await shared(stage, wren)
    assert "yours" in (await wren.press(post, "I'm with you")).text
    await stage.step(days=2)
    assert not await stage.dms(wren)


async def test_the_author_edits_the_post(stage: Stage) -> None:
    wren = await stage.member("wren")
    post = await shared(stage, wren)
    form = await wren.press(await own_more(wren, post), "Edit")
    assert form.prefill["words"] == "It was the second this week."
    await wren.submit(form, words="I sleep on it.", wish="encouragement")
    (post,) = await stage.posts("support")
    assert "I sleep on it." in post.text
    assert "Encouragement welcome" in post.text


async def test_the_author_deletes_the_post_and_keeps_the_entry(stage: Stage) -> None:
    wren = await stage.member("wren")
    post = await shared(stage, wren)
    more = await own_more(wren, post)
    assert "log" in (await wren.press(more, "Delete")).text
    await wren.press(more, "Delete")
    assert not await stage.posts("support")
    log = await wren.command("rejections")
    assert "Larch & Co" in log.text
    assert "shared" not in log.text
    assert "gone" in (await wren.press(post, "…")).text


async def test_undo_takes_the_post_along(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection")
    await wren.submit(await opens(wren, seen), words="Words")
    assert "post" in (await wren.press(seen, "Undo")).text
    await stage.settle()
    assert not await stage.posts("support")


async def test_others_can_report_and_not_edit_or_delete(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    post = await shared(stage, wren)
    assert "Edit" not in (await fern.press(post, "…")).buttons
    assert "Report" in (await fern.press(post, "…")).buttons
    mine = await own_more(wren, post)
    form = await wren.press(mine, "Edit")
    for reached in (
        await fern.press(mine, "Edit"),
        await fern.press(mine, "Delete"),
        await fern.submit(form, words="Not mine"),
    ):
        assert "gone" in reached.text
    (post,) = await stage.posts("support")
    assert "second this week" in post.text


async def test_what_a_moderator_removes_stays_with_its_author(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    seen = await wren.command("rejection", company="Acme")
    await wren.submit(await opens(wren, seen), words="Words of mine")
    (post,) = await stage.posts("support")
    ask = await fern.press(await fern.press(post, "…"), "Remove the post")
    await fern.submit(await fern.press(ask, next(b for b in ask.buttons if "emove" in b)))
    assert not await stage.posts("support")
    again = await opens(wren, seen)
    assert not again.form
    assert "Words of mine" in again.text
    assert "Acme" in (await wren.command("rejections")).text


async def test_taking_it_back_is_for_the_presser_alone(stage: Stage) -> None:
    wren, fern, pine = await stage.member("wren"), await stage.member("fern"), await stage.member("pine")
    post = await shared(stage, wren)
    await fern.press(post, "I'm with you")
    again = await fern.press(post, "I'm with you")
    await pine.press(again, "Take it back")
    await stage.step(days=2)
    assert "@fern" in (await stage.dms(wren))[0].text


async def test_sharing_pings_nobody_and_changes_no_layout(stage: Stage) -> None:
    wren = await stage.member("wren")
    words = "@everyone <!channel> <@U123> # title\n1. one"
    post = await shared(stage, wren, words)
    assert words in post.text


async def test_been_there_is_a_press_of_its_own_and_taken_back_alone(stage: Stage) -> None:
    wren, fern, pine = await stage.member("wren"), await stage.member("fern"), await stage.member("pine")
    post = await shared(stage, wren)
    assert "yours" in (await wren.press(post, BEEN)).text
    for actor, button in ((fern, WITH), (fern, BEEN), (pine, BEEN)):
        assert "Thank you" in (await actor.press(post, button)).text
    again = await fern.press(post, BEEN)
    assert "already" in again.text
    await pine.press(again, "Take it back")
    await fern.press(post, BEEN)
    await stage.step(days=2)
    (told,) = await stage.dms(wren)
    with_you, _, been = told.text.partition("Been there: ")
    assert "@fern" in with_you
    assert "@fern" in been
    assert "@pine" not in told.text
    assert not [digit for digit in "23" if digit in (await stage.posts("support"))[0].text]


async def test_sharing_asks_whom_and_keeping_it_private_is_one_press(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    entry = await wren.command("rejection")
    choice = await wren.press(entry, "Share")
    assert set(choice.buttons) == {"The support room", "Keep it private"}
    assert "everyone who can open it, with your name" in choice.text
    for button in choice.buttons:
        assert "gone" in (await fern.press(choice, button)).text
    assert "Only you see it" in (await wren.press(choice, "Keep it private")).text
    assert not await stage.posts("support")


async def test_where_it_is_on_the_way_without_a_name_is_a_form_of_its_own(stage: Stage) -> None:
    wren = await nameless(stage, "wren")
    entry = await wren.command("rejection", company="Larch & Co")
    assert "Without your name" not in (await wren.press(entry, "Share")).buttons
    await switched(stage)
    page = await wren.press(await wren.press(entry, "Share"), "Without your name")
    form = await wren.press(page, "Write")
    assert "Larch" not in str(form.prefill)
    await wren.submit(form, words="Some days are long.")
    assert "shared" not in (await wren.command("rejections")).text
    assert "Some days" not in str(await stage.db.read(lambda tx: tx.all("SELECT * FROM rejection_share")))
