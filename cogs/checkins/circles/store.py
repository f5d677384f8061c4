"""Circles and who is in them. Imports the model only, so that every part of check-ins can ask.

Members are named by their ids from buttons: what somebody may see goes through `is_in` or `belonging`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.people.zones import clock_of
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.checkins.model import PAUSED_UNTIL_BACK, Belonging, Circle

GOING_ON, OVER = 1, 2

_CIRCLE = "r.id, r.checkin_id, k.community_id, r.n, r.zone, r.state, r.merge_asked"
_CIRCLES = "FROM checkin_circle r JOIN checkin k ON k.id = r.checkin_id"
_BELONGING = (
    "checkin_id, member_id, circle_id, joined_at, field, stage, parts, by_dm, remind, paused_until, active_at, merge"
)


def _circle(row: Row) -> Circle:
    id, checkin, community, n, zone, state, asked = row
    return Circle(id, checkin, community, n, clock_of(zone), state == GOING_ON, asked)


def _belonging(row: Row) -> Belonging:
    checkin, member, circle, joined, field, stage, parts, by_dm, remind, paused, active, merge = row
    return Belonging(
        checkin,
        member,
        circle,
        moment(joined),
        field,
        stage,
        parts,
        bool(by_dm),
        bool(remind),
        None if paused is None else moment(paused),
        moment(active),
        None if merge is None else bool(merge),
    )


# Asking


def belonging(tx: Tx, checkin: int, member: int) -> Belonging | None:
    row = tx.one(
        f"SELECT {_BELONGING} FROM checkin_member WHERE checkin_id = :checkin AND member_id = :member",  # noqa: S608 -- constant
        {"checkin": checkin, "member": member},
    )
    return _belonging(row) if row else None


def of_member(tx: Tx, member: int) -> list[Belonging]:
    """In all check-ins, the first joined first."""
    rows = tx.all(
        f"SELECT {_BELONGING} FROM checkin_member WHERE member_id = :member ORDER BY joined_at, checkin_id",  # noqa: S608 -- constant
        {"member": member},
    )
    return [_belonging(row) for row in rows]


def circle(tx: Tx, community: int, circle: int) -> Circle | None:
    """Also one that is over."""
    row = tx.one(
        f"SELECT {_CIRCLE} {_CIRCLES} WHERE r.id = :circle AND k.community_id = :community",
        {"circle": circle, "community": community},
    )
    return _circle(row) if row else None


def members(tx: Tx, circle: int) -> list[Belonging]:
    """By member."""
    rows = tx.all(
        f"SELECT {_BELONGING} FROM checkin_member WHERE circle_id = :circle ORDER BY member_id",  # noqa: S608 -- constant
        {"circle": circle},
    )
    return [_belonging(row) for row in rows]


def is_in(tx: Tx, circle: int, member: int) -> bool:
    row = tx.one(
        "SELECT 1 FROM checkin_member WHERE member_id = :member AND circle_id = :circle",
        {"member": member, "circle": circle},
    )
    return row is not None


def left_circle(tx: Tx, checkin: int, member: int) -> int | None:
    """The one they were in before."""
    row = tx.one(
        "SELECT not_in FROM checkin_member WHERE checkin_id = :checkin AND member_id = :member",
        {"checkin": checkin, "member": member},
    )
    return row[0] if row else None


def going_on(tx: Tx, checkin: int, after: int, most: int) -> list[Circle]:
    """The next ones by id."""
    rows = tx.all(
        f"SELECT {_CIRCLE} {_CIRCLES}"
        " WHERE r.checkin_id = :checkin AND r.id > :after AND r.state = :state ORDER BY r.id LIMIT :most",
        {"checkin": checkin, "after": after, "state": GOING_ON, "most": most},
    )
    return [_circle(row) for row in rows]


def has_another(tx: Tx, circle: Circle) -> bool:
    """Whether its check-in has other circles that go on."""
    row = tx.one(
        "SELECT 1 FROM checkin_circle WHERE checkin_id = :checkin AND state = :state AND id <> :circle LIMIT 1",
        {"checkin": circle.checkin, "state": GOING_ON, "circle": circle.id},
    )
    return row is not None


def newcomers(tx: Tx, circle: int, since: datetime) -> list[int]:
    """Who came into it at or after that time, by member."""
    rows = tx.all(
        "SELECT member_id FROM checkin_member WHERE circle_id = :circle AND placed_at >= :since ORDER BY member_id",
        {"circle": circle, "since": seconds(since)},
    )
    return [member for (member,) in rows]


# One's own place


@dataclass(frozen=True, slots=True)
class About:
    """What helps to find a circle that suits, as it is stored."""

    field: str = "unsaid"
    stage: str = "unsaid"
    parts: int = 0


def join(tx: Tx, checkin: int, member: int, about: About, now: datetime) -> bool:
    """False for somebody who is in already: nothing changes then."""
    return bool(
        tx.run(
            "INSERT INTO checkin_member (checkin_id, member_id, joined_at, field, stage, parts, active_at)"
            " VALUES (:checkin, :member, :now, :field, :stage, :parts, :now) ON CONFLICT DO NOTHING",
            {
                "checkin": checkin,
                "member": member,
                "now": seconds(now),
                "field": about.field,
                "stage": about.stage,
                "parts": about.parts,
            },
        )
    )


def pressed(tx: Tx, checkin: int, member: int, now: datetime) -> None:
    """They did something here: they are active. In a pause they are until it ends."""
    tx.run(
        "UPDATE checkin_member SET active_at = :now"
        " WHERE checkin_id = :checkin AND member_id = :member AND active_at < :now",
        {"now": seconds(now), "checkin": checkin, "member": member},
    )


def say_about(tx: Tx, checkin: int, member: int, about: About) -> None:
    for column, value in (("field", about.field), ("stage", about.stage), ("parts", about.parts)):
        _set(tx, checkin, member, column, value)


def set_by_dm(tx: Tx, checkin: int, member: int, wanted: bool) -> None:
    _set(tx, checkin, member, "by_dm", int(wanted))


def set_remind(tx: Tx, checkin: int, member: int, wanted: bool) -> None:
    _set(tx, checkin, member, "remind", int(wanted))


def pause(tx: Tx, checkin: int, member: int, until: datetime | None) -> None:
    """None: they are back. Time in a pause is none in which somebody was inactive."""
    _set(tx, checkin, member, "paused_until", None if until is None else seconds(until))
    if until is not None and until < PAUSED_UNTIL_BACK:
        _set(tx, checkin, member, "active_at", seconds(until))


def led(tx: Tx, checkin: int, member: int, at: datetime) -> None:
    _set(tx, checkin, member, "led_at", seconds(at))


def set_merge(tx: Tx, checkin: int, member: int, wanted: bool | None) -> None:
    _set(tx, checkin, member, "merge", None if wanted is None else int(wanted))


def tell_waiting(tx: Tx, checkin: int, member: int) -> bool:
    """True once for each time that somebody waits."""
    return bool(
        tx.run(
            "UPDATE checkin_member SET told_waiting = 1"
            " WHERE checkin_id = :checkin AND member_id = :member AND told_waiting = 0",
            {"checkin": checkin, "member": member},
        )
    )


def leave(tx: Tx, checkin: int, member: int) -> bool:
    """False if they were not in."""
    return bool(
        tx.run(
            "DELETE FROM checkin_member WHERE checkin_id = :checkin AND member_id = :member",
            {"checkin": checkin, "member": member},
        )
    )


def _set(tx: Tx, checkin: int, member: int, column: str, value: Value) -> None:
    tx.run(
        f"UPDATE checkin_member SET {column} = :value WHERE checkin_id = :checkin AND member_id = :member",  # noqa: S608 -- constants
        {"value": value, "checkin": checkin, "member": member},
    )


# Circles


def make(tx: Tx, checkin: int, zone: str, people: Iterable[int], now: datetime) -> int:
    """A new circle of people who wait, with the check-in's next number."""
    row = tx.one("UPDATE checkin SET circles = circles + 1 WHERE id = :id RETURNING circles", {"id": checkin})
    assert row is not None, "a circle belongs to a check-in"
    circle = new_id()
    tx.run(
        "INSERT INTO checkin_circle (id, checkin_id, n, zone) VALUES (:id, :checkin, :n, :zone)",
        {"id": circle, "checkin": checkin, "n": row[0], "zone": zone},
    )
    for member in people:
        put_into(tx, checkin, circle, member, now)
    return circle


