"""Answers without a name: who they are from, and what can be seen of that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people import anonymity
from cogs.anonymous.model import ANSWERS_A_DAY, Nameless, State
from cogs.anonymous.model import WORDS as MOST
from tests.cogs.anonymous.room import ON_MEMORY, answered, appeared, in_the_room, is_shown
from tests.cogs.anonymous.steps import (
    WORDS,
    listed,
    members_of,
    mine,
    own,
    rows,
    sent,
    start,
    switched,
)
from tests.stage import Actor, Seen, Stage
from tests.stage.tables import changed, dump

ANSWER = "Answer without a name"
KNOWN = "I know this well."


async def shown(stage: Stage, actor: Actor, words: str = WORDS, **fields: str) -> Seen:
    await sent(actor, words, **fields)
    await appeared(stage)
    return await in_the_room(stage, anonymity.name((await root(stage, words)).pseudonym))


async def root(stage: Stage, words: str = WORDS) -> Nameless:
    return next(one for one in await rows(stage) if one.said.words == words)


async def said(stage: Stage, actor: Actor, post: Seen, words: str = KNOWN) -> Seen:
    """The answer in the room."""
    assert "Sent without your name" in (await answered(actor, post, words)).text
    await appeared(stage)
    return (await stage.posts("support"))[-1]


def written_by(answer: Seen) -> str:
    """The name it bears."""
    return answer.text.split("\n")[1].split(" answers ")[0].removesuffix(" (wrote the post)")


async def test_an_answer_says_who_answers_whom_about_what(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    answer = await said(stage, ash, post)
    author = anonymity.name((await root(stage)).pseudonym)
    assert f" answers {author}." in answer.text
    assert f"The post: “{WORDS}”" in answer.text
    assert KNOWN in answer.text
    assert "wrote the post" not in answer.text
    assert "ash" not in answer.text
    assert answer.buttons == ("…",)


async def test_the_author_answers_in_their_own_thread_as_the_author(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await shown(stage, wren)
    form = await wren.press(await own(wren), "Answer in my thread")
    assert "Sent without" in (await wren.submit(form, words="Thank you all.")).text
    await appeared(stage)
    answer = await in_the_room(stage, "Thank you all.")
    assert "(wrote the post)" in answer.text
    assert written_by(answer) == anonymity.name((await root(stage)).pseudonym)


@ON_MEMORY
async def test_answers_in_one_thread_share_a_name_and_two_threads_do_not(stage: Stage) -> None:
    wren, ash, fern = await members_of(stage, "wren", "ash", "fern")
    one, two = await shown(stage, wren), await shown(stage, fern, "The second post.")
    for post, words in ((one, "First."), (one, "Second."), (two, "Third.")):
        await answered(ash, post, words)
    await appeared(stage)
    first, second, third = [written_by(await in_the_room(stage, f"\n{n}.")) for n in ("First", "Second", "Third")]
    assert first == second
    by = {row.said.words: row.pseudonym for row in await rows(stage)}
    assert by["First."] == by["Second."]
    assert by["First."] != by["Third."]
    assert third == anonymity.name(by["Third."])
    assert len({*by.values()}) == 4


async def test_a_content_note_of_the_post_hides_its_answers(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren, note="money")
    answer = await said(stage, ash, post)
    assert "Content note: money" in answer.text
    assert KNOWN not in answer.text
    assert WORDS not in answer.text
    assert KNOWN in (await wren.press(answer, "Show")).text


@ON_MEMORY
async def test_of_a_long_post_an_answer_repeats_the_beginning(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    words = ("Words and " * 200)[:MOST].strip()
    post = await shown(stage, wren, words)
    answer = await said(stage, ash, post, words)
    assert "Words and…”" in answer.text or "Words…”" in answer.text
    assert words in answer.text


@ON_MEMORY
async def test_answers_are_reviewed_like_posts(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    await switched(stage, reviewed=True)
    assert "A moderator reads it first" in (await answered(ash, post, KNOWN)).text
    await appeared(stage)
    assert not await is_shown(stage, KNOWN)
    (waiting,) = await mine(stage, ash)
    assert waiting.state is State.REVIEW


async def test_one_s_own_answer_can_be_changed_and_withdrawn_alone(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    await answered(ash, post, KNOWN)
    seen = await own(ash)
    assert "Your answer without a name" in seen.text
    form = await ash.press(seen, "Change it")
    assert form.form == ("words", "sure")
    assert form.prefill["words"] == KNOWN
    assert "Other words" in (await ash.submit(form, words="Other words")).text
    await appeared(stage)
    answer = await in_the_room(stage, "Other words")
    own_card = await ash.press(answer, "…")
    asks = await ash.press(own_card, "Withdraw")
    assert "Withdraw this answer?" in asks.text
    assert "not here" in (await wren.press(asks, "Withdraw it")).text
    await ash.press(asks, "Withdraw it")
    assert not await is_shown(stage, "Other words")
    assert await is_shown(stage, WORDS)


async def test_an_answer_leaves_nothing_but_the_words_and_that_one_was_used(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    before = await dump(stage)
    form = await ash.press(post, ANSWER)
    assert not changed(before, await dump(stage))
    first = await ash.submit(form, words=KNOWN)
    assert changed(before, await dump(stage)) == {"anonymous_post", "anonymous_use"}
    before = await dump(stage)
    assert (await ash.submit(form, words="Again")).text == first.text
    assert "Open the form again" in (await wren.submit(form, words="Not mine")).text
    assert not changed(before, await dump(stage))


@ON_MEMORY
@pytest.mark.parametrize("words", ["  ", "x" * (MOST + 1), "See www.example.org", "@wren", "Mail ash@larch.example"])
async def test_what_can_not_stand_without_a_name_is_refused_beside_the_field(stage: Stage, words: str) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    form = await ash.press(await shown(stage, wren), ANSWER)
    assert set((await ash.submit(form, words=words)).errors) == {"words"}
    assert not await mine(stage, ash)


@ON_MEMORY
async def test_a_post_that_is_gone_takes_no_answers_and_gives_the_words_back(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    form = await ash.press(post, ANSWER)
    await answered(ash, post, "On its way when the post went.")
    await ash.submit(await ash.press(await own(ash), "Change it"), words="Still on its way.")
    change = await ash.press(await own(ash), "Change it")
    await wren.press(await wren.press(await own(wren), "Withdraw"), "Withdraw it")
    for open_form in (form, change):
        seen = await ash.submit(open_form, words=KNOWN)
        assert "isn't sent" in seen.text
        assert KNOWN in seen.text
    await appeared(stage)
    assert not await stage.posts("support")


@ON_MEMORY
async def test_a_post_older_than_thirty_days_takes_no_answers(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    stage.clock.step(timedelta(days=31))
    assert "older than 30 days" in (await ash.press(post, ANSWER)).text
    assert "older than 30 days" in (await ash.press(post, "I'm with you")).text


@ON_MEMORY
async def test_who_can_not_write_is_told_why(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    await switched(stage, active=False)
    seen = await ash.press(post, ANSWER)
    assert "switched off here" in seen.text
    assert seen.buttons == ("Help now",)


@ON_MEMORY
async def test_ten_answers_a_day_and_posts_beside_them(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren)
    late = await ash.press(post, ANSWER)
    for n in range(ANSWERS_A_DAY):
        await answered(ash, post, f"Answer {n}")
    assert "10 answers today" in (await ash.press(post, ANSWER)).text
    assert "10 answers today" in (await ash.submit(late, words=KNOWN)).text
    assert "Write" in (await start(ash)).buttons
    assert len((await listed(ash)).options) == 10
