"""Somebody's place in a check-in: what every card about it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.people import accounts, members
from cogs.checkins import timing
from cogs.checkins.answers import store as answers
from cogs.checkins.circles import store
from cogs.checkins.model import PAUSED_UNTIL_BACK, Belonging, Checkin, Circle, ClockKind, Standing, Week
from cogs.checkins.organising import planning
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks


@dataclass(frozen=True, slots=True)
class Place:
    checkin: Checkin
    mine: Belonging
    circle: Circle | None
    others: tuple[int, ...]
    """Who else is in the circle."""
    day: date
    """Of the next check-in, or of the first one for somebody who waits."""
    asked_at: datetime
    zone: ZoneInfo
    """On whose clock."""
    zone_said: bool
    """False: they never told their own, and the community's stands for it."""
    made_at: datetime
    """When the next circles are made."""
    last: Week | None
    """What the circle said last can be read there."""
    now: datetime

    @property
    def paused(self) -> bool:
        return self.mine.paused(self.now)

    @property
    def asks(self) -> bool:
        """Whether they are asked next time, as things stand."""
        return self.checkin.running and not self.paused and self.circle is not None

    @property
    def without_end(self) -> bool:
        return self.paused and self.mine.paused_until == PAUSED_UNTIL_BACK


def of(ctx: Context, checkin: int) -> Place | None:
    """None for somebody who is not in it, or where it has ended."""
    found = organising.get(ctx.tx, ctx.community, checkin)
    mine = store.belonging(ctx.tx, checkin, ctx.member) if found else None
    if found is None or mine is None or found.standing is Standing.ENDED:
        return None
    return _place(ctx, found, mine)


def all_of(ctx: Context) -> list[Place]:
    """Of the member, the first joined first."""
    found = (of(ctx, mine.checkin) for mine in store.of_member(ctx.tx, ctx.member))
    return [one for one in found if one is not None]


def _place(ctx: Context, checkin: Checkin, mine: Belonging) -> Place:
    circle = store.circle(ctx.tx, ctx.community, mine.circle) if mine.circle else None
    inside = store.members(ctx.tx, circle.id) if circle else []
    zone = circle.zone if circle and checkin.clock is ClockKind.CIRCLE else ctx.zone
    unplanned = planning.next_day(checkin, ctx.now)
    day = unplanned
    if circle and checkin.planned_day:
        planned = date.fromordinal(checkin.planned_day)
        if timing.ask_at(planned, checkin.hour, zone) > ctx.now:
            day = planned
    return Place(
        checkin,
        mine,
        circle,
        tuple(one.member for one in inside if one.member != mine.member),
        day,
        timing.ask_at(day, checkin.hour, zone),
        zone,
        accounts.get(ctx.tx, ctx.account).zone is not None,
        timing.plan_at(checkin, unplanned),
        weeks.current(ctx.tx, circle.id) if circle else None,
        ctx.now,
    )


def stopped_until(ctx: Context) -> datetime | None:
    until = members.get(ctx.tx, ctx.member).stopped_until
    return until if until is not None and until > ctx.now else None


def reached(ctx: Context) -> bool:
    """Whether direct messages reach them, as far as is known."""
    account = accounts.get(ctx.tx, ctx.account)
    return account.by_dm and not account.untried and not account.dm_closed


def wrote_ahead(ctx: Context, circle: int | None) -> bool:
    """Whether they answered a week of that circle that has not opened yet."""
    week = weeks.planned(ctx.tx, circle, ctx.now) if circle else None
    return week is not None and answers.of(ctx.tx, week.id, ctx.member) is not None
