"""Where a session's card stands: in the circle's thread, or in the room of the check-in. And who hears of it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import IntEnum

from bot.context import Context, Kind, Lane
from bot.ui.card import Call, Card
from cogs.checkins.live import agendas, leading, rsvps, store, views
from cogs.checkins.live.model import REMIND_BEFORE, Session, SessionState
from cogs.checkins.model import WeekState
from cogs.checkins.organising import store as checkins
from cogs.checkins.weeks import people
from cogs.checkins.weeks import store as weeks
from cogs.posts import api as posts


class Step(IntEnum):
    """What happens to a session by itself, in this order. Stored in jobs: never renumbered."""

    LEAD = 0
    REMIND = 1
    START = 2
    END = 3

    def at(self, session: Session) -> datetime:
        return {
            Step.LEAD: session.lead_at,
            Step.REMIND: session.starts_at - REMIND_BEFORE,
            Step.START: session.starts_at,
            Step.END: session.ends_at,
        }[self]


def name(ctx: Context, session: Session) -> str:
    checkin = checkins.get(ctx.tx, session.community, session.checkin)
    return checkin.name if checkin else ""


def draw(ctx: Context, session: Session) -> Card:
    said = rsvps.said(ctx.tx, session)
    return views.post(session, name(ctx, session), said, agendas.text(ctx, session), ctx.now)


def announce(ctx: Context, session: Session) -> None:
    """Into the community's calendar, where there is one. A circle's stays in the circle."""
    if session.circle is None:
        event = views.event(session, name(ctx, session), agendas.text(ctx, session))
        ctx.unowned().announce(session.event_key, event, then=Call("livecourse.announced", (session.id,)))


def publish(ctx: Context, session: Session) -> None:
    """For the first time: where the circle talks now, else each of them is asked by message."""
    week = weeks.current(ctx.tx, session.circle) if session.circle else None
    if week is not None and week.room:
        session = store.save(ctx.tx, replace(session, shown_in=week.id))
    session = leading.settle(ctx, session)
    if not refresh(ctx, session, first=True):
        if session.circle is None:  # the room went in the last second
            keep(ctx, session)
            return
        invite(ctx, session)
    announce(ctx, session)
    wake(ctx, session)


def keep(ctx: Context, session: Session) -> None:
    """It can't be shown, so nothing of it happens."""
    ctx.cancel(session.name)
    ctx.withdraw(session.event_key)
    store.save(ctx.tx, replace(session, state=SessionState.KEPT))


def refresh(ctx: Context, session: Session, *, first: bool = False) -> bool:
    """Shows the card as it is now; False if it stands nowhere."""
    then = Call("livecourse.posted", (session.id, session.shown_in)) if first else None
    own = ctx.unowned()
    if session.circle is None:
        room = _room(ctx, session)
        if room is not None:
            own.show(session.post, room, draw(ctx, session), lane=Lane.ACT, then=then)
        return room is not None
    week = weeks.get(ctx.tx, ctx.community, session.shown_in) if session.shown_in else None
    if week is None or not week.room:
        return False
    if week.state is not WeekState.OVER:
        own.show(session.post, week.room, draw(ctx, session), lane=Lane.ACT, then=then, under=week.head)
    return True


def _room(ctx: Context, session: Session) -> int | None:
    checkin = checkins.get(ctx.tx, ctx.community, session.checkin)
    return posts.place(ctx, checkin.room) if checkin else None


def carry(ctx: Context, session: Session, week: int) -> None:
    """Its card goes from the last thread to that of this week."""
    if session.shown_in == week:
        return
    if session.shown_in:
        ctx.withdraw(session.post)
    refresh(ctx, store.save(ctx.tx, replace(session, shown_in=week)), first=True)


def invite(ctx: Context, session: Session) -> None:
    """Its circle has no thread: all who are not away hear of it privately, except who planned it."""
    if session.circle is None:
        return
    for one in people.of_circles(ctx.tx, [session.circle], ctx.now)[session.circle]:
        if one.active and one.may_be_asked and one.member != session.planner:
            tell(ctx, session, one.member, "invited")


def tell(ctx: Context, session: Session, member: int, what: str) -> None:
    """One private notice; what is due twice is told once, as it is then."""
    ctx.notify(
        member,
        Kind.NOTICE,
        Call(f"livecourse.{what}", (session.id,)),
        due=ctx.now,
        expires=session.starts_at,
        key=f"{session.name}:{what}:{member}",
    )


def tell_all(ctx: Context, session: Session, what: str, *, but: int = 0) -> None:
    """Everybody who said that they come, or may; some at a time."""
    call = Call("livecourse.tell", (session.id, what, but, 0))
    ctx.unowned().later(ctx.now, call, key=f"{session.name}:tell:{what}")


def hears(ctx: Context, session: Session, what: str) -> Sequence[int]:
    said = rsvps.said(ctx.tx, session)
    return said.yes if what == "reminder" else sorted((*said.yes, *said.maybe))


def wake(ctx: Context, session: Session) -> None:
    """Plans what happens by itself next; replaces what was planned."""
    step = next((step for step in Step if step.at(session) > ctx.now), Step.END)
    sleep(ctx, session, step)


def sleep(ctx: Context, session: Session, step: Step) -> None:
    call = Call("livecourse.go", (session.id, int(step)))
    ctx.unowned().later(max(step.at(session), ctx.now), call, key=session.name)


def moved(ctx: Context, session: Session, *, but: int) -> None:
    """It was changed: everything follows, and all whom it concerns are told once; `but` did it."""
    session = leading.settle(ctx, session)
    refresh(ctx, session)
    announce(ctx, session)
    wake(ctx, session)
    tell_all(ctx, session, "changed", but=but)


def call_off(ctx: Context, session: Session, *, but: int = 0, shown: bool = True) -> Session:
    """All who said that they come, or may, are told once; `but` knows already. `shown`: its card says so,
    else it goes."""
    session = store.save(
        ctx.tx, replace(session, state=SessionState.CALLED_OFF, leader=None, version=session.version + 1)
    )
    ctx.cancel(session.name)
    ctx.withdraw(session.event_key)
    if shown:
        refresh(ctx, session)
    else:
        ctx.withdraw(session.post)
    posts.gone(ctx, session.post)
    tell_all(ctx, session, "called_off", but=but)
    return session
