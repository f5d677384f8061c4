"""What organisers are shown of a round: pairs, what speaks for them, and figures. Reads only.

Who asked never to be matched with whom is not read here, nor what anybody wrote about themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from cogs.buddies import hours
from cogs.buddies.choices import Cadence, Field, Medium, Stage
from cogs.buddies.model import GOING_ON, PairState, Reason, Round, RoundState

_GOING_ON = ", ".join(str(int(state)) for state in GOING_ON)
_BEGAN = ", ".join(str(int(state)) for state in (*GOING_ON, PairState.ENDED, PairState.FROZEN))
_OVER = ", ".join(str(int(state)) for state in (RoundState.OPENING, RoundState.OPEN))


@dataclass(frozen=True, slots=True)
class Someone:
    """What the matching knew of somebody."""

    member: int
    zone: str
    parts: int
    field: Field
    stage: Stage
    cadence: Cadence
    medium: Medium


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for a pair. Of three people: what all of them share."""

    hours: float
    field: Field
    stage: Stage
    cadence: Cadence | None
    medium: Medium
    apart: int
    """Minutes between the clocks that are furthest from each other."""
    met: datetime | None
    """When two of them were a pair last."""


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people, or three."""

    pair: int
    members: tuple[int, ...]
    like: Likeness | None
    """None when something of them is not stored any more."""


@dataclass(frozen=True, slots=True)
class Count:
    """`pairs` are all groups, `trios` those of three among them, `without` the people who have no buddy."""

    pairs: int
    trios: int
    without: int


def held(tx: Tx, pool: int, skip: int, most: int) -> list[Round]:
    """Rounds whose pairs began, the latest first."""
    rows = tx.all(
        f"SELECT id, at, seed, state FROM buddy_round WHERE pool_id = :pool AND state IN ({_OVER})"  # noqa: S608 -- constants
        " ORDER BY at DESC, id DESC LIMIT :most OFFSET :skip",
        {"pool": pool, "most": most, "skip": skip},
    )
    return [Round(id, pool, moment(at), seed, RoundState(state)) for id, at, seed, state in rows]


def counted(tx: Tx, round: int) -> Count:
    """Exact, for a card that names everybody."""
    of = {"round": round}
    sizes = tx.one(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN people = 3 THEN 1 ELSE 0 END), 0) FROM"
        " (SELECT COUNT(*) AS people FROM buddy_pair p JOIN buddy_in_pair i ON i.pair_id = p.id"
        " WHERE p.round_id = :round GROUP BY p.id) AS sizes",
        of,
    )
    without = tx.one("SELECT COUNT(*) FROM buddy_place WHERE round_id = :round AND reason <> ''", of)
    assert sizes is not None
    assert without is not None
    return Count(sizes[0], int(sizes[1]), without[0])


def unmatched(tx: Tx, round: int, skip: int, most: int) -> list[tuple[int, Reason]]:
    rows = tx.all(
        "SELECT member_id, reason FROM buddy_place WHERE round_id = :round AND reason <> ''"
        " ORDER BY member_id LIMIT :most OFFSET :skip",
        {"round": round, "most": most, "skip": skip},
    )
    return [(member, Reason(reason)) for member, reason in rows]


def couples(tx: Tx, round: Round, skip: int, most: int, *, going_on: bool = False) -> list[Couple]:
    """A page of the pairs of a round; with `going_on` those alone that go on."""
    only = f" AND state IN ({_GOING_ON})" if going_on else ""
    rows = tx.all(
        f"SELECT id FROM buddy_pair WHERE round_id = :round{only} ORDER BY id LIMIT :most OFFSET :skip",  # noqa: S608 -- constant
        {"round": round.id, "most": most, "skip": skip},
    )
    return [_couple(tx, round, pair) for (pair,) in rows]


def _couple(tx: Tx, round: Round, pair: int) -> Couple:
    inside = tx.all(
        "SELECT member_id FROM buddy_in_pair WHERE pair_id = :pair AND left_at IS NULL ORDER BY member_id",
        {"pair": pair},
    )
    rows = tx.all(
        "SELECT o.member_id, o.zone, o.parts, o.field, o.stage, o.cadence, o.medium FROM buddy_place o"
        " JOIN buddy_in_pair i ON i.member_id = o.member_id AND i.left_at IS NULL"
        " WHERE o.round_id = :round AND i.pair_id = :pair ORDER BY o.member_id",
        {"round": round.id, "pair": pair},
    )
    members = tuple(member for (member,) in inside)
    people = [_someone(row) for row in rows]
    known = len(people) == len(members) >= 2
    return Couple(pair, members, _likeness(tx, round, pair, people) if known else None)


def _someone(row: Row) -> Someone:
    member, zone, parts, field, stage, cadence, medium = row
    return Someone(member, zone, parts, Field(field), Stage(stage), Cadence(str(cadence)), Medium(medium))


def _likeness(tx: Tx, round: Round, pair: int, people: list[Someone]) -> Likeness:
    zones = [ZoneInfo(person.zone) for person in people]
    masks = [hours.week(person.parts, zone, round.at) for person, zone in zip(people, zones, strict=True)]
    shared = masks[0]
    for mask in masks[1:]:
        shared &= mask
    offsets = [round.at.astimezone(zone).utcoffset() for zone in zones]
    minutes = [int(offset.total_seconds()) // 60 for offset in offsets if offset is not None]
    fields = {person.field for person in people}
    stages = {person.stage for person in people}
    cadences = {person.cadence for person in people}
    media = {person.medium for person in people}
    return Likeness(
        hours.hours(shared),
        fields.pop() if len(fields) == 1 else Field.UNSAID,
        stages.pop() if len(stages) == 1 else Stage.UNSAID,
        cadences.pop() if len(cadences) == 1 else None,
        media.pop() if len(media) == 1 else Medium.UNSAID,
        max(minutes) - min(minutes),
        _met(tx, round, pair, [person.member for person in people]),
    )


def _met(tx: Tx, round: Round, pair: int, members: list[int]) -> datetime | None:
    latest: int | None = None
    for one, other in combinations(members, 2):
        row = tx.one(
            "SELECT MAX(p.started_at) FROM buddy_in_pair a JOIN buddy_in_pair b ON b.pair_id = a.pair_id"  # noqa: S608 -- constant
            " AND b.member_id = :other JOIN buddy_pair p ON p.id = a.pair_id"
            f" WHERE a.member_id = :one AND p.pool_id = :pool AND p.id <> :pair AND p.state IN ({_BEGAN})"
            " AND p.started_at < :before",
            {"one": one, "other": other, "pool": round.pool, "pair": pair, "before": seconds(round.at)},
        )
        if row and row[0] is not None:
            latest = max(latest or row[0], row[0])
    return None if latest is None else moment(latest)
