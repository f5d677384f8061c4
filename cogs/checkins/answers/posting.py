"""An answer on its way to the thread of its week."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context
from cogs.checkins.answers import store, wires
from cogs.checkins.digest import digest
from cogs.checkins.model import Week, WeekState


def ready(week: Week) -> bool:
    """Whether the thread is there and takes posts."""
    return week.room != 0 and week.state in (WeekState.OPEN, WeekState.CLOSED)


def send(ctx: Context, week: Week, answer: int, author: int) -> None:
    """How its author stands is looked up, then it appears. While there is no thread it waits."""
    if ready(week):  # the post belongs to its author, whoever's turn it is now: erased, it is taken back
        replace(ctx, member=author).look_up([author], then=wires.appear(answer))


def thread_ready(ctx: Context, week: Week) -> None:
    """The thread of a week is there, or none can be made: what waited for it is posted, or read through the bot."""
    for answer, author in store.waiting(ctx.tx, week.id):
        send(ctx, week, answer, author)


def changed(ctx: Context, week: Week) -> None:
    """An answer came, changed or went: the digest follows, if it is out. It belongs to nobody."""
    digest.refresh(ctx.unowned(), week)
