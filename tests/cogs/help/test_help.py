from __future__ import annotations

import pytest

from bot.safety import helplines
from tests.stage import Stage

DIRECTORY = "Find A Helpline"


async def test_help_is_open_to_somebody_who_never_agreed_to_anything(stage: Stage) -> None:
    seen = await stage.stranger("pine").command("help-now")
    assert DIRECTORY in seen.text
    assert "emergency number" in seen.text


@pytest.mark.parametrize("country", ["Germany", "United Kingdom", "Kenya", "Türkiye"])
async def test_a_chosen_country_shows_its_lines(stage: Stage, country: str) -> None:
    pine = stage.stranger("pine")
    seen = await pine.choose(await pine.command("help-now"), country)
    code = next(code for code, name in helplines.countries() if name == country)
    found = helplines.for_country(code, stage.now.date())
    assert DIRECTORY in seen.text
    for line in (*found.emergency, *found.crisis):
        assert line.phone in seen.text
        assert line.text in seen.text
    assert "Remember my country" not in seen.buttons


async def test_every_country_of_the_file_can_be_chosen(stage: Stage) -> None:
    seen = await stage.stranger("pine").command("help-now")
    assert [name for _, name in helplines.countries()] == list(seen.options)


async def test_a_country_without_a_checked_line_says_so(stage: Stage) -> None:
    pine = stage.stranger("pine")
    seen = await pine.choose(await pine.command("help-now"), "Türkiye")
    assert "I have no line for Türkiye" in seen.text
    assert "112" in seen.text


async def test_lines_go_after_a_year_and_the_emergency_number_stays(stage: Stage) -> None:
    pine = stage.stranger("pine")
    stage.clock.step(helplines.FRESH * 3)
    seen = await pine.choose(await pine.command("help-now"), "United Kingdom")
    assert "116 123" not in seen.text
    assert "999" in seen.text
    assert DIRECTORY in seen.text


async def test_looking_stores_nothing(stage: Stage) -> None:
    pine = stage.stranger("pine")
    seen = await pine.choose(await pine.command("help-now"), "Germany")
    await pine.press(await pine.press(seen, "How to help a friend"), "Help lines")
    assert await stage.db.read(lambda tx: tx.all("SELECT id FROM account")) == []


async def test_a_country_is_remembered_only_on_a_press_and_forgotten_on_another(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.choose(await wren.command("help-now"), "Germany")
    assert "TelefonSeelsorge" not in (await wren.command("help-now")).text
    await wren.press(seen, "Remember my country")
    again = await wren.command("help-now")
    assert "TelefonSeelsorge" in again.text
    await wren.press(again, "Forget my country")
    assert "TelefonSeelsorge" not in (await wren.command("help-now")).text


async def test_another_country_is_one_press_away(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.choose(await wren.command("help-now"), "Germany")
    seen = await wren.choose(await wren.press(seen, "Another country"), "France")
    assert "3114" in seen.text


async def test_one_persons_country_is_not_anothers(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    seen = await wren.choose(await wren.command("help-now"), "Germany")
    await fern.press(seen, "Remember my country")
    assert "TelefonSeelsorge" not in (await wren.command("help-now")).text


async def test_how_to_help_a_friend_is_there(stage: Stage) -> None:
    pine = stage.stranger("pine")
    seen = await pine.press(await pine.command("help-now"), "How to help a friend")
    assert "Listen first" in seen.text


async def test_home_offers_help(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "Help now" in (await wren.home()).buttons
