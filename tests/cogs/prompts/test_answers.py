"""Answers to a prompt: by name in the room, or kept for oneself."""

from __future__ import annotations

from bot.people import members
from bot.storage.database import Tx
from tests.cogs.posts.moderating import removed
from tests.cogs.prompts.people import answers, erased, prompts, scheduled
from tests.stage import Actor, Seen, Stage


async def asked_in_room(stage: Stage) -> Seen:
    fern = await stage.organiser("fern")
    await scheduled(stage, fern)
    await stage.step(hours=2)
    (post,) = await prompts(stage)
    return post


async def said(stage: Stage, wren: Actor, post: Seen, words: str = "I'd call my old team.") -> Seen:
    """Their answer in the room."""
    await wren.submit(await wren.press(post, "Answer here"), words=words)
    return (await answers(stage))[-1]


async def test_an_answer_goes_into_the_same_room_by_name_and_pings_nobody(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    answer = await said(stage, wren, post)
    assert "@wren" in answer.text
    assert "I'd call my old team." in answer.text
    assert answer.buttons == ("…",)
    assert not await answers(stage, "wins")


async def test_there_is_one_answer_of_a_person_and_pressed_again_it_is_shown(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    form = await wren.press(post, "Answer here")
    await wren.submit(form, words="First words")
    assert "First words" in (await wren.submit(form, words="Second words")).text
    assert "First words" in (await wren.press(post, "Answer here")).text
    (answer,) = await answers(stage)
    assert "First words" in answer.text


async def test_empty_long_and_linked_words_are_refused_beside_the_field(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    form = await wren.press(post, "Answer here")
    for words in ("   ", "x" * 1501, "Look at https://example.org/job"):
        form = await wren.submit(form, words=words)
        assert set(form.errors) == {"words"}
    assert not await answers(stage)
    await wren.submit(form, words="x" * 1500)
    assert len(await answers(stage)) == 1


async def test_words_that_tell_how_to_reach_somebody_are_asked_about_first(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    words = "I'm Wren. Call me on +49 151 23456789."
    asked = await wren.submit(await wren.press(post, "Answer here"), words=words)
    assert "a phone number" in asked.errors["words"]
    assert "name" not in asked.errors["words"], "the post bears it anyway"
    assert not await answers(stage)
    await wren.submit(asked, words=words, sure=True)
    (answer,) = await answers(stage)
    assert words in answer.text

    form = await wren.press(await wren.press(answer, "…"), "Edit")
    again = await wren.submit(form, words="Or wren@harbour.example")
    assert "an e-mail address" in again.errors["words"]
    assert words in (await answers(stage))[0].text


async def test_words_that_were_changed_in_private_are_asked_about_when_they_go_out_after_all(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    form = await wren.press(post, "Answer here")
    await stage.time_out(wren)
    await wren.submit(form, words="Later, maybe.")
    kept = await wren.command("prompts mine")
    kept = await wren.choose(kept, kept.options[0])
    changed = await wren.submit(await wren.press(kept, "Edit"), words="Call me on +49 151 23456789.")
    asked = await wren.press(changed, "Try to post it again")
    assert "a phone number" in asked.text
    assert asked.buttons[:2] == ("Post it", "Change it")
    assert "on its way" in (await wren.press(asked, "Post it")).text


async def test_who_was_stopped_keeps_answers_and_posts_none(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    form = await wren.press(post, "Answer here")
    until = stage.now.replace(year=2027)

    def stop(tx: Tx) -> None:
        row = tx.one("SELECT m.id FROM member m JOIN account a ON a.id = m.account_id WHERE a.name = 'wren'")
        assert row is not None
        members.stop_until(tx, stage.community, row[0], until)

    await stage.db.run(stop)
    assert "words" in (await wren.submit(form, words="Hello")).errors
    assert "isn't posted" in (await wren.press(post, "Answer here")).text
    assert "Kept for you" in (await wren.submit(await wren.press(post, "Just for me"), words="Mine")).text
    assert not await answers(stage)


async def test_the_author_changes_and_deletes_it(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    answer = await said(stage, wren, post)
    form = await wren.press(await wren.press(answer, "…"), "Edit")
    assert form.prefill["words"] == "I'd call my old team."
    assert "words" in (await wren.submit(form, words="See https://example.org")).errors
    await wren.submit(form, words="I'd write first.")
    (answer,) = await answers(stage)
    assert "I'd write first." in answer.text
    ask = await wren.press(await wren.press(answer, "…"), "Delete")
    for _ in range(2):
        await wren.press(ask, "Delete it")
    assert not await answers(stage)
    assert "Nothing here yet" in (await wren.command("prompts mine")).text


async def test_others_can_report_it_and_not_change_it(stage: Stage) -> None:
    post, wren, ash = await asked_in_room(stage), await stage.member("wren"), await stage.member("ash")
    answer = await said(stage, wren, post)
    more = await ash.press(answer, "…")
    assert "Report" in more.buttons
    assert "Edit" not in more.buttons
    own = await wren.press(answer, "…")
    form = await wren.press(own, "Edit")
    for seen in (
        await ash.press(own, "Edit"),
        await ash.press(own, "Delete"),
        await ash.submit(form, words="Not mine"),
    ):
        assert "gone" in seen.text
    (answer,) = await answers(stage)
    assert "I'd call my old team." in answer.text


async def test_taken_down_by_staff_its_author_keeps_the_words(stage: Stage) -> None:
    post, wren, ivy = await asked_in_room(stage), await stage.member("wren"), await stage.organiser("ivy")
    answer = await said(stage, wren, post)
    more = await ivy.press(answer, "…")
    ask = await ivy.press(more, next(label for label in more.buttons if label.startswith("Remove")))
    await removed(ivy, ask)
    await stage.settle()
    assert not await answers(stage)
    mine = await wren.command("prompts mine")
    assert "taken out of the room" in mine.text
    form = await wren.press(await wren.choose(mine, mine.options[0]), "Edit")
    await wren.submit(form, words="For me alone.")
    assert not await answers(stage)
    assert "For me alone." in (await wren.command("prompts mine")).text


async def test_what_is_kept_for_oneself_is_seen_by_nobody_else(stage: Stage) -> None:
    post, wren, ash = await asked_in_room(stage), await stage.member("wren"), await stage.member("ash")
    await wren.submit(await wren.press(post, "Just for me"), words="A quiet thought.")
    assert len(await stage.posts("support")) == 1
    mine = await wren.command("prompts mine")
    assert "A quiet thought." in mine.text
    assert "only you" in mine.text
    one = await wren.choose(mine, "A quiet thought.")
    form = await wren.press(one, "Edit")
    assert form.prefill["words"] == "A quiet thought."
    for seen in (
        await ash.choose(mine, "A quiet thought."),
        await ash.press(one, "Edit"),
        await ash.press(one, "Delete"),
        await ash.submit(form, words="Not mine"),
    ):
        assert "quiet thought" not in seen.text
    assert "Nothing here yet" in (await ash.command("prompts mine")).text
    assert "quiet thought" in (await wren.command("prompts mine")).text


async def test_written_again_the_kept_answer_is_the_same_one(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    await wren.submit(await wren.press(post, "Just for me"), words="One")
    form = await wren.press(post, "Just for me")
    assert form.prefill["words"] == "One"
    await wren.submit(form, words="Two")
    mine = await wren.command("prompts mine")
    assert "Two" in mine.text
    assert len(mine.options) == 1


async def test_the_list_turns_its_pages(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await scheduled(stage, fern)
    for n in range(7):
        await stage.step(days=1)
        await wren.submit(await wren.press((await prompts(stage))[-1], "Just for me"), words=f"Thought {n}")
    first = await wren.command("prompts mine")
    assert "Thought 6" in first.text
    assert "Thought 1" not in first.text
    second = await wren.press(first, "Older")
    assert "Thought 1" in second.text
    assert "Thought 6" in (await wren.press(second, "Newer")).text


async def test_erased_nothing_of_them_stays(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    await said(stage, wren, post)
    await wren.submit(await wren.press(post, "Just for me"), words="Mine")
    await erased(wren)
    await stage.settle()
    assert not await answers(stage)
    assert len(await prompts(stage)) == 1
    assert not await stage.db.read(lambda tx: tx.all("SELECT 1 FROM prompt_answer"))


async def test_the_words_are_locked_in_the_database(stage: Stage) -> None:
    post, wren = await asked_in_room(stage), await stage.member("wren")
    await wren.submit(await wren.press(post, "Just for me"), words="A quiet thought.")
    rows = await stage.db.read(lambda tx: tx.all("SELECT words FROM prompt_answer"))
    assert rows
    assert all(b"quiet" not in bytes(words) for (words,) in rows)
