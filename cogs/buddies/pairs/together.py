"""Who sees what one of a pair shows the others, and where: for features that don't belong to buddies."""

from __future__ import annotations

from dataclasses import dataclass

from bot.context import Context, RoomId
from bot.storage.database import Tx
from bot.ui.card import Button
from cogs.buddies import calls
from cogs.buddies.model import Pair, PairState
from cogs.buddies.pairs import store


@dataclass(frozen=True, slots=True)
class Together:
    """An open pair, as one of it sees it."""

    pair: int
    others: tuple[int, ...]
    room: RoomId
    """0: they have none. What they hear of each other comes by message, without anybody's words."""


def now(tx: Tx, member: int) -> Together | None:
    """Their buddies. None while there are none: no pair, one that is still being opened, one that is over or frozen."""
    return _seen_by(member, store.current(tx, member))


def within(tx: Tx, member: int, pair: int) -> Together | None:
    """The same of one pair. None for somebody who is not in it, or not any more."""
    return _seen_by(member, store.mine(tx, member, pair))


def _seen_by(member: int, pair: Pair | None) -> Together | None:
    others = tuple(one for one in pair.members if one != member) if pair else ()
    if pair is None or pair.state is not PairState.OPEN or not others:
        return None
    return Together(pair.id, others, pair.room)


def room_lost(ctx: Context, pair: int, room: RoomId) -> None:
    """Nothing can be posted in this room: from now on they hear by message."""
    found = store.get(ctx.tx, ctx.community, pair)
    if found is not None and found.state is PairState.OPEN and room and found.room == room:
        store.opened(ctx.tx, pair, 0)


def more_button(pair: int) -> Button:
    """For whoever is bothered by something in it."""
    return Button("About this pairing", calls.more(pair))
