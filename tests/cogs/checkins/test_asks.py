"""I can help: who is told what, and asks that come back."""

from __future__ import annotations

import pytest

from bot.people import members
from bot.runtime.all_cogs import erase, load
from bot.storage.database import Tx
from cogs.buddies.profile import store as buddies
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from tests.cogs.checkins.circle import ASK, WELL, Circle, people, sit_down
from tests.stage import Actor, Seen, Stage

FIVE = ("wren", "ash", "robin", "ivy", "fern")
READER = "Somebody who reads my letter"
LATER = "From the week before, still open"


async def asked(stage: Stage) -> tuple[Circle, int]:
    """A closed week in which wren asked for something."""
    circle = await sit_down(stage, await people(stage, *FIVE))
    ask = await circle.says("wren", {WELL: "A good talk.", ASK: READER})
    await circle.closes()
    return circle, ask


async def told(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if "offered to help" in seen.text]


def names(seen: Seen, actor: Actor) -> bool:
    """A name that can be pressed: Slack's own client puts it in the place of the id."""
    return f"@{actor.name}" in seen.text or f"@{actor.id}" in seen.text


async def test_an_offer_is_told_to_the_asker_by_name_and_to_nobody_else(stage: Stage) -> None:
    circle, _ = await asked(stage)
    wren, ash = circle.actors["wren"], circle.actors["ash"]
    thanks = await ash.press(await circle.digest(), "I can help")
    assert "they will write to you" in thanks.text
    await stage.step(minutes=10)
    (news,) = await told(stage, wren)
    assert names(news, ash)
    assert "offered to help you" in news.text
    assert READER in news.text
    assert "write to them" in news.text
    card = await circle.digest()
    assert "Somebody offered to help" in card.text
    assert "ash" not in card.text
    for name in ("ash", "robin", "ivy", "fern"):
        assert not await told(stage, circle.actors[name])


async def test_a_second_press_changes_nothing_more(stage: Stage) -> None:
    circle, _ = await asked(stage)
    wren, ash = circle.actors["wren"], circle.actors["ash"]
    await ash.press(await circle.digest(), "I can help")
    await stage.step(minutes=10)
    assert "offered already" in (await ash.press(await circle.digest(), "I can help")).text
    await stage.step(minutes=10)
    assert len(await told(stage, wren)) == 1


async def test_several_can_offer_and_each_is_told(stage: Stage) -> None:
    circle, _ = await asked(stage)
    for name in ("ash", "robin", "ivy"):
        await circle.actors[name].press(await circle.digest(), "I can help")
    await stage.step(minutes=10)
    last = (await told(stage, circle.actors["wren"]))[-1]
    for name in ("ash", "robin", "ivy"):
        assert names(last, circle.actors[name])


async def test_ones_own_ask_is_answered_kindly_and_stays_open(stage: Stage) -> None:
    circle, _ = await asked(stage)
    wren = circle.actors["wren"]
    assert "what you asked for" in (await wren.press(await circle.digest(), "I can help")).text
    assert "Somebody offered" not in (await circle.digest()).text
    assert not await told(stage, wren)


async def test_an_ask_that_was_taken_back_is_answered_kindly(stage: Stage) -> None:
    circle, ask = await asked(stage)
    before = await circle.digest()
    await circle.removes(ask)
    seen = await circle.actors["ash"].press(before, "I can help")
    assert "isn’t open any more" in seen.text
    assert "Thank you for wanting to help" in seen.text
    assert not await told(stage, circle.actors["wren"])


async def test_an_ask_that_is_taken_back_before_the_asker_hears_is_not_told(stage: Stage) -> None:
    circle, ask = await asked(stage)
    wren = circle.actors["wren"]
    await stage.db.run(lambda tx: tx.run("UPDATE account SET quiet_from = 0, quiet_to = 23"))
    await circle.actors["ash"].press(await circle.digest(), "I can help")
    await circle.removes(ask)
    await stage.step(hours=36)
    assert not await told(stage, wren)


async def test_nobody_outside_the_circle_can_offer_or_learn_anything(stage: Stage) -> None:
    circle, ask = await asked(stage)
    before = await circle.digest()
    moth = await stage.member("moth")
    outside = await moth.press(before, "I can help")
    forged = await moth.press(await circle.button(calls.help_with(ask + 1)), "Press")
    assert outside.text == forged.text
    assert READER not in outside.text
    other = await sit_down(stage, await people(stage, "finch", "lark", "owl"), name="Island")
    assert (await other.actors["finch"].press(before, "I can help")).text == forged.text
    assert not await told(stage, circle.actors["wren"])
    assert "Somebody offered" not in (await circle.digest()).text


async def test_an_ask_of_another_community_is_not_found(stage: Stage) -> None:
    circle, ask = await asked(stage)

    def elsewhere(tx: Tx) -> None:
        tx.run("INSERT INTO community (id, platform, external) VALUES (7, :platform, 'x')", {"platform": "memory"})
        tx.run("UPDATE checkin SET community_id = 7")

    await stage.db.run(elsewhere)
    seen = await circle.actors["ash"].press(await circle.button(calls.help_with(ask)), "Press")
    assert "isn’t open any more" in seen.text


