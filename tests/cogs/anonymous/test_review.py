"""Moderators read what was sent before it appears."""

from __future__ import annotations

from bot.people.roles import Role, give
from bot.storage.database import Tx
from tests.cogs.anonymous.room import ON_MEMORY, answered, appeared, in_the_room, is_shown, query
from tests.cogs.anonymous.steps import listed, member_id, members_of, own, sent
from tests.cogs.posts.moderating import appointed, opened
from tests.stage import Actor, Stage

WORDS = "Nobody calls back."


async def _acts(stage: Stage) -> list[str]:
    return [act for (act,) in await query(stage, "SELECT act FROM audit ORDER BY at, id")]


async def _waits(stage: Stage, **fields: str) -> tuple[Actor, Actor]:
    """An author whose post waits, and a moderator."""
    (rosa,) = await members_of(stage, "rosa", reviewed=True)
    await sent(rosa, WORDS, **fields)
    return rosa, await appointed(stage, "mara")


async def test_it_appears_once_a_moderator_accepted_it(stage: Stage) -> None:
    _, mara = await _waits(stage)
    await appeared(stage)
    assert not await is_shown(stage, WORDS)
    card = await opened(mara)
    assert WORDS in card.text
    assert "rosa" not in card.text
    assert "Accepted" in (await mara.press(card, "Accept")).text
    await appeared(stage)
    await in_the_room(stage, WORDS)
    assert await _acts(stage) == ["nameless-accepted"]


async def test_declined_words_come_back_to_their_author_with_the_reason_and_no_message(stage: Stage) -> None:
    rosa, mara = await _waits(stage)
    await mara.submit(await mara.press(await opened(mara), "Decline"), reason="It names a colleague.")
    await appeared(stage)
    assert not await is_shown(stage, WORDS)
    assert not await stage.dms(rosa)
    card = await own(rosa)
    assert "It names a colleague." in card.text
    assert WORDS in card.text
    assert "mara" not in card.text


async def test_an_author_changes_what_was_asked_for_and_it_waits_again(stage: Stage) -> None:
    rosa, mara = await _waits(stage)
    await mara.submit(await mara.press(await opened(mara), "Ask for a change"), reason="Please leave out the town.")
    assert "Nothing is waiting" in (await mara.command("mod queue")).text
    card = await own(rosa)
    assert "Please leave out the town." in card.text
    await rosa.submit(await rosa.press(card, "Change it"), words="Nobody calls.")
    assert "Nobody calls." in (await opened(mara)).text


async def test_a_content_note_hides_the_words_from_moderators_until_they_press(stage: Stage) -> None:
    _, mara = await _waits(stage, note="health")
    board = await mara.command("mod queue")
    assert WORDS not in board.text
    card = await mara.press(board, "Open 1")
    assert "health" in card.text.lower()
    reveal = [label for label in card.buttons if label.startswith("Show")]
    if reveal:
        assert WORDS not in card.text
        assert WORDS in (await mara.press(card, reveal[0])).text


async def test_moderators_who_press_at_once_or_twice_make_one_decision(stage: Stage) -> None:
    _, mara = await _waits(stage)
    noor = await appointed(stage, "noor")
    mine, theirs = await opened(mara), await opened(noor)
    form = await noor.press(theirs, "Decline")
    await mara.press(mine, "Accept")
    assert "It is decided" in (await mara.press(mine, "Accept")).text
    assert "It is decided" in (await noor.submit(form, reason="No.")).text
    await appeared(stage)
    await in_the_room(stage, WORDS)
    assert await _acts(stage) == ["nameless-accepted"]


@ON_MEMORY
async def test_nobody_accepts_words_that_changed_since_they_read_them(stage: Stage) -> None:
    rosa, mara = await _waits(stage)
    card = await opened(mara)
    await rosa.submit(await rosa.press(await own(rosa), "Change it"), words="Call me names.")
    again = await mara.press(card, "Accept")
    assert "has changed it meanwhile" in again.text
    assert "Call me names." in again.text
    assert await _acts(stage) == []
    await mara.press(again, "Accept")
    assert await _acts(stage) == ["nameless-accepted"]


async def test_moderators_leave_their_own_to_others(stage: Stage) -> None:
    rosa, mara = await _waits(stage)
    card = await opened(mara)
    id = await member_id(stage, rosa)

    def appoint(tx: Tx) -> None:
        give(tx, id, Role.MODERATOR)

    await stage.db.run(appoint)
    assert "This one is yours" in (await opened(rosa)).text
    for button in ("Accept", "Decline", "Ask for a change", "Mute the author"):
        assert "This one is yours" in (await rosa.press(card, button)).text
    assert await _acts(stage) == []
    assert len((await listed(rosa)).options) == 1


async def test_what_its_author_took_back_is_gone_for_moderators(stage: Stage) -> None:
    rosa, mara = await _waits(stage)
    card = await opened(mara)
    asked = await rosa.press(await own(rosa), "Withdraw")
    await rosa.press(asked, next(label for label in asked.buttons if label.startswith(("Yes", "Withdraw"))))
    assert "It is gone" in (await mara.press(card, "Accept")).text
    assert "Nothing is waiting" in (await mara.command("mod queue")).text


async def test_only_staff_decide(stage: Stage) -> None:
    rosa, mara = await _waits(stage)
    card = await opened(mara)
    for button in ("Accept", "Decline", "Ask for a change", "Mute the author"):
        assert "moderator" in (await rosa.press(card, button)).text
    await appeared(stage)
    assert not await is_shown(stage, WORDS)
    assert await _acts(stage) == []


@ON_MEMORY
async def test_an_answer_is_read_beside_the_post_it_answers(stage: Stage) -> None:
    rosa, mara = await _waits(stage)
    await mara.press(await opened(mara), "Accept")
    await appeared(stage)
    await answered(rosa, await in_the_room(stage, WORDS), "Still nobody.")
    card = await opened(mara)
    assert "An answer without a name" in card.text
    assert WORDS in card.text
    assert "Still nobody." in card.text
    await mara.press(card, "Accept")
    await appeared(stage)
    await in_the_room(stage, "Still nobody.")


@ON_MEMORY
async def test_what_waits_since_the_day_before_yesterday_is_overdue_and_moderators_are_reminded(stage: Stage) -> None:
    _, mara = await _waits(stage)
    await stage.step(hours=13)
    assert "more than a day" not in (await mara.command("mod queue")).text
    assert not await stage.dms(mara)
    await stage.step(hours=34)
    assert "more than a day" in (await mara.command("mod queue")).text
    assert any("been waiting for more than a day" in dm.text for dm in await stage.dms(mara))


@ON_MEMORY
async def test_a_moderator_decides_about_no_report_on_their_own_post(stage: Stage) -> None:
    rosa, mara, omid = *(await members_of(stage, "rosa", "mara")), await appointed(stage, "omid")
    id = await member_id(stage, mara)
    await stage.db.run(lambda tx: give(tx, id, Role.MODERATOR))
    await sent(mara, WORDS)
    await appeared(stage)
    report = await rosa.press(await rosa.press(await in_the_room(stage, WORDS), "…"), "Report")
    await rosa.submit(report, reason="unkind")
    card = await opened(mara)
    assert "not for you to decide" in card.text
    assert WORDS not in card.text
    assert "Leave it" not in card.buttons
    theirs = await opened(omid)
    assert "Leave it" in theirs.buttons
    await mara.press(theirs, "Leave it")
    await omid.press(theirs, "Leave it")
    assert await _acts(stage) == ["left"]
