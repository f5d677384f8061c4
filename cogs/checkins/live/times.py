"""When to meet: what is typed, and what suits everybody in a circle."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.scheduling.recurrence import on_wall
from bot.ui.form import Raw
from cogs.buddies import api as buddies
from cogs.checkins.circles import store as circles
from cogs.checkins.live.model import AHEAD, USUAL, Past, Session, SessionForm
from cogs.checkins.weeks import people

_TIME_TO_SAY = timedelta(days=1)
"""Suggested times leave others a day to say whether they come."""


def starts_at(form: SessionForm, zone: ZoneInfo, now: datetime) -> datetime | dict[str, str]:
    """The moment, or what is wrong by field."""
    assert form.day is not None, "required"
    assert form.hour is not None, "required"
    today = now.astimezone(zone).date()
    if form.day < today:
        return {"day": "This day is over. Please choose today or a later day."}
    if form.day > today + AHEAD:
        return {"day": f"Please choose a day within the next {AHEAD.days} days."}
    minute = int(form.past.value)
    at = on_wall(form.day, form.hour, minute, zone)
    shown = at.astimezone(zone)
    if (shown.date(), shown.hour, shown.minute) != (form.day, form.hour, minute):
        return {"hour": "Clocks go forward then: your clock never shows this time. Please choose another hour."}
    if at <= now:
        return {"hour": f"This time is over: it is {now.astimezone(zone):%H:%M} on your clock."}
    return at


def filled(at: datetime, zone: ZoneInfo) -> dict[str, Raw]:
    """The form's fields for a moment. Minutes that the form does not offer become the quarter before."""
    local = at.astimezone(zone)
    past = list(Past)[local.minute // 15]
    return {"day": local.date().isoformat(), "hour": local.hour, "past": past.value, "minutes": USUAL}


def usual() -> dict[str, Raw]:
    return {"past": Past.ZERO.value, "minutes": USUAL}


def filled_from(session: Session, zone: ZoneInfo) -> dict[str, Raw]:
    return {**filled(session.starts_at, zone), "minutes": session.minutes, "place": session.place}


def a_week_later(session: Session, zone: ZoneInfo, now: datetime) -> datetime:
    """The same time on the wall of `zone`, in the first later week in which it is still to come."""
    local = session.starts_at.astimezone(zone)
    day: date = local.date() + timedelta(days=7)
    while (at := on_wall(day, local.hour, local.minute, zone)) <= now:
        day += timedelta(days=7)
    return at


def suggested(ctx: Context, circle: int) -> list[datetime]:
    """Up to three times that suit all who are not away, by the parts of the week that they named when they joined."""
    start = ctx.now + _TIME_TO_SAY
    there = [one for one in people.of_circles(ctx.tx, [circle], ctx.now)[circle] if not one.paused]
    parts = {one.member: one.parts for one in circles.members(ctx.tx, circle)}
    masks = [buddies.week(parts[one.member], one.zone, start) for one in there]
    if not masks:
        return []
    return [at for at in buddies.slots(reduce(lambda all, one: all & one, masks), start) if at > ctx.now]
