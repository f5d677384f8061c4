"""Who may thank whom, whom it reaches, and who may be named in the room."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context, Lane, RoomId, Standings
from bot.people import members
from bot.ui.card import Call, Card
from cogs.buddies import api as buddies
from cogs.posts import api as posts
from cogs.thanks import store, views
from cogs.thanks.model import REASON, Problem, ThankYou


def receiver(ctx: Context, person: str, reason: str) -> int | Problem:
    """The member behind `person`, if the member may thank them for this now. Bots never agreed to anything, so they are
    unknown like everybody who didn't."""
    if not reason:
        return Problem("reason", views.NO_REASON)
    if len(reason) > REASON:
        return Problem("reason", views.TOO_LONG)
    why = posts.link_hindrance(ctx, reason)
    if why:
        return Problem("reason", why)
    to = members.by_external(ctx.tx, ctx.community, person)
    if to is None:
        return Problem("person", views.UNKNOWN)
    if to == ctx.member:
        return Problem("person", views.YOURSELF)
    again = store.possible_again(ctx, to)
    return Problem("person", views.SAME_PERSON_OR_FULL, again) if again else to


def reaches(ctx: Context, writer: int, to: int) -> bool:
    """Nobody who sends one may be able to tell."""
    return not members.stopped(ctx.tx, writer, ctx.now) and not buddies.apart(ctx.tx, writer, to)


def may_be_named(ctx: Context, writer: int, to: int, standings: Standings) -> bool:
    """Whether whoever wrote it still stands well here, so that it can be posted with their name."""
    standing = next((s for s in standings.of if s.member == writer), None)
    return standing is not None and standing.may_post and reaches(ctx, writer, to)


def show(ctx: Context, thanks: ThankYou, writer: int, room: RoomId, card: Card, then: Call) -> None:
    """The row is the writer's own, so that erasing them takes the post along."""
    replace(ctx, member=writer).show(thanks.key, room, card, lane=Lane.ACT, then=then)
