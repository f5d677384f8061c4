"""How a win reaches and leaves the wins room, the weekly round-up and its author's daily digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.context import Context, Kind, Lane, RoomId
from bot.people import communities
from bot.scheduling import jobs
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.posts import api as posts
from cogs.wins import calls, cheers, roundup, store, views
from cogs.wins.model import State, Win

_LATE = int(timedelta(days=2).total_seconds())
"""A round-up that an outage held up longer than this is skipped."""
_CHECKED_BEFORE = timedelta(minutes=30)
"""When the posts of a week are drawn once more before its round-up, which shows those that were deleted by hand."""
_DIGEST_KEPT = timedelta(days=2)


def show(ctx: Context, win: Win, room: RoomId) -> None:
    """Posts, or edits what is there. The row is the author's own, so that erasing them takes the post along."""
    locale = communities.get(ctx.tx, ctx.community).locale
    card = views.celebration(win, cheer=calls.cheer(win.id), more=calls.more(win.id), locale=locale)
    replace(ctx, member=win.member).show(win.key, room, card, lane=Lane.ACT, then=calls.shown(win.id))


def show_again(ctx: Context, win: Win) -> None:
    """After an edit. A win that is still on its way goes out with its new words by itself."""
    room = posts.place(ctx, views.ROOM)
    if win.state is State.SHOWN and room is not None:
        show(ctx, win, room)


def take_out(ctx: Context, win: Win, state: State) -> None:
    """Out of the room, with its cheers; the win stays with its author."""
    store.move(ctx.tx, ctx.community, win.id, (State.WAITING, State.SHOWN), state)
    cheers.drop(ctx.tx, win.id)
    if state is State.PRIVATE:
        ctx.withdraw(win.key)
        posts.gone(ctx, win.key)


def plan_digest(ctx: Context, author: int, due: datetime, day: date) -> None:
    """One a day: every further cheer of that day replaces the notice by the same."""
    ctx.notify(
        author,
        Kind.NOTICE,
        calls.digest(day.toordinal()),
        due=due,
        expires=due + _DIGEST_KEPT,
        key=f"cheers:{author}:{day.isoformat()}",
    )


# The round-up belongs to the community: nobody's erasure may take its jobs or its post along.


def plan_roundup(ctx: Context, shown_at: datetime) -> None:
    """Only weeks with a win have a round-up job at all. The day is part of the key, so that a win which appears while
    a round-up is due starts the next one and doesn't put off this one."""
    week = roundup.week_of(shown_at, communities.get(ctx.tx, ctx.community).zone)
    if week.end > ctx.now:
        early, day = week.end - _CHECKED_BEFORE, week.day.toordinal()
        if early > ctx.now:
            plan_roundup_at(ctx, early, calls.roundup_check(day), day)
        else:
            plan_roundup_at(ctx, week.end, calls.roundup_post(day), day)


def plan_roundup_at(ctx: Context, when: datetime, job: Call, day: int) -> None:
    """One job a week: the next one replaces it."""
    key = f"roundup:{date.fromordinal(day).isoformat()}"
    ctx.unowned().later(when, job, key=key, skip_after=_LATE)


def show_roundup(ctx: Context, room: RoomId, day: date, wins: list[Win]) -> None:
    card = roundup.card(wins, roundup.unnamed(ctx, wins), calls.roundup_more(day.toordinal()))
    ctx.unowned().show(roundup.key(ctx.community, day), room, card, lane=Lane.ROOM)


def refresh(ctx: Context, win: Win) -> None:
    """Lets a posted round-up follow what happened to one of its wins."""
    if win.shown_at is None:
        return
    day = roundup.week_of(win.shown_at, communities.get(ctx.tx, ctx.community).zone).day
    if roundup.was_posted(ctx.tx, ctx.community, day):
        ctx.unowned().later(ctx.now, calls.roundup_again(day.toordinal()), key=f"roundup-again:{day.isoformat()}")


def refresh_without(tx: Tx, member: int) -> None:
    """The same for a member who is about to be erased: their words leave the round-ups too."""
    for community, shown_at in store.rounded_up(tx, member):
        day = roundup.week_of(shown_at, communities.get(tx, community).zone).day
        if roundup.was_posted(tx, community, day):
            key = f"{community}:roundup-again:{day.isoformat()}"
            jobs.put(tx, key, calls.roundup_again(day.toordinal()), moment(0), community=community)
