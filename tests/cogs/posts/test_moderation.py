from __future__ import annotations

import asyncio

from tests.cogs.posts.moderating import appointed, opened, removed
from tests.stage import Actor, Seen, Stage


async def reported(stage: Stage, wren: Actor, ash: Actor) -> Seen:
    """A post by wren that ash has reported; the post."""
    await wren.command("win", text="Something unkind.")
    (post,) = await stage.posts("wins")
    form = await ash.press(await ash.press(post, "…"), "Report")
    await ash.submit(form, reason="unkind", note="This hurts.")
    return post


async def test_more_offers_each_what_they_may_do(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")

    assert (await wren.press(post, "…")).buttons == ("Edit", "Delete")
    assert (await ash.press(post, "…")).buttons == ("Report", "Hide wins")
    staff = (await fern.press(post, "…")).buttons
    assert {"Report", "Remove the post", "Stop this person from posting"} <= set(staff)


async def test_the_authors_edit_and_delete_are_refused_to_others(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await wren.command("win", text="A call came back.")
    (post,) = await stage.posts("wins")
    own = await wren.press(post, "…")

    for actor in (ash, fern):
        assert not (await actor.press(own, "Edit")).form
        assert "A call came back." not in (await actor.press(own, "Delete")).text
    assert len(await stage.posts("wins")) == 1


async def test_staff_remove_a_post_its_author_keeps_the_words_and_is_told(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    receipt = await wren.command("win", text="Something unkind.")
    (post,) = await stage.posts("wins")

    asked = await fern.press(await fern.press(post, "…"), "Remove the post")
    assert "Something unkind." in asked.text
    await removed(fern, asked, "It names a person.")

    assert await stage.posts("wins") == []
    (told,) = await stage.dms(wren)
    assert "taken down" in told.text
    assert "It names a person." in told.text
    assert "Something unkind." in told.text
    assert "fern" not in told.text
    mine = await wren.command("wins")
    assert "Something unkind." in mine.text
    entry = await wren.choose(mine, "Something unkind.")
    assert "Post it in the wins room" not in entry.buttons
    await wren.submit(await wren.press(receipt, "Edit"), audience="everyone")
    assert await stage.posts("wins") == []
    assert "gone" in (await removed(fern, asked)).text


async def test_members_can_not_use_the_buttons_of_staff(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    post = await reported(stage, wren, ash)
    menu = await fern.press(post, "…")
    asked = await fern.press(menu, "Remove the post")
    stop = await fern.press(menu, "Stop this person from posting")
    report = await opened(fern)
    reason = await fern.press(asked, "Remove the post")

    assert not (await ash.press(menu, "Stop this person from posting")).form
    await ash.submit(stop, length="7")
    await ash.press(asked, "Remove the post")
    await ash.submit(reason, reason="Mine.")
    refused = await ash.press(report, "Leave it")
    assert "This hurts." not in refused.text
    assert "Open 1" not in (await ash.command("mod queue")).buttons
    await ash.command("mod stop", person=wren.id)
    await ash.command("mod audit")

    assert len(await stage.posts("wins")) == 1
    assert "This hurts." in (await opened(fern)).text
    assert "isn't posted" not in (await wren.command("win", text="Still here.")).text


async def test_a_report_hides_its_maker_and_its_outcome_reaches_them(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash)
    assert await stage.dms(fern) == []

    listed = await opened(fern)
    assert "Something unkind." in listed.text
    assert "It is unkind or hurtful" in listed.text
    assert "This hurts." in listed.text
    assert "ash" not in listed.text
    assert "See what waits" in (await fern.home()).buttons
    assert "See what waits" not in (await wren.home()).buttons

    after = await removed(fern, listed)
    assert "Nothing is waiting." in after.text
    assert await stage.posts("wins") == []
    (outcome,) = await stage.dms(ash)
    assert "took it down" in outcome.text
    (told,) = await stage.dms(wren)
    assert "ash" not in told.text


async def test_two_moderators_make_one_decision(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    await reported(stage, wren, ash)
    first, second = await opened(fern), await opened(robin)

    await fern.press(first, "Leave it")
    late = await robin.press(second, "Remove the post")

    assert "decided that one already" in late.text
    assert len(await stage.posts("wins")) == 1
    (outcome,) = await stage.dms(ash)
    assert "stays" in outcome.text


async def test_two_presses_at_the_same_moment_make_one_decision(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    await reported(stage, wren, ash)
    first = await fern.press(await opened(fern), "Remove the post")
    second = await robin.press(await opened(robin), "Remove the post")

    answers = await asyncio.gather(fern.submit(first), robin.submit(second))

    assert sum("decided that one already" in answer.text for answer in answers) == 1
    assert len(await stage.dms(ash)) == 1
    assert (await fern.command("mod audit")).text.count("removed a post") == 1


async def test_a_report_outlives_the_post_and_can_be_closed(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    post = await reported(stage, wren, ash)
    asked = await wren.press(await wren.press(post, "…"), "Delete")
    await wren.press(asked, "Delete it")

    listed = await opened(fern)
    assert "gone since" in listed.text
    assert "Remove the post" not in listed.buttons
    assert "Nothing is waiting." in (await fern.press(listed, "Leave it")).text


async def test_nobody_decides_about_their_own_post(stage: Stage) -> None:
    ash, fern = await stage.member("ash"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    await reported(stage, robin, ash)

    assert "Nothing is waiting." in (await robin.command("mod queue")).text
    theirs = await robin.press(await opened(fern), "Leave it")
    assert "not for you to decide" in theirs.text
    assert "Something unkind." in (await opened(fern)).text


async def test_a_stopped_person_keeps_everything_private_and_is_told(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    form = await fern.command("mod stop", person=wren.id)
    stopped = await fern.submit(form, length="7")
    assert "wren" in stopped.text

    (told,) = await stage.dms(wren)
    assert "paused" in told.text
    receipt = await wren.command("win", text="A quiet thing.")
    assert "paused your posts" in receipt.text
    assert await stage.posts("wins") == []
    assert "A quiet thing." in (await wren.command("wins")).text

    await stage.step(days=8)
    await wren.press(receipt, "Post it in the wins room")
    assert len(await stage.posts("wins")) == 1


async def test_stopping_can_be_lifted(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    await fern.submit(await fern.command("mod stop", person=wren.id), length="0")
    await stage.step(days=30)
    await wren.command("win", text="Not yet.")
    assert await stage.posts("wins") == []

    await fern.command("mod allow", person=wren.id)
    await wren.command("win", text="Here again.")

    (post,) = await stage.posts("wins")
    assert "Here again." in post.text


async def test_stopping_the_author_of_a_post_from_its_menu(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    await wren.command("win", text="Something unkind.")
    (post,) = await stage.posts("wins")

    form = await fern.press(await fern.press(post, "…"), "Stop this person from posting")
    await fern.submit(form, length="1")

    await wren.command("win", text="More of it.")
    assert len(await stage.posts("wins")) == 1


async def test_staff_can_stop_neither_themselves_nor_a_stranger(stage: Stage) -> None:
    fern = await stage.organiser("fern")

    own = await fern.command("mod stop", person=fern.id)
    unknown = await fern.command("mod stop", person=stage.stranger("lark").id)

    assert "you" in own.text
    assert not own.form
    assert "never used Cairn" in unknown.text


async def test_staff_acts_are_written_down_for_organisers(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    await reported(stage, wren, ash)
    await removed(robin, await opened(robin))
    await robin.submit(await robin.command("mod stop", person=wren.id), length="1")

    listed = await fern.command("mod audit")

    assert "robin removed a post by @wren" in listed.text
    assert "robin stopped posts by @wren" in listed.text
    assert "Something unkind." not in listed.text
    assert "ash" not in listed.text
    refused = await robin.command("mod audit")
    assert "stopped posts by" not in refused.text


async def test_a_content_note_hides_the_words_from_staff_too_until_they_press(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    form = await wren.press(await wren.press(await wren.command("rejection"), "Share"), "The support room")
    await wren.submit(form, words="Words about an illness.", note="health")
    (post,) = await stage.posts("support")
    await ash.submit(await ash.press(await ash.press(post, "…"), "Report"), reason="details")

    asked = await fern.press(await fern.press(post, "…"), "Remove the post")
    reports = await opened(fern)
    for seen in (asked, reports):
        assert "Content note: health" in seen.text
        assert hidden("Words about an illness.", seen.text)
    if "Show" in reports.buttons:
        assert "Words about an illness." in (await fern.press(reports, "Show")).text


def hidden(words: str, text: str) -> bool:
    """Not there at all, or as a spoiler where the platform has such."""
    return words not in text or f"||{words}||" in text
