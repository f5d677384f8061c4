"""Trouble with somebody's words in it: a handler that raises, a database that refuses, a platform that is away."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapter import Adapter, Delivery, Wanted
from bot.ui.wire import dump_card
from tests.fakes.slack import Fault as SlackFault
from tests.safety.life import Life
from tests.stage import Platform
from tests.stage.discord import DiscordPlatform
from tests.stage.slack import SlackPlatform


async def all_kinds(life: Life) -> None:
    """Whoever typed gets their words back; they show in nobody else's answer, which the caller looks for."""
    for trouble in (_raises, _storage):
        life.watch.trouble = trouble
        for walker in (life.wren, life.robin):
            words = life.planted.sentence(walker.actor.name, "wins.win.text")
            seen = await walker.actor.command("win", text=words)
            assert words in seen.text, "what was typed is lost"
            assert "nothing was saved" in seen.text.lower(), seen.text
    life.watch.trouble = None
    with pytest.MonkeyPatch.context() as patch:
        _breaks(life.stage.platform.adapter, patch)
        await _wins(life)
    _refuses(life.stage.platform)
    await _wins(life)
    await life.stage.step(hours=3)


async def _wins(life: Life) -> None:
    await life.robin.actor.command("win", text=life.planted.sentence("robin", "wins.win.text"))
    await life.stage.settle()


def _raises(ctx: Any, words: str) -> None:
    try:
        raise ValueError(words)
    except ValueError as error:
        raise RuntimeError(f"could not do it: {words}") from error


def _storage(ctx: Any, words: str) -> None:
    """The error of a real database, which may quote the value that it could not read."""
    ctx.tx.one(
        "SELECT json(:words)" if ctx.tx.dialect == "sqlite" else "SELECT CAST(:words AS INTEGER)", {"words": words}
    )


def _breaks(adapter: Adapter, patch: pytest.MonkeyPatch) -> None:
    async def show(message: Wanted) -> Delivery:
        raise OSError(dump_card(message.card) if message.card else "")

    patch.setattr(adapter, "show", show)


def _refuses(platform: Platform) -> None:
    """The platform itself answers the next posts with an error."""
    match platform:
        case DiscordPlatform():
            platform.fake.fault(r"POST /channels/\d+/messages", "error", times=2, status=400)
        case SlackPlatform():
            platform.slack.fail("chat.postMessage", SlackFault(status=500), SlackFault(error="fatal_error"))
        case _:
            pass
