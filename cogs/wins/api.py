"""What other cogs may use of wins: a few of the member's own, for a hard moment."""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Button
from cogs.wins import calls, store
from cogs.wins.model import STORY, Mine, WinKind

__all__ = ["ADD", "MINE", "Mine", "add_button", "hidden", "keep", "look_button", "on_home", "some_of_mine"]

ADD = calls.WRITE
"""Opens the form for a win that only its author sees."""
MINE = calls.MINE


def on_home(ctx: Context) -> tuple[str, Button]:
    """What Home says of one's wins, and the button beside it."""
    if not store.any_of(ctx.tx, ctx.member):
        return "Wins: none kept yet. A small one counts.", Button("Write down a win", ADD)
    hidden = " You hide wins: I leave them out of what I send." if store.hides(ctx.tx, ctx.member) else ""
    return f"Wins: what went well, and what you're proud of.{hidden}", Button("My wins", MINE)


def hidden(ctx: Context) -> bool:
    """Whether the member hides wins."""
    return store.hides(ctx.tx, ctx.member)


def keep(ctx: Context, story: str) -> int | None:
    """Keeps a win that only its author sees; its id. None for those who hide wins."""
    if store.hides(ctx.tx, ctx.member):
        return None
    return store.add(ctx, WinKind.OTHER, story[:STORY]).id


def look_button(win: int) -> Button:
    """Shows a win to its author, with everything they may do about it."""
    return Button("See it", calls.look(win))


def some_of_mine(ctx: Context, n: int = 3) -> list[Mine]:
    """Up to `n` of the member's own wins, none of those that the last call returned. Empty for those who hide wins."""
    return store.recall(ctx.tx, ctx.member, n)


def add_button(ctx: Context) -> Button | None:
    """Offers to write a first win; None when there is one already, or when the member hides wins."""
    if store.hides(ctx.tx, ctx.member) or store.any_of(ctx.tx, ctx.member):
        return None
    return Button("Write down a win", ADD)
