"""What everybody sees of a post without a name, and what a press on it does."""

from __future__ import annotations

from bot.people import anonymity
from cogs.anonymous import store
from cogs.anonymous.model import WORDS as MOST
from cogs.anonymous.model import State
from cogs.listening import store as listening
from cogs.posts.api import Support
from tests.cogs.anonymous.room import ON_MEMORY, answered, appeared, in_the_room
from tests.cogs.anonymous.steps import WORDS, member_id, members_of, mine, own, row, rows, sent
from tests.cogs.posts.moderating import appointed, removed
from tests.stage import Actor, Seen, Stage
from tests.stage.tables import changed, dump

BUTTONS = ("I'm with you", "Been there", "Answer without a name", "…")
GONE = "Nothing to press here any more"


async def shown(stage: Stage, actor: Actor, words: str = WORDS, **fields: str) -> Seen:
    await sent(actor, words, **fields)
    await appeared(stage)
    return (await stage.posts("support"))[-1]


async def supporters(stage: Stage) -> list[tuple[int, str]]:
    id = (await row(stage)).id
    return await stage.db.read(lambda tx: store.supporters(tx, id))


async def test_a_post_has_a_made_up_name_and_says_what_would_help(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    post = await shown(stage, wren, wish="advice")
    assert "Advice welcome" in post.text
    assert "They would like ideas." in post.text
    assert WORDS in post.text
    assert f"{anonymity.name((await row(stage)).pseudonym)} writes without a name" in post.text
    assert "wren" not in post.text
    assert post.buttons == BUTTONS


async def test_a_content_note_hides_the_text_until_anybody_presses(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren, note="money")
    assert "Content note: money" in post.text
    assert WORDS not in post.text
    assert WORDS in (await ash.press(post, "Show")).text
    before = await dump(stage)
    assert WORDS in (await wren.press(post, "Show")).text
    assert not changed(before, await dump(stage))
    assert WORDS in (await stage.stranger("pine").press(post, "Show")).text


async def test_the_longest_words_fit(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    words = ("Long words. " * 200)[:MOST].strip()
    assert words in (await shown(stage, wren, words)).text


async def test_others_can_be_with_the_author_once_and_take_it_back(stage: Stage) -> None:
    wren, ash, fern = await members_of(stage, "wren", "ash", "fern")
    post = await shown(stage, wren)
    assert "Thank you" in (await ash.press(post, "I'm with you")).text
    again = await ash.press(post, "I'm with you")
    assert "You are with them already" in again.text
    assert "Thank you" in (await ash.press(post, "Been there")).text
    assert await supporters(stage) == [(await member_id(stage, ash), kind) for kind in sorted(Support)]
    await fern.press(again, "Take it back")
    assert len(await supporters(stage)) == 2
    await ash.press(again, "Take it back")
    await ash.press(again, "Take it back")
    assert await supporters(stage) == [(await member_id(stage, ash), Support.BEEN_THERE)]


async def test_the_author_pressing_on_their_own_post_leaves_no_trace(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    post = await shown(stage, wren)
    before = await dump(stage)
    assert "This one is yours" in (await wren.press(post, "Been there")).text
    seen = await wren.press(post, "I'm with you")
    assert "This one is yours" in seen.text
    assert "Your post without a name" in (await wren.press(seen, "Look at it")).text
    more = await wren.press(post, "…")
    assert "Your post without a name" in more.text
    assert "Withdraw" in more.buttons
    assert not changed(before, await dump(stage))


@ON_MEMORY
async def test_a_press_by_somebody_else_leaves_only_that_they_are_with_the_author(stage: Stage) -> None:
    wren, ash, fern = await members_of(stage, "wren", "ash", "fern")
    post = await shown(stage, wren)
    await fern.press(post, "I'm with you")
    before = await dump(stage)
    await ash.press(post, "I'm with you")
    assert changed(before, await dump(stage)) == {"anonymous_support"}


async def test_others_find_a_report_behind_the_dots_and_nobody_to_stop(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    maple = await appointed(stage, "maple")
    post = await shown(stage, wren)
    seen = await ash.press(post, "…")
    assert "Report" in seen.buttons
    assert "Withdraw" not in seen.buttons
    assert "without a name" in seen.text
    staff = await maple.press(post, "…")
    assert "Mute the author of this post" in staff.buttons
    assert "Stop this person from posting" not in staff.buttons


@ON_MEMORY
async def test_answers_go_with_a_post_that_staff_take_down(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    maple = await appointed(stage, "maple")
    post = await shown(stage, wren)
    await answered(ash, post, "I know this well.")
    await appeared(stage)
    await answered(ash, post, "One more thing.")
    await removed(maple, await maple.press(await maple.press(post, "…"), "Remove the post"))
    assert not await stage.posts("support")
    assert {one.state for one in await rows(stage)} == {State.REMOVED}
    await appeared(stage)
    assert not await stage.posts("support")
    assert "decision about something you wrote" in (await ash.home()).text
    assert "took it down" in (await own(ash)).text


@ON_MEMORY
async def test_an_answer_that_staff_take_down_leaves_the_post(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    maple = await appointed(stage, "maple")
    post = await shown(stage, wren)
    await answered(ash, post, "Unkind words.")
    await appeared(stage)
    answer = await in_the_room(stage, "Unkind words.")
    await removed(maple, await maple.press(await maple.press(answer, "…"), "Remove the post"))
    assert [one.text for one in await stage.posts("support")] == [post.text]
    assert [one.state for one in await mine(stage, wren)] == [State.SHOWN]


async def test_buttons_of_a_post_that_is_gone_say_so(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    post = await shown(stage, wren, note="health")
    await wren.press(await wren.press(await own(wren), "Withdraw"), "Withdraw it")
    before = await dump(stage)
    reveals = stage.platform.name in ("memory", "slack")  # elsewhere the client itself hides and shows
    for label in ("I'm with you", "Been there", "…", *(("Show",) if reveals else ())):
        assert GONE in (await ash.press(post, label)).text
    assert "takes no answers" in (await ash.press(post, "Answer without a name")).text
    assert not changed(before, await dump(stage))


@ON_MEMORY
async def test_a_press_of_support_ends_the_search_for_somebody_to_answer(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")

    post = await shown(stage, wren)
    key = (await row(stage)).key

    async def waits() -> bool:
        return await stage.db.read(lambda tx: listening.waiting_under(tx, stage.community, key)) is not None

    assert await waits()
    await wren.press(post, "I'm with you")
    assert await waits()
    await ash.press(post, "Been there")
    assert not await waits()
