"""What follows from how the members of a circle stand and what they answered. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cogs.checkins.circles.people import Seat
from cogs.checkins.model import LEAST


def few(inside: Sequence[Seat]) -> bool:
    """Fewer take part than make a circle; somebody is there to be asked."""
    return sum(seat.takes_part for seat in inside) < LEAST and any(seat.active for seat in inside)


def all_said_yes(inside: Sequence[Seat]) -> bool:
    """All who are active want to join another circle."""
    active = [seat for seat in inside if seat.active]
    return bool(active) and all(seat.merge for seat in active)


def answered(inside: Sequence[Seat]) -> bool:
    return any(seat.merge is not None for seat in inside)
