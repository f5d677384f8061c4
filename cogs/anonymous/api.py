"""What other cogs may use: whether sharing without a name is on, and the ways to it.

on                is it switched on here?
start_button      leads to what is said before somebody writes; in place of the card
is_mine           whether the post shown under a key was written by whoever presses: nobody decides about their own
home_button       for whoever has a decision to read, and nobody else
queued            what waits for a moderator to read it, for `/mod queue`
mutes_button      leads moderators to who is muted, by post
setup_part        the line and the button of `/setup`
"""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Button
from cogs.anonymous import calls, rights, store
from cogs.anonymous.model import post_of
from cogs.anonymous.review import mutes_button, queued
from cogs.anonymous.settings import setup_part

__all__ = ["home_button", "is_mine", "mutes_button", "on", "queued", "setup_part", "start_button"]


def on(ctx: Context) -> bool:
    return store.terms(ctx.tx, ctx.community).active


def start_button() -> Button:
    return Button("Without your name", calls.START)


def is_mine(ctx: Context, key: str) -> bool:
    """False for every post with a name."""
    post = post_of(key)
    return post is not None and rights.mine(ctx, post) is not None


def home_button(ctx: Context) -> Button | None:
    return Button("Read the decision", calls.MINE) if rights.has_news(ctx) else None
