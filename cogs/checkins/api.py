"""What other cogs may use of check-ins: the names and the use of their rooms, changed clocks, and what a member shows
their circle.

Whoever shows something to a circle (`circles_of`) has a job `rejectionpost.left_circle`: it is called when somebody
leaves theirs."""

from __future__ import annotations

from bot.context import Context
from cogs.checkins.circles import store as circles
from cogs.checkins.model import ROOMS
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import planning, store, threads
from cogs.checkins.weeks.threads import Sitting, Thread

__all__ = [
    "ROOMS",
    "Sitting",
    "Thread",
    "circle_of",
    "circles_of",
    "clock_changed",
    "community_clock_changed",
    "hearing",
    "rooms_in_use",
    "sits_in",
    "thread_lost",
    "thread_of",
]


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


circles_of = threads.circles_of
circle_of = threads.within
thread_of = threads.thread_of
thread_lost = threads.thread_lost
hearing = threads.hearing
