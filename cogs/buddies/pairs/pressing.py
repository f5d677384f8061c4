"""What every press about a pair has in common."""

from __future__ import annotations

from bot.context import Context
from bot.people import members
from cogs.buddies.model import Pair
from cogs.buddies.pairs import store
from cogs.buddies.profile import store as profiles
from cogs.posts import api as posts


def pressed(ctx: Context, pair: int) -> None:
    """They are there: no silence of theirs is counted."""
    store.acted(ctx.tx, pair, ctx.member, ctx.now)
    profiles.heard(ctx.tx, ctx.member)


def others_of(ctx: Context, pair: Pair) -> tuple[int, ...]:
    return tuple(member for member in pair.members if member != ctx.member)


def refused(ctx: Context, *texts: str) -> str | None:
    """Why others may not get these words from them; None when they may."""
    if members.stopped(ctx.tx, ctx.member, ctx.now):
        return posts.STOPPED
    return posts.link_hindrance(ctx, *texts)
