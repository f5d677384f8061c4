"""A no that a circle is shown: in the thread of its week, or by message where there is none."""

from __future__ import annotations

from bot.ui.card import Actions
from cogs.rejections.sharing import views
from cogs.rejections.sharing.model import Audience, Choice
from tests.cogs.checkins.meeting import together
from tests.cogs.checkins.weekly import Weekly, weekly
from tests.cogs.rejections.sharing import CIRCLE, WITH, WORDS, opens, tells
from tests.stage import Actor, Seen, Stage

NEWS = "Somebody in your circle heard a no"


async def three(stage: Stage) -> tuple[Actor, Actor, Actor]:
    return await stage.member("wren"), await stage.member("ash"), await stage.member("robin")


async def in_thread(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for room in await stage.rooms(actor) for seen in room.posts if WITH in seen.buttons]


async def news(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if NEWS in seen.text]


async def leaves(circle: Weekly, actor: Actor) -> None:
    settings = await actor.press(await actor.command("checkin mine"), "Settings")
    await actor.press(await actor.press(settings, "Leave"), "Leave")
    assert actor.name not in await circle.names()


async def test_the_circle_reads_it_in_its_thread_and_nobody_else_does(stage: Stage) -> None:
    wren, ash, robin = await three(stage)
    await together(stage, wren, ash, robin)
    form = await opens(wren, await wren.command("rejection"), CIRCLE)
    assert "Your circle sees" in form.hints[1]
    assert "circle" in (await wren.submit(form, words=WORDS)).text
    for reader in (ash, robin):
        (post,) = await in_thread(stage, reader)
        assert WORDS in post.text
        assert "Thank you" in (await reader.press(post, WITH)).text
    assert not [seen for seen in await stage.posts("support") if WORDS in seen.text]
    pine = await stage.member("pine")
    for button in post.buttons:
        assert "gone" in (await pine.press(post, button)).text
    assert WORDS not in str(await stage.dms(ash))


async def test_without_a_thread_the_others_hear_of_it_without_words_or_name(stage: Stage) -> None:
    wren, ash, robin = await three(stage)
    await together(stage, wren, ash, robin, thread=False)
    await tells(wren, audience=CIRCLE, note="health")
    await stage.step(days=1)
    assert not await news(stage, wren)
    for reader in (ash, robin):
        (told,) = await news(stage, reader)
        assert WORDS not in told.text
        assert "wren" not in told.text
        read = await reader.press(told, "Read it")
        assert WORDS not in read.text
        assert WORDS in (await reader.press(read, "Show")).text
    assert "gone" in (await (await stage.member("pine")).press(told, "Read it")).text


async def test_between_two_weeks_they_hear_by_message(stage: Stage) -> None:
    wren, ash, robin = await three(stage)
    await weekly(stage, wren, ash, robin)
    await tells(wren, audience=CIRCLE)
    await stage.step(days=1)
    assert len(await news(stage, ash)) == 1
    assert not await stage.rooms(ash)


async def test_leaving_the_circle_takes_it_back(stage: Stage) -> None:
    wren, ash, robin = await three(stage)
    circle = await together(stage, wren, ash, robin)
    entry = await wren.command("rejection")
    await wren.submit(await opens(wren, entry, CIRCLE), words=WORDS)
    (post,) = await in_thread(stage, ash)
    await leaves(circle, ash)
    assert "gone" in (await ash.press(post, WITH)).text  # no longer one of those whom it is for
    assert await in_thread(stage, robin)
    await leaves(circle, wren)
    assert not await in_thread(stage, robin)
    assert "gone" in (await robin.press(post, WITH)).text
    assert CIRCLE not in (await wren.press(entry, "Share")).buttons


async def test_the_circle_reports_it_and_staff_take_it_down(stage: Stage) -> None:
    wren, ash, robin = await three(stage)
    fern = await stage.organiser("fern")
    await together(stage, wren, ash, robin)
    entry = await wren.command("rejection")
    await wren.submit(await opens(wren, entry, CIRCLE), words=WORDS)
    (post,) = await in_thread(stage, ash)
    report = await ash.press(await ash.press(post, "…"), "Report")
    await ash.submit(report, reason="unkind")
    ask = await fern.press(await fern.press(post, "…"), "Remove the post")
    await fern.submit(await fern.press(ask, "Remove the post"))
    assert not await in_thread(stage, ash)
    assert WORDS in (await opens(wren, entry, CIRCLE)).text


async def test_a_long_text_for_a_circle_that_is_erased_with_its_author(stage: Stage) -> None:
    wren, ash, robin = await three(stage)
    await together(stage, wren, ash, robin)
    await tells(wren, "It stings a little. " * 75, CIRCLE)
    (post,) = await in_thread(stage, ash)
    assert "stings" in post.text
    ask = await wren.press(await wren.command("forget-me"), "Erase my data")
    await wren.press(ask, "Yes, erase it")
    assert not await in_thread(stage, ash)


def test_several_circles_are_told_apart_by_the_names_of_their_check_ins() -> None:
    choices = [Choice(Audience.CIRCLE, n, (1, 2), name) for n, name in enumerate(("Harbour", "L" * 100))]
    card = views.whom(7, choices, [], nameless=None, platform="discord")
    labels = [button.label for block in card.body if isinstance(block, Actions) for button in block.buttons]
    assert labels[0] == "My circle: Harbour"
    assert labels[1].endswith("…")
    assert "Manage Threads" in str(card.body[-1])
