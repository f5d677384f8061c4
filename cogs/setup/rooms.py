"""Which of the chosen rooms are for what."""

from __future__ import annotations

from bot.context import Context
from bot.people import communities
from cogs.checkins import api as checkins
from cogs.prompts import api as prompts
from cogs.setup.model import Purpose


def for_pairs(kind: str) -> bool:
    """Rooms under which those of pairs are made; prompts and check-ins have rooms of their own."""
    return kind not in set(Purpose) and not kind.startswith((prompts.ROOMS, checkins.ROOMS))


def ended(ctx: Context) -> frozenset[str]:
    """Kinds of rooms of check-ins that are over: what is missing there is nothing to mend."""
    kinds = {room.kind for room in communities.rooms(ctx.tx, ctx.community) if room.kind.startswith(checkins.ROOMS)}
    return frozenset(kinds - checkins.rooms_in_use(ctx))
