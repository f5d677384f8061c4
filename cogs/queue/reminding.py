"""Staff hear once a day that something waits for too long: how many things, and the command. Nothing of what it is.

A job exists only while something waits: `posts.api.waits` starts it, and each look plans the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.context import Context, Kind, Lane
from bot.people import communities, roles
from bot.people.roles import Role
from bot.scheduling.clock import seconds
from bot.ui.card import Call
from cogs.posts.api import LATE, Queued
from cogs.queue import store, views, waiting

ROOM = "staff"
"""The kind of the room that organisers may choose for it."""
_AGAIN = timedelta(days=1)
_KEY = "queue:look"


def look(ctx: Context, this: Call, notice: Call) -> None:
    """`this`: the job, for the next time; `notice`: what the people hear who are told privately."""
    found = waiting.everything(ctx)
    before = store.reminded(ctx.tx, ctx.community)
    if not found:
        if before is not None:
            ctx.withdraw(_shown(before))
            store.clear(ctx.tx, ctx.community)
        return
    late = overdue(found, ctx.now)
    again = before is None or ctx.now - before >= _AGAIN
    if late and again:
        _remind(ctx, late, before, notice)
        before = ctx.now
    due = found[0].since + LATE
    if before is not None:
        due = max(due, before + _AGAIN)
    ctx.later(due, this, key=_KEY)


def overdue(found: list[Queued], now: datetime) -> int:
    return sum(now - item.since >= LATE for item in found)


def _remind(ctx: Context, late: int, before: datetime | None, notice: Call) -> None:
    """In their own room where there is one; else privately, to those whom we know."""
    if before is not None:
        ctx.withdraw(_shown(before))
    store.remember(ctx.tx, ctx.community, ctx.now)
    room = communities.room(ctx.tx, ctx.community, ROOM)
    if room is not None and not room.broken:
        ctx.show(_shown(ctx.now), room.id, views.late(late), lane=Lane.ROOM, expires=ctx.now + _AGAIN)
        return
    people = set(roles.holders(ctx.tx, ctx.community, Role.MODERATOR))
    organiser = communities.get(ctx.tx, ctx.community).organiser
    people |= {organiser} if organiser is not None else set()
    for member in sorted(people):
        ctx.notify(member, Kind.NOTICE, notice, due=ctx.now, expires=ctx.now + _AGAIN, key=f"queue:late:{member}")


def _shown(at: datetime) -> str:
    return f"queue:late:{seconds(at)}"
