"""What people say to live sessions, and who could lead them."""

from __future__ import annotations

from datetime import datetime

from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.checkins.live.model import Candidate, Rsvp, Said, Says, Session
from cogs.checkins.model import ACTIVE


def say(tx: Tx, session: int, member: int, says: Says) -> bool:
    """False if they had said the same."""
    if said_by(tx, session, member).says is says:
        return False
    tx.run(
        "INSERT INTO checkin_rsvp (session_id, member_id, says) VALUES (:session, :member, :says)"
        " ON CONFLICT (session_id, member_id) DO UPDATE SET says = excluded.says",
        {"session": session, "member": member, "says": says.value},
    )
    return True


def pass_on(tx: Tx, session: int, member: int) -> None:
    tx.run(
        "INSERT INTO checkin_rsvp (session_id, member_id, says, passed) VALUES (:session, :member, '', 1)"
        " ON CONFLICT (session_id, member_id) DO UPDATE SET passed = 1",
        {"session": session, "member": member},
    )


def take_out(tx: Tx, session: int, member: int) -> None:
    tx.run(
        "DELETE FROM checkin_rsvp WHERE session_id = :session AND member_id = :member",
        {"session": session, "member": member},
    )


def said_by(tx: Tx, session: int, member: int) -> Rsvp:
    row = tx.one(
        "SELECT says, passed FROM checkin_rsvp WHERE session_id = :session AND member_id = :member",
        {"session": session, "member": member},
    )
    return Rsvp(member, Says(row[0]), bool(row[1])) if row else Rsvp(member, Says.NOTHING, passed=False)


def said(tx: Tx, session: Session) -> Said:
    """Of a circle, those who are in it now; of what was called off all, because they may have moved with its end."""
    still = (
        " AND EXISTS (SELECT 1 FROM checkin_member b WHERE b.member_id = r.member_id AND b.circle_id = :circle)"
        if session.circle and session.ahead
        else ""
    )
    rows = tx.all(
        "SELECT r.member_id, r.says FROM checkin_rsvp r JOIN member m ON m.id = r.member_id"  # noqa: S608 -- constants
        f" WHERE r.session_id = :session AND r.says IN ('yes', 'maybe') AND m.gone_at IS NULL{still}"
        " ORDER BY r.member_id",
        {"session": session.id, "circle": session.circle},
    )
    of = {says: tuple(member for member, one in rows if one == says) for says in ("yes", "maybe")}
    return Said(of["yes"], of["maybe"])


def candidates(tx: Tx, session: Session, now: datetime) -> list[Candidate]:
    """Who may be asked to lead: of a circle everybody, else who said yes; without those who pause or rest, or whom
    staff stopped."""
    asked = "b.circle_id = :circle" if session.circle else "b.checkin_id = :checkin AND r.says = 'yes'"
    rows = tx.all(
        "SELECT b.member_id, b.led_at, COALESCE(r.says, ''), COALESCE(r.passed, 0), b.active_at FROM checkin_member b"  # noqa: S608 -- constants
        " JOIN member m ON m.id = b.member_id JOIN account a ON a.id = m.account_id"
        " LEFT JOIN checkin_rsvp r ON r.session_id = :session AND r.member_id = b.member_id"
        f" WHERE {asked} AND m.gone_at IS NULL AND COALESCE(b.paused_until, 0) <= :now"
        " AND COALESCE(a.rest_until, 0) <= :now AND COALESCE(m.stopped_until, 0) <= :now ORDER BY b.member_id",
        {"session": session.id, "circle": session.circle, "checkin": session.checkin, "now": seconds(now)},
    )
    since = seconds(now - ACTIVE)
    return [
        Candidate(member, led_at, Says(says), bool(passed), active_at > since)
        for member, led_at, says, passed, active_at in rows
    ]


def paused(tx: Tx, checkin: int, member: int, now: datetime) -> bool:
    row = tx.one(
        "SELECT 1 FROM checkin_member WHERE checkin_id = :checkin AND member_id = :member AND paused_until > :now",
        {"checkin": checkin, "member": member, "now": seconds(now)},
    )
    return row is not None
