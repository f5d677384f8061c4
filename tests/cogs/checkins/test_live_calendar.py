"""The file for calendars, read back by the library and looked at line by line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unicodedata import category

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from cogs.checkins.live import calendar
from cogs.checkins.live.model import Session, SessionState

NOW = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)
START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
ODD = st.text(st.sampled_from('\\,;:"nN\n\r\t 🙂é\u2028ab'), max_size=300)


def a_session(place: str = "A call", state: SessionState = SessionState.PLANNED, version: int = 0) -> Session:
    return Session(7, 1, 2, 3, 4, None, START, 45, place, state, version, NOW, "agenda-01", 0, "")


def made(session: Session, title: str = "A title", agenda: str = "") -> bytes:
    return calendar.file(session, title=title, agenda=agenda, now=NOW).data


def test_it_is_one_event_that_says_all() -> None:
    whole = Calendar.from_ical(made(a_session(version=3), agenda="One.\nTwo."))
    assert (str(whole.method), str(whole.version)) == ("PUBLISH", "2.0")
    (event,) = whole.events
    assert event.uid == "checkin-session-7@cairn"
    assert event.stamp == NOW
    assert event.sequence == 3
    assert (event.start, event.end) == (START, START + timedelta(minutes=45))
    assert event.summary == "A title"
    assert event.location == "A call"
    assert event.description == "One.\nTwo."
    assert str(event.status) == "CONFIRMED"


def test_times_are_in_utc_so_that_no_zone_has_to_be_described() -> None:
    data = made(a_session()).decode()
    assert "DTSTART:20260309T190000Z" in data
    assert "DTEND:20260309T194500Z" in data
    assert "DTSTAMP:20260305T180000Z" in data


def test_called_off_it_takes_the_same_event_out() -> None:
    (event,) = Calendar.from_ical(made(a_session(state=SessionState.CALLED_OFF, version=1))).events
    assert (str(event.status), event.uid) == ("CANCELLED", "checkin-session-7@cairn")


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=200), ODD), st.one_of(st.text(max_size=300), ODD))
def test_any_text_comes_back_as_it_was_in_lines_that_every_calendar_reads(place: str, agenda: str) -> None:
    data = made(a_session(place), title=f"For {place}", agenda=agenda)
    (event,) = Calendar.from_ical(data).events
    assert (event.location or "") == plain(place)
    assert (event.description or "") == plain(agenda)
    assert event.summary == f"For {plain(place)}"
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert len(Calendar.from_ical(data).events) == 1


def plain(text: str) -> str:
    """Without what the format has no place for, or is read in two ways."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\N", "/N")
    return "".join(c for c in text if c in "\n\t" or category(c) != "Cc")
