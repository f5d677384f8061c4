"""A circle that became small: its members are asked, and nobody is ever moved without having said yes."""

from __future__ import annotations

from datetime import timedelta

from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.buddies.profile import store as profiles
from cogs.checkins.circles import store
from cogs.checkins.model import PAUSED_UNTIL_BACK
from tests.cogs.checkins.circle import member_of
from tests.cogs.checkins.joining import (
    asked,
    circles,
    closed,
    in_circles,
    joined,
    leaves,
    names,
    news,
    next_circles,
    pauses,
    people,
    place,
    read,
    settings,
    the_checkin,
)
from tests.cogs.checkins.made import invitations
from tests.stage import Actor, Stage

YES, STAY = "Yes, join another circle", "Stay as we are"
MOVED, GOES_ON = "You are in another circle now", "Your circle goes on"


async def small(stage: Stage, *, both: bool = False) -> tuple[list[Actor], list[Actor]]:
    """Two circles that were asked, or one of the two: two people in the small one, three or two in the other."""
    found = await in_circles(stage, 7)
    together = await names(stage, found)
    one = [actor for actor in found if actor.name in together[0]]
    other = [actor for actor in found if actor.name in together[1]]
    few, more = sorted((one, other), key=len)
    await leaves(few.pop())
    if both:
        await leaves(more.pop())
        await leaves(more.pop())
    await closed(stage)
    return few, more


async def quiet(stage: Stage, actor: Actor) -> None:
    """Somebody of whom nothing was heard for five weeks."""
    long_ago = seconds(stage.now - timedelta(weeks=5))

    def change(tx: Tx) -> None:
        tx.run(
            "UPDATE checkin_member SET active_at = :at WHERE member_id = :m",
            {"at": long_ago, "m": member_of(tx, actor)},
        )

    await stage.db.run(change)


async def answers(stage: Stage, actor: Actor, label: str) -> None:
    (seen, *_) = await asked(stage, actor)
    assert "Noted" in (await actor.press(seen, label)).text


async def test_a_small_circle_is_asked_once_in_its_thread(stage: Stage) -> None:
    few, more = await small(stage)
    for actor in few:
        (seen,) = await asked(stage, actor)
        assert {YES, STAY} <= set(seen.buttons)
        assert "Nobody sees what the others said" in seen.text
    for actor in more:
        assert not await asked(stage, actor)
    for _ in range(2):
        await next_circles(stage)
        await closed(stage)
    assert len(await asked(stage, few[0])) <= 1  # not again within four weeks


async def test_all_of_two_small_circles_say_yes_and_become_one(stage: Stage) -> None:
    few, more = await small(stage, both=True)
    everybody = [*few, *more]
    for actor in everybody:
        await answers(stage, actor, YES)
    before = [circle.id for circle in await circles(stage)]
    await next_circles(stage)
    assert await names(stage, everybody) == [{actor.name for actor in everybody}]
    assert [circle.id for circle in await circles(stage)] not in ([before[0]], [before[1]])
    await stage.step(hours=14)
    for actor in everybody:
        (seen,) = await news(stage, actor, MOVED)
        for other in everybody:
            assert other is actor or other.name in seen.text
        if stage.closes_rooms:
            assert not await asked(stage, actor)  # the old threads are closed


async def test_a_small_circle_that_says_yes_comes_to_one_with_room(stage: Stage) -> None:
    few, more = await small(stage)
    for actor in few:
        await answers(stage, actor, YES)
    stay = [await place(stage, actor) for actor in more]
    await next_circles(stage)
    assert await names(stage, [*few, *more]) == [{actor.name for actor in (*few, *more)}]
    assert [(await place(stage, actor)).circle for actor in more] == [one.circle for one in stay]
    await stage.step(hours=14)
    for actor in few:
        assert len(await news(stage, actor, MOVED)) == 1
    for actor in more:
        assert not await news(stage, actor, MOVED)


async def test_one_who_wants_to_stay_is_enough_and_only_the_others_hear_of_it(stage: Stage) -> None:
    (yes, no), more = await small(stage)
    await answers(stage, yes, YES)
    await answers(stage, no, STAY)
    before = await names(stage, [yes, no, *more])
    await next_circles(stage)
    assert await names(stage, [yes, no, *more]) == before
    await stage.step(hours=14)
    (seen,) = await news(stage, yes, GOES_ON)
    assert no.name not in seen.text
    assert not await news(stage, no, GOES_ON)
    assert "Another circle" in (await settings(yes)).buttons


async def test_who_said_nothing_is_not_moved(stage: Stage) -> None:
    (yes, silent), more = await small(stage)
    await answers(stage, yes, YES)
    before = await names(stage, [yes, silent, *more])
    await next_circles(stage)
    assert await names(stage, [yes, silent, *more]) == before
    assert (await place(stage, silent)).paused_until is None


async def test_who_was_quiet_for_weeks_is_paused_and_told_and_comes_back_with_one_press(stage: Stage) -> None:
    (yes, silent), more = await small(stage)
    await quiet(stage, silent)
    await answers(stage, yes, YES)
    await next_circles(stage)
    assert (await place(stage, yes)).circle == (await place(stage, more[0])).circle
    mine = await place(stage, silent)
    assert mine.circle is None
    assert mine.paused_until == PAUSED_UNTIL_BACK
    await stage.step(hours=14)
    (seen,) = await news(stage, silent, "Your circle has ended")
    assert "quiet" not in seen.text
    back = await silent.press(seen, "Come back")
    assert "You wait for a circle" in back.text
    await next_circles(stage)
    assert (await place(stage, silent)).circle is not None