@pytest.mark.parametrize("who", [("wren", "ash"), ("ash", "wren")])
async def test_who_wants_nothing_to_do_with_somebody_hears_nothing_and_that_one_cant_tell(
    stage: Stage, who: tuple[str, str]
) -> None:
    circle, _ = await asked(stage)
    member, other = (circle.people[name] for name in who)
    await stage.db.run(lambda tx: buddies.add_never(tx, member, other, buddies.ASKED, stage.now))
    ash, robin, wren = (circle.actors[name] for name in ("ash", "robin", "wren"))
    thanks = await ash.press(await circle.digest(), "I can help")
    await stage.step(minutes=10)
    assert not await told(stage, wren)
    again = await ash.press(await circle.digest(), "I can help")
    assert "Somebody offered to help" in (await circle.digest()).text
    assert (await robin.press(await circle.digest(), "I can help")).text == thanks.text
    assert (await robin.press(await circle.digest(), "I can help")).text == again.text
    await stage.step(minutes=10)
    (news,) = await told(stage, wren)
    assert names(news, robin)
    assert not names(news, ash)


async def test_whom_staff_stopped_is_told_so_and_nobody_hears_of_it(stage: Stage) -> None:
    circle, _ = await asked(stage)
    until = stage.now.replace(year=2028)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, circle.people["ash"], until))
    seen = await circle.actors["ash"].press(await circle.digest(), "I can help")
    assert "isn’t passed on" in seen.text
    assert "Somebody offered" not in (await circle.digest()).text
    await stage.step(minutes=10)
    assert not await told(stage, circle.actors["wren"])


async def test_offering_counts_as_being_there(stage: Stage) -> None:
    circle, _ = await asked(stage)
    await circle.actors["ash"].press(await circle.digest(), "I can help")
    mine = await stage.db.run(lambda tx: circles.belonging(tx, circle.checkin.id, circle.people["ash"]))
    assert mine is not None
    assert mine.active_at == stage.now


# Asks that come back


async def test_an_ask_nobody_took_comes_back_once_and_never_again(stage: Stage) -> None:
    circle, _ = await asked(stage)
    second = await circle.next_week()
    head = await second.head()
    assert LATER in head.text
    assert f"@wren: {READER}" in head.text
    assert head.buttons == ("I can help",)
    await second.closes()
    assert READER not in (await second.digests())[-1].text
    third = await second.next_week()
    assert READER not in (await third.head()).text


async def test_it_comes_back_too_when_a_week_was_skipped(stage: Stage) -> None:
    circle, _ = await asked(stage)
    after = await circle.next_week(weeks_later=3)
    assert READER in (await after.head()).text


async def test_an_ask_that_somebody_took_does_not_come_back(stage: Stage) -> None:
    circle, _ = await asked(stage)
    await circle.actors["ash"].press(await circle.digest(), "I can help")
    after = await circle.next_week()
    assert READER not in (await after.head()).text


async def test_shown_again_the_head_has_the_same_asks(stage: Stage) -> None:
    circle, _ = await asked(stage)
    after = await circle.next_week()
    before = await after.head()
    await after.head_again()
    assert (await after.head()).text == before.text


async def test_help_with_an_ask_that_came_back_is_marked_where_it_stands(stage: Stage) -> None:
    circle, ask = await asked(stage)
    after = await circle.next_week()
    await circle.actors["ash"].press(await after.head(), "I can help")
    await stage.step(minutes=10)
    await after.head_again()
    assert "Somebody offered to help" in (await after.head()).text
    assert "Somebody offered to help" in (await circle.digest()).text
    assert len(await told(stage, circle.actors["wren"])) == 1
    await circle.removes(ask)
    await after.head_again()
    assert READER not in (await after.head()).text


async def test_an_ask_of_somebody_who_left_the_circle_does_not_come_back(stage: Stage) -> None:
    circle, _ = await asked(stage)
    await circle.run(lambda ctx: circles.leave(ctx.tx, circle.checkin.id, circle.people["wren"]))
    after = await circle.next_week()
    assert READER not in (await after.head()).text


async def test_when_the_only_helper_is_erased_the_ask_is_open_again(stage: Stage) -> None:
    circle, _ = await asked(stage)
    await circle.actors["ash"].press(await circle.digest(), "I can help")
    assert "Somebody offered" in (await circle.digest()).text
    await stage.db.run(lambda tx: erase(tx, load(), [circle.people["ash"]], stage.now))
    await stage.settle()
    assert "Somebody offered" not in (await circle.digest()).text


async def test_a_first_week_has_nothing_that_comes_back(stage: Stage) -> None:
    circle = await sit_down(stage, await people(stage, *FIVE))
    await circle.says("wren", {ASK: READER})
    assert READER not in (await circle.head()).text
