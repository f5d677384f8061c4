from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.discord import DiscordSettings
from adapters.discord import create as discord
from bot.adapter import Scene
from bot.context import HomeSection
from bot.ui import limits
from bot.ui.card import Actions, Button, Call, Card, Text
from cogs.home import views


def page(count: int) -> Card:
    return views.page([HomeSection(f"Line {n}", Button(f"Button {n}", Call(f"f{n}.open"))) for n in range(count)])


@pytest.mark.parametrize("count", range(1, limits.HOME_SECTIONS + 1))
def test_every_section_has_its_line_and_its_button_in_order(count: int) -> None:
    body = page(count).body
    lines = [block.content for block in body if isinstance(block, Text)]
    labels = [button.label for block in body if isinstance(block, Actions) for button in block.buttons]
    assert lines == [f"Line {n}" for n in range(count)]
    assert labels == [f"Button {n}" for n in range(count)]


def test_only_where_there_are_too_many_the_last_ones_share_a_row() -> None:
    rows = {n: [len(b.buttons) for b in page(n).body if isinstance(b, Actions)] for n in (10, 11, 12)}
    assert rows == {10: [1] * 10, 11: [1] * 8 + [3], 12: [1] * 7 + [5]}


@pytest.mark.parametrize("count", [10, 11, limits.HOME_SECTIONS])
def test_the_fullest_page_is_one_message_on_discord(count: int) -> None:
    """Discord counts 40 components, with everything nested."""

    def counted(component: Mapping[str, Any]) -> int:
        return 1 + sum(counted(part) for part in component.get("components", ()))

    payload = discord(DiscordSettings("token")).preview(page(count), Scene(1))
    assert sum(counted(component) for component in payload["components"]) <= 40
