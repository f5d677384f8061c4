from __future__ import annotations

from tests.stage import Stage


async def test_help_is_one_screen_and_open_before_consent(stage: Stage) -> None:
    seen = await stage.stranger("pine").command("help")
    for name in ("/win", "/rejection", "/rest", "/help-now", "/home"):
        assert name in seen.text
    assert len(seen.text) < 900


async def test_its_buttons_lead_on(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("help")
    assert (await wren.press(seen, "Keep a win")).form
    assert "Share" in (await wren.press(seen, "I heard a no")).buttons
    assert "3 days" in (await wren.press(seen, "Rest")).buttons
    assert "emergency" in (await wren.press(seen, "Help now")).text
