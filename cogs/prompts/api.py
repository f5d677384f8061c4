"""What other cogs may use of prompts: a line for the settings on Home, and what its rooms are called."""

from __future__ import annotations

from bot.context import Context, HomeSection
from bot.ui.card import Button
from cogs.prompts import calls
from cogs.prompts.model import ROOMS
from cogs.prompts.own import store, views

__all__ = ["ROOMS", "line"]


def line(ctx: Context) -> HomeSection:
    """Whether the member has prompts of their own, and where they change it."""
    return HomeSection(views.line(store.get(ctx.tx, ctx.member)), Button("Prompts for me", calls.OWN))
