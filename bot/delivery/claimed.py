"""What a claim brings: messages that this process alone may send for a while, and the terms it claims on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.adapter import Wanted, WantedEvent
from bot.context import Unknown

BEGUN = "it has begun already"
"""Why an event is not announced any more."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message this process alone may send until `until`."""

    wanted: Wanted | WantedEvent
    key: str
    version: int
    attempts: int
    owner: str
    lane: int
    room: int | None
    account: int | None
    on_unknown: Unknown
    was_unknown: bool
    """An earlier attempt may have arrived."""
    expired: bool
    """It is too late to post it: only look whether it was."""
    until: datetime
    """Nothing may leave this process for it after this moment."""

    @property
    def posts(self) -> bool:
        return self.wanted.remote is None and self.wanted.there


@dataclass(frozen=True, slots=True)
class Terms:
    """How a platform's messages are claimed."""

    platform: str
    owner: str
    rate: float
    find_costs: bool
    lease: timedelta
    send: timedelta
    """How long one send may take; shorter than the lease, which another process waits for."""


@dataclass(slots=True)
class Haul:
    """What one claim brought. `touched` rows needed no sending; with any of them it is worth looking again at once."""

    claimed: list[Claimed] = field(default_factory=list["Claimed"])
    touched: int = 0
    dead: int = 0
    closed: float = 0.0
    """Seconds for which the platform asked everybody to wait."""
    short: bool = False
    """More was due than the budget allows now."""
