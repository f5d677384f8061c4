"""From a proposal to a pair that has heard of each other: in a room, or by message where none can be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.context import Context, Kind, Lane, Receipt, Result, Standings
from bot.people import accounts, communities, members
from bot.scheduling import jobs
from bot.ui.card import Call
from cogs.buddies import calls
from cogs.buddies.model import Pair, PairState, Reason, room_key
from cogs.buddies.pairs import ending, intro, store, views
from cogs.buddies.pairs.forms import parts_of, sentence
from cogs.buddies.profile import store as profiles

_TOLD_WITHIN = timedelta(days=7)
_TOLD_AGAIN = timedelta(days=28)
"""After so long an organiser hears again that rooms can't be made."""
_WHY = 120
_ENOUGH = timedelta(days=1)
"""A pair with less time than this left has nothing to begin: an outage came in between."""


def begin(ctx: Context, pair: Pair) -> None:
    """Asks for the room. Whoever can't take part any more is left out; too few, and it never begins."""
    staying = [member for member in pair.members if _can(ctx, pair, member)]
    apart = any(profiles.excluded(ctx.tx, one, two) for one in staying for two in staying if one < two)
    if apart or pair.ends_at - ctx.now < _ENOUGH:
        drop(ctx, pair, tuple(staying))
        return
    if _without(ctx, pair, [member for member in pair.members if member not in staying]):
        _ask_room(ctx, pair.id, staying)


def _can(ctx: Context, pair: Pair, member: int) -> bool:
    profile = profiles.get(ctx.tx, member)
    if profile is None or profile.standing or profiles.paused(profile, ctx.now):
        return False
    other = store.current(ctx.tx, member)
    if profile.pool != pair.pool or (other is not None and other.id != pair.id):  # while it waited for approval
        return False
    if profiles.skips(profile, pair.started_at) or members.stopped(ctx.tx, member, ctx.now):
        return False
    rest = accounts.get(ctx.tx, members.get(ctx.tx, member).account).rest_until
    return rest is None or rest <= ctx.now


def _without(ctx: Context, pair: Pair, absent: list[int]) -> bool:
    """Takes these out of a pair that has not begun; False if it is dropped, because too few are left."""
    staying = tuple(member for member in pair.members if member not in absent)
    if len(staying) < 2:
        drop(ctx, pair, staying)
        return False
    for member in absent:
        store.leave(ctx.tx, pair.id, member, ctx.now)
    return True


def drop(ctx: Context, pair: Pair, told: tuple[int, ...]) -> None:
    ending.over(ctx, pair, told, PairState.DROPPED)


def _ask_room(ctx: Context, pair: int, who: Sequence[int]) -> None:
    store.opening(ctx.tx, pair)
    found = store.get(ctx.tx, ctx.community, pair)
    assert found is not None
    _open_room(ctx, found, who, Call("pair.opened", (pair,)))


def _open_room(ctx: Context, pair: Pair, who: Sequence[int], then: Call) -> None:
    title = intro.title(intro.people(ctx.tx, who))
    ctx.open_room(ending.place_key(pair.id, len(who)), who, title, then=then, under=f"buddies:{pair.pool}")


def opened(ctx: Context, pair: Pair, receipt: Receipt) -> None:
    if not _asked(pair, receipt):
        return
    if receipt.result is Result.DONE:
        _start(ctx, pair, receipt.room)
        return
    # A job's argument, never a button's: it may be as long as the platform's words.
    ctx.look_up(pair.members, then=Call("pair.looked_again", (pair.id, receipt.reason[:_WHY])))


def looked_again(ctx: Context, pair: Pair, standings: Standings, why: str) -> None:
    """The room could not be made: because somebody is gone, or for another reason."""
    absent = [one.member for one in standings.of if one.member in pair.members and not one.here]
    for member in absent:
        profiles.set_standing(ctx.tx, member, Reason.LEFT.value, ctx.now)
    if not _without(ctx, pair, absent):
        return
    if absent:
        _ask_room(ctx, pair.id, [member for member in pair.members if member not in absent])
        return
    _start(ctx, pair, 0)
    _tell_organiser(ctx, pair.pool, why)


