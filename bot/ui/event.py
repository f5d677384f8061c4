"""An entry of the community's own calendar (a scheduled event on Discord). Everybody there may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.ui import limits
from bot.ui.card import CardError, require


@dataclass(frozen=True, slots=True)
class Event:
    """Plain words, shown as they were typed: nothing in them is a mention or a style. `place` is where it happens,
    outside the platform's own rooms: a few words, or the address of a call."""

    title: str
    starts: datetime
    ends: datetime
    place: str
    text: str = ""

    def __post_init__(self) -> None:
        require(self.starts.tzinfo is not None and self.ends.tzinfo is not None, "Event() needs aware datetimes")
        require(self.ends > self.starts, "an event ends after it starts")
        for name, text, most in (("title", self.title, limits.EVENT_LINE), ("place", self.place, limits.EVENT_LINE)):
            if not 0 < len(text.strip()) <= len(text) <= most:
                raise CardError(f"event {name} of {len(text)}")
        if len(self.text) > limits.EVENT_TEXT:
            raise CardError(f"event text of {len(self.text)}")
