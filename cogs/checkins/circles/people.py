"""Who waits for a circle and who sits in one: what the grouping is given, read in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.people.zones import clock_of
from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx
from cogs.buddies.api import week
from cogs.checkins.circles.grouping import Person
from cogs.checkins.model import ACTIVE, PAUSED_UNTIL_BACK

_COLUMNS = (
    "b.circle_id, b.member_id, COALESCE(a.zone, c.zone), b.parts, b.stage, b.field, COALESCE(b.not_in, 0),"
    " COALESCE(b.paused_until, 0), b.active_at, b.merge, COALESCE(a.rest_until, 0), COALESCE(m.stopped_until, 0),"
    " COALESCE(m.gone_at, 0)"
)
_FROM = (
    "checkin_member b JOIN member m ON m.id = b.member_id JOIN account a ON a.id = m.account_id"
    " JOIN community c ON c.id = m.community_id"
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a check-in, as things stand."""

    member: int
    circle: int
    """0: waits for one."""
    zone: str
    parts: int
    stage: str
    field: str
    not_in: int
    active: bool
    """A rest from everything makes nobody inactive."""
    paused: bool
    comes_back: bool
    """Paused, with a day on which that ends."""
    merge: bool | None
    kept_out: bool
    """Not placed now: resting, stopped by staff, or no longer here."""
    gone: bool

    @property
    def takes_part(self) -> bool:
        """A pause that ends makes nobody leave; whoever pressed nothing for weeks does not count."""
        return (self.active or self.comes_back) and not self.gone

    @property
    def may_be_placed(self) -> bool:
        return not (self.paused or self.kept_out)


def waiting(tx: Tx, checkin: int, after: int, most: int, now: datetime) -> tuple[list[Seat], int | None]:
    """The next of those who have no circle, by member; and after whom to go on. None: that was all."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE b.checkin_id = :checkin AND b.circle_id IS NULL"  # noqa: S608 -- constants
        " AND b.member_id > :after ORDER BY b.member_id LIMIT :most",
        {"checkin": checkin, "after": after, "most": most},
    )
    return [_seat(row, now) for row in rows], rows[-1][1] if len(rows) == most else None


def sitting(tx: Tx, checkin: int, after: int, last: int, now: datetime) -> list[Seat]:
    """Who is in the circles whose ids lie behind `after` and up to `last`."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE b.checkin_id = :checkin"  # noqa: S608 -- constants
        " AND b.circle_id > :after AND b.circle_id <= :last ORDER BY b.circle_id, b.member_id",
        {"checkin": checkin, "after": after, "last": last},
    )
    return [_seat(row, now) for row in rows]


def of_circle(tx: Tx, circle: int, now: datetime) -> list[Seat]:
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE b.circle_id = :circle ORDER BY b.member_id",  # noqa: S608 -- constants
        {"circle": circle},
    )
    return [_seat(row, now) for row in rows]


def seat(tx: Tx, checkin: int, member: int, now: datetime) -> Seat | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE b.checkin_id = :checkin AND b.member_id = :member",  # noqa: S608 -- constants
        {"checkin": checkin, "member": member},
    )
    return _seat(row, now) if row else None


def _seat(row: Row, now: datetime) -> Seat:
    circle, member, zone, parts, stage, field, not_in, paused, active, merge, rest, stopped, gone = row
    at = seconds(now)
    return Seat(
        member,
        circle or 0,
        zone,
        parts,
        stage,
        field,
        not_in,
        active=paused <= at and not gone and (active > at - int(ACTIVE.total_seconds()) or rest > at),
        paused=paused > at,
        comes_back=at < paused < seconds(PAUSED_UNTIL_BACK),
        merge=None if merge is None else bool(merge),
        kept_out=rest > at or stopped > at or bool(gone),
        gone=bool(gone),
    )


def person(seat: Seat, now: datetime) -> Person:
    """What the grouping looks at. The first of a clock takes a millisecond."""
    clock = clock_of(seat.zone)
    offset = now.astimezone(clock).utcoffset()
    assert offset is not None
    # A week from the day's start, so that many people share one mask.
    start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    quarters = round(offset.total_seconds() / 900)
    free = week(seat.parts, clock, start)
    return Person(seat.member, quarters, free, seat.stage, seat.field, seat.not_in)
