"""What other cogs may use of check-ins: the names and the use of their rooms, and changed clocks."""

from __future__ import annotations

from bot.context import Context
from cogs.checkins.circles import store as circles
from cogs.checkins.model import ROOMS
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import planning, store

__all__ = ["ROOMS", "clock_changed", "community_clock_changed", "rooms_in_use", "sits_in"]


def clock_changed(ctx: Context) -> None:
    """The member chose another zone, which is stored: they are asked at the same hour there, and once in a week."""
    for week in store.of_account_to_come(ctx.tx, ctx.account):
        planning.moved(ctx, week)


def community_clock_changed(ctx: Context) -> None:
    """An organiser chose another zone for the community: so do all who have none of their own."""
    planning.move_later(ctx)


def sits_in(ctx: Context, circle: int) -> bool:
    """Whether the member is in that circle of this community now."""
    return circles.circle(ctx.tx, ctx.community, circle) is not None and circles.is_in(ctx.tx, circle, ctx.member)


def rooms_in_use(ctx: Context) -> frozenset[str]:
    """The kinds of the rooms under which circles get their threads: those of check-ins that have not ended."""
    return frozenset(checkin.room for checkin in organising.of_community(ctx.tx, ctx.community))
