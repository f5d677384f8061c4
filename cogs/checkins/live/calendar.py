"""A session as a file for calendars (RFC 5545). Pure."""

from __future__ import annotations

from datetime import datetime
from unicodedata import category

from bot.ui.card import File
from cogs.checkins.live.model import Session, SessionState


def file(session: Session, *, title: str, agenda: str, now: datetime) -> File:
    """Opened again after a change it moves the same entry; after the session was called off it takes the entry out."""
    # Here and not above: it takes 30 ms and 4 MB, which a process that makes no such file keeps.
    from icalendar import Calendar, Event
    from icalendar.enums import STATUS

    event = Event.new(
        uid=f"checkin-session-{session.id}@cairn",
        stamp=now,
        sequence=session.version,
        start=session.starts_at,
        end=session.ends_at,
        summary=_clean(title),
        location=_clean(session.place),
        description=_clean(agenda),
        status=STATUS.CANCELLED if session.state is SessionState.CALLED_OFF else STATUS.CONFIRMED,
    )
    calendar = Calendar()
    calendar.prodid = "-//Cairn//Live sessions//EN"
    calendar.version = "2.0"
    calendar.method = "PUBLISH"
    calendar.add_component(event)
    return File("live-session.ics", "text/calendar", calendar.to_ical())


def _clean(text: str) -> str:
    """The format has no control characters, and one kind of line break. The library would make another one of a
    backslash before a capital N."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\N", "/N")
    return "".join(c for c in text if c in "\n\t" or category(c) != "Cc")
