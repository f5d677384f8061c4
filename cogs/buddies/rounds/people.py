"""Who takes part in a round: the part of the question that the database answers, in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx, Value
from cogs.buddies.model import GOING_ON, Reason
from cogs.buddies.rounds.store import Place

_GOING_ON = ", ".join(str(int(state)) for state in GOING_ON)
_PEOPLE = (
    "FROM buddy b JOIN member m ON m.id = b.member_id JOIN account a ON a.id = m.account_id"
    " JOIN community c ON c.id = m.community_id WHERE b.pool_id = :pool"
)
# Their own wish, and whether they have a buddy for longer. A pause that ends at the very time of the round is over.
_BUSY = (
    "SELECT 1 FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"  # noqa: S608 -- numbers
    f" WHERE i.member_id = b.member_id AND i.left_at IS NULL AND p.state IN ({_GOING_ON}) AND p.ends_at > :at"
)
_WANT = (
    " AND COALESCE(b.paused_until, 0) <= :at AND COALESCE(b.skipped, 0) <> :at AND COALESCE(a.rest_until, 0) <= :at"
    f" AND NOT EXISTS ({_BUSY})"
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


def candidates(tx: Tx, pool: int, at: datetime, after: int, most: int) -> list[Candidate]:
    """By member, those after `after`."""
    rows = tx.all(
        f"SELECT {_COLUMNS} {_PEOPLE}{_WANT} AND b.member_id > :after ORDER BY b.member_id LIMIT :most",
        {"pool": pool, "at": seconds(at), "after": after, "most": most},
    )
    return [_candidate(row, at) for row in rows]


def candidate(tx: Tx, pool: int, at: datetime, member: int) -> Candidate | None:
    row = tx.one(
        f"SELECT {_COLUMNS} {_PEOPLE}{_WANT} AND b.member_id = :member",
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
    """How many could take part, counted to two."""
    rows = tx.all(
        f"SELECT b.member_id {_PEOPLE}{_WANT} AND b.standing = '' AND m.gone_at IS NULL"
        " AND COALESCE(m.stopped_until, 0) <= :at LIMIT 2",
        {"pool": pool, "at": seconds(at)},
    )
    return len(rows)


# Whom to look up

_NOT_LOOKED = " AND COALESCE(b.looked_at, 0) < :since AND b.member_id > :after"


def to_look_up(tx: Tx, pool: int, at: datetime, since: datetime, after: int, most: int) -> tuple[list[int], int]:
    """Of those who want to take part, the next who were not looked up since, by member; and how many there are."""
    of: dict[str, Value] = {"pool": pool, "at": seconds(at), "since": seconds(since), "after": after}
    rows = tx.all(
        f"SELECT b.member_id {_PEOPLE}{_WANT}{_NOT_LOOKED} ORDER BY b.member_id LIMIT :most",
        {**of, "most": most},
    )
    count = tx.one(f"SELECT COUNT(*) {_PEOPLE}{_WANT}{_NOT_LOOKED}", of)
    assert count is not None
    return [member for (member,) in rows], count[0]


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
