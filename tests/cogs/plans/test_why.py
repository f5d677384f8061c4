from __future__ import annotations

from tests.cogs.plans.people import rows
from tests.stage import Actor, Seen, Stage

WORDS = "I want time for my garden."


async def tells(actor: Actor, text: str = WORDS) -> Seen:
    form = await actor.press(await actor.command("why"), "Write it down")
    return await actor.submit(form, why=text)


async def shown(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if "Why you are looking" in seen.text]


async def test_it_is_kept_for_the_own_eyes_changed_and_deleted(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    assert WORDS in (await tells(wren)).text
    seen = await wren.command("why")
    assert WORDS not in (await robin.press(seen, "Delete it")).text
    assert WORDS in (await wren.command("why")).text
    form = await wren.press(seen, "Change it")
    assert form.prefill["why"] == WORDS
    assert "A calm place." in (await wren.submit(form, why="A calm place.")).text
    await wren.press(await wren.press(await wren.command("why"), "Delete it"), "Yes, delete it")
    assert "Write it down" in (await wren.command("why")).buttons
    await stage.step(days=60)
    assert not await stage.dms(wren)


async def test_it_is_shown_every_four_weeks_on_a_weekday_morning(stage: Stage) -> None:
    wren = await stage.member("wren")
    await tells(wren)
    await stage.step(days=27, hours=23)
    assert not await shown(stage, wren)
    await stage.step(hours=1)
    (seen,) = await shown(stage, wren)
    assert WORDS in seen.text
    await stage.step(days=28)
    assert len(await shown(stage, wren)) == 2


async def test_how_often_is_a_choice(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.choose(await tells(wren), "Shown every 2 weeks")
    await robin.choose(await tells(robin), "Never shown by itself")
    await stage.step(days=14)
    assert len(await shown(stage, wren)) == 1
    await stage.step(days=60)
    assert not await shown(stage, robin)


async def test_one_press_stops_it_at_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    await tells(wren)
    await stage.step(days=28)
    (seen,) = await shown(stage, wren)
    assert "Stopped" in (await wren.press(seen, "Stop showing it")).text
    await stage.step(days=90)
    assert len(await shown(stage, wren)) == 1
    assert WORDS in (await wren.command("why")).text


async def test_somebody_elses_stop_stops_nothing(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await tells(wren)
    await stage.step(days=28)
    (seen,) = await shown(stage, wren)
    await robin.press(seen, "Stop showing it")
    await stage.step(days=28)
    assert len(await shown(stage, wren)) == 2


async def test_never_in_a_cool_off_and_at_its_end_in_one_line(stage: Stage) -> None:
    wren = await stage.member("wren")
    await tells(wren, "A calm place.\nPeople who say hello.")
    await stage.step(days=27)
    await wren.press(await wren.command("rest"), "3 days")
    await stage.step(days=6)
    (gentle,) = await stage.dms(wren)
    assert "Your rest ends here" in gentle.text
    assert "“A calm place. People who say hello.”" in gentle.text
    assert "A calm place." in (await wren.press(gentle, "Why I'm looking")).text
    assert "waits for you" not in (await wren.home()).text


async def test_without_one_the_end_of_a_rest_says_nothing_of_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await wren.command("rest"), "1 day")
    await stage.step(days=2)
    (gentle,) = await stage.dms(wren)
    assert "looking" not in gentle.text


async def test_the_longest_fits_and_the_quote_is_cut(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "y" * 500 in (await tells(wren, "y" * 500)).text
    await wren.press(await wren.command("rest"), "1 day")
    await stage.step(days=2)
    (gentle,) = await stage.dms(wren)
    assert "y…" in gentle.text


async def test_nothing_is_left_after_forget_me(stage: Stage) -> None:
    wren = await stage.member("wren")
    await tells(wren)
    await wren.press(await wren.press(await wren.command("forget-me"), "Erase my data"), "Yes, erase it")
    assert await rows(stage, "plan_why") == 0
    await stage.step(days=40)
    assert not await shown(stage, wren)
