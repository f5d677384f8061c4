"""Wins whose authors said yes to the weekly round-up."""

from __future__ import annotations

from tests.stage import Actor, Seen

NOT_IN, IN = "In the weekly round-up: no", "In the weekly round-up: yes"


async def for_the_week(author: Actor, text: str, *, kind: str | None = None) -> Seen:
    """The receipt, after the yes."""
    return await author.press(await author.command("win", text=text, kind=kind), NOT_IN)
