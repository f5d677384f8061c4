"""A post that nobody answers: one listener, the next one, moderators; and what ends it."""

from __future__ import annotations

import pytest

from tests.cogs.listening.harbour import (
    ALERT,
    KEY,
    ON_MEMORY,
    TITLE,
    WORDS,
    alerts,
    asked,
    listener,
    person,
    queue,
    row,
    the_post,
)
from tests.stage import Stage


async def test_after_four_hours_of_daytime_one_listener_is_asked(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await listener(stage, "robin")
    await wren.command("harbour tell")
    await stage.step(hours=3.9)
    assert await asked(stage, ash, robin) == []
    await stage.step(hours=0.2)
    names = await asked(stage, ash, robin)
    assert len(names) == 1
    first = ash if names == ["ash"] else robin
    (alert,) = await alerts(stage, first)
    assert TITLE in alert.text
    assert "repl" in alert.text
    assert WORDS not in alert.text
    assert set(alert.buttons) >= {"I'll answer", "I replied", "Not now", "Off duty"}
    assert await asked(stage, wren) == []


@ON_MEMORY
async def test_the_author_is_never_asked_about_their_own_post(stage: Stage) -> None:
    wren = await listener(stage, "wren")
    await wren.command("harbour tell")
    await stage.step(hours=20)
    assert await asked(stage, wren) == []
    assert await queue(stage) == [TITLE]


@pytest.mark.parametrize("command", ["harbour tell", "harbour whisper"])
async def test_a_press_of_anybody_ends_the_wait(stage: Stage, command: str) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await person(stage, "robin")
    await wren.command(command)
    await stage.step(hours=1)
    await robin.press(await the_post(stage), "I'm with you")
    await stage.step(hours=30)
    assert await asked(stage, ash) == []
    assert await queue(stage) == []
    assert await row(stage, "SELECT author_id, title FROM listening_post") == (None, "")


async def test_i_replied_ends_it_and_pressing_twice_is_harmless(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.step(hours=5)
    (alert,) = await alerts(stage, ash)
    assert "Thank you for answering" in (await ash.press(alert, "I replied")).text
    assert "settled" in (await ash.press(alert, "I replied")).text
    await stage.step(hours=20)
    assert await queue(stage) == []


async def test_whoever_answers_is_not_joined_by_another_and_may_still_pass_on(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await listener(stage, "robin")
    await wren.command("harbour tell")
    await stage.step(hours=4.1)
    first, second = (ash, robin) if await asked(stage, ash) else (robin, ash)
    seen = await first.press((await alerts(stage, first))[0], "I'll answer")
    assert "Nobody else is asked" in seen.text
    await stage.step(hours=4)
    assert await asked(stage, second) == []
    assert "That is fine" in (await first.press(seen, "I can't after all")).text
    assert len(await asked(stage, second)) == 1


async def test_two_who_press_at_once_make_one_answer(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await listener(stage, "robin")
    await wren.command("harbour tell")
    await stage.step(hours=6.2)
    assert sorted(await asked(stage, ash, robin)) == ["ash", "robin"]
    taken = [await one.press((await alerts(stage, one))[0], "I'll answer") for one in (ash, robin)]
    assert "Nobody else is asked" in taken[0].text
    assert "Somebody else is on it" in taken[1].text
    assert "Thank you for answering" in (await robin.press(taken[1], "I replied")).text
    assert "settled" in (await ash.press(taken[0], "I replied")).text


async def test_not_now_asks_the_next_one_at_once_and_off_duty_asks_no_more(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await listener(stage, "robin")
    await wren.command("harbour tell")
    await stage.step(hours=4.1)
    first, second = (ash, robin) if await asked(stage, ash) else (robin, ash)
    alert = (await alerts(stage, first))[0]
    assert "Nobody is told" in (await first.press(alert, "Not now")).text
    assert len(await asked(stage, second)) == 1
    assert "off duty" in (await second.press((await alerts(stage, second))[0], "Off duty")).text
    await stage.step(days=1)
    assert await row(stage, "SELECT COUNT(*) FROM listening_turn") == (2,)
    assert await row(stage, "SELECT COUNT(*) FROM listening_duty WHERE on_duty = 1") == (1,)


@ON_MEMORY
async def test_three_are_asked_at_most(stage: Stage) -> None:
    wren = await person(stage, "wren")
    others = [await listener(stage, name) for name in ("ash", "robin", "fern", "moss")]
    await wren.command("harbour tell")
    await stage.step(hours=17)
    assert len(await asked(stage, *others)) == 3
    assert await queue(stage) == []


async def test_after_eighteen_hours_moderators_see_it_with_nobody_on_duty_too(stage: Stage) -> None:
    wren = await person(stage, "wren")
    await wren.command("harbour whisper")
    await stage.step(hours=17.9)
    assert await queue(stage) == []
    await stage.step(hours=0.2)
    assert await queue(stage) == [TITLE]
    assert await row(stage, "SELECT COUNT(*) FROM job WHERE call LIKE 'listening.%'") == (0,)


async def test_a_post_that_is_taken_back_is_forgotten(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.step(hours=5)
    (alert,) = await alerts(stage, ash)
    await wren.command("harbour untell")
    assert "settled" in (await ash.press(alert, "I'll answer")).text
    assert await row(stage, "SELECT 1 FROM listening_post") is None
    assert await row(stage, "SELECT post_id FROM listening_turn") == (None,)
    assert await row(stage, "SELECT 1 FROM job WHERE call LIKE 'listening.%'") is None


@ON_MEMORY
async def test_a_post_that_was_removed_by_hand_is_forgotten_when_it_is_looked_at(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.db.run(lambda tx: tx.run("UPDATE message SET deleted = 1 WHERE key LIKE :key", {"key": f"%{KEY}"}))
    await stage.step(hours=20)
    assert await asked(stage, ash) == []
    assert await row(stage, "SELECT 1 FROM listening_post") is None


@ON_MEMORY
async def test_told_twice_it_waits_once(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.step(hours=1)
    await wren.command("harbour tell")
    await stage.step(hours=3.1)
    assert len(await asked(stage, ash)) == 1


async def test_an_alert_of_somebody_else_does_nothing(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await person(stage, "robin")
    await wren.command("harbour tell")
    await stage.step(hours=5)
    (alert,) = await alerts(stage, ash)
    for label in ("I'll answer", "I replied", "Not now"):
        assert "settled" in (await robin.press(alert, label)).text
    assert await row(stage, "SELECT state FROM listening_post") == (0,)
    assert await row(stage, "SELECT state FROM listening_turn") == (0,)


@ON_MEMORY
async def test_what_is_answered_after_the_alert_was_written_says_nothing_more(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await stage.step(hours=5)
    assert ALERT in (await stage.dms(ash))[-1].text
    await ash.press(await the_post(stage), "I'm with you")
    await stage.step(days=3)
    assert await row(stage, "SELECT 1 FROM listening_post") is None
    assert len(await asked(stage, ash)) == 1
