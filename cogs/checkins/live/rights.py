"""Who may see, answer and change a session. Ids come from buttons: every press asks here."""

from __future__ import annotations

from bot.context import Context
from bot.people import communities, members
from bot.people.roles import STAFF, Role
from cogs.checkins.circles import store as circles
from cogs.checkins.live import store
from cogs.checkins.live.model import HOSTS, Session
from cogs.checkins.model import Checkin, Standing
from cogs.checkins.organising import store as checkins
from cogs.posts import api as posts

NO_ROOM = "I can't post in the room of this check-in right now. An organiser can mend that."
ENDED = "This check-in has ended, so there is nothing to plan any more."
_MOST = 5
ENOUGH = "There are enough planned already. Once one of them is over, you can plan the next."


def is_asked(ctx: Context, session: Session) -> bool:
    """Whether it is for them: of a circle its members, else who is in the check-in or runs it."""
    if session.circle is not None:
        return circles.is_in(ctx.tx, session.circle, ctx.member)
    belongs = circles.belonging(ctx.tx, session.checkin, ctx.member) is not None
    return belongs or bool(ctx.roles & HOSTS)


def runs(ctx: Context, session: Session) -> bool:
    """Whether their role lets them: staff, and facilitators, but for circles that they don't sit in."""
    if ctx.roles & STAFF:
        return True
    return Role.FACILITATOR in ctx.roles and is_asked(ctx, session)


def may_see(ctx: Context, session: Session) -> bool:
    return is_asked(ctx, session) or runs(ctx, session)


def may_change(ctx: Context, session: Session) -> bool:
    """Its planner and staff. When the planner left, anybody in the circle."""
    if session.planner == ctx.member or runs(ctx, session):
        return True
    return session.planner is None and session.circle is not None and is_asked(ctx, session)


def goes_on(ctx: Context, session: Session) -> bool:
    """Whether its check-in does."""
    checkin = checkins.get(ctx.tx, ctx.community, session.checkin)
    return checkin is not None and checkin.standing is not Standing.ENDED


def hindrance(ctx: Context, checkin: Checkin, *, circle: int | None) -> str | None:
    """Why nothing can be planned, in words for them."""
    if members.stopped(ctx.tx, ctx.member, ctx.now):
        return posts.STOPPED
    if checkin.standing is Standing.ENDED:
        return ENDED
    if store.count_to_come(ctx.tx, checkin.id, circle, ctx.now) >= _MOST:
        return ENOUGH
    if circle is None:
        room = communities.room(ctx.tx, ctx.community, checkin.room)
        if room is None or room.broken:
            return NO_ROOM
    return None


def link_hindrance(ctx: Context, place: str) -> str | None:
    """Organisers and facilitators name a link in any case: people meet there."""
    return None if ctx.roles & HOSTS else posts.link_hindrance(ctx, place)


def may_link(ctx: Context) -> bool:
    return link_hindrance(ctx, "https://example.org") is None
