"""How a week closes, how it is over, and when it is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.context import Context
from bot.people import communities
from cogs.checkins import calls
from cogs.checkins.circles import merging
from cogs.checkins.digest import digest
from cogs.checkins.model import KEPT, Week, WeekState, room_kind
from cogs.checkins.weeks import store

_LATE = timedelta(days=14)
"""So long late answers still join where no next week comes, because the check-in paused or ended."""
_WEEKS = 200
"""Deleted at a time, with what was said in them."""
_PLACES = 1000
"""Of an ended check-in: so many people or circles are deleted at a time."""


def close(ctx: Context, week: Week) -> Week:
    """The digest comes, and late answers still join. One that never began is over with that."""
    began = week.state is WeekState.OPEN
    week = replace(week, state=WeekState.CLOSED if began else WeekState.OVER)
    store.save(ctx.tx, week)
    digest.close(ctx, week)
    if began:
        merging.consider(ctx, week)
        ctx.later(ctx.now + _LATE, calls.go(week.id), key=calls.go_key(week.id))
    else:  # the platform may still be about to make its thread
        ctx.close_room(week.room_key)
    return week


def over(ctx: Context, week: Week) -> None:
    """Nothing joins it any more, and its thread is closed."""
    if week.state is WeekState.OVER:
        return
    if week.state is WeekState.OPEN:  # its weekday was moved
        week = close(ctx, week)
    store.save(ctx.tx, replace(week, state=WeekState.OVER))
    ctx.cancel(calls.go_key(week.id))
    if week.room:
        ctx.close_room(week.room_key)


def forget_old(ctx: Context) -> bool:
    """In pieces; whether there is more. A check-in that ended goes after its last week."""
    if store.drop_old(ctx.tx, ctx.now - KEPT, _WEEKS) == _WEEKS:
        return True
    ended = store.ended_without_weeks(ctx.tx)
    if ended is None:
        return False
    checkin, community = ended
    if store.drop_checkin(ctx.tx, checkin, _PLACES):
        communities.drop_room(ctx.tx, community, room_kind(checkin))
    return True
