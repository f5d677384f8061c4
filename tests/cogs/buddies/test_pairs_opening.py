from __future__ import annotations

from dataclasses import replace

from bot.people import communities
from bot.storage.database import Tx
from cogs.buddies.choices import Field, Part
from cogs.buddies.model import PairState
from cogs.buddies.model import Stage as Stages
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from tests.cogs.buddies.pairs import NEUTRAL, begin, has_first, heard, intro, message, proposed, state, together, two
from tests.cogs.buddies.people import joins, member_id
from tests.stage import Stage

MEET = "Meet your buddy"


async def test_a_pair_gets_one_room_with_an_intro(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    (room,) = await stage.rooms(wren)
    assert set(room.people) == {"wren", "ash"}
    (seen,) = room.posts
    for words in ("You share: English", "To begin", "What is said here stays here", "I don't read", "lasts until"):
        assert words in seen.text
    assert {"Write my plan", "…"} <= set(seen.buttons)
    assert await state(stage, pair) is PairState.OPEN
    await begin(stage, pair)
    assert len(await stage.rooms(wren)) == 1
    assert len((await stage.rooms(ash))[0].posts) == 1


async def test_the_intro_tells_each_ones_clock_and_three_times_that_suit_both(stage: Stage) -> None:
    wren, ash = await two(stage)
    await joins(wren, "Berlin")
    await joins(ash, "Kolkata")
    await begin(stage, await proposed(stage, wren, ash))
    seen = await intro(stage, wren)
    assert "Monday, 11:00 for wren and 15:30 for ash" in seen.text
    suit = [line for line in seen.text.splitlines() if " for wren and " in line and "as I write" not in line]
    assert len(suit) == 3


async def test_three_people_who_said_a_lot_are_introduced_without_a_cut(stage: Stage) -> None:
    """Discord takes 4,000 characters in one message."""
    people = [await stage.member(name) for name in ("wren", "ash", "sable")]

    def greet(tx: Tx) -> None:
        pools.save(tx, replace(pools.first(tx, stage.community), welcome="Tea is here. " * 23))

    await stage.db.run(greet)
    abouts = [f"{actor.name} " + "likes <short> *words*. " * 12 + "End." for actor in people]
    for actor, city, about in zip(people, ("Berlin", "Kolkata", "Lisbon"), abouts, strict=True):
        await joins(actor, city)
        id = await member_id(stage, actor)

        def say(tx: Tx, id: int = id, about: str = about) -> None:
            profile = profiles.get(tx, id)
            assert profile is not None
            hours = frozenset(
                {Part.WEEKDAY_MORNING, Part.WEEKDAY_AFTERNOON, Part.WEEKEND_MORNING, Part.WEEKEND_EVENING}
            )
            field, stage = Field.PUBLIC, Stages.RETURNING
            profiles.keep(tx, replace(profile, parts=hours, field=field, stage=stage, about=about))

        await stage.db.run(say)
    await begin(stage, await proposed(stage, *people))
    seen = (await stage.rooms(people[0]))[0].posts[0]
    assert seen.text.count("End.") == 3
    assert "Your buddies see it." in seen.text


async def test_the_intro_holds_the_welcome_of_the_organisers(stage: Stage) -> None:
    def greet(tx: Tx) -> None:
        pools.save(tx, replace(pools.first(tx, stage.community), welcome="Tea is on Thursdays."))

    await stage.db.run(greet)
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    assert "Tea is on Thursdays." in (await intro(stage, ash)).text


async def test_only_discord_says_who_else_can_read_the_room(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    seen = await intro(stage, wren)
    assert ("Manage Threads" in seen.text) is (stage.platform.name == "discord")
    assert ("Owners of this workspace" in seen.text) is (stage.platform.name == "slack")


async def test_three_people_share_one_room(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    await together(stage, *people)
    for actor in people:
        (room,) = await stage.rooms(actor)
        assert set(room.people) == {"wren", "ash", "robin"}


async def test_nobody_gets_an_icebreaker_twice(stage: Stage) -> None:
    wren, ash = await two(stage)
    robin = await stage.member("robin")
    shown: set[str] = set()
    for other in (ash, robin, ash):
        pair = await together(stage, wren, other)
        read = "\n".join(post.text for room in await stage.rooms(wren) for post in room.posts)
        shown |= {line for line in read.splitlines() if "To begin" in line}
        await stage.step(days=7)
        assert await state(stage, pair) is PairState.ENDED
    assert len(shown) == 3


async def test_without_a_room_each_hears_by_message_and_the_organiser_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    id = await member_id(stage, fern)
    await stage.db.run(lambda tx: communities.set_up(tx, stage.community, id, stage.now))
    people = [await stage.member(name) for name in ("wren", "ash", "robin", "lark")]
    await stage.break_rooms()
    await together(stage, people[0], people[1])
    await together(stage, people[2], people[3])
    for actor in people:
        assert not await stage.rooms(actor)
        seen = await message(stage, actor, MEET)
        assert "no room for you" in seen.text
    assert (
        "@ash" in (await message(stage, people[0], MEET)).text or "ash" in (await message(stage, people[0], MEET)).text
    )
    assert await heard(stage, fern, "can't make rooms") == 1


async def test_a_buddy_who_is_gone_when_the_room_fails_is_the_end_of_the_pair(stage: Stage) -> None:
    wren, ash = await two(stage)
    await joins(wren)
    await joins(ash)
    pair = await proposed(stage, wren, ash)
    await stage.leave(ash)
    await stage.break_rooms()
    await begin(stage, pair)
    assert await state(stage, pair) is PairState.DROPPED
    assert await heard(stage, wren, NEUTRAL) == 1
    assert await has_first(stage, wren)
    assert not await heard(stage, wren, MEET)


async def test_who_paused_since_the_matching_is_not_given_to_anybody(stage: Stage) -> None:
    wren, ash = await two(stage)
    await joins(wren)
    await joins(ash)
    pair = await proposed(stage, wren, ash)
    id = await member_id(stage, ash)
    await stage.db.run(lambda tx: profiles.pause(tx, id, profiles.PAUSED_UNTIL_BACK))
    await begin(stage, pair)
    assert not await stage.rooms(wren)
    assert await heard(stage, wren, NEUTRAL) == 1
    assert not await stage.dms(ash)
    assert await has_first(stage, wren)
    assert not await has_first(stage, ash)


async def test_who_never_wants_the_other_since_the_matching_is_not_given_to_them(stage: Stage) -> None:
    wren, ash = await two(stage)
    await joins(wren)
    await joins(ash)
    pair = await proposed(stage, wren, ash)
    ids = [await member_id(stage, one) for one in (wren, ash)]
    await stage.db.run(lambda tx: profiles.add_never(tx, ids[0], ids[1], profiles.ASKED, stage.now))
    await begin(stage, pair)
    assert await state(stage, pair) is PairState.DROPPED
    texts = {(await message(stage, one, NEUTRAL)).text for one in (wren, ash)}
    assert len(texts) == 1


async def test_of_three_the_two_who_can_begin_without_the_third(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    for actor in people:
        await joins(actor)
    pair = await proposed(stage, *people)
    await people[2].press(await people[2].command("rest"), "1 day")
    await begin(stage, pair)
    (room,) = await stage.rooms(people[0])
    assert set(room.people) == {"wren", "ash"}
    assert not await stage.rooms(people[2])
