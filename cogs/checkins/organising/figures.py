"""How many take part, in steps of five: nothing of fewer than five people, now or between two looks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Tx

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Each is a multiple of five; 0 is anything below five."""

    circles: int
    inside: int
    """People in a circle."""
    waiting: int
    """People without one."""


def figures(tx: Tx, checkin: int) -> Figures:
    of = {"checkin": checkin}
    circles = tx.one("SELECT COUNT(*) FROM checkin_circle WHERE checkin_id = :checkin AND state = 1", of)
    people = tx.one("SELECT COUNT(*), COUNT(circle_id) FROM checkin_member WHERE checkin_id = :checkin", of)
    assert circles is not None
    assert people is not None
    joined, inside = people
    return Figures(_fives(circles[0]), _fives(inside), _fives(joined - inside))


def _fives(count: int) -> int:
    return count // FEWEST * FEWEST
