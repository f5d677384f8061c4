"""Live sessions. What is pressed is scoped by community; whether it is theirs, `rights` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Params, Row, Tx
from bot.storage.ids import new_id
from cogs.checkins.live.model import Session, SessionState

_COLUMNS = (
    "s.id, s.checkin_id, k.community_id, s.circle_id, s.planner_id, s.leader_id, s.starts_at, s.minutes, s.place,"
    " s.state, s.version, s.lead_at, s.agenda, s.shown_in, s.event"
)
_FROM = "checkin_session s JOIN checkin k ON k.id = s.checkin_id"


def _session(tx: Tx, row: Row) -> Session:
    id, checkin, community, circle, planner, leader, starts, minutes, place, state, version, *more = row
    lead_at, agenda, shown, event = more
    words = tx.unseal("checkin_session", "place", id, place)
    return Session(
        id,
        checkin,
        community,
        circle,
        planner,
        leader,
        moment(starts),
        minutes,
        words,
        SessionState(state),
        version,
        moment(lead_at),
        agenda,
        shown,
        event,
    )


def _all(tx: Tx, where: str, of: Params) -> list[Session]:
    return [_session(tx, row) for row in tx.all(f"SELECT {_COLUMNS} FROM {_FROM} WHERE {where}", of)]  # noqa: S608 -- constants


def get(tx: Tx, community: int, session: int) -> Session | None:
    found = _all(tx, "s.id = :id AND k.community_id = :community", {"id": session, "community": community})
    return found[0] if found else None


def to_come(tx: Tx, checkin: int, circle: int | None, now: datetime, most: int) -> list[Session]:
    """What is planned for a circle and for everybody in its check-in, or for everybody alone; the next first."""
    return _all(
        tx,
        "s.checkin_id = :checkin AND (s.circle_id IS NULL OR s.circle_id = :circle) AND s.state = 1"
        " AND s.starts_at > :now ORDER BY s.starts_at, s.id LIMIT :most",
        {"checkin": checkin, "circle": circle or 0, "now": seconds(now), "most": most},
    )


def of_circle(tx: Tx, circle: int, now: datetime) -> list[Session]:
    """Planned and not begun."""
    return _all(
        tx,
        "s.circle_id = :circle AND s.state = 1 AND s.starts_at > :now ORDER BY s.starts_at, s.id",
        {"circle": circle, "now": seconds(now)},
    )


def of_checkin(tx: Tx, checkin: int, now: datetime, most: int) -> list[Session]:
    """Planned and not begun, of all its circles and for everybody."""
    return _all(
        tx,
        "s.checkin_id = :checkin AND s.state = 1 AND s.starts_at > :now ORDER BY s.starts_at, s.id LIMIT :most",
        {"checkin": checkin, "now": seconds(now), "most": most},
    )


def count_to_come(tx: Tx, checkin: int, circle: int | None, now: datetime) -> int:
    row = tx.one(
        "SELECT COUNT(*) FROM checkin_session WHERE checkin_id = :checkin AND starts_at > :now AND state IN (0, 1)"
        " AND COALESCE(circle_id, 0) = :circle",
        {"checkin": checkin, "now": seconds(now), "circle": circle or 0},
    )
    assert row is not None
    return row[0]


def at(tx: Tx, checkin: int, circle: int | None, starts_at: datetime) -> Session | None:
    """One of the same people at that time, planned or about to be."""
    found = _all(
        tx,
        "s.checkin_id = :checkin AND COALESCE(s.circle_id, 0) = :circle AND s.starts_at = :starts"
        " AND s.state IN (0, 1)",
        {"checkin": checkin, "circle": circle or 0, "starts": seconds(starts_at)},
    )
    return found[0] if found else None


def agendas(tx: Tx, checkin: int, circle: int | None) -> list[str]:
    """The texts that these people had, the latest last."""
    rows = tx.all(
        "SELECT agenda FROM checkin_session WHERE checkin_id = :checkin AND COALESCE(circle_id, 0) = :circle"
        " ORDER BY id",
        {"checkin": checkin, "circle": circle or 0},
    )
    return [agenda for (agenda,) in rows]


def add(
    tx: Tx,
    community: int,
    checkin: int,
    circle: int | None,
    planner: int,
    *,
    starts_at: datetime,
    minutes: int,
    place: str,
    lead_at: datetime,
    agenda: str,
) -> Session:
    made = Session(
        new_id(),
        checkin,
        community,
        circle,
        planner,
        None,
        starts_at,
        minutes,
        place,
        SessionState.WAITING,
        0,
        lead_at,
        agenda,
        0,
        "",
    )
    tx.run(
        "INSERT INTO checkin_session (id, checkin_id, circle_id, planner_id, starts_at, minutes, place, state, lead_at,"
        " agenda)"
        " VALUES (:id, :checkin, :circle, :planner, :starts, :minutes, :place, :state, :lead_at,"
        " :agenda)",
        {
            "id": made.id,
            "checkin": checkin,
            "circle": circle,
            "planner": planner,
            "starts": seconds(starts_at),
            "minutes": minutes,
            "place": tx.seal("checkin_session", "place", made.id, place),
            "state": int(made.state),
            "lead_at": seconds(lead_at),
            "agenda": agenda,
        },
    )
    return made


def save(tx: Tx, session: Session) -> Session:
    """Everything that may change; the same session, for whoever goes on with it."""
    tx.run(
        "UPDATE checkin_session SET planner_id = :planner, leader_id = :leader, starts_at = :starts,"
        " minutes = :minutes, place = :place, state = :state, version = :version, lead_at = :lead_at,"
        " shown_in = :shown, event = :event WHERE id = :id",
        {
            "planner": session.planner,
            "leader": session.leader,
            "starts": seconds(session.starts_at),
            "minutes": session.minutes,
            "place": tx.seal("checkin_session", "place", session.id, session.place),
            "state": int(session.state),
            "version": session.version,
            "lead_at": seconds(session.lead_at),
            "shown": session.shown_in,
            "event": session.event,
            "id": session.id,
        },
    )
    return session


# Leaving


def not_theirs(tx: Tx, checkin: int, member: int, now: datetime) -> list[Session]:
    """What is to come that they said something to, or planned for their circle, or lead, and that is not for them any
    more: they left that circle, or the check-in."""
    return _all(
        tx,
        "s.checkin_id = :checkin AND s.state = 1 AND s.starts_at > :now AND (s.leader_id = :member"
        " OR (s.planner_id = :member AND s.circle_id IS NOT NULL) OR EXISTS (SELECT 1 FROM checkin_rsvp r"
        " WHERE r.session_id = s.id AND r.member_id = :member)) AND NOT EXISTS (SELECT 1 FROM checkin_member b"
        " WHERE b.checkin_id = s.checkin_id AND b.member_id = :member"
        " AND (s.circle_id IS NULL OR b.circle_id = s.circle_id)) ORDER BY s.id",
        {"checkin": checkin, "member": member, "now": seconds(now)},
    )


def forget(tx: Tx, member: int) -> list[tuple[int, bool]]:
    """Ids of the sessions to come that others know of, and whether they were the member's own: those are called
    off, because the words in them were theirs."""
    touched = _all(
        tx,
        "s.state = 1 AND (s.planner_id = :member OR s.leader_id = :member OR EXISTS (SELECT 1 FROM checkin_rsvp r"
        " WHERE r.session_id = s.id AND r.member_id = :member)) ORDER BY s.id",
        {"member": member},
    )
    mine = _all(tx, "s.planner_id = :member ORDER BY s.id", {"member": member})
    for session in mine:
        ended = session.state in (SessionState.OVER, SessionState.CALLED_OFF)
        state = session.state if ended else SessionState.CALLED_OFF
        save(tx, replace(session, planner=None, leader=None, place="", state=state, version=session.version + 1))
    tx.run("UPDATE checkin_session SET leader_id = NULL WHERE leader_id = :member", {"member": member})
    tx.run("DELETE FROM checkin_rsvp WHERE member_id = :member", {"member": member})
    return [(session.id, session.planner == member) for session in touched]


def export(tx: Tx, member: int) -> Json:
    said = tx.all(
        "SELECT s.starts_at, r.says, r.passed FROM checkin_rsvp r JOIN checkin_session s ON s.id = r.session_id"
        " WHERE r.member_id = :member ORDER BY s.starts_at, s.id",
        {"member": member},
    )
    mine = _all(tx, "s.planner_id = :member OR s.leader_id = :member ORDER BY s.starts_at, s.id", {"member": member})
    return {
        "sessions": [
            {
                "starts": session.starts_at.isoformat(),
                "minutes": session.minutes,
                "where": session.place if session.planner == member else None,
                "planned by you": session.planner == member,
                "led by you": session.leader == member,
                "state": session.state.name.lower(),
            }
            for session in mine
        ],
        "said": [
            {"session": moment(starts).isoformat(), "says": says, "would rather not lead": bool(passed)}
            for starts, says, passed in said
        ],
    }