def put_into(tx: Tx, checkin: int, circle: int, member: int, now: datetime) -> None:
    """Counts as active from here on, however long they waited."""
    tx.run(
        "UPDATE checkin_member SET circle_id = :circle, placed_at = :now, active_at = :now, merge = NULL,"
        " told_waiting = 0 WHERE checkin_id = :checkin AND member_id = :member",
        {"circle": circle, "now": seconds(now), "checkin": checkin, "member": member},
    )


def take_out(tx: Tx, checkin: int, member: int) -> None:
    """They wait again, and don't come back into this circle by chance."""
    tx.run(
        "UPDATE checkin_member SET not_in = circle_id, circle_id = NULL, placed_at = NULL, merge = NULL,"
        " told_waiting = 0 WHERE checkin_id = :checkin AND member_id = :member AND circle_id IS NOT NULL",
        {"checkin": checkin, "member": member},
    )


def end(tx: Tx, circle: int) -> None:
    tx.run("UPDATE checkin_circle SET state = :over WHERE id = :circle", {"over": OVER, "circle": circle})


def end_if_empty(tx: Tx, circle: int) -> bool:
    if tx.one("SELECT 1 FROM checkin_member WHERE circle_id = :circle LIMIT 1", {"circle": circle}) is not None:
        return False
    end(tx, circle)
    return True


def ask_merge(tx: Tx, circle: int, day: int) -> None:
    """Earlier answers don't count any more."""
    tx.run("UPDATE checkin_circle SET merge_asked = :day WHERE id = :circle", {"day": day, "circle": circle})
    tx.run("UPDATE checkin_member SET merge = NULL WHERE circle_id = :circle", {"circle": circle})


# Leaving Cairn


def forget(tx: Tx, member: int) -> None:
    """A circle without anybody is over. Nobody hears of it."""
    circles = [one.circle for one in of_member(tx, member) if one.circle is not None]
    tx.run("DELETE FROM checkin_member WHERE member_id = :member", {"member": member})
    for circle in circles:
        end_if_empty(tx, circle)
