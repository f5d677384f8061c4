"""What waits for staff, gathered from every feature that has something to decide."""

from __future__ import annotations

from bot.context import Context
from bot.people.roles import STAFF, Role
from cogs.anonymous import api as anonymous
from cogs.checkins import api as checkins
from cogs.listening import api as listening
from cogs.posts import api as posts

DECIDERS = STAFF | {Role.FACILITATOR}


def everything(ctx: Context) -> list[posts.Queued]:
    """Oldest first, for the community."""
    return sorted([*posts.queued(ctx), *anonymous.queued(ctx), *listening.queued(ctx)], key=lambda item: item.since)


def mine(ctx: Context) -> list[posts.Queued]:
    """What whoever asks may decide: a facilitator only what comes from a circle they sit in."""
    found = everything(ctx)
    if ctx.roles & STAFF:
        return found
    circles = {item.circle for item in found if item.circle is not None}
    sits_in = {circle for circle in circles if may_decide(ctx, circle)}
    return [item for item in found if item.circle in sits_in]


def may_decide(ctx: Context, circle: int | None) -> bool:
    """Asked again for every press: a button may be somebody else's, or of a circle left since."""
    if ctx.roles & STAFF:
        return True
    return circle is not None and Role.FACILITATOR in ctx.roles and checkins.sits_in(ctx, circle)
