"""Thanking somebody: what is sent, what is refused, and what the one who thanks can and can't learn."""

from __future__ import annotations

import json

import pytest

from bot.people import communities
from cogs.thanks import store
from cogs.thanks.model import REASON
from tests.cogs.thanks.people import (
    WORDS,
    erased,
    member_id,
    never_together,
    published,
    rows,
    stopped,
    thanked,
    thanks_page,
)
from tests.stage import Actor, Stage


async def test_the_receiver_alone_sees_it_first(stage: Stage) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    seen = await wren.command("thank", person=ash.id, reason=WORDS)
    assert "is sent" in seen.text
    (notice,) = await stage.dms(ash)
    assert WORDS in notice.text
    assert "wren" in notice.text
    assert {"Publish it", "Keep it for me", "Don't keep it"} <= set(notice.buttons)
    assert await stage.posts("wins") == []
    assert await stage.dms(robin) == []


@pytest.mark.parametrize("known", ["nothing", "person", "reason"])
async def test_what_is_missing_is_asked_in_a_form(stage: Stage, known: str) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    args = {"person": {"person": ash.id}, "reason": {"reason": WORDS}}.get(known, {})
    form = await wren.command("thank", **args)
    assert form.form == ("person", "reason")
    await wren.submit(form, person=ash.id, reason=WORDS)
    assert WORDS in (await stage.dms(ash))[0].text


