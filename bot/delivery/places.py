"""Taking private rooms to make or close: claimed like messages, the intent committed before anything is called."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.adapter import WantedRoom
from bot.context import Receipt, Result
from bot.delivery import budget
from bot.delivery.made import ClaimedRoom, dead, tell_of
from bot.delivery.results import unscoped
from bot.delivery.room_turns import RoomTurns
from bot.delivery.turns import names
from bot.people import members
from bot.scheduling.clock import seconds
from bot.storage.database import Tx

log = structlog.get_logger()

MOST_ATTEMPTS = 12

_PARENTS = ("support", "wins")
"""Under which chosen room a private thread is made, the first that can be used."""


_COLUMNS = """
r.id, r.key, r.community_id, r.members, r.title, r.remote_id, r.state, r.open, r.attempts, r.then_call, r.then_args,
r.under, c.external
"""


@dataclass(frozen=True, slots=True)
class RoomTerms:
    """How a platform's rooms are claimed."""

    platform: str
    owner: str
    rate: float
    calls_per_person: float
    lease: timedelta


@dataclass(slots=True)
class RoomHaul:
    """What one claim brought. `touched` rows needed no call."""

    claimed: list[ClaimedRoom] = field(default_factory=list["ClaimedRoom"])
    touched: int = 0
    calls: int = 0
    """What they cost."""


@dataclass(frozen=True, slots=True)
class _Live:
    """A due row with its community, in the order of `_COLUMNS`."""

    id: int
    key: str
    community: int
    members: str
    title: str
    remote: str | None
    state: int
    open: int
    attempts: int
    then_call: str
    then_args: str
    under: str
    team: str

    @property
    def unsure(self) -> bool:
        """An earlier attempt was begun and its answer never came: it may have made the room."""
        return self.state == 1 and self.remote is None


def claim(
    tx: Tx,
    terms: RoomTerms,
    turns: RoomTurns,
    now: datetime,
    *,
    most: int,
    per_community: int,
    under_way: Mapping[int, int],
    closed: Collection[int],
    turn: bool = True,
    paced: bool = True,
) -> RoomHaul:
    """At most `most` rooms, and no more than the budget has calls for: making one costs a call and some for each person
    that is added. `turn`: bulk messages have had theirs."""
    haul = RoomHaul()
    allowed = budget.look(tx, terms.platform, terms.rate, now)
    if allowed.closed:
        return haul
    calls = allowed.for_errands if turn else allowed.for_bulk
    picked = turns.pick(tx, seconds(now), most, per_community, under_way, closed)
    for live in _lock(tx, [id for id, _ in picked], now):
        if paced and calls - haul.calls < budget.A_TURN:
            break
        item = _take(tx, terms, live, now)
        if item is None:
            haul.touched += 1
            continue
        haul.claimed.append(item)
        haul.calls += _calls(terms, item.wanted)
    if haul.calls and paced:
        budget.spend(tx, terms.platform, allowed, haul.calls, now)
    return haul


def _calls(terms: RoomTerms, wanted: WantedRoom) -> int:
    people = math.ceil(len(wanted.people) * terms.calls_per_person) if wanted.open else 0
    return 1 + people + wanted.again


def _lock(tx: Tx, rooms: Sequence[int], now: datetime) -> list[_Live]:
    if not rooms:
        return []
    listed, params = names("i", rooms)
    locked = " FOR UPDATE OF r SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM room r JOIN community c ON c.id = r.community_id"  # noqa: S608 -- constants
        f" WHERE r.id IN ({listed}) AND r.state < 2 AND r.visible_at <= :now{locked}",
        {**params, "now": seconds(now)},
    )
    live = {row[0]: _Live(*row) for row in rows}
    return [live[id] for id in rooms if id in live]


def _take(tx: Tx, terms: RoomTerms, live: _Live, now: datetime) -> ClaimedRoom | None:
    """What is to be made or closed; None if there is nothing to do any more."""
    if not live.open and live.remote is None and not live.unsure:  # closed before it was made
        tx.run("UPDATE room SET state = 3, visible_at = :now WHERE id = :id", {"now": seconds(now), "id": live.id})
        return None
    if live.attempts >= MOST_ATTEMPTS:
        log.error("gave a room up", room=live.id, platform=terms.platform)
        dead(tx, live.id, "too many attempts", now)
        receipt = Receipt(unscoped(live.key), Result.BLOCKED, "too many attempts", live.id)
        tell_of(tx, receipt, live.then_call, live.then_args, live.community, now)
        return None
    tx.run(
        "UPDATE room SET state = 1, owner = :owner, visible_at = :until, attempts = attempts + 1 WHERE id = :id",
        {"owner": terms.owner, "until": seconds(now + terms.lease) + 1, "id": live.id},
    )
    known = members.known(tx, json.loads(live.members))
    wanted = WantedRoom(
        live.id,
        live.team,
        tuple(member.external for member in known.values()),
        live.title,
        tx.keyed_hash("room", live.id),
        parent(tx, live.community, live.under),
        live.remote,
        bool(live.open),
        live.unsure,
    )
    until = now + terms.lease / 2
    return ClaimedRoom(wanted, terms.platform, live.community, live.members, live.attempts + 1, terms.owner, until)


def parent(tx: Tx, community: int, under: str) -> str:
    """The chosen room that a thread is made in: of the kind that was named, else for support, else for wins."""
    for kind in dict.fromkeys((under, *_PARENTS)):
        row = tx.one(
            "SELECT remote_id FROM room WHERE key = :key AND broken = '' AND remote_id IS NOT NULL",
            {"key": f"{kind}:{community}"},
        )
        if row:
            return row[0]
    return ""
