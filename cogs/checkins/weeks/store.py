"""A circle's weeks, and whom it asked in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.context import Json
from bot.people.zones import clock_of
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Params, Row, Tx, Value
from cogs.checkins.model import OPEN_DAYS, ClockKind, Week, WeekState
from cogs.checkins.weeks import people as standing
from cogs.checkins.weeks.people import Person

_COLUMNS = (
    "w.id, w.circle_id, w.checkin_id, k.community_id, w.day, w.hour, w.clock, w.zone, w.state, w.opens_at,"
    " w.closes_at, w.room"
)
_FROM = "checkin_week w JOIN checkin k ON k.id = w.checkin_id"
_OPEN_AT_MOST = timedelta(days=OPEN_DAYS + 2)
"""From a week's day to its close, whatever the clock."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a member heard in a week. Neither: their hour came while they were not to be asked."""

    asked_at: datetime | None
    reminded_at: datetime | None


def _week(row: Row) -> Week:
    id, circle, checkin, community, day, hour, clock, zone, state, opens_at, closes_at, room = row
    return Week(
        id,
        circle,
        checkin,
        community,
        date.fromordinal(day),
        hour,
        ClockKind(clock),
        clock_of(zone),
        WeekState(state),
        moment(opens_at),
        moment(closes_at),
        room,
    )


def _one(tx: Tx, where: str, of: Params) -> Week | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM {_FROM} WHERE {where}", of)  # noqa: S608 -- constants
    return _week(row) if row else None


def _all(tx: Tx, where: str, of: Params) -> list[Week]:
    return [_week(row) for row in tx.all(f"SELECT {_COLUMNS} FROM {_FROM} WHERE {where}", of)]  # noqa: S608 -- constants


def get(tx: Tx, community: int, week: int) -> Week | None:
    return _one(tx, "w.id = :id AND k.community_id = :community", {"id": week, "community": community})


def of_day(tx: Tx, circle: int, day: date) -> Week | None:
    return _one(tx, "w.circle_id = :circle AND w.day = :day", {"circle": circle, "day": day.toordinal()})


def current(tx: Tx, circle: int) -> Week | None:
    """The newest that is open or closed: what is said now belongs to it."""
    return _one(tx, "w.circle_id = :circle AND w.state IN (1, 2) ORDER BY w.day DESC LIMIT 1", {"circle": circle})


def before(tx: Tx, week: Week) -> Week | None:
    """The circle's week before this one, if it began."""
    return _one(
        tx,
        "w.circle_id = :circle AND w.day < :day AND w.state > 0 ORDER BY w.day DESC LIMIT 1",
        {"circle": week.circle, "day": week.day.toordinal()},
    )


def people(tx: Tx, week: Week, now: datetime) -> list[Person]:
    """The circle as it is now, by member."""
    return standing.of_circles(tx, [week.circle], now)[week.circle]


# Making and changing them


def add(tx: Tx, weeks: Iterable[Week]) -> None:
    """A circle has one week of a day, whoever makes it."""
    tx.many(
        "INSERT INTO checkin_week (id, circle_id, checkin_id, day, hour, clock, zone, state, opens_at, closes_at, room)"
        " VALUES (:id, :circle, :checkin, :day, :hour, :clock, :zone, :state, :opens, :closes, :room)"
        " ON CONFLICT DO NOTHING",
        [_values(week) for week in weeks],
    )


def _values(week: Week) -> dict[str, Value]:
    return {
        "id": week.id,
        "circle": week.circle,
        "checkin": week.checkin,
        "day": week.day.toordinal(),
        "hour": week.hour,
        "clock": week.clock.value,
        "zone": week.zone.key,
        "state": int(week.state),
        "opens": seconds(week.opens_at),
        "closes": seconds(week.closes_at),
        "room": week.room,
    }


def save(tx: Tx, week: Week) -> None:
    tx.run(
        "UPDATE checkin_week SET day = :day, hour = :hour, clock = :clock, zone = :zone, state = :state,"
        " opens_at = :opens, closes_at = :closes, room = :room WHERE id = :id",
        {key: value for key, value in _values(week).items() if key not in ("circle", "checkin")},
    )


def planned(tx: Tx, circle: int, now: datetime) -> Week | None:
    """The week that has not begun and is not over. There is one at most."""
    return next((week for week in ahead(tx, [circle], now) if week.state is WeekState.PLANNED), None)


def ahead(tx: Tx, circles: Sequence[int], now: datetime) -> list[Week]:
    """Weeks of these circles that are not over by their time, by day."""
    if not circles:
        return []
    of, listed = standing.named(circles)
    since = (now - _OPEN_AT_MOST).date().toordinal()
    return _all(
        tx,
        f"w.circle_id IN ({listed}) AND w.day >= :since AND w.closes_at > :now ORDER BY w.day",
        {**of, "since": since, "now": seconds(now)},
    )


