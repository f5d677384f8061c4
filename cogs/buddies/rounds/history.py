"""What the matching is told of other people: who was a pair before, and who is never to be one. Read in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx, Value
from cogs.buddies.model import GOING_ON, PairState

_BEGAN = ", ".join(str(int(state)) for state in (*GOING_ON, PairState.ENDED, PairState.FROZEN))

Page = tuple[int, int]
"""Time and id of the last pair that was read."""
START: Page = (-(2**62), 0)


def past(tx: Tx, pool: int, before: datetime, after: Page, most: int) -> tuple[list[Row], Page | None]:
    """Member, member, when, of the next pairs; and where to go on. None: that was all."""
    of: dict[str, Value] = {
        "pool": pool,
        "before": seconds(before),
        "at": after[0],
        "id": after[1],
        "most": most,
    }
    pairs = (
        "SELECT p.id, p.started_at, p.state FROM buddy_pair p WHERE p.pool_id = :pool AND p.started_at < :before"
        " AND (p.started_at, p.id) > (:at, :id) ORDER BY p.started_at, p.id LIMIT :most"
    )
    page = tx.all(pairs, of)
    if not page:
        return [], None
    rows = tx.all(
        f"SELECT one.member_id, two.member_id, p.started_at FROM ({pairs}) AS p"  # noqa: S608 -- numbers
        " JOIN buddy_in_pair one ON one.pair_id = p.id"
        " JOIN buddy_in_pair two ON two.pair_id = p.id AND two.member_id > one.member_id"
        f" WHERE p.state IN ({_BEGAN}) ORDER BY p.started_at, p.id, one.member_id, two.member_id",
        of,
    )
    return rows, (page[-1][1], page[-1][0]) if len(page) == most else None


def nevers(tx: Tx, members: Sequence[int], until: datetime) -> list[tuple[int, int]]:
    """What these members were excluded with by then, by themselves; the lower id first."""
    named: dict[str, Value] = {f"m{n}": member for n, member in enumerate(members)}
    listed = ", ".join(f":{name}" for name in named)
    rows = tx.all(
        f"SELECT member_id, other_id FROM buddy_never WHERE member_id IN ({listed}) AND at <= :until",  # noqa: S608 -- names
        {"until": seconds(until), **named},
    )
    return [(min(pair), max(pair)) for pair in rows]
