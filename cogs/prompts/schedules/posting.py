"""How a schedule posts: one job for each running one, one post for each of its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from bot.context import Context, Kind, Lane, Unknown
from bot.people import communities
from bot.scheduling.clock import seconds
from bot.ui.card import Call
from cogs.prompts import bag, calls, timing
from cogs.prompts.model import Posted, Schedule, Standing
from cogs.prompts.schedules import store, views

log = structlog.get_logger()

_TOLD_WITHIN = timedelta(days=7)


def job_key(schedule: int) -> str:
    return f"prompts:{schedule}"


def plan(ctx: Context, schedule: Schedule) -> datetime | None:
    """The one job of a schedule; none while it doesn't run. It belongs to the community: nobody's erasure takes it."""
    skipped = store.skipped(ctx.tx, schedule.id, schedule.rhythm.last_day)
    at = timing.following(schedule.rhythm, communities.get(ctx.tx, ctx.community).zone, skipped)
    if at is None or not schedule.running or store.stopped(ctx.tx, ctx.community):
        ctx.cancel(job_key(schedule.id))
        return None
    ctx.unowned().later(at, calls.due(schedule.id), key=job_key(schedule.id))
    return at


def turn_on(ctx: Context, schedule: Schedule) -> Schedule:
    """From now: what its days before would have brought stays out, and silence is counted anew."""
    running = replace(schedule, standing=Standing.RUNNING, counted_from=seconds(ctx.now))
    return settled(ctx, running) if not schedule.running else schedule


def settled(ctx: Context, schedule: Schedule) -> Schedule:
    zone = communities.get(ctx.tx, ctx.community).zone
    return replace(schedule, rhythm=timing.from_now(schedule.rhythm, zone, ctx.now))


def run(ctx: Context, schedule: Schedule, then: Call) -> Schedule:
    """Posts what is due and leaves out what is too late; the schedule after it, which is stored."""
    skipped = store.skipped(ctx.tx, schedule.id, schedule.rhythm.last_day)
    zone = communities.get(ctx.tx, ctx.community).zone
    rhythm, due, late = timing.due(schedule.rhythm, zone, ctx.now, skipped)
    for at in late:
        log.info("skipped", reason="overdue", call="prompts.due", seconds=int((ctx.now - at).total_seconds()))
    schedule = replace(schedule, rhythm=rhythm)
    if due is not None:
        schedule = _post(ctx, schedule, *due, then)
    store.save(ctx.tx, schedule)
    return schedule


def _post(ctx: Context, schedule: Schedule, day: date, at: datetime, then: Call) -> Schedule:
    room = communities.room(ctx.tx, ctx.community, schedule.room)
    if room is None or room.broken:
        return replace(schedule, standing=Standing.NO_ROOM)
    if store.silent(ctx.tx, schedule):
        return replace(schedule, standing=Standing.SILENT)
    pack = bag.load(communities.get(ctx.tx, ctx.community).locale)
    drawn, rhythm = bag.pull(pack, schedule.rhythm, day, room=True)
    made = store.add_post(ctx, schedule.id, day.toordinal(), drawn.id)
    if made is not None:
        card = views.post(drawn, made.id)
        ctx.unowned().show(
            made.key,
            room.id,
            card,
            lane=Lane.ROOM,
            then=Call(then.name, (made.id,)),
            on_unknown=Unknown.DROP,  # rather none than two
            expires=at + timing.GRACE,
        )
    return replace(schedule, rhythm=rhythm)


def not_seen(ctx: Context, post: Posted) -> Schedule | None:
    """A prompt that surely did not appear comes another time. Its schedule pauses if the room is why."""
    store.drop_post(ctx.tx, post.id)
    schedule = store.get(ctx.tx, ctx.community, post.schedule)
    if schedule is None:
        return None
    schedule = replace(schedule, rhythm=bag.put_back(schedule.rhythm, post.prompt))
    room = communities.room(ctx.tx, ctx.community, schedule.room)
    if schedule.running and (room is None or room.broken):
        schedule = replace(schedule, standing=Standing.NO_ROOM)
    store.save(ctx.tx, schedule)
    return schedule


def tell_silent(ctx: Context, schedule: Schedule, render: Call) -> None:
    """Once for each pause: whoever changed the schedule last, else who set the community up."""
    organiser = schedule.organiser or communities.get(ctx.tx, ctx.community).organiser
    if organiser is not None:
        key = f"prompts:silent:{schedule.id}"
        ctx.notify(organiser, Kind.NOTICE, render, due=ctx.now, expires=ctx.now + _TOLD_WITHIN, key=key)