async def test_a_reason_is_needed(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    form = await wren.command("thank", person=ash.id)
    assert "reason" in (await wren.submit(form, person=ash.id, reason="   ")).errors
    assert not await rows(stage, "thanks_given")


async def test_a_reason_that_is_too_long_is_given_back(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    long = "w" * (REASON + 1)
    seen = await wren.command("thank", person=ash.id, reason=long)
    assert "isn't sent" in seen.text
    assert long in seen.text
    assert await stage.dms(ash) == []


async def test_thanking_oneself_is_refused_with_the_words(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("thank", person=wren.id, reason=WORDS)
    assert "That is you" in seen.text
    assert WORDS in seen.text
    form = await wren.command("thank", reason=WORDS)
    assert "person" in (await wren.submit(form, person=wren.id)).errors
    assert not await rows(stage, "thanks_given")


async def test_somebody_who_never_agreed_gets_nothing_and_nothing_is_stored(stage: Stage) -> None:
    wren, lark = await stage.member("wren"), stage.stranger("lark")
    seen = await wren.command("thank", person=lark.id, reason=WORDS)
    assert "have not used Cairn" in seen.text
    assert WORDS in seen.text
    assert await stage.dms(lark) == []
    assert not await rows(stage, "thanks_given")
    assert not await rows(stage, "thanks")


async def test_links_follow_the_rule_of_the_community(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    words = "Thanks for https://example.org/page"
    await stage.db.run(lambda tx: communities.set_links_allowed(tx, stage.community, False))
    seen = await wren.command("thank", person=ash.id, reason=words)
    assert "links" in seen.text
    assert "isn't sent" in seen.text
    await stage.db.run(lambda tx: communities.set_links_allowed(tx, stage.community, True))
    await thanked(stage, wren, ash, words)


async def test_the_same_person_once_a_day(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await thanked(stage, wren, ash)
    seen = await wren.command("thank", person=ash.id, reason="Once more.")
    assert "isn't sent" in seen.text
    assert "Once more." in seen.text
    assert "one to the same person" in seen.text
    assert len(await stage.dms(ash)) == 1
    form = await wren.command("thank")
    assert "Once more." in (await wren.submit(form, person=ash.id, reason="Once more.")).text
    await stage.step(days=1)
    await thanked(stage, wren, ash, "Once more.")


async def test_three_a_day_in_all(stage: Stage) -> None:
    wren = await stage.member("wren")
    others = [await stage.member(name) for name in ("ash", "robin", "fern", "moss")]
    for other in others[:3]:
        await thanked(stage, wren, other)
        await stage.step(hours=1)
    seen = await wren.command("thank", person=others[3].id, reason=WORDS)
    assert "for three in all" in seen.text
    await stage.step(hours=21)
    await thanked(stage, wren, others[3])


async def unseen(stage: Stage, wren: Actor, ash: Actor) -> None:
    """Everything wren sees is what it is when ash gets it."""
    seen = await wren.command("thank", person=ash.id, reason=WORDS)
    assert "is sent" in seen.text
    assert await stage.dms(ash) == []
    assert WORDS not in (await thanks_page(ash)).text
    assert not await rows(stage, "thanks")
    assert "isn't sent" in (await wren.command("thank", person=ash.id, reason="Again.")).text
    for _ in range(2):
        asked = await wren.press(seen, "Take it back")
        assert "is taken back" in (await wren.press(asked, "Take it back")).text
    await stage.step(days=1)


async def test_nothing_reaches_who_is_kept_apart_and_nobody_can_tell(stage: Stage) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    await never_together(stage, ash, wren)
    await unseen(stage, wren, ash)
    await never_together(stage, wren, robin)
    await unseen(stage, wren, robin)


async def test_nothing_reaches_anybody_from_who_is_stopped_and_they_cannot_tell(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await stopped(stage, wren)
    await unseen(stage, wren, ash)


async def test_whoever_thanked_hears_nothing_of_what_became_of_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    me = await member_id(stage, wren)
    found: set[str] = set()
    for name, act in (("ash", ""), ("robin", "Keep it for me"), ("fern", "Don't keep it")):
        other = await stage.member(name)
        receipt = await wren.command("thank", person=other.id, reason=WORDS)
        notice = (await stage.dms(other))[-1]
        if act:
            seen = await other.press(notice, act)
            if "Delete it" in seen.buttons:
                await other.press(seen, "Delete it")
        again = await wren.command("thank", person=other.id, reason="Again.")
        told = await stage.db.read(lambda tx: json.dumps(store.export(tx, me)))
        asked = await wren.press(receipt, "Take it back")
        back = await wren.press(asked, "Take it back")
        assert WORDS not in told
        found.add(f"{again.text} {asked.text} {back.text}")
    assert len(found) == 1
    assert await stage.dms(wren) == []
    given = await stage.db.read(lambda tx: store.export(tx, me))
    assert isinstance(given, dict)
    assert len(given["thanks_you_gave"]) == 3  # pyright: ignore[reportArgumentType] -- a list


async def test_taking_back_takes_it_from_the_receiver_and_out_of_the_room(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    receipt = await wren.command("thank", person=ash.id, reason=WORDS)
    (notice,) = await stage.dms(ash)
    await ash.press(notice, "Publish it")
    assert len(await stage.posts("wins")) == 1
    asked = await wren.press(receipt, "Take it back")
    for _ in range(2):
        assert "is taken back" in (await wren.press(asked, "Take it back")).text
    assert await stage.posts("wins") == []
    assert WORDS not in (await thanks_page(ash)).text
    for label in ("Publish it", "Keep it for me", "Don't keep it"):
        assert "is gone" in (await ash.press(notice, label)).text


async def test_somebody_elses_press_takes_nothing_back(stage: Stage) -> None:
    wren, ash, robin = [await stage.member(name) for name in ("wren", "ash", "robin")]
    receipt = await wren.command("thank", person=ash.id, reason=WORDS)
    asked = await wren.press(receipt, "Take it back")
    for actor in (ash, robin):
        assert "nothing to take back" in (await actor.press(receipt, "Take it back")).text
        assert "nothing to take back" in (await actor.press(asked, "Take it back")).text
    assert WORDS in (await thanks_page(ash)).text
    assert "Nothing changed" in (await wren.press(asked, "Leave it")).text


async def test_the_one_who_thanked_takes_the_post_back_from_its_dots_even_later(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    post = await published(stage, wren, ash)
    await stage.step(days=33)
    more = await wren.press(post, "…")
    assert more.buttons == ("Delete",)
    await wren.press(await wren.press(more, "Delete"), "Take it back")
    assert await stage.posts("wins") == []
    assert not await rows(stage, "thanks")


async def test_erased_their_words_stay_with_the_receiver_without_a_name_and_in_no_room(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await published(stage, wren, ash)
    await erased(wren)
    assert await stage.posts("wins") == []
    page = await thanks_page(ash)
    assert WORDS in page.text
    assert "Somebody who left" in page.text
    assert "wren" not in page.text
    seen = await ash.press(page, "Open it")
    assert set(seen.buttons) == {"Delete", "Thanks for you"}
    assert not await rows(stage, "thanks_given")
