"""What happens while a pair lasts and when its time is over: one nudge, an offer after silence, and the questions."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.context import Context, Kind
from bot.people import accounts, members
from bot.ui.card import Call
from cogs.buddies.model import SILENT_DAYS, SILENT_ROUNDS, Pair, PairState, room_key
from cogs.buddies.pairs import ending, store
from cogs.buddies.pairs.store import Seat
from cogs.buddies.profile import store as profiles

_ANSWERS = timedelta(days=7)
"""How long the question at the end is worth asking."""
_DAY = timedelta(days=1)
_SILENT = timedelta(days=SILENT_DAYS)


def half(ctx: Context, pair: Pair) -> None:
    for member in pair.members:
        _tell(ctx, pair, member, "half", Call("pair.half_notice", (pair.id,)), pair.ends_at)


def silence(ctx: Context, pair: Pair) -> None:
    """Looks once a day. Whoever did something is offered somebody new once the others did nothing for some days; it
    is offered once, and not on the last day."""
    if ctx.now >= pair.ends_at - _DAY:
        return
    seats = store.seats(ctx.tx, pair.id)
    for mine in seats:
        others = [seat for seat in seats if seat.member != mine.member]
        if mine.acted_at and others and all(_quiet(ctx, pair, mine.acted_at, seat) for seat in others):
            _tell(ctx, pair, mine.member, "quiet", Call("pair.quiet_notice", (pair.id,)), pair.ends_at)
            return
    ctx.later(ctx.now + _DAY, Call("pair.silence", (pair.id,)), key=f"{room_key(pair.id)}:silence")


def _quiet(ctx: Context, pair: Pair, after: datetime, seat: Seat) -> bool:
    """Nothing of theirs since the other's press, and for some days in which they did not rest. Who pressed last within
    the same day is chance."""
    if seat.acted_at and seat.acted_at >= after - _DAY:
        return False
    rest = _rest(ctx, seat.member)
    since = max(moment for moment in (pair.started_at, seat.acted_at, rest) if moment)
    return ctx.now - since >= _SILENT


def _rest(ctx: Context, member: int) -> datetime | None:
    """When their rest ends or ended."""
    return accounts.get(ctx.tx, members.get(ctx.tx, member).account).rest_until


def end(ctx: Context, pair: Pair) -> None:
    """Its time is over: everybody is asked, and the room closes."""
    silent = [seat.member for seat in store.seats(ctx.tx, pair.id) if _was_silent(ctx, pair, seat)]
    store.finish(ctx.tx, pair.id, PairState.ENDED, ctx.now)
    ending.shut(ctx, pair)
    for member in pair.members:
        _tell(ctx, pair, member, "ask", Call("kindnote.ask", (pair.id,)), ctx.now + _ANSWERS)
    for member in silent:
        _count(ctx, member)


def _was_silent(ctx: Context, pair: Pair, seat: Seat) -> bool:
    """A round with a rest in it does not count."""
    rest = _rest(ctx, seat.member)
    return seat.acted_at is None and (rest is None or rest <= pair.started_at)


def _count(ctx: Context, member: int) -> None:
    profile = profiles.get(ctx.tx, member)
    if profile is None or profiles.paused(profile, ctx.now):
        return
    if profiles.was_silent(ctx.tx, member) < SILENT_ROUNDS:
        return
    profiles.pause(ctx.tx, member, profiles.PAUSED_UNTIL_BACK)
    ctx.notify(
        member,
        Kind.NOTICE,
        Call("pair.paused"),
        due=ctx.now,
        expires=ctx.now + timedelta(days=28),
        key=f"buddies:silent:{member}",
    )


def _tell(ctx: Context, pair: Pair, member: int, what: str, render: Call, until: datetime) -> None:
    key = ending.notice_key(pair.id, what, member)
    ctx.notify(member, Kind.NOTICE, render, due=ctx.now, expires=until, key=key)
