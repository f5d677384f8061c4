"""What other cogs may use of wins: a few of the member's own, for a hard moment."""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Button, Call
from cogs.wins import store
from cogs.wins.model import Mine

__all__ = ["ADD", "Mine", "add_button", "some_of_mine"]

ADD = Call("wins.write")
"""Opens the form for a win that only its author sees."""


def some_of_mine(ctx: Context, n: int = 3) -> list[Mine]:
    """Up to `n` of the member's own wins, none of those that the last call returned. Empty for those who hide wins."""
    return store.recall(ctx.tx, ctx.member, n)


def add_button(ctx: Context) -> Button | None:
    """Offers to write a first win; None when there is one already, or when the member hides wins."""
    if store.hides(ctx.tx, ctx.member) or store.any_of(ctx.tx, ctx.member):
        return None
    return Button("Write down a win", ADD)
