"""What is said before somebody writes without a name, what is refused, and what sending leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapter import Scene
from bot.people import accounts, members
from bot.safety.contacts import Contact
from bot.storage.database import Tx
from bot.ui.card import contents
from bot.words import tone
from cogs.anonymous import views
from cogs.anonymous.model import POSTS_A_DAY, State
from cogs.anonymous.model import WORDS as MOST
from cogs.posts.api import Wish
from tests.cogs.anonymous.room import ON_MEMORY
from tests.cogs.anonymous.steps import (
    WORDS,
    form,
    joined,
    listed,
    member,
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
from tests.stage import Stage
from tests.stage.reading import text_of
from tests.stage.tables import changed, dump


@ON_MEMORY
async def test_it_is_off_until_the_organisers_switch_it_on(stage: Stage) -> None:
    wren = await member(stage, "wren")
    seen = await start(wren)
    assert "switched off here" in seen.text
    assert seen.buttons == ("Your posts", "Help now")


@pytest.mark.parametrize("reviewed", [True, False])
async def test_it_says_from_the_live_setting_who_could_learn_it(stage: Stage, reviewed: bool) -> None:
    (wren,) = await members_of(stage, "wren", reviewed=reviewed)
    seen = await start(wren)
    assert "whoever runs this bot and holds its keys, for 30 days" in seen.text
    assert ("A moderator reads it first" in seen.text) is reviewed
    assert ("No moderator reads it first" in seen.text) is not reviewed
    assert "mostly within three hours" in seen.text
    assert "After that nobody can tell that it was yours" in seen.text
    assert "small community" in seen.text
    assert seen.buttons == ("Write", "Your posts", "Help now")
    await switched(stage, reviewed=not reviewed)
    assert ("A moderator reads it first" in (await start(wren)).text) is not reviewed


async def test_it_says_what_the_platform_itself_can_see(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    text = (await start(wren)).text
    assert ("export this workspace" in text) is (stage.platform.name == "slack")
    assert ("Discord carries your words" in text) is (stage.platform.name == "discord")
    assert "together with your account" in text


async def test_what_is_sent_waits_and_is_shown_to_nobody(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren", reviewed=True)
    seen = await sent(wren, wish="advice", note="money")
    assert "A moderator reads it first" in seen.text
    post = await row(stage)
    assert post.state is State.REVIEW
    assert (post.said.words, post.said.wish, post.said.note.value) == (WORDS, Wish.ADVICE, "money")
    assert not await stage.posts("support")
    assert not await stage.dms(wren)


@ON_MEMORY
async def test_whoever_was_told_that_a_moderator_reads_it_first_can_rely_on_that(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren", reviewed=True)
    told, late = await form(wren), await start(wren)
    await switched(stage, reviewed=False)
    await wren.submit(told, words=WORDS)
    await wren.submit(await wren.press(late, "Write"), words="Another one.")
    states = {post.said.words: post.state for post in await mine(stage, wren)}
    assert states == {WORDS: State.REVIEW, "Another one.": State.REVIEW}


@pytest.mark.parametrize("stage", [("discord", "sqlite")], ids=["discord"], indirect=True)
async def test_whoever_is_timed_out_writes_nothing(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    opened = await form(wren)
    await stage.time_out(wren)
    seen = await wren.submit(opened, words=WORDS)
    assert "timed out" in seen.text
    assert WORDS in seen.text
    assert "timed out" in (await start(wren)).text


@ON_MEMORY
async def test_without_review_it_is_on_its_way_at_once(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    assert "after a random while" in (await sent(wren)).text
    assert (await row(stage)).state is State.READY
    assert not await stage.posts("support")


@pytest.mark.parametrize("reviewed", [True, False])
async def test_sending_writes_nothing_but_the_words_and_that_one_was_used(stage: Stage, reviewed: bool) -> None:
    """No row of the member, no event, no job, no notice."""
    (wren,) = await members_of(stage, "wren", reviewed=reviewed)
    opened, other = await form(wren), await form(wren)
    before = await dump(stage)
    done = await wren.submit(opened, words=WORDS)
    assert changed(before, await dump(stage)) == {"anonymous_post", "anonymous_use"}
    before = await dump(stage)
    await wren.press(done, "Look at it")
    await wren.press(done, "Your posts")
    assert (await wren.submit(other, words="Look at www.example.org")).errors
    assert not changed(before, await dump(stage))


async def test_the_same_form_sent_twice_is_taken_once(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    opened = await form(wren)
    first = await wren.submit(opened, words=WORDS)
    again = await wren.submit(opened, words="Other words")
    assert again.text == first.text
    assert (await row(stage)).said.words == WORDS
    await sent(wren, "One more is left")


@ON_MEMORY
async def test_a_form_of_somebody_else_changes_nothing(stage: Stage) -> None:
    wren, ash = await members_of(stage, "wren", "ash")
    opened = await form(wren)
    await wren.submit(opened, words=WORDS)
    seen = await ash.submit(opened, words="Ash writes")
    assert "Open the form again" in seen.text
    assert "Ash writes" in seen.text
    assert (await row(stage)).said.words == WORDS
    assert len(await mine(stage, wren)) == 1
    assert not await mine(stage, ash)


@ON_MEMORY
@pytest.mark.parametrize(
    "words",
    ["   ", "x" * (MOST + 1), "Look at www.example.org", "@wren said so", "Mail wren@larch.example or 030 1234567"],
)
async def test_what_can_not_stand_without_a_name_is_refused_beside_the_field(stage: Stage, words: str) -> None:
    (wren,) = await members_of(stage, "wren")
    opened = await form(wren)
    before = await dump(stage)
    seen = await wren.submit(opened, words=words)
    assert set(seen.errors) == {"words"}
    assert not changed(before, await dump(stage))


async def test_their_own_name_and_companies_are_asked_about_and_the_member_decides(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    await wren.command("rejection", company="Larch")
    words = "Wren here. Larch said no."
    seen = await wren.submit(await form(wren), words=words)
    assert Contact.NAME.label in seen.errors["words"]
    assert Contact.COMPANY.label in seen.errors["words"]
    assert not await rows(stage)
    await sent(wren, words, sure=True)
    assert (await row(stage)).said.words == words


@ON_MEMORY
async def test_a_tick_lets_no_link_through(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    seen = await wren.submit(await form(wren), words="Look at https://example.org/job", sure=True)
    assert set(seen.errors) == {"words"}


@ON_MEMORY
async def test_two_a_day_and_none_more(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    opened = await form(wren)
    for n in range(POSTS_A_DAY):
        await sent(wren, f"Words {n}")
    assert "the most a day" in (await start(wren)).text
    late = await wren.submit(opened, words="One too many")
    assert "isn't sent" in late.text
    assert "One too many" in late.text
    assert len(await rows(stage)) == POSTS_A_DAY
    stage.clock.step(timedelta(days=1))
    await sent(wren, "The next day")


@ON_MEMORY
async def test_withdrawing_gives_no_further_post_of_the_day(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    for n in range(POSTS_A_DAY):
        await sent(wren, f"Words {n}")
        await wren.press(await wren.press(await own(wren), "Withdraw"), "Withdraw it")
    assert not await rows(stage)
    assert "the most a day" in (await start(wren)).text


@ON_MEMORY
async def test_who_is_new_waits_a_week_and_reads_which_day_in_their_own_zone(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    opened = await form(wren)
    await joined(stage, wren, timedelta(days=6, hours=10))  # at midnight in UTC
    assert "opens 7 days after you first used Cairn here: on 3 March 2026" in (await start(wren)).text
    await stage.db.run(lambda tx: accounts.set_zone(tx, _account(tx, stage, wren.id), "America/New_York"))
    assert "on 2 March 2026" in (await start(wren)).text
    assert "on 2 March 2026" in (await wren.submit(opened, words=WORDS)).text
    stage.clock.step(timedelta(hours=14))
    assert "Sent without" in (await wren.submit(opened, words=WORDS)).text


def _account(tx: Tx, stage: Stage, external: str) -> int:
    found = members.by_external(tx, stage.community, external)
    assert found is not None
    return members.get(tx, found).account


@ON_MEMORY
@pytest.mark.parametrize("room", ["missing", "broken"])
async def test_without_a_room_it_says_so_and_keeps_the_words(stage: Stage, room: str) -> None:
    (wren,) = await members_of(stage, "wren")
    opened = await form(wren)
    sql = {
        "missing": "DELETE FROM room WHERE kind = 'support'",
        "broken": "UPDATE room SET broken = 'gone' WHERE kind = 'support'",
    }[room]
    await stage.db.run(lambda tx: tx.run(sql))
    assert "support room" in (await start(wren)).text
    seen = await wren.submit(opened, words=WORDS)
    assert "isn't sent" in seen.text
    assert WORDS in seen.text
    assert not await rows(stage)


@ON_MEMORY
async def test_switched_off_while_the_form_was_open_nothing_is_lost(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    opened = await form(wren)
    await switched(stage, active=False)
    seen = await wren.submit(opened, words=WORDS)
    assert "switched off here" in seen.text
    assert WORDS in seen.text
    assert "Write" not in (await wren.press(await listed(wren), "Back")).buttons


@ON_MEMORY
async def test_whoever_is_stopped_from_posting_can_not_go_round_it(stage: Stage) -> None:
    (wren,) = await members_of(stage, "wren")
    opened, id = await form(wren), await member_id(stage, wren)
    until = stage.now + timedelta(days=1)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, id, until))
    seen = await wren.submit(opened, words=WORDS)
    assert "paused your posts" in seen.text
    assert WORDS in seen.text
    assert "paused your posts" in (await start(wren)).text


def test_every_state_of_the_first_card_reads_calmly() -> None:
    for platform in ("discord", "slack", "playground"):
        for reviewed in (True, False):
            card = views.compose(platform=platform, reviewed=reviewed, why=None, news=True)
            for content in contents(card):
                assert not tone.problems(text_of(content, Scene(0)))


@ON_MEMORY
async def test_the_guide_names_it_where_it_is_switched_on(stage: Stage) -> None:
    wren = await member(stage, "wren")
    assert "/share-anonymously" not in (await wren.command("help")).text
    await switched(stage)
    assert "/share-anonymously" in (await wren.command("help")).text


async def test_it_is_one_of_the_ways_to_share_a_no(stage: Stage) -> None:
    wren = await member(stage, "wren")
    asks = await wren.press(await wren.command("rejection"), "Share")
    assert "Without your name" not in asks.buttons
    await switched(stage)
    asks = await wren.press(await wren.command("rejection"), "Share")
    assert "Who could still find out" in (await wren.press(asks, "Without your name")).text
