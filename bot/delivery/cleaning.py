"""What the core itself no longer needs is deleted every hour, in pieces that hold nobody up.

What is kept about people for a while goes by `bot/safety/personal_data.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.scheduling.clock import seconds
from bot.storage.database import Tx

EVERY = timedelta(hours=1)
AT_ONCE = 5000

_EVENTS = timedelta(days=1)
_SLOTS = timedelta(days=3)
_DEAD = timedelta(days=7)


def clean(tx: Tx, now: datetime) -> int:
    """How many rows went; at least `AT_ONCE` when there may be more. A shown post keeps its row as long as its
    community: edits and erasure need its id."""
    gone = tx.run(
        "DELETE FROM inbox WHERE (platform, event_id) IN"
        " (SELECT platform, event_id FROM inbox WHERE at < :before LIMIT :most)",
        {"before": seconds(now - _EVENTS), "most": AT_ONCE},
    )
    gone += tx.run(
        "DELETE FROM courtesy_slot WHERE (account_id, local_day, n) IN"
        " (SELECT account_id, local_day, n FROM courtesy_slot WHERE local_day < :before LIMIT :most)",
        {"before": (now - _SLOTS).toordinal(), "most": AT_ONCE},
    )
    # What could not be sent is kept a while for whoever looks into it; what was deleted by hand stays longer, so that
    # an edit does not bring it back.
    gone += tx.run(
        "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE state = 3 AND visible_at < :before"
        " AND remote_id IS NULL AND deleted = 0 LIMIT :most)",
        {"before": seconds(now - _DEAD), "most": AT_ONCE},
    )
    return gone
