"""How a pair ends before its time: always in the same way, whatever the cause. Nothing here looks at a cause."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Context, Kind
from bot.ui.card import Call
from cogs.buddies import calls
from cogs.buddies.model import GOING_ON, Pair, PairState, room_key
from cogs.buddies.pairs import store
from cogs.buddies.profile import store as profiles

OVER = Call("pair.over")
FEWER = Call("pair.fewer")
_WORTH_SAYING = timedelta(days=7)


def place_key(pair: int, people: int) -> str:
    """Under which a room for so many of a pair is opened. The two who go on without a third get one of their own:
    whoever left could read on in the first."""
    return f"{room_key(pair)}:{people}"


def intro_key(pair: int) -> str:
    """Under which the intro is posted in a pair's room."""
    return f"{room_key(pair)}:intro"


def plan_key(pair: int, member: int) -> str:
    """Under which a member's plan is posted there."""
    return f"{room_key(pair)}:plan:{member}"


def notice_key(pair: int, what: str, member: int) -> str:
    return f"{room_key(pair)}:{what}:{member}"


_JOBS = ("begin", "half", "silence", "end", "redraw")
_NOTICES = ("intro", "plan", "half", "quiet", "fewer")
"""What one may be about to hear of a pair; besides, that another one in it rests."""


def end(ctx: Context, pair: Pair, *, by: int | None, frozen: bool = False) -> None:
    """Ends it for `by`, or for all. Of three people the other two go on, unless it is frozen.

    Everybody else hears the same words at once and has first place in the next match. Ended twice is ended once.
    """
    if by is not None and by not in pair.members:
        return
    if pair.state not in (*GOING_ON, PairState.PROPOSED):
        if frozen:
            store.finish(ctx.tx, pair.id, PairState.FROZEN, ctx.now)
            follow(ctx, pair)
        return
    others = tuple(member for member in pair.members if member != by)
    if by is None or frozen or len(others) < 2:
        over(ctx, pair, others, PairState.FROZEN if frozen else PairState.ENDED)
        return
    store.leave(ctx.tx, pair.id, by, ctx.now)
    _hush(ctx, pair, (by,))
    ctx.withdraw(plan_key(pair.id, by))
    _go_on(ctx, pair, others)


def settle(ctx: Context, pair: Pair) -> None:
    """After somebody in it is gone: those who are left go on, or hear the same as ever."""
    if pair.state not in (*GOING_ON, PairState.PROPOSED):
        return
    if len(pair.members) < 2:
        over(ctx, pair, pair.members, PairState.ENDED)
    else:
        _go_on(ctx, pair, pair.members)


def over(ctx: Context, pair: Pair, told: tuple[int, ...], state: PairState) -> None:
    """It is over before its time, and these are told so."""
    # What the bot posted goes as well, always: else its absence would tell that somebody erased themselves.
    for key in (intro_key(pair.id), *(plan_key(pair.id, member) for member in pair.members)):
        ctx.withdraw(key)
    shut(ctx, pair)
    store.finish(ctx.tx, pair.id, state, ctx.now)
    follow(ctx, pair)
    for member in told:
        profiles.give_first(ctx.tx, member)
        _tell(ctx, pair, member, OVER, "over")


def follow(ctx: Context, pair: Pair) -> None:
    """What they showed each other from elsewhere goes with the pair."""
    if pair.state is not PairState.PROPOSED:
        ctx.unowned().later(ctx.now, calls.follow(pair.id), key=f"{room_key(pair.id)}:follow")


def shut(ctx: Context, pair: Pair) -> None:
    """Nothing more is done or said about it; its room is closed."""
    for what in _JOBS:
        ctx.cancel(f"{room_key(pair.id)}:{what}")
    _hush(ctx, pair, pair.members)
    close(ctx, pair)


def close(ctx: Context, pair: Pair) -> None:
    for people in (2, 3):
        ctx.close_room(place_key(pair.id, people))


def _go_on(ctx: Context, pair: Pair, members: tuple[int, ...]) -> None:
    """Two of three are left, and go to a room without the third. Nobody hears of a third they were not told of."""
    if pair.state is PairState.PROPOSED:
        return
    if pair.state is PairState.OPEN:
        for member in members:
            _tell(ctx, pair, member, FEWER, "fewer")
    nobodys = ctx.unowned()
    nobodys.later(ctx.now, Call("pair.redraw", (pair.id,)), key=f"{room_key(pair.id)}:redraw")


def _tell(ctx: Context, pair: Pair, member: int, render: Call, what: str) -> None:
    due = ctx.now
    key = notice_key(pair.id, what, member)
    ctx.notify(member, Kind.NOTICE, render, due=due, expires=due + _WORTH_SAYING, key=key)


def rest_key(pair: int, resting: int, told: int) -> str:
    return notice_key(pair, f"rest-{resting}", told)


def _hush(ctx: Context, pair: Pair, leaving: tuple[int, ...]) -> None:
    """What these were about to hear of it, and the others from them, is not said."""
    for one in leaving:
        for what in _NOTICES:
            ctx.cancel(notice_key(pair.id, what, one))
        for other in pair.members:
            ctx.cancel(rest_key(pair.id, one, other))
            ctx.cancel(rest_key(pair.id, other, one))
