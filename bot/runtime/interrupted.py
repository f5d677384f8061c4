"""What somebody wanted when consent stood in the way. In memory alone: nothing is stored before consent."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.adapter import Incoming

KEPT = timedelta(minutes=15)
_MOST = 10_000


class Interrupted:
    def __init__(self) -> None:
        self._waiting: dict[str, tuple[datetime, Incoming]] = {}

    def keep(self, event: Incoming, now: datetime) -> str:
        """A random token for the Agree button."""
        for token in [t for t, (until, _) in self._waiting.items() if until <= now]:
            del self._waiting[token]
        while len(self._waiting) >= _MOST:
            del self._waiting[next(iter(self._waiting))]
        token = secrets.token_urlsafe(12)
        self._waiting[token] = (now + KEPT, event)
        return token

    def take(self, token: str, who: str, now: datetime) -> Incoming | None:
        """The event, once, and only for the person it belongs to."""
        until, event = self._waiting.get(token, (now, None))
        if event is None or until <= now or event.who.account.external != who:
            return None
        del self._waiting[token]
        return event
