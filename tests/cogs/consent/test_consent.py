from __future__ import annotations

import pytest

from bot.people import consent
from bot.storage.database import Tx
from tests.stage import Actor, Stage
from tests.stage.discord import DiscordPlatform
from tests.stage.memory import MemoryPlatform


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


def asks_before_dm(stage: Stage) -> None:
    if isinstance(stage.platform, MemoryPlatform):
        stage.platform.adapter.asks_before_dm = True
    elif not stage.platform.adapter.asks_before_dm:
        pytest.skip("direct messages are the usual way here")


async def test_where_messages_are_the_usual_way_there_is_one_agree(stage: Stage) -> None:
    if stage.platform.adapter.asks_before_dm:
        pytest.skip("nobody gets direct messages here without a wish")
    wren = stage.stranger("wren")
    asked = await wren.command("wins")
    assert [label for label in asked.buttons if label.startswith("Agree")] == ["Agree"]
    await wren.press(asked, "Agree")
    assert "at most 2 a day" in (await wren.home()).text


async def cheered(stage: Stage, wren: Actor) -> None:
    robin = await stage.member("robin")
    [post] = await stage.posts("wins")
    await robin.press(post, "Cheer")
    await stage.step(days=2)


async def test_who_only_agrees_finds_on_home_what_there_is_to_tell(stage: Stage) -> None:
    asks_before_dm(stage)
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    assert "waits on /home" in asked.text
    await wren.press(asked, "Agree")
    await cheered(stage, wren)
    assert await stage.dms(wren) == []
    home = await wren.home()
    assert "Messages: only here" in home.text
    held = await wren.press(home, "What I held back")
    assert "robin" in (await wren.press(held, "Read")).text


async def test_who_wishes_for_messages_gets_a_test_message_first_and_then_the_rest(stage: Stage) -> None:
    asks_before_dm(stage)
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    await wren.press(asked, "Agree, and send me messages")
    [test] = await stage.dms(wren)
    assert "test message" in test.text
    await cheered(stage, wren)
    _, cheers = await stage.dms(wren)
    assert "robin" in cheers.text
    assert "waits for you" not in (await wren.home()).text


async def test_a_wish_for_messages_stands_when_what_was_typed_is_gone(stage: Stage) -> None:
    asks_before_dm(stage)
    wren = stage.stranger("wren")
    asked = await wren.command("win", text="I called a former colleague")
    await stage.step(minutes=16)
    agreed = await wren.press(asked, "Agree, and send me messages")
    assert "copy it" in agreed.text
    assert "A test message is on its way" in agreed.text
    assert len(await stage.dms(wren)) == 1


async def test_messages_that_are_closed_are_told_on_home_and_nothing_is_lost(stage: Stage) -> None:
    asks_before_dm(stage)
    wren = stage.stranger("wren")
    close_dms(stage, wren)
    asked = await wren.command("win", text="I called a former colleague")
    await wren.press(asked, "Agree, and send me messages")
    assert "closed to me" in (await wren.home()).text
    await cheered(stage, wren)
    assert await stage.dms(wren) == []
    home = await wren.home()
    assert "One message waits for you." in home.text
    assert "closed to me" in home.text


def close_dms(stage: Stage, actor: Actor) -> None:
    match stage.platform:
        case MemoryPlatform(adapter=adapter):
            adapter.people[actor.id].dms_closed = True
        case DiscordPlatform(fake=fake):
            fake.world.users[int(actor.id)].dms_closed = True
        case _:
            raise AssertionError(stage.platform.name)


async def test_of_many_wishes_at_once_ten_are_tried_in_a_minute_and_none_is_lost(stage: Stage) -> None:
    if not isinstance(stage.platform, DiscordPlatform):
        pytest.skip("only Discord minds how many direct messages are opened")
    people = [stage.stranger(f"p{n}") for n in range(12)]
    for person in people:
        await person.press(await person.command("wins"), "Agree, and send me messages")
    assert sum([len(await stage.dms(person)) for person in people]) == 10
    await stage.step(minutes=3)
    assert [len(await stage.dms(person)) for person in people] == [1] * 12
    for person in people:
        assert "at most 2 a day" in (await person.home()).text


async def test_new_terms_leave_the_wish_about_messages_as_it_is(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asks_before_dm(stage)
    wren = await stage.member("wren")
    monkeypatch.setattr(consent, "VERSION", consent.VERSION + 1)
    asked = await wren.command("wins")
    assert [label for label in asked.buttons if label.startswith("Agree")] == ["Agree"]
    await wren.press(asked, "Agree")
    assert "at most 2 a day" in (await wren.home()).text


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
