"""How a pair ends before its time: always in the same way, whatever the cause. Nothing here looks at a cause."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Context, Kind
from bot.ui.card import Call
from cogs.buddies.model import GOING_ON, Pair, PairState, room_key
from cogs.buddies.pairs import store
from cogs.buddies.profile import store as profiles

OVER = Call("pair.over")
FEWER = Call("pair.fewer")
_WORTH_SAYING = timedelta(days=7)


def intro_key(pair: int) -> str:
    """Under which the intro is posted in a pair's room."""
    return f"{room_key(pair)}:intro"


def job_keys(pair: int) -> tuple[str, ...]:
    """What waits to be done about a pair."""
    return tuple(f"{room_key(pair)}:{what}" for what in ("begin", "half", "silence", "end"))


def notice_key(pair: int, what: str, member: int) -> str:
    return f"{room_key(pair)}:{what}:{member}"


NOTICES = ("intro", "plan", "half", "quiet", "rest")
"""What members may be about to hear of a pair, each under `notice_key`."""


def end(ctx: Context, pair: Pair, *, by: int | None, frozen: bool = False) -> None:
    """Ends it for `by`, or for all. Of three people the other two go on, unless it is frozen.

    Everybody else hears the same words at once and has first place in the next match. Ended twice is ended once.
    """
    if pair.state not in (*GOING_ON, PairState.PROPOSED):
        if frozen:
            store.finish(ctx.tx, pair.id, PairState.FROZEN, ctx.now)
        return
    if by is not None and by not in pair.members:
        return
    others = tuple(member for member in pair.members if member != by)
    if by is not None and not frozen and len(others) > 1:
        store.leave(ctx.tx, pair.id, by, ctx.now)
        hush(ctx, pair.id, (by,))
        go_on(ctx, pair, others)
        return
    over(ctx, pair, others, PairState.FROZEN if frozen else PairState.ENDED)
    if by is not None:
        hush(ctx, pair.id, (by,))


def go_on(ctx: Context, pair: Pair, members: tuple[int, ...]) -> None:
    """Two of three people are left. What is posted in the room is drawn again without the third."""
    for member in members:
        due = ctx.now
        ctx.notify(
            member,
            Kind.NOTICE,
            FEWER,
            due=due,
            expires=due + _WORTH_SAYING,
            key=notice_key(pair.id, "fewer", member),
        )
    ctx.later(ctx.now, Call("pair.redraw", (pair.id,)), key=f"{room_key(pair.id)}:redraw")


def over(ctx: Context, pair: Pair, members: tuple[int, ...], state: PairState) -> None:
    """It is over before its time, and `members` are told so."""
    store.finish(ctx.tx, pair.id, state, ctx.now)
    shut(ctx, pair)
    for member in members:
        profiles.give_first(ctx.tx, member)
        ctx.notify(
            member,
            Kind.NOTICE,
            OVER,
            due=ctx.now,
            expires=ctx.now + _WORTH_SAYING,
            key=notice_key(pair.id, "over", member),
        )


def shut(ctx: Context, pair: Pair) -> None:
    """Nothing more is done or said about it; its room is closed."""
    for key in job_keys(pair.id):
        ctx.cancel(key)
    hush(ctx, pair.id, pair.members)
    ctx.close_room(room_key(pair.id))


def hush(ctx: Context, pair: int, members: tuple[int, ...]) -> None:
    """What these members were about to hear of it, they don't."""
    for member in members:
        for what in NOTICES:
            ctx.cancel(notice_key(pair, what, member))
