"""Organisers decide about sharing without a name."""

from __future__ import annotations

from bot.people import communities
from tests.cogs.anonymous.room import ON_MEMORY, appeared, in_the_room, query
from tests.cogs.anonymous.steps import member, members_of, sent, start, switched
from tests.cogs.posts.moderating import appointed, opened
from tests.stage import Actor, Seen, Stage

TITLE = "Posts without a name"


async def _care(organiser: Actor) -> Seen:
    return await organiser.press(await organiser.command("setup"), "Care")


async def test_it_is_off_until_an_organiser_switches_it_on_and_then_read_first(stage: Stage) -> None:
    rosa, olga = await member(stage, "rosa"), await stage.organiser("olga")
    assert "switched off here" in (await start(rosa)).text
    care = await _care(olga)
    assert f"{TITLE}: off." in care.text
    card = await olga.press(await olga.press(care, TITLE), "Switch on")
    assert "Moderators read them first" in card.text
    assert "Write" in (await start(rosa)).buttons
    assert f"{TITLE}: on." in (await olga.press(card, "Back")).text
    assert await query(stage, "SELECT act FROM audit") == [("nameless-rules",)]


async def test_a_second_press_changes_nothing_more(stage: Stage) -> None:
    olga = await stage.organiser("olga")
    card = await olga.press(await _care(olga), TITLE)
    await olga.press(card, "Switch on")
    assert "Now: on." in (await olga.press(card, "Switch on")).text
    assert len(await query(stage, "SELECT act FROM audit")) == 1


async def test_it_needs_a_support_room(stage: Stage) -> None:
    olga = await stage.organiser("olga")
    await stage.db.run(lambda tx: communities.drop_room(tx, stage.community, "support"))
    card = await olga.press(await olga.press(await _care(olga), TITLE), "Switch on")
    assert "Choose a support room first" in card.text
    assert "Now: off." in card.text


async def test_members_and_moderators_change_no_settings(stage: Stage) -> None:
    olga, rosa, mara = await stage.organiser("olga"), await member(stage, "rosa"), await appointed(stage, "mara")
    card = await olga.press(await _care(olga), TITLE)
    for somebody in (rosa, mara):
        assert "organiser" in (await somebody.press(card, "Switch on")).text
        assert "organiser" in (await somebody.press(card, "Don't read first")).text
    assert await query(stage, "SELECT * FROM anonymous_terms") == []


@ON_MEMORY
async def test_a_change_touches_nothing_that_was_sent_before(stage: Stage) -> None:
    rosa, tom, uma = await members_of(stage, "rosa", "tom", "uma", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, "Sent to be read.")
    await switched(stage, reviewed=False)
    await sent(tom, "Sent while nobody read.")
    await switched(stage, reviewed=True)
    await sent(uma, "Sent to be read again.")
    await switched(stage, active=False)
    await appeared(stage)
    await in_the_room(stage, "Sent while nobody read.")
    assert len(await stage.posts("support")) == 1
    for _ in range(2):
        await mara.press(await opened(mara), "Accept")
    await appeared(stage)
    assert len(await stage.posts("support")) == 3
