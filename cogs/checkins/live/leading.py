"""Who leads a session: the one among those who come who led longest ago. Anybody passes without a word about it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.context import Context, Kind
from bot.ui.card import Call
from cogs.checkins.live import rsvps, store
from cogs.checkins.live.model import LEAD_BEFORE, Candidate, Says, Session


def choose(session: Session, candidates: Sequence[Candidate]) -> int | None:
    """None: nobody leads. Where nobody of a circle has said that they come, anybody active may be asked; but once
    all who come have passed, those who said nothing are left in peace."""
    found = [one for one in candidates if one.says is Says.YES]
    if not found and session.circle is not None:
        found = [one for one in candidates if one.active and one.says is not Says.NO]
    free = [one for one in found if not one.passed]
    first = min(free, key=lambda one: (one.led_at, _lot(session, one.member)), default=None)
    return first.member if first else None


def _lot(session: Session, member: int) -> int:
    """Decides between those who led equally long ago: not always for the same one, and the same at every look."""
    return zlib.crc32(f"{session.id}:{member}".encode())


def settled_at(starts_at: datetime, now: datetime) -> datetime:
    """When it is settled who leads. What is planned late leaves half of the time for people to say that they come."""
    return max(starts_at - LEAD_BEFORE, now + (starts_at - now) / 2)


def settle(ctx: Context, session: Session) -> Session:
    """Somebody leads who can, from the time at which that is settled; they are told. Called after every change."""
    if not session.to_come(ctx.now):
        return session
    candidates = rsvps.candidates(ctx.tx, session, ctx.now)
    if any(one.member == session.leader and one.says is not Says.NO and not one.passed for one in candidates):
        return session
    chosen = choose(session, candidates) if session.lead_at <= ctx.now else None
    if chosen == session.leader:
        return session
    if session.leader is not None:
        ctx.cancel(_key(session, session.leader))
    if chosen is not None:
        ctx.notify(
            chosen,
            Kind.NOTICE,
            Call("livecourse.lead", (session.id,)),
            due=ctx.now,
            expires=session.starts_at,
            key=_key(session, chosen),
        )
    return store.save(ctx.tx, replace(session, leader=chosen))


def _key(session: Session, member: int) -> str:
    return f"{session.name}:lead:{member}"
