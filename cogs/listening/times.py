"""The clock of listening: functions of moments, wall clocks and limits."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.people import accounts, communities, members
from bot.scheduling.recurrence import next_daily, next_day, next_weekly, outside_quiet
from cogs.listening.model import Caps


@dataclass(frozen=True, slots=True)
class Clock:
    """Somebody's wall clock and quiet hours; the same hour twice means none."""

    zone: ZoneInfo
    quiet_from: int
    quiet_to: int


def author_clock(ctx: Context, author: int | None) -> Clock:
    """The community's for a post without a name, so that nothing shows of who wrote it."""
    community = communities.get(ctx.tx, ctx.community)
    if author is None:
        return Clock(community.zone, community.quiet_from, community.quiet_to)
    account = accounts.get(ctx.tx, members.get(ctx.tx, author).account)
    return Clock(
        ZoneInfo(account.zone) if account.zone else community.zone,
        community.quiet_from if account.quiet_from is None else account.quiet_from,
        community.quiet_to if account.quiet_to is None else account.quiet_to,
    )


def after_daytime(start: datetime, hours: int, clock: Clock) -> datetime:
    """When so many hours outside the quiet hours have passed since `start`."""
    left = timedelta(hours=hours)
    if clock.quiet_from == clock.quiet_to:
        return start + left
    while True:
        start = outside_quiet(start, clock.quiet_from, clock.quiet_to, clock.zone)
        evening = next_daily(start, clock.quiet_from, 0, clock.zone)
        if start + left <= evening:
            return start + left
        left -= evening - start
        start = evening


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody on duty, and what says when they may be asked."""

    member: int
    clock: Clock
    caps: Caps
    rest_until: datetime | None = None
    no_message_on: date | None = None
    """The day, on their own clock, whose messages are used up."""
    asked: tuple[datetime, ...] = ()
    """When they were asked in the last days."""
    last: datetime | None = None


def may_ask_at(listener: Listener, now: datetime) -> datetime:
    """The first moment from `now` on at which they may be asked: not at rest, not in quiet hours, within the limits of
    a day and of a week from Monday, all on their own clock."""
    zone, caps = listener.clock.zone, listener.caps
    days = [at.astimezone(zone).date() for at in listener.asked]
    while True:
        at = outside_quiet(
            max(now, listener.rest_until or now), listener.clock.quiet_from, listener.clock.quiet_to, zone
        )
        today = at.astimezone(zone).date()
        if days.count(today) >= caps.daily or today == listener.no_message_on:
            at = next_day(at, zone)
        elif sum(_monday(day) == _monday(today) for day in days) >= caps.weekly:
            at = next_weekly(at, 0, 0, 0, zone)
        if at == now:
            return at
        now = at


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def next_turn(listeners: Iterable[Listener], now: datetime, post: int) -> Listener | datetime | None:
    """Whose turn it is: of those who may be asked now, the one asked longest ago, ties by chance. When nobody may, the
    moment at which somebody may again; None without anybody."""
    found = {listener.member: (listener, may_ask_at(listener, now)) for listener in listeners}
    ready = [listener for listener, at in found.values() if at == now]
    if ready:
        return min(ready, key=lambda one: (one.last is not None, one.last or now, _chance(post, one.member)))
    return min((at for _, at in found.values()), default=None)


def _chance(post: int, member: int) -> float:
    """The same for the same post, as a handler may run more than once."""
    return random.Random(f"{post}:{member}").random()
