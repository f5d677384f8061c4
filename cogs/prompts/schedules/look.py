"""The cards of schedules, as they are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.context import Context
from bot.people import communities
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Update
from cogs.posts import api as posts
from cogs.prompts import calls, timing
from cogs.prompts.model import Schedule
from cogs.prompts.schedules import posting, store, views


def today(ctx: Context) -> date:
    """On the community's clock."""
    return ctx.now.astimezone(communities.get(ctx.tx, ctx.community).zone).date()


def mended(ctx: Context, schedule: Schedule) -> bool:
    """Whether the room can be used as it is now; one that works again is marked so."""
    room = communities.room(ctx.tx, ctx.community, schedule.room)
    place = next((place for place in ctx.places if room and place.external == room.remote), None)
    if room is None or (place is not None and place.missing):
        return False
    if place is None:
        return not room.broken
    communities.mend_room(ctx.tx, ctx.community, room.id)
    return True


def gone() -> Outcome:
    return Update(views.gone(calls.LIST))


def keep(ctx: Context, schedule: Schedule) -> Outcome:
    """Stores what an organiser changed, plans by it and shows it."""
    schedule = replace(schedule, organiser=ctx.member)
    if store.get(ctx.tx, ctx.community, schedule.id) != schedule:
        posts.audit(ctx, posts.Act.PROMPTS)
    store.save(ctx.tx, schedule)
    posting.plan(ctx, schedule)
    return shown(ctx, schedule.id, views.SAVED)


def shown(ctx: Context, schedule: int, note: str = "") -> Outcome:
    found = store.get(ctx.tx, ctx.community, schedule)
    return gone() if found is None else Update(board(ctx, found, note))


def board(ctx: Context, schedule: Schedule, note: str = "") -> Card:
    id = schedule.id
    moves = views.Moves(
        turn=calls.of("prompts.turn", id, not schedule.running),
        preview=calls.of("prompttry.preview", id),
        change=calls.of("prompts.ask_change", id),
        skip=calls.of("prompts.ask_skip", id),
        remove=calls.of("prompts.ask_remove", id),
        unskip=calls.of("prompts.unskip", id),
        back=calls.LIST,
    )
    return views.board(look(ctx, schedule), moves, note)


def every(ctx: Context) -> Card:
    stopped = store.stopped(ctx.tx, ctx.community)
    looks = [look(ctx, schedule) for schedule in store.of_community(ctx.tx, ctx.community)]
    return views.schedules(
        looks,
        open=calls.PICK,
        new=calls.NEW,
        stop=None if stopped else calls.ASK_STOP,
        go_on=calls.GO_ON if stopped else None,
    )


def look(ctx: Context, schedule: Schedule) -> views.Look:
    zone = communities.get(ctx.tx, ctx.community).zone
    room = communities.room(ctx.tx, ctx.community, schedule.room)
    place = next((place for place in ctx.places if room and place.external == room.remote), None)
    stopped = store.stopped(ctx.tx, ctx.community)
    skipped = store.skipped(ctx.tx, schedule.id, max(schedule.rhythm.last_day, today(ctx).toordinal()))
    return views.Look(
        schedule,
        place.name if place and place.name else "the room you chose",
        (", ".join(place.missing) if place else room.broken) if room else None,
        timing.following(schedule.rhythm, zone, skipped) if schedule.running and not stopped else None,
        skipped,
        zone,
        stopped,
    )
