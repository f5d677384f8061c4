"""What other cogs may use: the way to what waits, for those who may decide about it."""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Button
from cogs.posts.api import TO_QUEUE
from cogs.queue import waiting

__all__ = ["button"]


def button(ctx: Context) -> Button | None:
    """Only while something waits that whoever asks may decide about."""
    if not ctx.roles & waiting.DECIDERS or not waiting.mine(ctx):
        return None
    return TO_QUEUE
