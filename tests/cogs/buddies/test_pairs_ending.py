"""How a pair ends: the words are the same for every cause, and nothing else tells it either."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.delivery.effects import OutboxEffects
from bot.runtime.all_cogs import AllCogs, erase, load
from bot.storage.database import Tx
from cogs.buddies.model import PairState
from cogs.buddies.pairs import ending, opening
from cogs.buddies.pairs import store as pairs
from cogs.buddies.profile import store as profiles
from tests.cogs.buddies.pairs import NEUTRAL, begin, has_first, heard, intro, message, proposed, state, together, two
from tests.cogs.buddies.people import joins, member_id
from tests.cogs.posts.moderating import opened
from tests.stage import Actor, Seen, Stage

Cause = Callable[[Stage, Actor, int], Awaitable[None]]


async def steps_out(stage: Stage, actor: Actor, pair: int) -> None:
    sure = await actor.press(await actor.press(await intro(stage, actor), "…"), "Step out")
    await actor.press(sure, "Step out")


async def swaps(stage: Stage, actor: Actor, pair: int) -> None:
    await stage.step(days=4)
    sure = await actor.press(await message(stage, actor, "Half-way"), "Swap me, no reason needed")
    await actor.press(sure, "Swap")


async def leaves(stage: Stage, actor: Actor, pair: int) -> None:
    await actor.press(await actor.press(await actor.command("buddy status"), "Leave"), "Leave")


async def pauses(stage: Stage, actor: Actor, pair: int) -> None:
    asked = await actor.press(await actor.command("buddy status"), "Pause")
    await actor.press(asked, "Until I come back")


async def reports(stage: Stage, actor: Actor, pair: int) -> None:
    form = await actor.press(await actor.press(await intro(stage, actor), "…"), "Report")
    await actor.submit(form, reason="pressure", note="Asked for my address.")


async def erases(stage: Stage, actor: Actor, pair: int) -> None:
    id = await member_id(stage, actor)
    await stage.db.run(lambda tx: erase(tx, load(), [id], stage.now))
    await stage.settle()


def nobodys(stage: Stage, tx: Tx) -> Context:
    utc = ZoneInfo("UTC")
    return Context(
        tx, OutboxEffects(), AllCogs(load()), stage.community, 0, 0, "en", utc, stage.now, stage.platform.name
    )


async def staff_end(stage: Stage, actor: Actor, pair: int) -> None:
    def end(tx: Tx) -> None:
        found = pairs.get(tx, stage.community, pair)
        assert found is not None
        ending.end(nobodys(stage, tx), found, by=None)
        ending.end(nobodys(stage, tx), found, by=None)

    await stage.db.run(end)
    await stage.settle()


async def test_every_cause_is_told_in_the_same_words(stage: Stage) -> None:
    told: dict[str, Seen] = {}
    for number, cause in enumerate((steps_out, swaps, leaves, pauses, reports, erases, staff_end)):
        actor, other = await stage.member(f"one{number}"), await stage.member(f"two{number}")
        pair = await together(stage, actor, other)
        await cause(stage, actor, pair)
        told[cause.__name__] = await message(stage, other, NEUTRAL)
        assert await has_first(stage, other)
        await stage.step(days=1)
        if stage.closes_rooms:
            assert await stage.rooms(other) == []
    lost, left = await stage.member("lost"), await stage.member("left")
    await joins(lost)
    await joins(left)
    pair = await proposed(stage, lost, left)
    await stage.leave(left)
    await stage.break_rooms()
    await begin(stage, pair)
    told["gone"] = await message(stage, lost, NEUTRAL)
    assert len({(seen.text, seen.buttons) for seen in told.values()}) == 1, told


async def test_who_steps_out_is_told_nothing_more_and_stays_for_the_next_match(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    await steps_out(stage, wren, pair)
    assert not await stage.dms(wren)
    assert not await has_first(stage, wren)
    id = await member_id(stage, wren)
    profile = await stage.db.run(lambda tx: profiles.get(tx, id))
    assert profile is not None
    assert profile.paused_until is None
    await stage.step(days=9)
    assert not await heard(stage, wren, "Did you meet?")
    assert not await heard(stage, ash, "Did you meet?")
    assert not await heard(stage, ash, "Half-way")


async def test_what_the_bot_posted_goes_with_the_pair(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    form = await ash.press(await intro(stage, ash), "Write my plan")
    await ash.submit(form, when="it rains", what="read")
    await steps_out(stage, wren, pair)
    for room in await stage.rooms(ash):
        assert not room.posts


async def shared(stage: Stage, gone: Actor, *staying: Actor) -> None:
    """Those who stay have a room that whoever is gone never sees; the one of three says nothing any more."""
    first, second = [(await stage.rooms(one))[-1] for one in staying]
    assert first == second
    assert set(first.people) == {one.name for one in staying}
    assert "Meet your buddy" in first.posts[0].text
    assert gone.name not in "".join(post.text for post in first.posts)
    for one in (gone, *staying):
        for room in await stage.rooms(one):
            assert room == first or (not stage.closes_rooms and not room.posts)
    assert first not in await stage.rooms(gone)


async def test_of_three_one_steps_out_and_two_go_on_in_a_room_of_their_own(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    pair = await together(stage, *people)
    seen = await intro(stage, people[0])
    for one, words in zip(people, ("read", "walk", ""), strict=True):
        if words:
            await one.submit(await one.press(seen, "Write my plan"), when="it rains", what=words)
    await steps_out(stage, people[0], pair)
    assert await state(stage, pair) is PairState.OPEN
    texts = {(await message(stage, one, "You are two now")).text for one in people[1:]}
    assert len(texts) == 1
    for one in people[1:]:
        assert not await heard(stage, one, NEUTRAL)
        assert not await has_first(stage, one)
    await shared(stage, *people)
    (room, *_) = reversed(await stage.rooms(people[1]))
    assert len(room.posts) == 2
    assert "When it rains, I'll walk" in room.posts[1].text
    assert not await heard(stage, people[0], "You are two now")
    assert "not open any more" in (await people[0].press(room.posts[0], "Write my plan")).text
    await people[2].submit(await people[2].press(room.posts[0], "Write my plan"), when="it snows", what="rest")
    assert "I'll rest" in (await stage.rooms(people[1]))[-1].posts[-1].text
    await stage.step(days=4)
    assert not await heard(stage, people[0], "Half-way")
    assert await heard(stage, people[1], "Half-way") == 1
    half = await message(stage, people[1], "Half-way")
    await people[1].press(await people[1].press(half, "Swap me, no reason needed"), "Swap")
    assert await heard(stage, people[2], NEUTRAL) == 1
    if stage.closes_rooms:
        assert await stage.rooms(people[2]) == []


async def test_of_three_one_leaves_while_the_room_is_made_and_the_others_never_hear_of_them(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    for one in people:
        await joins(one)
    pair, wren = await proposed(stage, *people), await member_id(stage, people[0])

    def begin_and_leave(tx: Tx) -> None:
        found = pairs.get(tx, stage.community, pair)
        assert found is not None
        opening.begin(nobodys(stage, tx), found)
        found = pairs.get(tx, stage.community, pair)
        assert found is not None
        assert found.state is PairState.OPENING
        ending.end(nobodys(stage, tx), found, by=wren)

    await stage.db.run(begin_and_leave)
    await stage.settle()
    await shared(stage, *people)
    assert await stage.rooms(people[0]) == []
    for one in people[1:]:
        assert not await heard(stage, one, "You are two now")


async def test_where_the_two_who_go_on_get_no_room_they_hear_of_each_other_by_message(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    pair = await together(stage, *people)
    await stage.break_rooms()
    await steps_out(stage, people[0], pair)
    assert await state(stage, pair) is PairState.OPEN
    for one in people[1:]:
        assert "wren" not in (await message(stage, one, "Meet your buddy")).text


async def test_of_three_one_erases_themselves_and_two_go_on(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    pair = await together(stage, *people)
    form = await people[0].press(await intro(stage, people[0]), "Write my plan")
    await people[0].submit(form, when="it rains", what="read")
    await erases(stage, people[0], pair)
    assert await state(stage, pair) is PairState.OPEN
    for one in people[1:]:
        assert await heard(stage, one, "You are two now") == 1
    await shared(stage, *people)


async def test_a_message_about_a_pair_that_ended_meanwhile_is_not_sent(stage: Stage) -> None:
    wren, ash = await two(stage)
    await stage.break_rooms()
    pair = await together(stage, wren, ash)
    await stage.step(hours=12)  # night: what is said now waits for the morning
    form = await wren.press(await message(stage, wren, "Meet your buddy"), "Write my plan")
    await wren.submit(form, when="it rains", what="read")
    sure = await wren.press(await wren.press(await message(stage, wren, "Meet your buddy"), "…"), "Step out")
    await wren.press(sure, "Step out")
    await stage.step(hours=12)
    assert not await heard(stage, ash, "A plan from your buddy")
    assert await heard(stage, ash, NEUTRAL) == 1
    assert await state(stage, pair) is PairState.ENDED


async def test_a_report_freezes_the_pair_and_the_two_are_never_matched_again(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    await reports(stage, wren, pair)
    assert await state(stage, pair) is PairState.FROZEN
    ids = [await member_id(stage, one) for one in (wren, ash)]
    assert await stage.db.run(lambda tx: profiles.excluded(tx, ids[1], ids[0]))
    assert not await stage.dms(wren)
    await stage.step(days=10)
    assert await heard(stage, ash, NEUTRAL) == 1
    assert not await heard(stage, ash, "Did you meet?")
    assert not await heard(stage, wren, "Did you meet?")


async def test_moderators_see_the_report_and_never_the_room(stage: Stage) -> None:
    wren, ash = await two(stage)
    fern = await stage.organiser("fern")
    pair = await together(stage, wren, ash)
    form = await ash.press(await intro(stage, ash), "Write my plan")
    await ash.submit(form, when="it rains", what="read the secret book")
    await reports(stage, wren, pair)
    queue = await opened(fern)
    assert "A buddy: " in queue.text
    assert "Asked for my address." in queue.text
    assert "secret book" not in queue.text
    assert "wren" not in queue.text
    closed = await fern.press(queue, "Close")
    assert "The report is closed" in closed.text
    assert "closed it" in (await message(stage, wren, "About the person you reported")).text
    assert "closed a report about" in (await fern.command("mod audit")).text
    again = await fern.press(queue, "Close")
    assert "already" in again.text
    await stage.step(days=1)
    assert await heard(stage, wren, "About the person you reported") == 1
    assert not await heard(stage, ash, "report")


async def test_a_moderator_may_stop_who_was_reported_and_the_reporter_hears_of_a_step(stage: Stage) -> None:
    wren, ash = await two(stage)
    fern = await stage.organiser("fern")
    pair = await together(stage, wren, ash)
    await reports(stage, wren, pair)
    form = await fern.press(await opened(fern), "Stop this person")
    await fern.submit(form, length="7")
    assert "took a step" in (await message(stage, wren, "About the person you reported")).text
    assert "Nothing is waiting" in (await fern.command("mod queue")).text


def exported(tx: Tx, cog: str, member: int) -> str:
    return str(next(one for one in load().cogs if one.name == cog).export(tx, member))


async def test_the_reported_never_reads_that_they_were(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    await reports(stage, wren, pair)
    id = await member_id(stage, ash)
    for cog in ("posts", "pairreport", "pair", "buddy"):
        held = await stage.db.run(
            lambda tx, cog=cog, id=id: next(c for c in load().cogs if c.name == cog).export(tx, id)
        )
        assert "A buddy" not in str(held), cog
        assert "you reported it" not in str(held), cog
    assert "report" not in "".join(seen.text for seen in await stage.dms(ash)).lower()


async def test_a_pair_that_is_over_can_still_be_reported(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    seen = await intro(stage, wren)
    await stage.step(days=7)
    more = await wren.press(seen, "…")
    assert "Step out" not in more.buttons
    await wren.submit(await wren.press(more, "Report"), reason="hurtful")
    assert await state(stage, pair) is PairState.FROZEN
    assert not await heard(stage, ash, NEUTRAL)


async def test_in_a_group_of_three_one_says_whom_it_is_about(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    fern = await stage.organiser("fern")
    pair = await together(stage, *people)
    whom = await people[0].press(await people[0].press(await intro(stage, people[0]), "…"), "Report")
    await people[0].submit(await people[0].press(whom, "robin"), reason="hurtful")
    assert await state(stage, pair) is PairState.FROZEN
    ids = [await member_id(stage, one) for one in people]
    assert await stage.db.run(lambda tx: profiles.excluded(tx, ids[0], ids[2]))
    assert not await stage.db.run(lambda tx: profiles.excluded(tx, ids[0], ids[1]))
    queue = await opened(fern)
    assert "robin" in queue.text
    assert "ash" not in queue.text
    texts = {(await message(stage, one, NEUTRAL)).text for one in people[1:]}
    assert len(texts) == 1


async def test_a_late_report_changes_nothing_that_the_reported_sees(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    seen = await intro(stage, wren)
    await stage.step(days=7)
    await wren.submit(await wren.press(await wren.press(seen, "…"), "Report"), reason="hurtful")
    assert await state(stage, pair) is PairState.FROZEN
    thanks = await ash.press(await message(stage, ash, "Did you meet?"), "Yes")
    sent = await ash.submit(await ash.press(thanks, "Write a kind note"), text="Hello again.")
    assert "on its way" in sent.text
    assert not await heard(stage, wren, "A kind note")
    assert "Hello again." not in (await wren.press(await wren.command("buddy status"), "Kind notes")).text


async def test_who_erases_themselves_leaves_no_words_behind(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    form = await wren.press(await intro(stage, wren), "Write my plan")
    await wren.submit(form, when="it rains", what="read")
    await erases(stage, wren, pair)
    for room in await stage.rooms(ash):
        assert not room.posts
    assert await state(stage, pair) is PairState.ENDED
