"""When a member's own prompts come: one job for each who wants them, and the same key for what waits to be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.context import Context, Kind
from bot.people import accounts, communities
from bot.scheduling.recurrence import is_quiet
from bot.ui.card import Call
from cogs.prompts import bag, timing
from cogs.prompts.model import Own
from cogs.prompts.own import store
from cogs.prompts.schedules import store as schedules

log = structlog.get_logger()

_GOOD_FOR = timedelta(hours=20)
"""Quiet hours may put it off; a day later it is the next one's turn."""


def key(member: int) -> str:
    return f"prompt-me:{member}"


def plan(ctx: Context, own: Own, due: Call) -> datetime | None:
    """The one job of a member; none while they don't want prompts."""
    at = timing.following(own.rhythm, ctx.zone) if own.running else None
    if at is not None:
        ctx.later(at, due, key=key(own.member))
    return at


def stop(ctx: Context) -> None:
    """At once: the job goes, and what waits to be sent."""
    own = store.get(ctx.tx, ctx.member)
    if own is not None and own.running:
        store.save(ctx, own.rhythm, running=False)
    ctx.cancel(key(ctx.member))


def run(ctx: Context, own: Own, render: Call) -> Own:
    """Asks what is due. In a rest, or while an organiser stopped all prompts, its day passes and nothing is used up."""
    rhythm, due, late = timing.due(own.rhythm, ctx.zone, ctx.now)
    for at in late:
        log.info("skipped", reason="overdue", call="promptme.due", seconds=int((ctx.now - at).total_seconds()))
    if due is not None and (resting(ctx) or schedules.stopped(ctx.tx, ctx.community)):
        rhythm = replace(rhythm, last_day=due[0].toordinal())
    elif due is not None:
        day, at = due
        drawn, rhythm = bag.pull(bag.load(ctx.locale), rhythm, day, room=False)
        asked = Call(render.name, (day.toordinal(), drawn.id))
        ctx.notify(ctx.member, Kind.NOTICE, asked, due=ctx.now, expires=at + _GOOD_FOR, key=key(ctx.member))
    return store.save(ctx, rhythm, running=own.running)


def resting(ctx: Context) -> bool:
    rest = accounts.get(ctx.tx, ctx.account).rest_until
    return rest is not None and rest > ctx.now


def quiet(ctx: Context, at: datetime) -> bool:
    own, community = accounts.get(ctx.tx, ctx.account), communities.get(ctx.tx, ctx.community)
    if own.quiet_from is not None and own.quiet_to is not None:
        return is_quiet(at, own.quiet_from, own.quiet_to, ctx.zone)
    return is_quiet(at, community.quiet_from, community.quiet_to, ctx.zone)
