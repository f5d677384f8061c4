"""A thread that is lost in the middle of its week, e.g. because somebody deleted it: the week goes on by message."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context, Receipt, Result
from bot.people import communities
from bot.scheduling.clock import moment
from cogs.checkins import calls
from cogs.checkins.model import Week, WeekState
from cogs.checkins.weeks import store


def ask_key(week: Week, at: int) -> str:
    """`at`: when it was asked, in seconds."""
    return f"{week.room_key}:ask:{at}"


def lost(ctx: Context, week: Week, receipt: Receipt) -> Week:
    """The week as it is after what came of a post in its thread: without a room if that is gone for good."""
    if receipt.result in (Result.DONE, Result.UNKNOWN) or not week.room or week.room != receipt.room:
        return week
    room = communities.room_of(ctx.tx, ctx.community, week.room)
    if room is not None and not room.broken:
        return week
    week = replace(week, room=0)
    store.save(ctx.tx, week)
    if week.state is WeekState.OPEN:
        ctx.later(ctx.now, calls.go(week.id), key=calls.go_key(week.id))
    return week


def asked_nobody(ctx: Context, week: Week, receipt: Receipt) -> None:
    """A post that asked people could not be shown. Whoever was asked by an earlier one is not asked again."""
    if lost(ctx, week, receipt) != week:
        store.not_asked(ctx.tx, week, at=moment(int(receipt.key.rpartition(":")[2])))
