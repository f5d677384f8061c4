"""From a planned week to one that its circle knows of: in a thread, or by message where none can be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.context import Context, Kind, Lane, Receipt, Result, Standings
from bot.people import communities
from bot.scheduling import jobs
from bot.ui.card import Call
from cogs.checkins import calls
from cogs.checkins.answers import posting
from cogs.checkins.circles import store as circles
from cogs.checkins.circles import telling
from cogs.checkins.digest import digest
from cogs.checkins.model import Checkin, Week, WeekState
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import closing, store, views

_FIRST, _AGAIN = 1, 2
"""A thread is asked for twice: the second time without those who are gone."""
_LEAST = 2
"""One person is no room."""
_WHY = 120
_TOLD_WITHIN = timedelta(days=7)
_TOLD_AGAIN = timedelta(days=28)
"""After so long an organiser hears again that threads can't be made."""


def begin(ctx: Context, checkin: Checkin, week: Week) -> None:
    """Asks for the thread. It is planned until the platform has said what came of that."""
    members = [person.member for person in store.people(ctx.tx, week, ctx.now)]
    _open_room(ctx, checkin, week, members, _FIRST)


def _open_room(ctx: Context, checkin: Checkin, week: Week, members: Sequence[int], attempt: int) -> None:
    circle = circles.circle(ctx.tx, ctx.community, week.circle)
    assert circle is not None, "a week goes with its circle"
    if len(members) < _LEAST:
        start(ctx, week, 0)
        return
    title, then = views.title(checkin, circle, week), Call("checkinweek.opened", (week.id, attempt))
    ctx.open_room(week.room_key, members, title, then=then, under=checkin.room)


def opened(ctx: Context, checkin: Checkin, week: Week, receipt: Receipt, attempt: int) -> None:
    if receipt.result is Result.DONE:
        start(ctx, week, receipt.room)
    elif attempt == _FIRST:
        members = [person.member for person in store.people(ctx.tx, week, ctx.now)]
        # A job's argument, never a button's: it may be as long as the platform's words.
        ctx.look_up(members, then=Call("checkinweek.looked_again", (week.id, receipt.reason[:_WHY])))
    else:
        by_message(ctx, checkin, week, receipt.reason)


def looked_again(ctx: Context, checkin: Checkin, week: Week, standings: Standings, why: str) -> None:
    """It could not be made: because somebody is gone, or for another reason."""
    absent = [one.member for one in standings.of if not one.here]
    if not absent:
        by_message(ctx, checkin, week, why)
        return
    for member in absent:
        if circles.is_in(ctx.tx, week.circle, member):
            circles.leave(ctx.tx, week.checkin, member)
            telling.left(ctx.tx, ctx.community, week.checkin, member, ctx.now)
    members = [person.member for person in store.people(ctx.tx, week, ctx.now) if person.member not in absent]
    _open_room(ctx, checkin, week, members, _AGAIN)


def start(ctx: Context, week: Week, room: int) -> None:
    """The week is open; the one before is over. 0: without a thread. Who is to be asked, its job finds out."""
    before = store.before(ctx.tx, week)
    if before is not None:
        closing.over(ctx, before)
    week = replace(week, state=WeekState.OPEN, room=room)
    store.save(ctx.tx, week)
    if room:
        show_head(ctx, week)
        ctx.later(ctx.now, calls.carry_sessions(week.id), key=calls.carry_sessions_key(week.id))
    posting.thread_ready(ctx, week)
    ctx.later(ctx.now, calls.go(week.id), key=calls.go_key(week.id))


def show_head(ctx: Context, week: Week) -> None:
    """Again: edits it."""
    circle = circles.circle(ctx.tx, ctx.community, week.circle)
    checkin = organising.get(ctx.tx, ctx.community, week.checkin)
    if circle is None or checkin is None or not week.room:
        return
    before = store.before(ctx.tx, week)
    named = before is not None and week.state is not WeekState.OVER  # who came later is new in a later week
    newcomers = circles.newcomers(ctx.tx, week.circle, before.opens_at) if before and named else []
    head = views.Head(checkin, circle, week, newcomers, digest.returning(ctx, week))
    card, then = views.head(head, ctx.platform), Call("checkinweek.head_posted", (week.id,))
    ctx.show(week.head, week.room, card, lane=Lane.BULK, then=then)


def by_message(ctx: Context, checkin: Checkin, week: Week, why: str) -> None:
    """No thread can be made, or it is lost before anybody could read in it: nobody was asked there."""
    ctx.close_room(week.room_key)
    store.not_asked(ctx.tx, week)
    start(ctx, week, 0)
    _tell_organiser(ctx, checkin, why)


def _tell_organiser(ctx: Context, checkin: Checkin, why: str) -> None:
    """Once for a check-in and a reason, however many circles it concerns. The job is the mark that they were told."""
    organiser = checkin.organiser or communities.get(ctx.tx, ctx.community).organiser
    mark = f"checkin:{checkin.id}:no-rooms:{why[:_WHY]}"
    if organiser is None or jobs.waits(ctx.tx, f"{ctx.community}:{mark}"):
        return
    ctx.later(ctx.now + _TOLD_AGAIN, Call("checkinweek.forget_mark"), key=mark)
    render = Call("checkinweek.no_rooms", (checkin.id, why[:_WHY]))
    ctx.notify(organiser, Kind.NOTICE, render, due=ctx.now, expires=ctx.now + _TOLD_WITHIN, key=mark)
