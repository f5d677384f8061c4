from __future__ import annotations

import pytest

from bot.people import consent
from bot.storage.database import Tx
from tests.stage import Stage


def rows(tx: Tx) -> list[int]:
    return [tx.one(f"SELECT COUNT(*) FROM {table}")[0] for table in ("account", "member", "win")]  # type: ignore[index]


async def test_nothing_is_stored_before_agreeing_and_the_typed_text_is_repeated(stage: Stage) -> None:
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    assert "I called a former colleague" in asked.text
    assert "Agree" in asked.buttons
    assert await stage.db.read(rows) == [0, 0, 0]
    assert await stage.posts("wins") == []


async def test_agreeing_does_what_was_interrupted(stage: Stage) -> None:
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    await wren.press(asked, "Agree")
    [post] = await stage.posts("wins")
    assert "I called a former colleague" in post.text


async def test_agreeing_twice_posts_once(stage: Stage) -> None:
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    await wren.press(asked, "Agree")
    assert "agreed already" in (await wren.press(asked, "Agree")).text
    assert len(await stage.posts("wins")) == 1


async def test_declining_stores_nothing(stage: Stage) -> None:
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    declined = await wren.press(asked, "No, thank you")
    assert "kept nothing" in declined.text
    assert await stage.db.read(rows) == [0, 0, 0]


async def test_after_a_quarter_of_an_hour_agree_says_that_the_text_is_gone(stage: Stage) -> None:
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    await stage.step(minutes=16)
    agreed = await wren.press(asked, "Agree")
    assert "copy it" in agreed.text
    assert await stage.posts("wins") == []
    await wren.command("win", text="I called again")
    assert len(await stage.posts("wins")) == 1


async def test_somebody_else_cannot_agree_for_a_person(stage: Stage) -> None:
    wren, moss = stage.stranger("wren"), stage.stranger("moss")
    asked = await wren.command("win", text="I called a former colleague")
    await moss.press(asked, "Agree")
    assert await stage.posts("wins") == []


async def test_help_works_before_consent(stage: Stage) -> None:
    shown = await stage.stranger("wren").command("help")
    assert "Agree" not in shown.buttons
    assert await stage.db.read(rows) == [0, 0, 0]


async def test_new_terms_ask_everybody_again_and_nothing_more_is_kept_before(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text="Kept under the first terms.")
    monkeypatch.setattr(consent, "VERSION", consent.VERSION + 1)

    asked = await wren.command("win", text="Typed under the new terms.")
    assert "Typed under the new terms." in asked.text
    assert await stage.db.read(rows) == [1, 1, 1]
    declined = await wren.press(asked, "No, thank you")
    assert "/forget-me erases it" in declined.text
    assert await stage.db.read(rows) == [1, 1, 1]

    await wren.press(await wren.command("win", text="Typed and agreed."), "Agree")
    assert await stage.db.read(rows) == [1, 1, 2]
    mine = (await wren.command("wins")).text
    assert "Kept under the first terms." in mine
    assert "Typed and agreed." in mine
