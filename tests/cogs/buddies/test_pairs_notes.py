"""The end of a pair: the question, kind notes, and rounds without a press."""

from __future__ import annotations

from datetime import timedelta

from bot.runtime.all_cogs import erase, load
from bot.storage.database import Tx
from cogs.buddies.model import PairState
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from tests.cogs.buddies.pairs import NEUTRAL, heard, intro, message, state, together, two
from tests.cogs.buddies.people import member_id, pair_of
from tests.cogs.posts.moderating import opened, removed
from tests.stage import Actor, Seen, Stage

MET = "Did you meet?"
CAME = "A kind note came for you"
PAUSED = "Your buddy rounds are paused"
WORDS = "You ask good questions."


async def over(stage: Stage, *actors: Actor) -> int:
    pair = await together(stage, *actors)
    await stage.step(days=7)
    return pair


async def writes(stage: Stage, actor: Actor, words: str = WORDS) -> Seen:
    thanks = await actor.press(await message(stage, actor, MET), "Yes")
    return await actor.submit(await actor.press(thanks, "Write a kind note"), text=words)


async def kind_notes(actor: Actor) -> Seen:
    return await actor.press(await actor.command("buddy status"), "Kind notes")


async def test_at_the_end_each_is_asked_and_the_room_is_closed(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await over(stage, wren, ash)
    assert await state(stage, pair) is PairState.ENDED
    for actor in (wren, ash):
        seen = await message(stage, actor, MET)
        assert {"Yes", "Not this time", "I'd rather not say"} <= set(seen.buttons)
        assert not await heard(stage, actor, NEUTRAL)
        if stage.closes_rooms:
            assert await stage.rooms(actor) == []
        assert await pair_of(stage, actor) is None


async def test_answers_are_not_shown_to_the_partner(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await over(stage, wren, ash)
    before = [seen.text for seen in await stage.dms(ash)]
    seen = await message(stage, wren, MET)
    await wren.press(seen, "Not this time")
    assert [seen.text for seen in await stage.dms(ash)] == before
    id = await member_id(stage, ash)
    held = await stage.db.run(lambda tx: pairs.export(tx, id))
    assert "'you_said_you_met': None" in str(held)
    assert pair


async def test_a_strength_note_goes_to_the_receivers_own_list(stage: Stage) -> None:
    wren, ash = await two(stage)
    await over(stage, wren, ash)
    assert "Nothing is here" in (await kind_notes(ash)).text
    sent = await writes(stage, wren)
    assert "on its way" in sent.text
    seen = await message(stage, ash, CAME)
    assert WORDS not in seen.text
    found = await ash.press(seen, "Read it")
    assert WORDS in found.text
    assert WORDS in (await kind_notes(ash)).text
    assert "Nothing is here" in (await kind_notes(wren)).text


async def test_a_note_is_written_once(stage: Stage) -> None:
    wren, ash = await two(stage)
    await over(stage, wren, ash)
    thanks = await wren.press(await message(stage, wren, MET), "Yes")
    form = await wren.press(thanks, "Write a kind note")
    await wren.submit(form, text=WORDS)
    assert "closed" in (await wren.submit(form, text="Another one.")).text
    assert "closed" in (await wren.press(thanks, "Write a kind note")).text
    found = await kind_notes(ash)
    assert WORDS in found.text
    assert "Another one." not in found.text


async def test_a_note_that_was_removed_can_not_be_written_again(stage: Stage) -> None:
    wren, ash = await two(stage)
    await over(stage, wren, ash)
    thanks = await wren.press(await message(stage, wren, MET), "Yes")
    await wren.submit(await wren.press(thanks, "Write a kind note"), text=WORDS)
    sure = await ash.press(await kind_notes(ash), "Remove")
    assert "Nothing is here" in (await ash.press(sure, "Remove it")).text
    assert "gone" in (await ash.press(sure, "Remove it")).text
    assert "closed" in (await wren.press(thanks, "Write a kind note")).text


async def test_nobody_else_can_answer_write_or_remove(stage: Stage) -> None:
    wren, ash = await two(stage)
    eve = await stage.member("eve")
    await over(stage, wren, ash)
    asked = await message(stage, wren, MET)
    thanks = await wren.press(asked, "Yes")
    await wren.submit(await wren.press(thanks, "Write a kind note"), text=WORDS)
    assert "closed" in (await eve.press(asked, "Yes")).text
    assert "closed" in (await eve.press(thanks, "Write a kind note")).text
    listed = await kind_notes(ash)
    assert "gone" in (await wren.press(listed, "Remove")).text
    assert "gone" in (await eve.press(await ash.press(listed, "Remove"), "Remove it")).text
    assert "gone" in (await wren.press(listed, "Report")).text
    assert WORDS in (await kind_notes(ash)).text


async def test_nothing_comes_from_somebody_who_is_never_wanted_and_the_writer_sees_no_difference(stage: Stage) -> None:
    wren, ash = await two(stage)
    await over(stage, wren, ash)
    ids = [await member_id(stage, one) for one in (wren, ash)]
    await stage.db.run(lambda tx: profiles.add_never(tx, ids[1], ids[0], profiles.ASKED, stage.now))
    thanks = await wren.press(await message(stage, wren, MET), "Yes")
    assert "on its way" in (await wren.submit(await wren.press(thanks, "Write a kind note"), text=WORDS)).text
    assert "closed" in (await wren.press(thanks, "Write a kind note")).text
    assert not await heard(stage, ash, CAME)
    assert "Nothing is here" in (await kind_notes(ash)).text


async def test_a_note_can_be_reported_and_taken_down(stage: Stage) -> None:
    wren, ash = await two(stage)
    fern = await stage.organiser("fern")
    await over(stage, wren, ash)
    await writes(stage, wren, "An unkind thing.")
    more = await ash.press(await kind_notes(ash), "Report")
    await ash.submit(await ash.press(more, "Report"), reason="unkind")
    report = await opened(fern)
    assert "An unkind thing." in report.text
    await removed(fern, report)
    assert "An unkind thing." not in (await kind_notes(ash)).text


async def test_a_note_stays_with_its_receiver_when_its_writer_erases_themselves(stage: Stage) -> None:
    wren, ash = await two(stage)
    await over(stage, wren, ash)
    await writes(stage, wren)
    id = await member_id(stage, wren)
    await stage.db.run(lambda tx: erase(tx, load(), [id], stage.now))
    found = await kind_notes(ash)
    assert WORDS in found.text
    assert "Somebody who left" in found.text
    assert "wren" not in found.text
    assert "Report" not in found.buttons


async def test_after_a_rejection_kind_notes_are_offered_in_turn(stage: Stage) -> None:
    wren, ash = await two(stage)
    robin = await stage.member("robin")
    assert "A buddy once wrote" not in (await ash.command("rejection")).text
    await over(stage, wren, ash)
    await writes(stage, wren, "You listen well.")
    await over(stage, robin, ash)
    await writes(stage, robin, "You plan well.")
    shown: list[str] = []
    for number in range(4):
        shown.append((await ash.command("rejection", company=f"Company {number}")).text)
        await stage.step(minutes=1)
    assert ["You listen well." in text for text in shown] == [True, False, True, False]
    assert ["You plan well." in text for text in shown] == [False, True, False, True]


async def test_three_people_are_asked_for_a_note_about_each(stage: Stage) -> None:
    people = [await stage.member(name) for name in ("wren", "ash", "robin")]
    await over(stage, *people)
    thanks = await people[0].press(await message(stage, people[0], MET), "I'd rather not say")
    assert {"A note for ash", "A note for robin"} <= set(thanks.buttons)
    await people[0].submit(await people[0].press(thanks, "A note for robin"), text=WORDS)
    assert WORDS in (await kind_notes(people[2])).text
    assert "Nothing is here" in (await kind_notes(people[1])).text


async def test_three_rounds_without_a_press_pause_with_one_press_to_come_back(stage: Stage) -> None:
    wren, ash = await two(stage)
    for number in range(3):
        assert not await heard(stage, ash, PAUSED)
        await together(stage, wren, ash)
        form = await wren.press((await stage.rooms(wren))[-1].posts[-1], "Write my plan")
        await wren.submit(form, when="it rains", what=f"read page {number}")
        await stage.step(days=8)
    assert await heard(stage, ash, PAUSED) == 1
    assert not await heard(stage, wren, PAUSED)
    id = await member_id(stage, ash)
    profile = await stage.db.run(lambda tx: profiles.get(tx, id))
    assert profile is not None
    assert profile.paused_until == profiles.PAUSED_UNTIL_BACK
    await ash.press(await message(stage, ash, PAUSED), "Come back")
    profile = await stage.db.run(lambda tx: profiles.get(tx, id))
    assert profile is not None
    assert profile.paused_until is None
    assert profile.silent == 0


async def test_rounds_with_a_rest_in_them_are_not_silent(stage: Stage) -> None:
    wren, ash = await two(stage)
    for _ in range(4):
        await together(stage, wren, ash)
        await stage.step(days=2)
        await ash.press(await ash.command("rest"), "1 day")
        await stage.step(days=6)
    assert not await heard(stage, ash, PAUSED)


async def test_a_press_starts_the_count_of_silent_rounds_anew(stage: Stage) -> None:
    wren, ash = await two(stage)
    for number in range(4):
        await together(stage, wren, ash)
        await stage.step(days=4)
        if number == 1:
            await ash.press((await stage.dms(ash))[-1], "We talked")
        await stage.step(days=4)
    assert not await heard(stage, ash, PAUSED)


async def test_imported_history_asks_nothing_and_disturbs_nothing(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    ids = [await member_id(stage, one) for one in (wren, ash)]

    def imports(tx: Tx) -> int:
        pool = pools.first(tx, stage.community).id
        then = stage.now - timedelta(days=3)
        return pairs.create(tx, pool, None, ids, state=PairState.ENDED, started=then, ends=then)

    old = await stage.db.run(imports)
    assert await stage.db.run(lambda tx: pairs.ever_mine(tx, ids[0], old)) is None
    assert not await stage.db.run(lambda tx: pairs.lasted(tx, old))
    assert (await pair_of(stage, wren)) is not None
    assert "Write my plan" in (await intro(stage, wren)).buttons
    await stage.step(days=7)
    assert await heard(stage, wren, MET) == 1


async def test_the_export_holds_ones_own_words_and_of_others_references(stage: Stage) -> None:
    wren, ash = await two(stage)
    pair = await together(stage, wren, ash)
    form = await wren.press(await intro(stage, wren), "Write my plan")
    await wren.submit(form, when="it rains", what="read")
    await stage.step(days=7)
    await writes(stage, wren)
    ids = [await member_id(stage, one) for one in (wren, ash)]

    def exported(tx: Tx, member: int) -> str:
        return str({cog.name: cog.export(tx, member) for cog in load().cogs})

    mine, theirs = [await stage.db.run(lambda tx, id=id: exported(tx, id)) for id in ids]
    assert "it rains" in mine
    assert "it rains" not in theirs
    assert WORDS in mine
    assert WORDS in theirs
    assert pair