def of_account_to_come(tx: Tx, account: int) -> list[Week]:
    """Weeks in which somebody may still be asked, in all communities of the account."""
    return _all(
        tx,
        "w.state < 2 AND w.circle_id IN (SELECT b.circle_id FROM checkin_member b JOIN member m ON m.id = b.member_id"
        " WHERE m.account_id = :account) ORDER BY w.id",
        {"account": account},
    )


def of_community_to_come(tx: Tx, community: int, now: datetime, after: int, most: int) -> list[Week]:
    """The same of a community, by id."""
    since = (now - _OPEN_AT_MOST).date().toordinal()
    return _all(
        tx,
        "k.community_id = :community AND w.day >= :since AND w.state < 2 AND w.id > :after ORDER BY w.id LIMIT :most",
        {"community": community, "since": since, "after": after, "most": most},
    )


# Turns


def turns(tx: Tx, week: Week) -> dict[int, Turn]:
    """Of those in the circle now, also where they had it in another circle that day."""
    rows = tx.all(
        # CROSS: SQLite keeps to this order, and would else begin with the weeks of all circles.
        "SELECT t.member_id, t.asked_at, t.reminded_at FROM checkin_member b"
        " CROSS JOIN checkin_turn t CROSS JOIN checkin_week w WHERE b.circle_id = :circle"
        " AND t.member_id = b.member_id AND w.id = t.week_id AND w.checkin_id = :checkin AND w.day = :day",
        {"circle": week.circle, "checkin": week.checkin, "day": week.day.toordinal()},
    )
    return {member: Turn(asked and moment(asked), told and moment(told)) for member, asked, told in rows}


def had_turn(tx: Tx, week: int, members: Iterable[int], asked_at: datetime | None) -> None:
    """None: it came and they were not asked."""
    at = None if asked_at is None else seconds(asked_at)
    tx.many(
        "INSERT INTO checkin_turn (week_id, member_id, asked_at) VALUES (:week, :member, :at) ON CONFLICT DO NOTHING",
        [{"week": week, "member": member, "at": at} for member in members],
    )


def reminded(tx: Tx, week: int, members: Iterable[int], now: datetime) -> None:
    tx.many(
        "INSERT INTO checkin_turn (week_id, member_id, reminded_at) VALUES (:week, :member, :at)"
        " ON CONFLICT (week_id, member_id) DO UPDATE SET reminded_at = excluded.reminded_at",
        [{"week": week, "member": member, "at": seconds(now)} for member in members],
    )


def not_asked(tx: Tx, week: Week, at: datetime | None = None) -> None:
    """Those who were asked in its thread were not, after all. None: whenever that was."""
    tx.run(
        "DELETE FROM checkin_turn WHERE week_id = :week AND (:at = 0 OR asked_at = :at) AND member_id IN"
        " (SELECT member_id FROM checkin_member WHERE circle_id = :circle AND by_dm = 0)",
        {"week": week.id, "circle": week.circle, "at": 0 if at is None else seconds(at)},
    )


# Old ones


def drop_old(tx: Tx, before: datetime, most: int) -> int:
    """Weeks that closed before then, with their turns and answers; how many."""
    return tx.run(
        "DELETE FROM checkin_week WHERE id IN"
        " (SELECT id FROM checkin_week WHERE closes_at < :before ORDER BY closes_at LIMIT :most)",
        {"before": seconds(before), "most": most},
    )


def ended_without_weeks(tx: Tx) -> tuple[int, int] | None:
    """A check-in that ended and of which no week is left: its id and community."""
    row = tx.one(
        "SELECT id, community_id FROM checkin k WHERE state = 3"
        " AND NOT EXISTS (SELECT 1 FROM checkin_week w WHERE w.checkin_id = k.id) LIMIT 1"
    )
    return (row[0], row[1]) if row else None


def drop_checkin(tx: Tx, checkin: int, most: int) -> bool:
    """A check-in without weeks, with its circles and places; False while there are more of these."""
    of: dict[str, Value] = {"checkin": checkin, "most": most}
    for table, key in (("checkin_member", "member_id"), ("checkin_circle", "id")):
        some = f"SELECT {key} FROM {table} WHERE checkin_id = :checkin LIMIT :most"  # noqa: S608 -- constants
        if tx.run(f"DELETE FROM {table} WHERE checkin_id = :checkin AND {key} IN ({some})", of) == most:  # noqa: S608 -- constants
            return False
    tx.run("DELETE FROM checkin WHERE id = :id", {"id": checkin})
    return True


# One member's


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM checkin_turn WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        "SELECT week_id, asked_at, reminded_at FROM checkin_turn WHERE member_id = :member ORDER BY week_id",
        {"member": member},
    )
    return [
        {"week": week, "asked": asked and moment(asked).isoformat(), "reminded": told and moment(told).isoformat()}
        for week, asked, told in rows
    ]