def _start(ctx: Context, pair: Pair, room: int) -> None:
    store.opened(ctx.tx, pair.id, room)
    now_open = store.get(ctx.tx, ctx.community, pair.id)
    assert now_open is not None
    intro.icebreaker(ctx, now_open)
    introduce(ctx, now_open)
    for what, when in (
        ("half", ctx.now + (pair.ends_at - ctx.now) / 2),
        ("silence", ctx.now + timedelta(days=1)),
        ("end", pair.ends_at),
    ):
        ctx.later(max(when, ctx.now), Call(f"pair.{what}", (pair.id,)), key=f"{room_key(pair.id)}:{what}")


def introduce(ctx: Context, pair: Pair) -> None:
    if not pair.room:
        for member in pair.members:
            ctx.notify(
                member,
                Kind.NOTICE,
                Call("pair.introduced", (pair.id,)),
                due=ctx.now,
                expires=pair.ends_at,
                key=ending.notice_key(pair.id, "intro", member),
            )
        return
    card = intro.draw(ctx, pair)
    if card is not None:
        ctx.show(ending.intro_key(pair.id), pair.room, card, lane=Lane.ROOM, then=Call("pair.intro_posted", (pair.id,)))


def move(ctx: Context, pair: Pair) -> None:
    """The two of three who are left meet in a room of their own, and what the bot posted goes with them."""
    ending.close(ctx, pair)
    if pair.state is PairState.OPENING:
        _ask_room(ctx, pair.id, pair.members)
    elif pair.room:
        for key in (ending.intro_key(pair.id), *(ending.plan_key(pair.id, member) for member in pair.members)):
            ctx.withdraw(key)
        store.opened(ctx.tx, pair.id, 0)
        _open_room(ctx, pair, pair.members, Call("pair.moved", (pair.id,)))
    else:
        ending.follow(ctx, pair)


def _asked(pair: Pair, receipt: Receipt) -> bool:
    """Whether it is about a room for those who are in the pair now: of three, one may have left since."""
    return receipt.key == ending.place_key(pair.id, len(pair.members))


def moved(ctx: Context, pair: Pair, receipt: Receipt) -> None:
    if not _asked(pair, receipt):
        return
    if receipt.result is not Result.DONE:
        by_message(ctx, pair, receipt.reason)
        return
    store.opened(ctx.tx, pair.id, receipt.room)
    ending.follow(ctx, pair)
    introduce(ctx, replace(pair, room=receipt.room))
    for seat in store.seats(ctx.tx, pair.id):
        if seat.plan:
            show_plan(ctx, pair.id, receipt.room, seat.member, sentence(*parts_of(seat.plan)))


def show_plan(ctx: Context, pair: int, room: int, author: int, text: str) -> None:
    card = views.plan(author, text, change=calls.write_plan(pair))
    key, posted = ending.plan_key(pair, author), Call("pair.plan_posted", (pair,))
    ctx.show(key, room, card, lane=Lane.ROOM, then=posted)


def by_message(ctx: Context, pair: Pair, why: str) -> None:
    """Its room was made and is lost before anybody could read in it."""
    ending.close(ctx, pair)
    store.opened(ctx.tx, pair.id, 0)
    now_open = store.get(ctx.tx, ctx.community, pair.id)
    assert now_open is not None
    ending.follow(ctx, now_open)
    introduce(ctx, now_open)
    _tell_organiser(ctx, pair.pool, why)


def _tell_organiser(ctx: Context, pool: int, why: str) -> None:
    """Once for a pool and a reason, however many pairs it concerns. The job is the mark that they were told."""
    organiser = communities.get(ctx.tx, ctx.community).organiser
    mark = f"buddies:no-rooms:{pool}:{why}"
    if organiser is None or jobs.waits(ctx.tx, f"{ctx.community}:{mark}"):
        return
    ctx.later(ctx.now + _TOLD_AGAIN, Call("pair.forget_mark"), key=mark)
    ctx.notify(
        organiser,
        Kind.NOTICE,
        Call("pair.no_rooms", (pool, why)),
        due=ctx.now,
        expires=ctx.now + _TOLD_WITHIN,
        key=mark,
    )
