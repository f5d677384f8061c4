"""Who takes part in a round: the part of the question that the database answers, in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx, Value
from cogs.buddies.model import GOING_ON, Reason
from cogs.buddies.rounds.store import Place

_GOING_ON = ", ".join(str(int(state)) for state in GOING_ON)
_JOINED = (
    "JOIN member m ON m.id = b.member_id JOIN account a ON a.id = m.account_id"
    " JOIN community c ON c.id = m.community_id"
)
# So many people of the pool at a time, whoever of them wants to take part: a piece never takes long.
_NEXT = "FROM buddy WHERE pool_id = :pool AND member_id > :after"
_PIECE = "ORDER BY member_id LIMIT :most"
# Their own wish. A pause that ends at the very time of the round is over.
_WANT = "COALESCE(b.paused_until, 0) <= :at AND COALESCE(b.skipped, 0) <> :at AND COALESCE(a.rest_until, 0) <= :at"
_BUSY = (
    "SELECT 1 FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"  # noqa: S608 -- numbers
    f" WHERE i.member_id = b.member_id AND i.left_at IS NULL AND p.state IN ({_GOING_ON}) AND p.ends_at > :at"
)
_FREE = f"{_WANT} AND NOT EXISTS ({_BUSY})"
# The same for a whole pool, where it is quicker to list all who have a buddy.
_ALL_BUSY = (
    "SELECT i.member_id FROM buddy_pair p JOIN buddy_in_pair i ON i.pair_id = p.id"  # noqa: S608 -- numbers
    f" WHERE p.state IN ({_GOING_ON}) AND p.ends_at > :at AND i.left_at IS NULL"
)
_COLUMNS = (
    "b.member_id, COALESCE(a.zone, c.zone), b.parts, b.field, b.stage, b.language, b.cadence, b.medium, b.first,"
    " b.standing, COALESCE(m.stopped_until, 0), COALESCE(m.gone_at, 0)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who wants to take part: opted in, not paused, not skipping, not resting, no buddy for longer."""

    place: Place
    """Its reason says what keeps them out, if anything does."""
    standing: str
    """What the last look-up found."""

    @property
    def member(self) -> int:
        return self.place.member

    @property
    def takes_part(self) -> bool:
        return self.place.reason is Reason.MATCHED


def candidates(tx: Tx, pool: int, at: datetime, after: int, most: int) -> tuple[list[Candidate], int | None]:
    """Of the next `most` people of the pool those who want to, by member; and after whom to go on. None: that was
    all."""
    of: dict[str, Value] = {"pool": pool, "at": seconds(at), "after": after, "most": most}
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM (SELECT * {_NEXT} {_PIECE}) AS b {_JOINED} WHERE {_FREE} ORDER BY b.member_id",  # noqa: S608 -- constants
        of,
    )
    return [_candidate(row, at) for row in rows], _last(tx, _NEXT, of)


def _last(tx: Tx, next: str, of: dict[str, Value]) -> int | None:
    """The last of a whole piece."""
    row = tx.one(f"SELECT member_id {next} ORDER BY member_id LIMIT 1 OFFSET :most - 1", of)
    return row[0] if row else None


def candidate(tx: Tx, pool: int, at: datetime, member: int) -> Candidate | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM buddy b {_JOINED} WHERE b.pool_id = :pool AND b.member_id = :member AND {_FREE}",  # noqa: S608 -- constants
        {"pool": pool, "at": seconds(at), "member": member},
    )
    return _candidate(row, at) if row else None


def _candidate(row: Row, at: datetime) -> Candidate:
    member, zone, parts, field, stage, language, cadence, medium, first, standing, stopped, gone = row
    reason = Reason(standing)
    if stopped > seconds(at):
        reason = Reason.STOPPED
    elif reason is Reason.STOPPED:
        reason = Reason.MATCHED  # that is over, and known without a look-up
    if gone:
        reason = Reason.LEFT
    place = Place(member, zone, parts, field, stage, language, cadence, medium, bool(first), reason)
    return Candidate(place, standing)


def several(tx: Tx, pool: int, at: datetime) -> int:
    """How many could take part as far as is known, counted to two."""
    rows = tx.all(
        f"SELECT b.member_id FROM buddy b {_JOINED} WHERE b.pool_id = :pool AND {_WANT} AND b.standing = ''"  # noqa: S608 -- constants
        f" AND m.gone_at IS NULL AND COALESCE(m.stopped_until, 0) <= :at AND b.member_id NOT IN ({_ALL_BUSY}) LIMIT 2",
        {"pool": pool, "at": seconds(at)},
    )
    return len(rows)


def anybody(tx: Tx, pool: int, at: datetime) -> bool:
    """Whether somebody wants to, even if something kept them out when they were looked up last."""
    row = tx.one(
        f"SELECT 1 FROM buddy b {_JOINED} WHERE b.pool_id = :pool AND {_WANT}"  # noqa: S608 -- constants
        f" AND b.member_id NOT IN ({_ALL_BUSY}) LIMIT 1",
        {"pool": pool, "at": seconds(at)},
    )
    return row is not None


# Whom to look up


def to_look_up(
    tx: Tx, pool: int, at: datetime, since: datetime, after: int, most: int
) -> tuple[list[int], int | None, int]:
    """As `candidates`, those who were not looked up since; and how many people may be left to look at."""
    of: dict[str, Value] = {"pool": pool, "at": seconds(at), "since": seconds(since), "after": after, "most": most}
    next = f"{_NEXT} AND COALESCE(looked_at, 0) < :since"
    rows = tx.all(
        f"SELECT b.member_id FROM (SELECT * {next} {_PIECE}) AS b {_JOINED} WHERE {_FREE} ORDER BY b.member_id",  # noqa: S608 -- constants
        of,
    )
    left = tx.one(f"SELECT COUNT(*) {next}", of)
    assert left is not None
    return [member for (member,) in rows], _last(tx, next, of), max(0, left[0] - most)


def still_in(tx: Tx, pool: int, members: list[int]) -> set[int]:
    """Which of these still have a profile in the pool."""
    if not members:
        return set()
    named: dict[str, Value] = {f"m{n}": member for n, member in enumerate(members)}
    listed = ", ".join(f":{name}" for name in named)
    rows = tx.all(
        f"SELECT member_id FROM buddy WHERE pool_id = :pool AND member_id IN ({listed})",  # noqa: S608 -- names
        {"pool": pool, **named},
    )
    return {member for (member,) in rows}
