from __future__ import annotations

from bot.runtime.all_cogs import load
from bot.safety.personal_data import kept_of
from tests.stage import Stage


async def test_privacy_may_be_read_before_agreeing(stage: Stage) -> None:
    linnet = stage.stranger("linnet")
    said = await linnet.command("privacy")
    assert "I read no messages" in said.text
    assert "nothing about you" in (await linnet.command("my-data")).text, "reading it stored nothing"


async def test_every_kind_of_data_is_named_with_how_long_it_stays(stage: Stage) -> None:
    wren = await stage.member("wren")
    first = await wren.command("privacy")
    rest = await wren.press(first, "The rest of what is stored")
    assert "I read no messages" in (await wren.press(rest, "Back")).text
    said = (first.text + rest.text).replace(":", "")
    for kind in kept_of(load().cogs):
        assert f"{kind.what} {kind.how_long}".replace(":", "") in said


async def test_home_leads_to_all_of_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    mine = await wren.press(await wren.home(), "Your data")
    assert "I read no messages" in (await wren.press(mine, "What is stored")).text
    assert "What goes" in (await wren.press(mine, "Erase my data")).text
    assert (await wren.press(mine, "Get my data")).files == ("cairn-my-data.zip",)


async def test_who_sees_what_counts_the_posts_in_rooms(stage: Stage) -> None:
    wren = await stage.member("wren")
    mine = await wren.press(await wren.home(), "Your data")
    assert "no posts" in (await wren.press(mine, "Who sees what")).text
    await wren.command("win", text="I asked a former colleague for a call.")
    mine = await wren.press(await wren.home(), "Your data")
    assert "one post" in (await wren.press(mine, "Who sees what")).text
