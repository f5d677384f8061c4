from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from bot.ui.card import Card
from cogs.data import archive
from tests.stage import Seen, Stage
from tests.stage.memory import MemoryPlatform

SAID = "I asked a former colleague for a call."


def unpacked(seen: Seen) -> tuple[Mapping[str, Any], str]:
    card: Card = seen.handle[0]
    with ZipFile(BytesIO(card.files[0].data)) as packed:
        assert packed.namelist() == ["data.json", "index.html"]
        return json.loads(packed.read("data.json")), packed.read("index.html").decode()


async def test_my_data_is_one_file(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert (await wren.command("my-data")).files == ("cairn-my-data.zip",)


async def test_the_file_holds_what_i_wrote_and_chose(stage: Stage) -> None:
    if not isinstance(stage.platform, MemoryPlatform):
        return  # the bytes are the same everywhere
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    await wren.command("zone", city="Lisbon")
    data, page = unpacked(await wren.command("my-data"))
    assert SAID in json.dumps(data)
    assert SAID in page
    assert data["cairn"]["zone"] == "Europe/Lisbon"


async def test_the_file_holds_nothing_of_others(stage: Stage) -> None:
    if not isinstance(stage.platform, MemoryPlatform):
        return
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.command("win", text=SAID)
    post = (await stage.posts("wins"))[0]
    await robin.press(post, "Cheer")
    _, page = unpacked(await robin.command("my-data"))
    assert SAID not in page
    assert "wren" not in page
    _, page = unpacked(await wren.command("my-data"))
    assert "robin" not in page


async def test_whoever_never_used_me_hears_that_nothing_is_stored(stage: Stage) -> None:
    linnet = stage.stranger("linnet")
    assert "nothing about you" in (await linnet.command("my-data")).text
    assert "nothing about you" in (await linnet.command("forget-me")).text


def test_the_page_escapes_what_people_wrote() -> None:
    page = archive.page({"wins": [{"<b>": "<script>alert(1)</script>"}], "x": "\"'&"}, datetime(2026, 3, 2, tzinfo=UTC))
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_needs_nothing_from_outside() -> None:
    page = archive.page({"a": {"b": [1, None, True, ["deep", {"er": {}}]]}}, datetime(2026, 3, 2, tzinfo=UTC))
    for outside in ("http:", "https:", "src=", "@import", "url("):
        assert outside not in page
    assert "light dark" in page
