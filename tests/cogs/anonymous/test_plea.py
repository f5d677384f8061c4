"""Who is muted asks for another look without a name: once for each mute, answered once."""

from __future__ import annotations

from bot.people.roles import Role, give
from tests.cogs.anonymous.room import ON_BOTH_DATABASES, ON_MEMORY, appeared, query
from tests.cogs.anonymous.steps import member_id, members_of, own, sent, start
from tests.cogs.posts.moderating import appointed, opened
from tests.stage import Actor, Seen, Stage
from tests.stage.tables import changed, dump

WORDS = "Nobody calls back."
PLEA = "I meant my old boss, and nobody here."
ASK = "Ask for another look"


async def _mute(mara: Actor, number: int = 1, length: str = "28") -> None:
    await mara.submit(await mara.press(await opened(mara, number), "Mute the author"), length=length)


async def _muted(stage: Stage) -> tuple[Actor, Actor]:
    """Somebody whose post was declined and who is muted, and a moderator."""
    (rosa,) = await members_of(stage, "rosa", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    await _mute(mara)
    await mara.submit(await mara.press(await opened(mara), "Decline"), reason="It hurts.")
    return rosa, mara


async def _asks(actor: Actor, words: str = PLEA) -> Seen:
    return await actor.submit(await actor.press(await start(actor), ASK), words=words)


async def test_who_is_muted_asks_without_a_name_and_a_moderator_lifts_it(stage: Stage) -> None:
    rosa, mara = await _muted(stage)
    assert "with the moderators" in (await _asks(rosa)).text
    waits = await start(rosa)
    assert "You asked for another look" in waits.text
    assert ASK not in waits.buttons
    board = await mara.command("mod queue")
    assert "Another look at a mute" in board.text
    assert PLEA not in board.text
    card = await opened(mara)
    assert PLEA in card.text
    assert WORDS in card.text
    assert "rosa" not in card.text
    assert "is lifted" in (await mara.press(card, "Lift the mute")).text
    assert "Write" in (await start(rosa)).buttons
    assert not await stage.dms(rosa)
    acts = [act for (act,) in await query(stage, "SELECT act FROM audit ORDER BY at, id")]
    assert acts == ["nameless-muted", "nameless-declined", "nameless-lifted"]


async def test_it_stays_with_an_answer_that_waits_for_their_next_visit(stage: Stage) -> None:
    rosa, mara = await _muted(stage)
    await rosa.submit(await rosa.press(await own(rosa), ASK), words=PLEA)
    await mara.submit(await mara.press(await opened(mara), "It stays"), reason="It named a person.")
    assert not await stage.dms(rosa)
    for card in (await start(rosa), await own(rosa)):
        assert "and it stays" in card.text
        assert "It named a person." in card.text
        assert "mara" not in card.text
        assert ASK not in card.buttons
    assert "Nothing is waiting" in (await mara.command("mod queue")).text


async def test_moderators_who_press_at_once_or_twice_make_one_decision(stage: Stage) -> None:
    rosa, mara = await _muted(stage)
    noor = await appointed(stage, "noor")
    await _asks(rosa)
    mine, theirs = await opened(mara), await opened(noor)
    form = await noor.press(theirs, "It stays")
    await mara.press(mine, "Lift the mute")
    assert "It is decided" in (await mara.press(mine, "Lift the mute")).text
    assert "It is decided" in (await noor.submit(form, reason="No.")).text
    assert "Write" in (await start(rosa)).buttons
    assert len(await query(stage, "SELECT id FROM audit")) == 3


async def test_nobody_asks_about_anothers_mute_and_nobody_decides_about_their_own(stage: Stage) -> None:
    rosa, mara = await _muted(stage)
    (tom,) = await members_of(stage, "tom", reviewed=True)
    told = await start(rosa)
    form = await rosa.press(told, ASK)
    before = await dump(stage)
    assert "not about a post of yours" in (await tom.press(told, ASK)).text
    assert "not about a post of yours" in (await tom.submit(form, words=PLEA)).text
    assert "anonymous_mute" not in changed(before, await dump(stage))
    await rosa.submit(form, words=PLEA)
    card = await opened(mara)
    assert "moderator" in (await tom.press(card, "Lift the mute")).text
    id = await member_id(stage, rosa)
    await stage.db.run(lambda tx: give(tx, id, Role.MODERATOR))
    assert "This one is yours" in (await opened(rosa)).text
    for button in ("Lift the mute", "It stays"):
        assert "This one is yours" in (await rosa.press(card, button)).text
    listed = await rosa.press(await rosa.command("mod queue"), "Muted authors")
    assert "This one is yours" in (await rosa.press(listed, "Lift 1")).text
    assert len(await query(stage, "SELECT id FROM anonymous_mute WHERE answered = 0")) == 1


@ON_BOTH_DATABASES
async def test_asking_writes_that_row_and_nothing_else_and_takes_it_once(stage: Stage) -> None:
    rosa, _ = await _muted(stage)
    form = await rosa.press(await start(rosa), ASK)
    before = await dump(stage)
    assert "links" in (await rosa.submit(form, words="See https://example.org")).errors["words"]
    assert "@" in (await rosa.submit(form, words="Ask @tom")).errors["words"]
    assert not changed(before, await dump(stage))
    await rosa.submit(form, words=PLEA)
    after = await dump(stage)
    assert changed(before, after) == {"anonymous_mute"}
    ((day, size),) = await query(stage, "SELECT asked, LENGTH(plea) FROM anonymous_mute")
    assert day == stage.now.toordinal()
    assert size - 512 in range(64)
    assert "asked about this one before" in (await rosa.submit(form, words="Again.")).text
    assert not changed(after, await dump(stage))
    await start(rosa)
    assert "anonymous_mute" not in changed(after, await dump(stage))
    await appeared(stage)  # batches write the row anew, as it was
    assert "anonymous_mute" not in changed(after, await dump(stage))


@ON_MEMORY
async def test_each_mute_of_one_person_is_asked_about_once_and_two_look_unlike(stage: Stage) -> None:
    (rosa,) = await members_of(stage, "rosa", reviewed=True)
    mara = await appointed(stage, "mara")
    await sent(rosa, WORDS)
    await sent(rosa, "Still nobody.")
    await _mute(mara, 1)
    await _mute(mara, 2, length="0")
    for _ in range(2):
        await _asks(rosa)
    assert ASK not in (await start(rosa)).buttons
    first, second = await query(stage, "SELECT id, tag, plea FROM anonymous_mute")
    assert not {*first} & {*second}
    assert len(first[2]) == len(second[2])


@ON_MEMORY
async def test_it_is_overdue_after_a_whole_day_and_over_with_the_mute(stage: Stage) -> None:
    rosa, mara = await _muted(stage)
    await _asks(rosa)
    card = await opened(mara)
    await stage.step(hours=13)
    assert not await stage.dms(mara)
    await stage.step(hours=34)
    assert any("been waiting for more than a day" in dm.text for dm in await stage.dms(mara))
    await stage.step(days=28)
    assert "Nothing is waiting" in (await mara.command("mod queue")).text
    assert "It is decided" in (await mara.press(card, "Lift the mute")).text


@ON_MEMORY
async def test_who_erases_everything_takes_their_words_along_and_the_mute_stays(stage: Stage) -> None:
    rosa, mara = await _muted(stage)
    await _asks(rosa)
    asked = await rosa.press(await rosa.command("forget-me"), "Erase my data")
    await rosa.press(asked, next(label for label in asked.buttons if label.startswith("Yes")))
    assert await query(stage, "SELECT asked, plea, answered FROM anonymous_mute") == [(None, None, 0)]
    assert "Nothing is waiting" in (await mara.command("mod queue")).text
