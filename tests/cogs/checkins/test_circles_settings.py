"""One's own place in a check-in: how one is asked, a pause, another circle, leaving."""

from __future__ import annotations

from cogs.checkins.circles import store
from cogs.checkins.model import PAUSED_UNTIL_BACK
from tests.cogs.checkins.circle import member_of
from tests.cogs.checkins.joining import (
    circles,
    in_circles,
    joined,
    names,
    news,
    next_circles,
    people,
    place,
    read,
    settings,
    the_checkin,
)
from tests.cogs.checkins.made import invitations
from tests.stage import Stage


async def test_how_one_is_asked_and_reminded_is_ones_own_choice(stage: Stage) -> None:
    wren, ash = await joined(stage, 2)
    card = await wren.press(await settings(wren), "Ask me by message")
    assert "by a message to you alone" in card.text
    card = await wren.press(card, "Remind me once")
    assert "I remind you once" in card.text
    assert (await place(stage, wren)).by_dm
    assert (await place(stage, wren)).remind
    card = await wren.press(card, "Ask me in the thread")
    card = await wren.press(card, "No reminder")
    assert not (await place(stage, wren)).by_dm
    assert not (await place(stage, wren)).remind
    assert not (await place(stage, ash)).by_dm


async def test_whom_no_message_reaches_hears_where_it_waits(stage: Stage) -> None:
    (wren,) = await joined(stage, 1)
    form = await wren.press(await wren.home(), "Messages and clock")
    await wren.press(form, "Only here, on Home")
    card = await wren.press(await settings(wren), "Ask me by message")
    assert "waits on /home" in card.text
    assert "Try a direct message" in card.buttons


async def test_a_pause_ends_by_itself_and_keeps_the_place(stage: Stage) -> None:
    wren, *_ = await in_circles(stage, 3)
    asked = await wren.press(await settings(wren), "Pause")
    assert "nothing says that you are away" in asked.text
    card = await wren.press(asked, "2 weeks")
    assert "Your place in the circle stays yours" in card.text
    mine = await place(stage, wren)
    assert mine.circle is not None
    assert mine.paused(stage.now)
    await stage.step(days=14)
    assert not mine.paused(stage.now)
    assert mine.active(stage.now)
    assert "Pause" in (await settings(wren)).buttons


async def test_a_pause_until_one_is_back_ends_with_one_press(stage: Stage) -> None:
    (wren,) = await joined(stage, 1)
    card = await wren.press(await wren.press(await settings(wren), "Pause"), "Until I’m back")
    assert (await place(stage, wren)).paused_until == PAUSED_UNTIL_BACK
    for _ in range(2):
        card = await wren.press(card, "Come back") if "Come back" in card.buttons else card
        assert "Welcome back" in card.text
    assert (await place(stage, wren)).paused_until is None


async def test_who_pauses_is_given_no_circle_and_hears_nothing_of_it(stage: Stage) -> None:
    wren, *others = await joined(stage, 4)
    await wren.press(await wren.press(await settings(wren), "Pause"), "4 weeks")
    await next_circles(stage)
    assert (await place(stage, wren)).circle is None
    assert all([(await place(stage, other)).circle for other in others])
    await stage.step(hours=14)
    assert not await news(stage, wren, "circle")


async def test_another_circle_comes_after_a_confirmation_and_is_another_one(stage: Stage) -> None:
    wren, *rest = await in_circles(stage, 4)
    before = (await place(stage, wren)).circle
    asked = await wren.press(await settings(wren), "Another circle")
    assert "No reason is asked" in asked.text
    assert (await place(stage, wren)).circle == before
    card = await wren.press(asked, "Yes, another circle")
    assert "wait for another one" in card.text
    assert (await place(stage, wren)).circle is None
    # nobody hears that somebody left, or who
    await stage.step(hours=14)
    for other in rest:
        assert wren.name not in "".join(seen.text for seen in await stage.dms(other))
    await next_circles(stage)
    assert (await place(stage, wren)).circle is None
    await stage.step(hours=14)
    assert "You wait for a circle" in "".join(seen.text for seen in await stage.dms(wren))
    await next_circles(stage)
    await stage.step(hours=14)
    assert len(await news(stage, wren, "You wait for a circle")) == 1
    seen = (await invitations(stage))[0]
    for actor in await people(stage, 3, 4):
        await actor.press(seen, "Join")
    await next_circles(stage)
    after = (await place(stage, wren)).circle
    assert after is not None
    assert after != before


async def test_an_old_confirmation_takes_nobody_out_of_a_newer_circle(stage: Stage) -> None:
    wren, *_ = await in_circles(stage, 4)
    asked = await wren.press(await settings(wren), "Another circle")
    await wren.press(asked, "Yes, another circle")
    seen = (await invitations(stage))[0]
    for actor in await people(stage, 3, 4):
        await actor.press(seen, "Join")
    await next_circles(stage)
    newer = (await place(stage, wren)).circle
    assert newer is not None
    await wren.press(asked, "Yes, another circle")
    assert (await place(stage, wren)).circle == newer


async def test_leaving_says_what_stays_and_can_be_undone_by_joining(stage: Stage) -> None:
    wren, ash, rowan = await in_circles(stage, 3)
    asked = await wren.press(await settings(wren), "Leave")
    assert "180 days" in asked.text
    assert "To take one back" in asked.text
    await wren.press(asked, "Leave")
    left = await wren.press(asked, "Leave")
    assert "You have left" in left.text
    checkin = await the_checkin(stage)
    assert await read(stage, lambda tx: store.belonging(tx, checkin.id, member_of(tx, wren))) is None
    assert await names(stage, [ash, rowan]) == [{"ash", "rowan"}]
    await wren.press(left, "Join again")
    assert (await place(stage, wren)).circle is None


async def test_a_circle_that_all_have_left_is_over(stage: Stage) -> None:
    found = await in_circles(stage, 3)
    for actor in found:
        await actor.press(await actor.press(await settings(actor), "Leave"), "Leave")
    assert await circles(stage) == []


async def test_another_circle_of_somebody_else_moves_only_whoever_presses(stage: Stage) -> None:
    wren, ash, *_ = await in_circles(stage, 4)
    asked = await wren.press(await settings(wren), "Another circle")
    outside = await stage.member("outside")
    assert "You are not in" in (await outside.press(asked, "Yes, another circle")).text
    await ash.press(asked, "Yes, another circle")
    assert (await place(stage, wren)).circle is not None
    assert (await place(stage, ash)).circle is None
