"""What the core itself no longer needs is deleted every hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.scheduling.clock import seconds
from bot.storage.database import Tx

EVERY = timedelta(hours=1)
_AT_ONCE = 5000

_EVENTS = timedelta(days=1)
_SLOTS = timedelta(days=3)
_FINISHED = timedelta(days=7)
_HELD = timedelta(days=30)


def clean(tx: Tx, now: datetime) -> int:
    """How many rows went. A shown post keeps its row as long as its community: edits and erasure need its id."""
    gone = tx.run(
        "DELETE FROM inbox WHERE (platform, event_id) IN"
        " (SELECT platform, event_id FROM inbox WHERE at < :before LIMIT :most)",
        {"before": seconds(now - _EVENTS), "most": _AT_ONCE},
    )
    gone += tx.run(
        "DELETE FROM courtesy_slot WHERE local_day < :before",
        {"before": (now - _SLOTS).toordinal()},
    )
    gone += tx.run(
        "DELETE FROM notice WHERE state = 2 AND expires_at < :before",
        {"before": seconds(now - _HELD)},
    )
    # Direct messages are never edited. Dead ones are kept a while for whoever looks into it; what was deleted by
    # hand stays, so that an edit does not bring it back.
    gone += tx.run(
        "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE visible_at < :before"
        " AND ((state = 2 AND account_id IS NOT NULL) OR (state = 3 AND remote_id IS NULL AND deleted = 0))"
        " LIMIT :most)",
        {"before": seconds(now - _FINISHED), "most": _AT_ONCE},
    )
    return gone