async def test_an_answer_can_be_changed_until_circles_are_made_and_not_after(stage: Stage) -> None:
    (one, other), more = await small(stage)
    (seen,) = await asked(stage, one)
    await one.press(seen, STAY)
    card = await one.press(seen, YES)
    card = await one.press(card, "Stay after all")
    await one.press(card, "Join another circle after all")
    await answers(stage, other, YES)
    await next_circles(stage)
    assert len((await names(stage, [one, other, *more]))[0]) == 6
    assert "Circles have been made since" in (await one.press(seen, STAY)).text
    assert (await place(stage, one)).merge is None


async def test_nobody_else_can_answer_for_a_circle(stage: Stage) -> None:
    few, more = await small(stage)
    (seen,) = await asked(stage, few[0])
    outside = await stage.member("outside")
    for actor in (more[0], outside):
        assert "not yours" in (await actor.press(seen, YES)).text
    assert [(await place(stage, actor)).merge for actor in (*few, more[0])] == [None] * 3


async def test_where_no_other_circle_has_room_it_stays_and_newcomers_come_to_it(stage: Stage) -> None:
    found = await in_circles(stage, 12)
    first = (await names(stage, found))[0]
    one, other, *rest = [actor for actor in found if actor.name in first]
    for actor in rest:
        await leaves(actor)
    await closed(stage)
    for actor in (one, other):
        await answers(stage, actor, YES)
    (late,) = await people(stage, 1, 12)
    await late.press((await invitations(stage))[0], "Join")
    await next_circles(stage)
    assert (await names(stage, [one, other, late]))[0] == {one.name, other.name, late.name}
    await stage.step(hours=14)
    for actor in (one, other):
        assert await news(stage, actor, GOES_ON)


async def test_the_only_circle_is_not_asked(stage: Stage) -> None:
    one, other, third = await in_circles(stage, 3)
    await leaves(third)
    await closed(stage)
    assert not await asked(stage, one)
    (late,) = await people(stage, 1, 3)
    await late.press((await invitations(stage))[0], "Join")
    await next_circles(stage)
    assert await names(stage, [one, other, late]) == [{one.name, other.name, late.name}]


async def test_people_who_never_want_to_be_together_are_not_brought_together_this_way(stage: Stage) -> None:
    few, more = await small(stage, both=True)
    for actor in (*few, *more):
        await answers(stage, actor, YES)

    def never(tx: Tx) -> None:
        profiles.add_never(tx, member_of(tx, few[0]), member_of(tx, more[0]), profiles.ASKED, stage.now)

    await stage.db.run(never)
    before = await names(stage, [*few, *more])
    await next_circles(stage)
    assert await names(stage, [*few, *more]) == before


async def test_a_pause_with_an_end_makes_no_circle_small(stage: Stage) -> None:
    found = await in_circles(stage, 7)
    first = (await names(stage, found))[0]
    one, other, third, *_ = [actor for actor in found if actor.name in first]
    for actor in [actor for actor in found if actor.name in first][3:]:
        await leaves(actor)
    await pauses(one, "2 weeks")
    await closed(stage)
    assert not await asked(stage, other)
    await pauses(third, "Until I’m back")
    await next_circles(stage)
    await closed(stage)
    assert await asked(stage, other)


async def test_without_a_thread_each_is_asked_by_message(stage: Stage) -> None:
    await stage.break_rooms()
    few, more = await small(stage)
    await stage.step(hours=20)
    for actor in few:
        (seen,) = await news(stage, actor, "become small")
        assert "Noted" in (await actor.press(seen, YES)).text
        assert (await place(stage, actor)).merge
    assert not await news(stage, more[0], "become small")


async def test_months_of_asking_move_nobody_who_says_nothing(stage: Stage) -> None:
    few, more = await small(stage)
    before = [(await place(stage, actor)).circle for actor in (*few, *more)]
    for _ in range(6):
        await next_circles(stage)
        await stage.step(days=1)
    assert [(await place(stage, actor)).circle for actor in (*few, *more)] == before


async def test_an_empty_circle_ends_with_the_next_making(stage: Stage) -> None:
    found = await joined(stage, 3)
    await next_circles(stage)
    checkin = await the_checkin(stage)

    def empty(tx: Tx) -> None:
        for actor in found:
            store.leave(tx, checkin.id, member_of(tx, actor))

    await stage.db.run(empty)
    assert len(await circles(stage)) == 1
    await next_circles(stage)
    assert await circles(stage) == []
    assert await read(stage, lambda tx: tx.all("SELECT member_id FROM checkin_member")) == []


async def test_what_was_written_ahead_for_an_old_circle_is_shown_to_nobody_and_that_is_said(stage: Stage) -> None:
    few, more = await small(stage)
    one, other = few
    card = await one.press(await one.command("checkin mine"), "Answer now")
    await one.submit(await one.press(card, "Write and post"), first="Words for two people.")
    asked_for = await one.press(await settings(one), "Another circle")
    assert "shown to nobody" in asked_for.text
    for actor in few:
        await answers(stage, actor, YES)
    await next_circles(stage)
    await stage.step(days=3)
    (seen,) = await news(stage, one, MOVED)
    assert "for your old circle" in seen.text
    assert "for your old circle" not in (await news(stage, other, MOVED))[0].text
    for actor in (*few, *more):
        for room in await stage.rooms(actor):
            assert not any("Words for two people." in seen.text for seen in room.posts)
