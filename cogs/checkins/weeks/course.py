"""One circle's week from its opening to its end: does what is due, and says when it wants to be called again."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.context import Context
from bot.people import communities
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from cogs.checkins.model import Checkin, Week, WeekState
from cogs.checkins.weeks import asking, closing, opening, store

_AWAY = timedelta(hours=6)
"""How often it is looked whether a community that removed the bot invited it back."""


def go(ctx: Context, checkin: Checkin, week: Week) -> None:
    match week.state:
        case WeekState.PLANNED:
            _begin(ctx, checkin, week)
        case WeekState.OPEN:
            _run(ctx, week)
        case WeekState.CLOSED:
            closing.over(ctx, week)
        case WeekState.OVER:
            pass


def _begin(ctx: Context, checkin: Checkin, week: Week) -> None:
    """While the check-in or all in the circle are paused, it waits. After an outage that was longer than it, it never
    begins."""
    if week.closes_at <= ctx.now:
        closing.close(ctx, week)
    elif week.opens_at > ctx.now:
        _again(ctx, week, week.opens_at)
    elif communities.away(ctx.tx, ctx.community):
        _again(ctx, week, min(ctx.now + _AWAY, week.closes_at))
    else:
        _again(ctx, week, week.closes_at)
        circle = circles.circle(ctx.tx, ctx.community, week.circle)
        paused = all(person.paused for person in store.people(ctx.tx, week, ctx.now))
        if checkin.running and circle is not None and circle.going_on and not paused:
            opening.begin(ctx, checkin, week)


def _run(ctx: Context, week: Week) -> None:
    if week.closes_at <= ctx.now:
        closing.close(ctx, week)
        return
    if communities.away(ctx.tx, ctx.community):
        _again(ctx, week, min(ctx.now + _AWAY, week.closes_at))
        return
    circle = store.people(ctx.tx, week, ctx.now)
    moments = (asking.ask(ctx, week, circle), asking.remind(ctx, week, circle), week.closes_at)
    _again(ctx, week, min(moment for moment in moments if moment is not None))


def _again(ctx: Context, week: Week, at: datetime) -> None:
    ctx.later(at, calls.go(week.id), key=calls.go_key(week.id))
