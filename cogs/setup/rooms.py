"""Which of the chosen rooms are for what."""

from __future__ import annotations

from collections.abc import Mapping

from bot.context import Context
from bot.people import communities
from bot.ui.form import Place
from cogs.checkins import api as checkins
from cogs.prompts import api as prompts
from cogs.setup.model import Purpose


def by_purpose(ctx: Context) -> Mapping[Purpose, communities.Room]:
    kinds = set(Purpose)
    return {Purpose(room.kind): room for room in communities.rooms(ctx.tx, ctx.community) if room.kind in kinds}


def under(ctx: Context, places: Mapping[str, Place]) -> list[Place]:
    """Where the rooms of pairs are made: those chosen for it; without any, the one that is taken instead."""
    chosen = [room.remote for room in communities.rooms(ctx.tx, ctx.community) if for_pairs(room.kind)]
    shown = by_purpose(ctx)
    instead = [shown[purpose].remote for purpose in (Purpose.SUPPORT, Purpose.WINS) if purpose in shown]
    return [places[remote] for remote in dict.fromkeys(chosen or instead[:1]) if remote in places]


def of_circles(ctx: Context, places: Mapping[str, Place]) -> list[Place]:
    kinds = checkins.rooms_in_use(ctx)
    chosen = [room.remote for room in communities.rooms(ctx.tx, ctx.community) if room.kind in kinds]
    return [places[remote] for remote in dict.fromkeys(chosen) if remote in places]


def for_pairs(kind: str) -> bool:
    """Rooms under which those of pairs are made; prompts and check-ins have rooms of their own."""
    return kind not in set(Purpose) and not kind.startswith((prompts.ROOMS, checkins.ROOMS))


def ended(ctx: Context) -> frozenset[str]:
    """Kinds of rooms of check-ins that are over: what is missing there is nothing to mend."""
    kinds = {room.kind for room in communities.rooms(ctx.tx, ctx.community) if room.kind.startswith(checkins.ROOMS)}
    return frozenset(kinds - checkins.rooms_in_use(ctx))
