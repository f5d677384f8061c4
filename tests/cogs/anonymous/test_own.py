"""What an author sees of their own posts, and what they can do for 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people import anonymity
from bot.storage.database import Tx
from cogs.anonymous import store
from cogs.anonymous.model import Nameless, State
from tests.cogs.anonymous.room import ON_MEMORY, answered, appeared, in_the_room, is_shown
from tests.cogs.anonymous.steps import (
    WORDS,
    form,
    listed,
    member_id,
    members_of,
    mine,
    own,
    row,
    rows,
    sent,
    start,
    switched,
)
from tests.cogs.posts.moderating import appointed, removed
from tests.cogs.thanks.people import erased
from tests.stage import Actor, Seen, Stage
from tests.stage.tables import changed, dump

NEWS = "Read the decision"


async def decided(stage: Stage, state: State, verdict: str) -> None:
    """As a moderator decides about the only post."""
    id = (await row(stage)).id
    assert await stage.db.run(lambda tx: store.move(tx, stage.community, id, (State.REVIEW,), state, verdict))


async def withdrawn(actor: Actor, seen: Seen) -> Seen:
    return await actor.press(await actor.press(seen, "Withdraw"), "Withdraw it")


@ON_MEMORY
async def test_there_is_nothing_at_first(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    seen = await listed(wren)
    assert "Nothing of yours is here" in seen.text
    assert seen.buttons == ("Back", "Help now")
    assert "Write" in (await wren.press(seen, "Back")).buttons


async def test_what_waits_for_a_moderator_can_be_changed_and_is_read_again(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren", reviewed=True)
    await sent(wren, wish="advice", note="health")
    seen = await own(wren)
    assert "A moderator reads it before it appears" in seen.text
    assert WORDS in seen.text
    opened = await wren.press(seen, "Change it")
    assert opened.prefill["words"] == WORDS
    assert (opened.prefill["wish"], opened.prefill["note"]) == ("advice", "health")
    done = await wren.submit(opened, words="Other words")
    assert "Other words" in done.text
    post = await row(stage)
    assert (post.state, post.said.words) == (State.REVIEW, "Other words")


@ON_MEMORY
async def test_without_review_a_change_is_on_its_way_at_once(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await sent(wren)
    done = await wren.submit(await wren.press(await own(wren), "Change it"), words="Other words")
    assert "on its way" in done.text
    assert (await row(stage)).state is State.READY


@pytest.mark.parametrize(("state", "says"), [(State.EDIT, "asks you to change something"), (State.DECLINED, "not to")])
async def test_a_decision_waits_on_home_and_where_they_write_until_it_is_read(
    stage: Stage, state: State, says: str
) -> None:
    wren, ash = await members_of(stage, "wren", "ash", reviewed=True)
    await sent(wren)
    assert NEWS not in (await wren.home()).buttons
    await decided(stage, state, "The town is named in it.")
    assert not await stage.dms(wren)
    assert NEWS not in (await ash.home()).buttons
    assert "decided about something you wrote" not in (await start(ash)).text
    assert "decided about something you wrote" in (await start(wren)).text
    page = await wren.press(await wren.home(), NEWS)
    assert "New" in page.text
    seen = await wren.choose(page, page.options[0])
    assert says in seen.text
    assert "The town is named in it." in seen.text
    assert WORDS in seen.text
    assert NEWS not in (await wren.home()).buttons
    assert "decided about something you wrote" not in (await start(wren)).text
    await wren.submit(await wren.press(seen, "Change it"), words="Without the town")
    post = await row(stage)
    assert (post.state, post.verdict, post.said.words) == (State.REVIEW, "", "Without the town")


@ON_MEMORY
@pytest.mark.parametrize("state", [State.REVIEW, State.EDIT, State.DECLINED])
async def test_what_moderators_have_is_theirs_to_read_again_when_nothing_else_is(stage: Stage, state: State) -> None:
    (wren,) = await members_of(stage, "wren", reviewed=True)
    await sent(wren)
    if state is not State.REVIEW:
        await decided(stage, state, "The town is named in it.")
    await switched(stage, reviewed=False)
    await wren.submit(await wren.press(await own(wren), "Change it"), words="Other words")
    assert (await row(stage)).state is State.REVIEW


async def test_what_is_shown_can_not_be_changed(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await sent(wren)
    opened = await wren.press(await own(wren), "Change it")
    await appeared(stage)
    late = await wren.submit(opened, words="Too late")
    assert "can't be changed" in late.text
    assert "Too late" in late.text
    seen = await own(wren)
    assert "It is in the room" in seen.text
    assert "Change it" not in seen.buttons
    assert not await is_shown(stage, "Too late")


@ON_MEMORY
async def test_a_change_is_checked_like_a_new_post(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await sent(wren)
    opened = await wren.press(await own(wren), "Change it")
    for words in ("  ", "See www.example.org", "Ask wren@larch.example"):
        assert set((await wren.submit(opened, words=words)).errors) == {"words"}
    assert (await row(stage)).said.words == WORDS
    assert "wren@larch.example" in (await wren.submit(opened, words="Ask wren@larch.example", sure=True)).text


async def test_withdrawing_asks_once_and_takes_the_answers_along(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    await sent(wren)
    await appeared(stage)
    await answered(ash, await in_the_room(stage, WORDS), "You are not alone in this.")
    await appeared(stage)
    assert len(await stage.posts("support")) == 2
    asks = await wren.press(await own(wren), "Withdraw")
    assert "Withdraw this post?" in asks.text
    assert WORDS in (await wren.press(asks, "Keep it")).text
    assert "withdrawn" in (await wren.press(asks, "Withdraw it")).text
    assert not await stage.posts("support")
    assert not await rows(stage)
    assert "not here" in (await wren.press(asks, "Withdraw it")).text
    assert "Nothing of yours" in (await listed(ash)).text


@ON_MEMORY
async def test_what_waits_can_be_withdrawn_and_never_appears(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await sent(wren)
    await withdrawn(wren, await own(wren))
    await appeared(stage)
    assert not await stage.posts("support")


@ON_MEMORY
async def test_it_can_stay_when_nobody_can_say_any_more_whose_it_is(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await sent(wren)
    seen = await own(wren)
    assert "It is yours until 1 April 2026. After that it is deleted." in seen.text
    stays = await wren.press(seen, "Let it stay after 30 days")
    assert "After that it stays in the room" in stays.text
    assert (await row(stage)).stays
    assert "After that it is deleted" in (await wren.press(stays, "Let it go")).text
    assert not (await row(stage)).stays


@ON_MEMORY
async def test_what_stays_is_nobody_s_and_can_be_opened_reported_and_taken_down(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    maple = await appointed(stage, "maple")
    await sent(wren, note="money")
    await wren.press(await own(wren), "Let it stay after 30 days")
    await appeared(stage)
    (post,) = await stage.posts("support")
    await ash.press(post, "I'm with you")
    await stage.step(days=31, hours=1)
    assert [one.id for one in await stage.posts("support")] == [post.id]
    assert (await row(stage)).author == ""
    assert "Nothing of yours" in (await listed(wren)).text
    assert WORDS in (await ash.press(post, "Show")).text
    assert "older than 30 days" in (await ash.press(post, "I'm with you")).text
    assert "Report" in (await wren.press(post, "…")).buttons
    await removed(maple, await maple.press(await maple.press(post, "…"), "Remove the post"))
    assert not await stage.posts("support")
    await appeared(stage)
    assert not await rows(stage)


async def test_only_the_author_reads_who_is_with_them_by_name_and_without_a_number(stage: Stage) -> None:
    wren, ash, fern = await members_of(stage, "wren", "ash", "fern")
    await sent(wren)
    await appeared(stage)
    post = await in_the_room(stage, WORDS)
    await ash.press(post, "I'm with you")
    await fern.press(post, "I'm with you")
    await ash.press(post, "Been there")
    lines = (await own(wren)).text.split("\n")
    with_you = next(line for line in lines if line.startswith("I'm with you"))
    assert "@ash" in with_you
    assert "@fern" in with_you
    been_there = next(line for line in lines if line.startswith("Been there"))
    assert "@ash" in been_there
    assert "@fern" not in been_there
    assert not await stage.dms(wren)
    assert "@ash" not in (await in_the_room(stage, WORDS)).text


async def test_what_staff_took_down_comes_back_with_its_reason_at_the_next_visit(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    maple = await appointed(stage, "maple")
    await sent(wren)
    await appeared(stage)
    asks = await maple.press(await maple.press(await in_the_room(stage, WORDS), "…"), "Remove the post")
    await removed(maple, asks, "It names a colleague.")
    assert not await stage.posts("support")
    assert not await stage.dms(wren)
    assert NEWS in (await wren.home()).buttons
    seen = await own(wren)
    assert "Moderators took it down" in seen.text
    assert "It names a colleague." in seen.text
    assert WORDS in seen.text
    assert NEWS not in (await wren.home()).buttons
    assert "withdrawn" in (await withdrawn(wren, seen)).text


@ON_MEMORY
async def test_whoever_is_muted_reads_it_and_keeps_their_posts(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    await sent(wren)
    opened, change = await form(wren), await wren.press(await own(wren), "Change it")
    await muted(stage, await row(stage))
    first = await start(wren)
    assert "Moderators have paused your posts without a name here until 4 March 2026" in first.text
    assert first.buttons == ("Ask for another look", "Your posts", "Help now")
    late = await wren.submit(opened, words="More words")
    assert "paused your posts without a name" in late.text
    assert "More words" in late.text
    assert "paused your posts without a name" in (await wren.submit(change, words="Changed")).text
    assert "paused your posts without a name" in (await own(wren)).text
    assert (await row(stage)).said.words == WORDS
    assert "Write" in (await start(ash)).buttons
    stage.clock.step(timedelta(days=2))
    assert "Write" in (await start(wren)).buttons


async def muted(stage: Stage, post: Nameless) -> None:
    """By hand: the buttons of moderators are tested elsewhere."""

    def mute(tx: Tx) -> None:
        people = list(anonymity.persons(tx, stage.community))
        person = next(one for one in people if anonymity.author(tx, post.day, one, post.id) == post.author)
        tx.run(
            "INSERT INTO anonymous_mute (id, community_id, post_id, day, until, tag)"
            " VALUES (7, :community, :post, :day, :until, :tag)",
            {
                "community": stage.community,
                "post": post.id,
                "day": post.day,
                "until": int((stage.now + timedelta(days=1, hours=14)).timestamp()),
                "tag": anonymity.mute(tx, person, 7),
            },
        )

    await stage.db.run(mute)


async def test_somebody_elses_buttons_show_and_change_nothing(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    done = await sent(wren)
    page, seen = await listed(wren), await own(wren)
    asks = await wren.press(seen, "Withdraw")
    change = await wren.press(await own(wren), "Change it")
    seen = await own(wren)
    before = await dump(stage)
    answers = [await ash.press(seen, label) for label in ("Change it", "Withdraw", "Let it stay after 30 days")]
    answers += [await ash.press(done, "Look at it"), await ash.choose(page, page.options[0])]
    answers += [await ash.press(asks, "Withdraw it"), await ash.press(asks, "Keep it")]
    for one in answers:
        assert "That one is not here" in one.text
        assert WORDS not in one.text
        assert not one.form
    late = await ash.submit(change, words="Ash writes")
    assert "can't be changed" in late.text
    assert not changed(before, await dump(stage))


async def test_all_of_it_leaves_no_trace_of_who_pressed(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren", reviewed=True)
    await sent(wren)
    page = await listed(wren)
    before = await dump(stage)
    seen = await wren.choose(page, page.options[0])
    assert not changed(before, await dump(stage))
    await wren.press(seen, "Let it stay after 30 days")
    await wren.submit(await wren.press(seen, "Change it"), words="Other words")
    assert changed(before, await dump(stage)) == {"anonymous_post"}
    await wren.press(await wren.press(seen, "Withdraw"), "Withdraw it")
    assert changed(before, await dump(stage)) == {"anonymous_post"}


@ON_MEMORY
async def test_after_thirty_days_nobody_can_say_whose_it_was(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await sent(wren)
    seen = await own(wren)
    stage.clock.step(timedelta(days=30))
    assert len(await mine(stage, wren)) == 1
    stage.clock.step(timedelta(days=1))
    await stage.settle()
    assert not await mine(stage, wren)
    assert "not here" in (await wren.press(seen, "Withdraw")).text
    assert "Nothing of yours" in (await listed(wren)).text


async def test_many_are_turned_by_page_with_long_words_cut(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    for _ in range(6):
        for n in range(2):
            await sent(wren, f"{n} " + "a long one " * 130)
        stage.clock.step(timedelta(days=1))
    page = await listed(wren)
    assert len(page.options) == 10
    assert all(len(option) <= 75 and option.endswith("…") for option in page.options)
    older = await wren.press(page, "Older")
    assert len(older.options) == 2
    assert "a long one" in (await wren.choose(older, older.options[0])).text
    assert len((await wren.press(older, "Newer")).options) == 10


@ON_MEMORY
async def test_what_somebody_wrote_goes_with_a_later_batch_when_they_erase_themselves(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    await sent(wren)
    await sent(ash, "Another one")
    await appeared(stage)
    await erased(wren)
    assert await is_shown(stage, WORDS)
    await appeared(stage)
    assert not await is_shown(stage, WORDS)
    assert await is_shown(stage, "Another one")
    (left,) = await rows(stage)
    assert left.said.words == "Another one"


@ON_MEMORY
async def test_the_export_holds_what_is_still_theirs(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    await sent(wren)
    id, other = await member_id(stage, wren), await member_id(stage, ash)

    def exported(tx: Tx, member: int) -> str:
        return str(stage.app.cogs.export(tx, member))

    assert WORDS in await stage.db.read(lambda tx: exported(tx, id))
    assert WORDS not in await stage.db.read(lambda tx: exported(tx, other))
