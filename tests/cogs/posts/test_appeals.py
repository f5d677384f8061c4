"""Another look at a stop: asked once for each, decided once, answered to nobody else."""

from __future__ import annotations

from tests.cogs.posts.moderating import appointed, opened
from tests.stage import Actor, Seen, Stage

ASK = "Ask for another look"
LIFT = "Let them post again"
STAYS = "It stays, with a reason"


async def stopped(stage: Stage, wren: Actor, by: Actor, length: str = "7") -> Seen:
    """wren can't post; what they are told."""
    await by.submit(await by.command("mod stop", person=wren.id), length=length)
    return next(seen for seen in reversed(await stage.dms(wren)) if "paused" in seen.text)


async def asks(actor: Actor, seen: Seen, words: str = "I wrote to myself.") -> Seen:
    return await actor.submit(await actor.press(seen, ASK), words=words)


async def test_who_was_stopped_asks_and_another_moderator_lifts_it(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    told = await stopped(stage, wren, robin)
    assert "with the moderators" in (await asks(wren, told)).text

    listed = await fern.command("mod queue")
    assert "another look at a stop" in listed.text
    assert "wren" not in listed.text
    card = await fern.press(listed, "Open 1")
    assert "I wrote to myself." in card.text
    assert "stopped by" in card.text
    assert "yourself" not in card.text
    assert "You paused these posts yourself" in (await opened(robin)).text
    await fern.press(card, LIFT)

    (answer,) = [seen for seen in await stage.dms(wren) if "opened posts for you" in seen.text]
    assert "fern" not in answer.text
    await wren.command("win", text="Here again.")
    assert len(await stage.posts("wins")) == 1
    assert "decided that one already" in (await robin.press(card, LIFT)).text
    assert "opened posts again for" in (await fern.command("mod audit")).text


async def test_it_stays_with_a_reason_that_only_they_read_and_is_asked_once(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    told = await stopped(stage, wren, fern)
    await asks(wren, told)
    assert "nobody has answered yet" in (await wren.press(told, ASK)).text
    form = await fern.press(await opened(fern), STAYS)
    await fern.submit(form, reason="It named a person.")

    (answer,) = [seen for seen in await stage.dms(wren) if "It named a person." in seen.text]
    assert "stay paused" in answer.text
    assert "It named a person." in (await wren.command("appeal")).text
    assert "Nothing is waiting" in (await fern.command("mod queue")).text
    audit = (await fern.command("mod audit")).text
    assert "looked again at a stop" in audit
    assert "It named a person." not in audit

    # Another stop is another matter.
    assert (await wren.press(await stopped(stage, wren, fern, "1"), ASK)).form


async def test_every_refusal_offers_it(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    await stopped(stage, wren, fern)
    form = await wren.press(await wren.command("win", text="A call came back."), "Edit")
    refused = await wren.submit(form, audience="everyone")
    assert "/appeal" in refused.text
    assert (await wren.command("appeal")).form


async def test_who_may_post_has_nothing_to_ask(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    assert "can post here" in (await wren.command("appeal")).text
    told = await stopped(stage, wren, fern)
    form = await wren.press(told, ASK)
    await fern.command("mod allow", person=wren.id)
    assert "can post here" in (await wren.submit(form, words="I wrote to myself.")).text
    assert "Nothing is waiting" in (await fern.command("mod queue")).text


async def test_a_stop_that_ends_by_itself_takes_the_question_along(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    await asks(wren, await stopped(stage, wren, fern, "1"))
    card = await opened(fern)
    await stage.step(days=2)
    assert "Nothing is waiting" in (await fern.command("mod queue")).text
    assert "nothing left to decide" in (await fern.press(card, LIFT)).text


async def test_nobody_decides_their_own_and_members_decide_none(stage: Stage) -> None:
    ash, fern = await stage.member("ash"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    await asks(robin, await stopped(stage, robin, fern))
    card = await opened(fern)
    assert "Nothing is waiting" in (await robin.command("mod queue")).text
    assert "nothing left to decide" in (await robin.press(card, LIFT)).text
    form = await fern.press(card, STAYS)
    for actor in (ash, robin):
        await actor.submit(form, reason="Mine.")
        await actor.press(card, LIFT)
    assert "I wrote to myself." not in (await ash.press(await fern.command("mod queue"), "Open 1")).text
    assert "another look at a stop" in (await fern.command("mod queue")).text
