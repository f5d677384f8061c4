"""What to do together, as short texts. The same people get none twice until all have come."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Context
from bot.people import communities
from bot.words import packs
from cogs.checkins.live import store
from cogs.checkins.live.model import Session


def _pack(ctx: Context) -> packs.Pack:
    """In the community's language: all read the same one."""
    return packs.load("cogs.checkins", "agenda", communities.get(ctx.tx, ctx.community).locale)


def draw(ctx: Context, checkin: int, circle: int | None) -> str:
    """The id of the next one."""
    pack = _pack(ctx)
    before = store.agendas(ctx.tx, checkin, circle)
    return packs.pull(pack.items, latest_turn(before, [item.id for item in pack.items]))[0].id


def latest_turn(before: Sequence[str], known: Sequence[str]) -> list[str]:
    """What was drawn since all had come the last time, that which ended the last turn included if nothing followed."""
    turn: list[str] = []
    for id in before:
        if id not in known:
            continue
        if id in turn or len(turn) == len(known):
            turn = []
        turn.append(id)
    return turn


def text(ctx: Context, session: Session) -> str:
    """Empty when its text was taken out of the set since."""
    return next((item.text for item in _pack(ctx).items if item.id == session.agenda), "")
