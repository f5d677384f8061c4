"""The next weeks of a check-in: planned a day before anybody is asked, for some circles at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.people import communities
from bot.scheduling import jobs
from bot.storage.ids import new_id
from bot.ui.card import Call
from cogs.checkins import calls, timing
from cogs.checkins.circles import store as circles
from cogs.checkins.model import Checkin, Circle, ClockKind, Week, WeekState
from cogs.checkins.organising import look
from cogs.checkins.organising import planning as ahead
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import people, store

_CIRCLES = 50
"""So many at a time: a few milliseconds."""
_WEEK = timedelta(days=7)


def plan(ctx: Context, checkin: Checkin) -> None:
    """Each of its days once. After an outage those that are over stay out, and the latest comes late."""
    day = timing.due_day(checkin, ctx.now)
    fresh = day.toordinal() > checkin.planned_day and day.toordinal() >= checkin.from_day
    over = timing.all_closed_at(day, checkin.hour) <= ctx.now
    if checkin.running and fresh and not over and not communities.away(ctx.tx, ctx.community):
        organising.planned(ctx.tx, checkin.id, day.toordinal())
        if not checkin.planned_day:  # who joins from now on is not in the first week, which the invitation names
            look.invite(ctx, replace(checkin, planned_day=day.toordinal()))
        ctx.later(ctx.now, calls.form(checkin.id, day.toordinal()), key=f"checkin:{checkin.id}:form")
    ahead.plan(ctx, replace(checkin, planned_day=max(checkin.planned_day, day.toordinal())))


def spread(ctx: Context, checkin: Checkin, day: date, after: int) -> None:
    """The weeks of the next circles, and a job for each. One that was made early is taken over, whatever its day."""
    found = circles.going_on(ctx.tx, checkin.id, after, _CIRCLES)
    zones = _zones(ctx, checkin, day, found)
    weeks = {circle.id: _week(checkin, circle, day, zones.get(circle.id, ())) for circle in found}
    for there in store.ahead(ctx.tx, list(weeks), ctx.now):
        if there.state is WeekState.PLANNED and there.circle in weeks:
            weeks[there.circle] = replace(weeks[there.circle], id=there.id)
            store.save(ctx.tx, weeks[there.circle])
        elif there.day == day:
            weeks.pop(there.circle, None)
    store.add(ctx.tx, weeks.values())
    for week in weeks.values():
        ctx.later(week.opens_at, calls.go(week.id), key=calls.go_key(week.id))
    if len(found) == _CIRCLES:
        next = calls.spread(checkin.id, day.toordinal(), found[-1].id)
        ctx.later(ctx.now, next, key=calls.spread_key(checkin.id))


def _zones(ctx: Context, checkin: Checkin, day: date, of: Sequence[Circle]) -> dict[int, set[ZoneInfo]]:
    if checkin.clock is ClockKind.CIRCLE:
        return {}
    return people.zones(ctx.tx, [circle.id for circle in of], partial(timing.ask_at, day, checkin.hour))


def _week(checkin: Checkin, circle: Circle, day: date, zones: Iterable[ZoneInfo]) -> Week:
    hour, clock = checkin.hour, checkin.clock
    opens = timing.opens_at(day, hour, clock, circle.zone, zones)
    closes = timing.closes_at(day, hour, circle.zone)
    return Week(
        new_id(),
        circle.id,
        checkin.id,
        checkin.community,
        day,
        hour,
        clock,
        circle.zone,
        WeekState.PLANNED,
        opens,
        closes,
        0,
    )


def upcoming(ctx: Context, checkin: Checkin, circle: Circle) -> Week:
    """The circle's next week, made if there is none yet. One whose hour is over because all were paused begins now
    that somebody is back."""
    week = store.planned(ctx.tx, circle.id, ctx.now)
    if week is None:
        day = _next_day(ctx, checkin, circle)
        zones = _zones(ctx, checkin, day, [circle])
        week = _week(checkin, circle, day, zones.get(circle.id, ()))
        store.add(ctx.tx, [week])
    if week.day.toordinal() <= checkin.planned_day:  # else `spread` gives it its job, or another day
        _wake(ctx, week)
    return week


def _next_day(ctx: Context, checkin: Checkin, circle: Circle) -> date:
    day = timing.next_day(checkin, ctx.now.astimezone(circle.zone).date() - timedelta(days=1))
    while timing.ask_at(day, checkin.hour, circle.zone) <= ctx.now or store.of_day(ctx.tx, circle.id, day):
        day += _WEEK
    return day


def _wake(ctx: Context, week: Week) -> None:
    """The one job of a week belongs to the community: nobody's erasure takes it."""
    there = replace(ctx, community=week.community, member=0, account=0)
    there.later(max(week.opens_at, ctx.now), calls.go(week.id), key=calls.go_key(week.id))


def moved(ctx: Context, week: Week) -> None:
    """Somebody's clock is another one: a week that has not begun may begin earlier or later, one that is open looks
    again who is to be asked. Only each member's own clock matters."""
    if week.clock is ClockKind.OWN and week.closes_at > ctx.now:
        _look_again(ctx, week)


def came_back(ctx: Context, circle: int) -> None:
    """Somebody's pause is over before the next week began: it may begin earlier, or only now."""
    week = store.planned(ctx.tx, circle, ctx.now)
    if week is not None:
        _look_again(ctx, week)


def _look_again(ctx: Context, week: Week) -> None:
    zones = people.zones(ctx.tx, [week.circle], partial(timing.ask_at, week.day, week.hour))
    week = replace(week, opens_at=timing.opens_at(week.day, week.hour, week.clock, week.zone, zones[week.circle]))
    if week.state is WeekState.PLANNED:
        store.save(ctx.tx, week)
    if jobs.waits(ctx.tx, f"{week.community}:{calls.go_key(week.id)}"):  # one that was made early has none yet
        _wake(ctx, week)


def move_all(ctx: Context, after: int) -> None:
    """The same for a community, some weeks at a time."""
    weeks = store.of_community_to_come(ctx.tx, ctx.community, ctx.now, after, _CIRCLES)
    for week in weeks:
        moved(ctx, week)
    if len(weeks) == _CIRCLES:
        move_later(ctx, weeks[-1].id)


def move_later(ctx: Context, after: int = 0) -> None:
    ctx.unowned().later(ctx.now, Call("checkinweek.move", (after,)), key="checkins:move")
