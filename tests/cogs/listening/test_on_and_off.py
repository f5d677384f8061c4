"""Turning on and off, and how often one is asked, as people see it."""

from __future__ import annotations

from tests.cogs.listening.harbour import listener, person, row
from tests.stage import Stage


async def test_the_card_says_what_it_means_and_pressing_twice_is_harmless(stage: Stage) -> None:
    ash = await person(stage, "ash")
    await ash.command("listen on")
    seen = await ash.command("listen on")
    assert "1 a day and 3 a week" in seen.text
    assert "Don't promise to keep it secret" in seen.text
    assert "/help-now" in seen.text
    assert await row(stage, "SELECT COUNT(*) FROM listening_duty") == (1,)
    assert "off duty" in (await ash.press(seen, "Turn off")).text
    assert "nothing changed" in (await ash.command("listen off")).text


async def test_how_often_is_chosen_and_kept_while_off_duty(stage: Stage) -> None:
    ash = await listener(stage, "ash")
    form = await ash.press(await ash.command("listen on"), "How often")
    assert "2 a day and 7 a week" in (await ash.submit(form, daily=2, weekly=7)).text
    await ash.command("listen off")
    assert "2 a day and 7 a week" in (await ash.command("listen on")).text
