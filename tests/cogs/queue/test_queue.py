"""Everything that waits for staff, in one place: opened, decided once, by whom it is for."""

from __future__ import annotations

import asyncio

from bot.people.roles import Role
from tests.cogs.checkins.answering import answered, leave, said, seeded
from tests.cogs.posts.moderating import appointed, opened, removed
from tests.stage import Actor, Seen, Stage

FULL = 5


async def reported(stage: Stage, wren: Actor, ash: Actor, text: str = "Something unkind.") -> Seen:
    await wren.command("win", text=text)
    post = next(post for post in await stage.posts("wins") if text in post.text)
    await ash.submit(await ash.press(await ash.press(post, "…"), "Report"), reason="unkind", note="This hurts.")
    return post


async def test_an_empty_queue_says_so(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    assert "Nothing is waiting" in (await fern.command("mod queue")).text


async def test_words_stay_hidden_until_somebody_opens_them_and_two_presses_decide(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash)

    listed = await fern.command("mod queue")
    assert "Reported: A win" in listed.text
    for hidden in ("Something unkind", "This hurts", "wren", "ash"):
        assert hidden not in listed.text

    report = await fern.press(listed, "Open 1")
    assert "Something unkind." in report.text
    assert "This hurts." in report.text
    assert "ash" not in report.text
    after = await fern.press(report, "Leave it")
    assert "The post stays" in after.text
    assert "Nothing is waiting" in after.text
    assert "Nothing is waiting" in (await fern.press(report, "Back to the queue")).text


async def test_the_oldest_is_first_and_the_rest_is_a_page_away(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    for n in range(FULL + 1):
        await reported(stage, wren, ash, f"Unkind words, no. {n}.")
        await stage.step(minutes=1)
    listed = await fern.command("mod queue")
    assert "6 things are waiting" in listed.text
    assert "Unkind words, no. 0." in (await fern.press(listed, "Open 1")).text
    second = await fern.press(listed, "More")
    assert "Open 6" in second.buttons
    assert "More" not in second.buttons
    await removed(fern, await fern.press(second, "Open 6"))
    assert "5 things are waiting" in (await fern.press(second, "Earlier ones")).text


async def test_a_reason_reaches_the_author_with_their_own_words(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash)
    await removed(fern, await opened(fern), "It names somebody.")
    (told,) = await stage.dms(wren)
    assert "It names somebody." in told.text
    assert "Something unkind." in told.text
    assert "fern" not in told.text
    assert "ash" not in told.text


async def test_two_moderators_at_the_same_moment_make_one_decision(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    await reported(stage, wren, ash)
    first, second = await opened(fern), await opened(robin)

    answers = await asyncio.gather(fern.press(first, "Leave it"), robin.press(second, "Leave it"))

    assert sum("decided that one already" in answer.text for answer in answers) == 1
    assert len(await stage.dms(ash)) == 1
    assert (await fern.command("mod audit")).text.count("left a reported post") == 1


async def test_what_waits_is_there_after_a_long_time(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash)
    await stage.step(days=5)
    listed = await fern.command("mod queue")
    assert "more than a day" in listed.text
    assert "Something unkind." in (await fern.press(listed, "Open 1")).text


async def test_a_facilitator_decides_only_about_a_circle_they_sit_in(stage: Stage) -> None:
    lark = await appointed(stage, "lark", Role.FACILITATOR)
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash, "Outside of it.")
    circle = await seeded(stage, "moss", people=(lark, wren, ash))
    await answered(stage, wren, first="Said in the circle.")
    (post,) = await said(stage, ash)
    await ash.submit(await ash.press(await ash.press(post, "…"), "Report"), reason="unkind")

    listed = await lark.command("mod queue")
    assert "One thing is waiting" in listed.text
    inside = await lark.press(listed, "Open 1")
    assert "Said in the circle." in inside.text

    # Buttons of somebody who may do more are worth no more in these hands.
    whole = await fern.command("mod queue")
    outside = await fern.press(whole, "Open 1")
    assert "Outside of it." in outside.text
    assert "Outside of it." not in (await lark.press(whole, "Open 1")).text
    assert "not for you to decide" in (await lark.press(outside, "Leave it")).text
    form = await fern.press(outside, "Remove the post")
    assert "not for you to decide" in (await lark.submit(form)).text
    assert [post for post in await stage.posts("wins") if "Outside of it." in post.text]

    await leave(stage, circle, lark)
    assert "Nothing is waiting" in (await lark.command("mod queue")).text
    assert "not for you to decide" in (await lark.press(inside, "Leave it")).text
    assert "Said in the circle." in (await opened(fern, 2)).text


async def test_a_facilitator_takes_down_a_post_of_their_circle(stage: Stage) -> None:
    lark = await appointed(stage, "lark", Role.FACILITATOR)
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await seeded(stage, "moss", people=(lark, wren, ash))
    await answered(stage, wren, first="Said in the circle.")
    (post,) = await said(stage, ash)
    await ash.submit(await ash.press(await ash.press(post, "…"), "Report"), reason="unkind")
    assert "The post is removed" in (await removed(lark, await opened(lark))).text
    assert await said(stage, ash) == []
