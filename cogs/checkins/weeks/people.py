"""Who is in a circle's week, and how each of them stands at a moment. One query, for one circle or for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.people.zones import clock_of
from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx, Value
from cogs.checkins.model import ACTIVE

_COLUMNS = (
    "b.circle_id, b.member_id, COALESCE(a.zone, c.zone), COALESCE(a.rest_until, 0), COALESCE(m.stopped_until, 0),"
    " COALESCE(b.paused_until, 0), b.by_dm, b.remind, b.active_at"
)
_FROM = (
    "checkin_member b JOIN member m ON m.id = b.member_id JOIN account a ON a.id = m.account_id"
    " JOIN community c ON c.id = m.community_id"
)


@dataclass(frozen=True, slots=True)
class Person:
    member: int
    zone: ZoneInfo
    """Their own, else the community's."""
    resting: bool
    """In a cool-off, from everything. Not to be confused with `Answer.resting`."""
    stopped: bool
    """Staff stopped them from posting."""
    paused: bool
    by_dm: bool
    remind: bool
    active: bool
    """Not paused, and pressed something within ACTIVE. Who is not is asked like the others."""

    @property
    def may_be_asked(self) -> bool:
        return not (self.resting or self.stopped or self.paused)


def of_circles(tx: Tx, circles: Sequence[int], now: datetime) -> dict[int, list[Person]]:
    """By circle, and in it by member. Who left the platform's community is not among them."""
    if not circles:
        return {}
    of, listed = named(circles)
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE b.circle_id IN ({listed}) AND m.gone_at IS NULL"  # noqa: S608 -- names
        " ORDER BY b.circle_id, b.member_id",
        of,
    )
    found: dict[int, list[Person]] = {circle: [] for circle in circles}
    at, since = seconds(now), seconds(now - ACTIVE)
    for row in rows:
        found[row[0]].append(_person(row, at, since))
    return found


def zones(tx: Tx, circles: Sequence[int], asked_at: Callable[[ZoneInfo], datetime]) -> dict[int, set[ZoneInfo]]:
    """By circle: the clocks of those who are not paused when they are asked there."""
    if not circles:
        return {}
    of, listed = named(circles)
    rows = tx.all(
        f"SELECT b.circle_id, COALESCE(a.zone, c.zone), b.paused_until FROM {_FROM}"  # noqa: S608 -- names
        f" WHERE b.circle_id IN ({listed}) AND m.gone_at IS NULL",
        of,
    )
    found: dict[int, set[ZoneInfo]] = {circle: set() for circle in circles}
    for circle, zone, paused in rows:
        if paused is None or paused <= seconds(asked_at(clock_of(zone))):
            found[circle].add(clock_of(zone))
    return found


def named(circles: Sequence[int]) -> tuple[dict[str, Value], str]:
    """For an IN: parameters, and their names."""
    of: dict[str, Value] = {f"c{n}": circle for n, circle in enumerate(circles)}
    return of, ", ".join(f":{name}" for name in of)


def _person(row: Row, now: int, since: int) -> Person:
    _, member, zone, rest, stopped, paused, by_dm, remind, active_at = row
    return Person(
        member,
        clock_of(zone),
        resting=rest > now,
        stopped=stopped > now,
        paused=paused > now,
        by_dm=bool(by_dm),
        remind=bool(remind),
        active=paused <= now and active_at > since,
    )
