"""What several cogs do with a plan: which week it is for somebody, writing a line, and what waits for its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.context import Context
from cogs.plans import calls, choice_store, rhythm, step_store, store, weeks
from cogs.plans.model import LINES, Carried, Line, NewLine, Week

_OFFERED = timedelta(days=28)
"""So long after it began a week's open lines are offered for a new one."""
_QUIET = 2
"""After so many quiet weeks a smaller plan is offered."""


def this_week(ctx: Context) -> date:
    return weeks.week_at(ctx.now, ctx.zone, choice_store.get(ctx.tx, ctx.member).start)


def last(ctx: Context) -> Week | None:
    """The plan before this week's; None when it is long ago."""
    now = this_week(ctx)
    found = store.before(ctx.tx, ctx.member, now)
    return found if found and now - found.began <= _OFFERED else None


def write(ctx: Context, began: date, new: NewLine) -> int | None:
    """The new line; None when the week is full."""
    if len(store.week(ctx.tx, ctx.member, began).lines) >= LINES:
        return None
    line = store.add(ctx.tx, ctx.member, began, new, ctx.now)
    await_end(ctx, began)
    return line


def carry_to(ctx: Context, line: Line) -> date:
    """The week that a line is carried into: this one, or the next for a line of this one."""
    now = this_week(ctx)
    return now if line.began < now else weeks.next_week(now)


def keep(ctx: Context, line: Line) -> bool:
    """Writes the line once more; False when the week is full. Kept before, it is not written again."""
    into = carry_to(ctx, line)
    if line.open and len(store.week(ctx.tx, ctx.member, into).lines) >= LINES:
        return False
    if line.open and store.carry(ctx.tx, ctx.member, line.id, Carried.KEEP, ctx.now):
        write(ctx, into, NewLine(line.kind, line.cue, line.act, line.times))
    return True


def rest(ctx: Context, began: date, resting: bool) -> None:
    store.set_rest(ctx.tx, ctx.member, began, resting, ctx.now)


def away(ctx: Context, until: datetime) -> None:
    """Weeks that a rest from messages lies in are neutral, also for those who say nothing. Ended early, those after it
    are as before. Writes nothing for somebody who never planned."""
    if not store.any_of(ctx.tx, ctx.member):
        return
    began, end = this_week(ctx), until.astimezone(ctx.zone).date()
    while began <= end:
        store.set_away(ctx.tx, ctx.member, began, ctx.now)
        began = weeks.next_week(began)
    store.back_after(ctx.tx, ctx.member, began - timedelta(days=7))


def rhythm_of(ctx: Context) -> rhythm.Rhythm | None:
    return rhythm.of(store.marks(ctx.tx, ctx.member), step_store.days(ctx.tx, ctx.member), this_week(ctx))


def long_quiet(ctx: Context, upto: date) -> bool:
    """Whether a smaller plan may fit better, after the week that began on `upto`."""
    return rhythm.quiet_in_a_row(store.marks(ctx.tx, ctx.member), upto) >= _QUIET


def await_end(ctx: Context, began: date) -> None:
    """They hear of the end of a week in which they have a plan; of one that is nearly over they don't."""
    at = weeks.look_back_at(began, ctx.zone)
    if at > ctx.now:
        ctx.later(at, calls.week_end(began), key=_key(ctx.member, began))


def begin_on(ctx: Context, start: int) -> None:
    """From now on weeks begin on that weekday. The plan of this week moves along, with what is planned ahead."""
    before = this_week(ctx)
    choice_store.keep(ctx.tx, ctx.member, replace(choice_store.get(ctx.tx, ctx.member), start=start))
    for was, now in store.move(ctx.tx, ctx.member, before, (this_week(ctx) - before).days):
        ctx.cancel(_key(ctx.member, was))
        if store.week(ctx.tx, ctx.member, now).lines:
            await_end(ctx, now)


def _key(member: int, began: date) -> str:
    return f"plans:end:{member}:{began.toordinal()}"
