"""Whom a member may share a no with, who may see one that is shared, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from bot.context import Context, RoomId
from bot.people import members
from cogs.buddies import api as buddies
from cogs.checkins import api as checkins
from cogs.posts import api as posts
from cogs.rejections.sharing import views
from cogs.rejections.sharing.model import ROOM, Audience, Choice, Share

_CIRCLES = 8
"""Somebody in more of them finds the first ones on the card."""


def choices(ctx: Context) -> list[Choice]:
    """The few people first, everybody last."""
    found: list[Choice] = []
    if pair := buddies.together(ctx.tx, ctx.member):
        found.append(Choice(Audience.BUDDY, pair.pair, pair.others))
    for circle in checkins.circles_of(ctx, ctx.member)[:_CIRCLES]:
        found.append(Choice(Audience.CIRCLE, circle.circle, circle.others, circle.checkin))
    if posts.place(ctx, ROOM) is not None:
        found.append(Choice(Audience.ROOM))
    return found


def choice(ctx: Context, audience: Audience, place: int) -> Choice | None:
    """None for people whom the member does not share a pair or a circle with, or not any more."""
    return next((one for one in choices(ctx) if (one.audience, one.place) == (audience, place)), None)


def hindrance(ctx: Context, audience: Audience, place: int, *words: str) -> str | None:
    """Why the member may not show these words to these people, in words for them; None when they may."""
    if audience is Audience.ROOM:
        return posts.hindrance(ctx, *words, room=ROOM)
    if members.stopped(ctx.tx, ctx.member, ctx.now):
        return posts.STOPPED
    if choice(ctx, audience, place) is None:
        return views.NO_PAIR if audience is Audience.BUDDY else views.NO_CIRCLE
    return posts.link_hindrance(ctx, *words)


def sees(ctx: Context, share: Share) -> bool:
    """Whether `ctx.member` may see it now: its author, and those whom it is for."""
    match share.audience:
        case Audience.ROOM:
            return True
        case Audience.BUDDY | Audience.CIRCLE:
            return ctx.member == share.member or ctx.member in _others(ctx, share)
        case _:
            assert_never(share.audience)


@dataclass(frozen=True, slots=True)
class Where:
    """`room` 0: in none. `told` hear by message then. `under`: the key of the post that it stands under."""

    room: RoomId
    under: str = ""
    told: tuple[int, ...] = ()


def where(ctx: Context, share: Share) -> Where | None:
    """Where it is shown from now on; None where nobody is left to show it to."""
    match share.audience:
        case Audience.ROOM:
            room = posts.place(ctx, ROOM)
            return Where(room) if room is not None else None
        case Audience.BUDDY:
            pair = buddies.together_in(ctx.tx, share.member, share.place)
            return Where(pair.room, told=pair.others) if pair else None
        case Audience.CIRCLE:
            if not _others(ctx, share):
                return None
            thread = checkins.thread_of(ctx, share.place)
            return Where(thread.room, thread.under) if thread else Where(0, told=heard_by(ctx, share))
        case _:
            assert_never(share.audience)


def heard_by(ctx: Context, share: Share) -> tuple[int, ...]:
    """Who hears of it by message where there is no room for it."""
    others = _others(ctx, share)
    if share.audience is Audience.CIRCLE:
        return tuple(member for member in checkins.hearing(ctx, share.place) if member in others)
    return others


def _others(ctx: Context, share: Share) -> tuple[int, ...]:
    """Whom a pair's or a circle's is for, besides its author; nobody when they left it, or it is over."""
    if share.audience is Audience.BUDDY:
        pair = buddies.together_in(ctx.tx, share.member, share.place)
        return pair.others if pair else ()
    circle = checkins.circle_of(ctx, share.member, share.place)
    return circle.others if circle else ()
