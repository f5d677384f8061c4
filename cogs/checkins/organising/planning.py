"""When a check-in's next weeks are planned: one job for each running one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.context import Context
from cogs.checkins import calls, timing
from cogs.checkins.model import OPEN_DAYS, Checkin

_TO_JOIN = timedelta(hours=24)
"""Besides the day between the planning and the first who is asked: so long people can join before the first week."""


def set_out(ctx: Context, checkin: Checkin) -> Checkin:
    """From which day it goes by what an organiser set now."""
    return replace(checkin, from_day=first_day(checkin, ctx.now).toordinal())


def first_day(checkin: Checkin, now: datetime) -> date:
    """Weeks that are planned stay, and close before the next."""
    earliest = now if checkin.planned_day else now + _TO_JOIN
    after = earliest.date() - timedelta(days=2)
    if checkin.planned_day:
        # On the circle's clock the last week is closed by then, whatever zone the first who is asked lives in.
        after = max(after, date.fromordinal(checkin.planned_day + OPEN_DAYS + 1))
    day = timing.next_day(checkin, after)
    while timing.plan_at(checkin, day) < earliest:
        day = timing.next_day(checkin, day)
    return day


def next_day(checkin: Checkin, now: datetime) -> date:
    """The day of the next weeks that are not planned yet, if it is running."""
    due = timing.due_day(checkin, now)
    if due.toordinal() <= checkin.planned_day or timing.plan_at(checkin, due) <= now:
        due = timing.next_day(checkin, due)
    return max(due, date.fromordinal(max(checkin.from_day, 1)))


def plan(ctx: Context, checkin: Checkin) -> None:
    if not checkin.running:
        ctx.cancel(calls.plan_key(checkin.id))
        return
    at = timing.plan_at(checkin, next_day(checkin, ctx.now))
    ctx.unowned().later(at, calls.plan(checkin.id), key=calls.plan_key(checkin.id))


def go_on(ctx: Context, checkin: Checkin) -> None:
    """Weeks that were planned before a pause, and did not open in it, open now if their time is not over."""
    if checkin.planned_day:
        spread = calls.spread(checkin.id, checkin.planned_day)
        ctx.unowned().later(ctx.now, spread, key=calls.spread_key(checkin.id))


def call_off_sessions(ctx: Context, checkin: Checkin) -> None:
    """It has ended: whoever said that they come to something live hears that it is off."""
    ctx.unowned().later(ctx.now, calls.sessions_off(checkin.id), key=calls.sessions_off_key(checkin.id))
