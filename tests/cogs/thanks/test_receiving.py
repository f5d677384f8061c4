"""What the receiver sees and chooses, and what others see of it."""

from __future__ import annotations

from datetime import timedelta

from bot.people import communities, members
from bot.runtime.all_cogs import load
from bot.safety import personal_data
from bot.storage.database import Tx
from tests.cogs.posts import moderating
from tests.cogs.posts.moderating import appointed
from tests.cogs.thanks.people import (
    WORDS,
    erased,
    member_id,
    never_together,
    opened,
    published,
    rows,
    stopped,
    thanked,
    thanks_page,
)
from tests.stage import Seen, Stage


async def test_published_it_stands_in_the_wins_room_with_both_names(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    notice = await thanked(stage, wren, ash)
    for _ in range(2):
        assert "wins room" in (await ash.press(notice, "Publish it")).text
    (post,) = await stage.posts("wins")
    assert "wren" in post.text
    assert "ash" in post.text
    assert WORDS in post.text
    assert "in the wins room" in (await thanks_page(ash)).text
    assert await stage.dms(wren) == []
    assert len(await stage.dms(ash)) == 1


async def test_a_way_to_reach_somebody_is_asked_about_before_it_is_published(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    notice = await thanked(stage, wren, ash, "Thank you, ash! Write to wren@example.org.")
    asked = await ash.press(notice, "Publish it")
    assert "I saw an e-mail address in it." in asked.text
    assert await stage.posts("wins") == []
    for _ in range(2):
        await ash.press(asked, "Post it")
    assert len(await stage.posts("wins")) == 1


async def test_kept_it_is_theirs_alone_and_can_be_published_later(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    notice = await thanked(stage, wren, ash)
    for _ in range(2):
        assert "kept" in (await ash.press(notice, "Keep it for me")).text
    await stage.step(days=40)
    assert await stage.posts("wins") == []
    seen = await opened(ash)
    assert WORDS in seen.text
    await ash.press(seen, "Publish it")
    assert len(await stage.posts("wins")) == 1


async def test_not_kept_it_is_gone(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    notice = await thanked(stage, wren, ash)
    asked = await ash.press(notice, "Don't keep it")
    assert WORDS in (await ash.press(asked, "Leave it")).text
    assert "It is gone" in (await ash.press(asked, "Delete it")).text
    assert "is gone" in (await ash.press(asked, "Delete it")).text
    assert not await rows(stage, "thanks")
    assert WORDS not in (await thanks_page(ash)).text


async def test_without_an_answer_it_goes_after_thirty_days(stage: Stage) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    await thanked(stage, wren, ash)
    await ash.press(await thanked(stage, robin, ash, "Kept words."), "Keep it for me")
    kept = personal_data.kept_of(load().cogs)
    await stage.step(days=29)
    await stage.db.run(lambda tx: personal_data.clean_up(tx, kept, stage.now))
    assert WORDS in (await thanks_page(ash)).text
    await stage.step(days=2)
    await stage.db.run(lambda tx: personal_data.clean_up(tx, kept, stage.now))
    page = await thanks_page(ash)
    assert WORDS not in page.text
    assert "Kept words." in page.text
    assert not await rows(stage, "thanks_given")


async def test_somebody_elses_press_does_nothing(stage: Stage) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    notice = await thanked(stage, wren, ash)
    asked = await ash.press(notice, "Don't keep it")
    about = await ash.press(notice, "…")
    form = await ash.press(about, "Report")
    page = await thanks_page(ash)
    for actor in (wren, robin):
        for label in ("Publish it", "Keep it for me", "Don't keep it", "…"):
            seen = await actor.press(notice, label)
            assert "is gone" in seen.text
            assert WORDS not in seen.text
        for seen, label in ((asked, "Delete it"), (asked, "Leave it"), (about, "Report"), (page, "Open it")):
            assert "is gone" in (await actor.press(seen, label)).text
        await actor.press(page, "Hide thanks")
    assert form.form
    assert await stage.posts("wins") == []
    assert not await rows(stage, "report")
    assert "not answered" in (await thanks_page(ash)).text
    seen = await ash.press(notice, "Publish it")
    for actor in (wren, robin):
        assert "is gone" in (await actor.press(seen, "Take it out of the room")).text
    assert len(await stage.posts("wins")) == 1


async def test_the_receiver_takes_it_out_of_the_room_and_still_has_it(stage: Stage) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    post = await published(stage, wren, ash)
    more = await ash.press(post, "…")
    assert WORDS not in more.text
    for _ in range(2):
        assert WORDS in (await ash.press(more, "Take it out of the room")).text
    assert await stage.posts("wins") == []
    assert "kept" in (await thanks_page(ash)).text
    assert "is gone" in (await robin.press(post, "…")).text
    await ash.press(await opened(ash), "Publish it")
    assert len(await stage.posts("wins")) == 1
    await ash.press(await ash.press(await opened(ash), "Delete"), "Delete it")
    assert await stage.posts("wins") == []


async def test_others_can_report_the_post_and_staff_can_take_it_down_for_good(stage: Stage) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    fern = await appointed(stage, "fern")
    post = await published(stage, wren, ash)
    await robin.submit(await robin.press(await robin.press(post, "…"), "Report"), reason="other")
    assert WORDS in (await moderating.opened(fern)).text
    await moderating.removed(fern, await fern.press(await fern.press(post, "…"), "Remove the post"))
    assert await stage.posts("wins") == []
    seen = await opened(ash)
    assert WORDS in seen.text
    assert "taken out" in seen.text
    assert "Publish it" not in seen.buttons
    (told,) = [one for one in await stage.dms(ash) if "no longer in the room" in one.text]
    assert WORDS not in told.text
    assert "taken out" in (await ash.press(told, "Look at it")).text
    (told,) = [one for one in await stage.dms(wren) if "taken down" in one.text]
    assert WORDS in told.text


async def test_where_posts_are_stopped_or_there_is_no_room_it_is_kept_and_said_why(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    notice = await thanked(stage, wren, ash)
    await stopped(stage, ash)
    assert "paused your posts" in (await ash.press(notice, "Publish it")).text
    ash_id = await member_id(stage, ash)

    def change(tx: Tx) -> None:
        members.stop_until(tx, stage.community, ash_id, None)
        communities.drop_room(tx, stage.community, "wins")

    await stage.db.run(change)
    assert "no wins room" in (await ash.press(notice, "Publish it")).text
    assert "kept" in (await thanks_page(ash)).text


async def test_links_that_were_switched_off_since_are_not_posted(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await stage.db.run(lambda tx: communities.set_links_allowed(tx, stage.community, True))
    notice = await thanked(stage, wren, ash, "For https://example.org/page")
    await stage.db.run(lambda tx: communities.set_links_allowed(tx, stage.community, False))
    assert "links off" in (await ash.press(notice, "Publish it")).text
    assert await stage.posts("wins") == []


async def test_nobody_is_named_who_was_stopped_or_left_or_wants_no_contact_since(stage: Stage) -> None:
    ash = await stage.member("ash")
    one, two, three = [await stage.member(name) for name in ("wren", "robin", "fern")]
    notices: list[Seen] = []
    for who in (one, two, three):
        notices.append(await thanked(stage, who, ash))
        await stage.step(days=1)
    await stopped(stage, one)
    await stage.leave(two)
    await never_together(stage, three, ash)
    for notice in notices:
        await ash.press(notice, "Publish it")
        assert "wasn't posted" in (await stage.dms(ash))[-1].text
    assert len(await stage.dms(ash)) == 6
    assert await stage.posts("wins") == []
    assert (await thanks_page(ash)).text.count("kept") == 3


async def test_somebody_who_left_publishes_nothing(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    notice = await thanked(stage, wren, ash)
    await stage.time_out(ash)
    await ash.press(notice, "Publish it")
    assert await stage.posts("wins") == []
    assert "kept" in (await thanks_page(ash)).text


async def test_in_a_rest_it_waits_on_home(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await ash.press(await ash.command("rest"), "3 days")
    assert "is sent" in (await wren.command("thank", person=ash.id, reason=WORDS)).text
    assert await stage.dms(ash) == []
    held = await ash.press(await ash.home(), "What I held back")
    assert "A thank-you for you" in held.text
    seen = await ash.press(held, next(label for label in held.buttons if label.startswith(("Read", "Open"))))
    assert WORDS in seen.text
    await ash.press(seen, "Keep it for me")
    assert "What I held back" not in (await ash.home()).buttons


async def test_where_direct_messages_are_off_it_waits_on_home(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await stage.db.run(lambda tx: tx.run("UPDATE account SET by_dm = 0 WHERE external = :ash", {"ash": ash.id}))
    await wren.command("thank", person=ash.id, reason=WORDS)
    assert await stage.dms(ash) == []
    assert "What I held back" in (await ash.home()).buttons
    assert WORDS in (await thanks_page(ash)).text


async def test_hidden_nothing_is_told_and_it_waits_on_the_page(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    assert "hidden" in (await ash.press(await thanks_page(ash), "Hide thanks")).text
    assert "is sent" in (await wren.command("thank", person=ash.id, reason=WORDS)).text
    assert await stage.dms(ash) == []
    page = await thanks_page(ash)
    assert WORDS not in page.text
    assert WORDS in (await ash.press(page, "Show thanks again")).text


async def test_the_page_turns_and_counts_nothing(stage: Stage) -> None:
    ash = await stage.member("ash")
    for n, name in enumerate(("wren", "robin", "fern", "moss")):
        await thanked(stage, await stage.member(name), ash, f"Words of {name}.")
        await stage.step(hours=n + 1)
    page = await thanks_page(ash)
    assert "Words of moss." in page.text
    assert "Words of wren." not in page.text
    older = await ash.press(page, "Older")
    assert "Words of wren." in older.text
    assert "Words of moss." in (await ash.press(older, "Newer")).text
    assert not {"1", "3", "4"} & set(page.text.split())


async def test_one_that_was_none_can_be_reported_and_nothing_comes_any_more(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    fern = await appointed(stage, "fern")
    notice = await thanked(stage, wren, ash, "Unkind words.")
    form = await ash.press(await ash.press(notice, "…"), "Report")
    assert "Nobody is told" in (await ash.submit(form, reason="hurtful", note="It hurts.")).text
    report = await moderating.opened(fern)
    assert "Unkind words." in report.text
    assert "It hurts." in report.text
    assert await stage.dms(wren) == []
    await stage.step(days=1)
    assert "is sent" in (await wren.command("thank", person=ash.id, reason="More.")).text
    assert "More." not in (await thanks_page(ash)).text


async def test_a_receiver_who_erases_themselves_takes_the_post_along(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    receipt = await wren.command("thank", person=ash.id, reason=WORDS)
    await ash.press((await stage.dms(ash))[0], "Publish it")
    await erased(ash)
    assert await stage.posts("wins") == []
    assert not await rows(stage, "thanks")
    asked = await wren.press(receipt, "Take it back")
    assert "is taken back" in (await wren.press(asked, "Take it back")).text


async def test_both_erased_nothing_is_left(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await published(stage, wren, ash)
    await erased(wren)
    await erased(ash)
    assert await stage.posts("wins") == []
    for table in ("thanks", "thanks_given", "thanks_choice"):
        assert not await rows(stage, table)


async def test_a_receiver_who_left_is_sent_nothing_more_and_their_thanks_go_with_their_data(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await published(stage, wren, ash)
    await stage.leave(ash)
    before = len(await stage.dms(ash))
    for _ in range(48):  # found out within a fortnight, and kept for 30 days
        stage.clock.step(timedelta(days=1))
        await stage.settle()
    assert await stage.posts("wins") == []
    assert not await rows(stage, "thanks")
    assert "have not used Cairn" in (await wren.command("thank", person=ash.id, reason=WORDS)).text
    assert len(await stage.dms(ash)) == before
