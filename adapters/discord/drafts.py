"""What somebody typed into a form that could not be taken yet: in memory, fifteen minutes, behind a random token."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.discord import limits
from bot.scheduling.clock import Clock
from bot.ui.form import Form, Raw
from bot.ui.outcome import Asked


@dataclass(frozen=True, slots=True)
class Draft:
    """`call` is the `then` of the form as it stands in the modal's custom_id."""

    person: int
    form: type[Form]
    call: str
    values: Mapping[str, Raw]
    zone: ZoneInfo
    typed: frozenset[str] = frozenset()
    asks: Mapping[str, Asked] = field(default_factory=dict[str, Asked])


class Drafts:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[datetime, Draft]] = {}

    def keep(self, draft: Draft) -> str:
        """Its token. Drafts are kept in the order they came, so the oldest are dropped first."""
        now = self._clock.now()
        for token, (until, _) in list(self._kept.items()):
            if until > now and len(self._kept) < limits.DRAFTS:
                break
            del self._kept[token]
        token = secrets.token_urlsafe(9)
        self._kept[token] = (now + timedelta(minutes=limits.DRAFT_MINUTES), draft)
        return token

    def get(self, token: str, person: int) -> Draft | None:
        """None when it is too old, was lost with a restart, or belongs to somebody else."""
        until, draft = self._kept.get(token, (None, None))
        if until is None or draft is None or until <= self._clock.now() or draft.person != person:
            return None
        return draft
