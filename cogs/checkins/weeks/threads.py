"""Who sees what a member shows their circle, and where: for features that don't belong to check-ins."""

from __future__ import annotations

from dataclasses import dataclass

from bot.context import Context, Receipt, RoomId
from cogs.checkins.circles import store as circles
from cogs.checkins.model import Belonging, Standing, WeekState
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import losing, store


@dataclass(frozen=True, slots=True)
class Sitting:
    """A circle that goes on, as one of it sees it."""

    circle: int
    checkin: str
    """Its check-in's name."""
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a circle reads this week. `under`: the key of the message that posts stand under."""

    room: RoomId
    under: str


def circles_of(ctx: Context, member: int) -> list[Sitting]:
    """Those in which somebody else sits too, the first joined first."""
    found = (_sitting(ctx, mine) for mine in circles.of_member(ctx.tx, member))
    return [one for one in found if one is not None]


def within(ctx: Context, member: int, circle: int) -> Sitting | None:
    """The same of one circle. None for somebody who is not in it, or not any more."""
    return next((one for one in circles_of(ctx, member) if one.circle == circle), None)


def _sitting(ctx: Context, mine: Belonging) -> Sitting | None:
    checkin = organising.get(ctx.tx, ctx.community, mine.checkin)
    if checkin is None or checkin.standing is Standing.ENDED or mine.circle is None:
        return None
    inside = circles.members(ctx.tx, mine.circle)
    others = tuple(one.member for one in inside if one.member != mine.member)
    return Sitting(mine.circle, checkin.name, others) if others else None


def thread_of(ctx: Context, circle: int) -> Thread | None:
    """None between two weeks, and where no thread can be made."""
    week = store.current(ctx.tx, circle)
    if week is None or not week.room or week.state not in (WeekState.OPEN, WeekState.CLOSED):
        return None
    return Thread(week.room, week.head)


def hearing(ctx: Context, circle: int) -> list[int]:
    """Who hears of something by message where there is no thread: everybody who is not paused."""
    inside = (one.member for one in circles.members(ctx.tx, circle) if not one.paused(ctx.now))
    return list(inside)


def thread_lost(ctx: Context, circle: int, receipt: Receipt) -> None:
    """A post could not be shown in the thread. Where that is gone for good, the week goes on by message."""
    week = store.current(ctx.tx, circle)
    if week is not None:
        losing.lost(ctx, week, receipt)
