"""Who may do what on the staff side. Feature code asks `Role.MODERATOR in ctx.roles`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    ORGANISER = "organiser"
    MODERATOR = "moderator"
    LISTENER = "listener"
    FACILITATOR = "facilitator"


ORGANISERS = frozenset({Role.ORGANISER})
STAFF = frozenset({Role.ORGANISER, Role.MODERATOR})
