"""Pairs and who is in them. Imports the model only, so that every part of buddies can ask.

Members are named by their ids from buttons: what a member may do goes through `mine`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.buddies.model import GOING_ON, Pair, PairState

_PAIR = "p.id, p.pool_id, p.round_id, p.state, p.started_at, p.ends_at, p.room"
_GOING_ON = ", ".join(str(int(state)) for state in GOING_ON)
_BEGAN = ", ".join(str(int(state)) for state in (*GOING_ON, PairState.ENDED, PairState.FROZEN))


def create(
    tx: Tx,
    pool: int,
    round: int | None,
    members: Iterable[int],
    *,
    state: PairState,
    started: datetime,
    ends: datetime,
) -> int:
    """Two or three people. One that is made as ended (history) ended when it says."""
    id = new_id()
    tx.run(
        "INSERT INTO buddy_pair (id, pool_id, round_id, state, started_at, ends_at, ended_at)"
        " VALUES (:id, :pool, :round, :state, :started, :ends, :ended)",
        {
            "id": id,
            "pool": pool,
            "round": round,
            "state": int(state),
            "started": seconds(started),
            "ends": seconds(ends),
            "ended": seconds(ends) if state is PairState.ENDED else None,
        },
    )
    tx.many(
        "INSERT INTO buddy_in_pair (pair_id, member_id) VALUES (:pair, :member)",
        [{"pair": id, "member": member} for member in sorted(set(members))],
    )
    return id


def get(tx: Tx, community: int, pair: int) -> Pair | None:
    row = tx.one(
        f"SELECT {_PAIR} FROM buddy_pair p JOIN buddy_pool l ON l.id = p.pool_id"  # noqa: S608 -- constant
        " WHERE p.id = :pair AND l.community_id = :community",
        {"pair": pair, "community": community},
    )
    return _pair(tx, row) if row else None


def current(tx: Tx, member: int) -> Pair | None:
    """The pair they are in now."""
    row = tx.one(
        f"SELECT {_PAIR} FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"  # noqa: S608 -- constants
        f" WHERE i.member_id = :member AND i.left_at IS NULL AND p.state IN ({_GOING_ON})"
        " ORDER BY p.started_at DESC, p.id DESC LIMIT 1",
        {"member": member},
    )
    return _pair(tx, row) if row else None


def mine(tx: Tx, member: int, pair: int) -> Pair | None:
    """One that the member is in, or was until it ended; not one that they left before."""
    row = tx.one(
        f"SELECT {_PAIR} FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"  # noqa: S608 -- constant
        " WHERE i.pair_id = :pair AND i.member_id = :member AND i.left_at IS NULL",
        {"pair": pair, "member": member},
    )
    return _pair(tx, row) if row else None


def ever_mine(tx: Tx, member: int, pair: int) -> Pair | None:
    """Also one they left; with everybody who was ever in it. For reports, which may come late."""
    row = tx.one(
        f"SELECT {_PAIR} FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"  # noqa: S608 -- constants
        f" WHERE i.pair_id = :pair AND i.member_id = :member AND p.round_id IS NOT NULL AND p.state IN ({_BEGAN})",
        {"pair": pair, "member": member},
    )
    if row is None:
        return None
    inside = tx.all("SELECT member_id FROM buddy_in_pair WHERE pair_id = :pair ORDER BY member_id", {"pair": pair})
    return replace(_pair(tx, row), members=tuple(one for (one,) in inside))


def lasted(tx: Tx, pair: int) -> bool:
    """Whether its time went by, in a round of ours. What was imported never was one."""
    row = tx.one(
        "SELECT 1 FROM buddy_pair WHERE id = :pair AND ended_at >= ends_at AND round_id IS NOT NULL", {"pair": pair}
    )
    return row is not None


def past(tx: Tx, pool: int, before: datetime) -> list[tuple[int, int, int]]:
    """Member, member (the smaller id first), when they became a pair. Three people are three of these."""
    rows = tx.all(
        "SELECT one.member_id, two.member_id, p.started_at FROM buddy_pair p"  # noqa: S608 -- constant
        " JOIN buddy_in_pair one ON one.pair_id = p.id"
        " JOIN buddy_in_pair two ON two.pair_id = p.id AND two.member_id > one.member_id"
        f" WHERE p.pool_id = :pool AND p.started_at < :before AND p.state IN ({_BEGAN})"
        " ORDER BY p.started_at, p.id, one.member_id, two.member_id",
        {"pool": pool, "before": seconds(before)},
    )
    return [(one, two, started) for one, two, started in rows]


def busy(tx: Tx, pool: int, at: datetime) -> set[int]:
    """Whose pair goes on beyond `at`."""
    rows = tx.all(
        "SELECT i.member_id FROM buddy_pair p JOIN buddy_in_pair i ON i.pair_id = p.id"  # noqa: S608 -- constant
        f" WHERE p.pool_id = :pool AND p.state IN ({_GOING_ON}) AND p.ends_at > :at AND i.left_at IS NULL",
        {"pool": pool, "at": seconds(at)},
    )
    return {row[0] for row in rows}


def opening(tx: Tx, pair: int) -> None:
    tx.run(
        "UPDATE buddy_pair SET state = :state WHERE id = :pair",
        {"pair": pair, "state": int(PairState.OPENING)},
    )


def opened(tx: Tx, pair: int, room: int) -> None:
    """In a room, or by message: 0."""
    tx.run(
        "UPDATE buddy_pair SET state = :state, room = :room WHERE id = :pair",
        {"pair": pair, "state": int(PairState.OPEN), "room": room},
    )


def finish(tx: Tx, pair: int, state: PairState, now: datetime) -> None:
    """Over, whatever `state` says how. When it ended first is kept."""
    tx.run(
        "UPDATE buddy_pair SET state = :state, ended_at = COALESCE(ended_at, :now), room = 0 WHERE id = :pair",
        {"pair": pair, "state": int(state), "now": seconds(now)},
    )


def leave(tx: Tx, pair: int, member: int, now: datetime) -> None:
    tx.run(
        "UPDATE buddy_in_pair SET left_at = :now WHERE pair_id = :pair AND member_id = :member AND left_at IS NULL",
        {"pair": pair, "member": member, "now": seconds(now)},
    )


# What people do in a pair


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's part in a pair."""

    member: int
    acted_at: datetime | None
    plan: str
    talked: bool | None
    met: bool | None


def seats(tx: Tx, pair: int) -> list[Seat]:
    """Of those who are still in it, by id."""
    rows = tx.all(
        "SELECT member_id, acted_at, plan, talked, met FROM buddy_in_pair"
        " WHERE pair_id = :pair AND left_at IS NULL ORDER BY member_id",
        {"pair": pair},
    )
    return [_seat(tx, pair, row) for row in rows]


def seat(tx: Tx, member: int, pair: int) -> Seat | None:
    row = tx.one(
        "SELECT member_id, acted_at, plan, talked, met FROM buddy_in_pair"
        " WHERE pair_id = :pair AND member_id = :member AND left_at IS NULL",
        {"pair": pair, "member": member},
    )
    return _seat(tx, pair, row) if row else None


def acted(tx: Tx, pair: int, member: int, now: datetime) -> None:
    """They pressed something about it."""
    tx.run(
        "UPDATE buddy_in_pair SET acted_at = :now WHERE pair_id = :pair AND member_id = :member",
        {"pair": pair, "member": member, "now": seconds(now)},
    )


def plan(tx: Tx, pair: int, member: int, text: str) -> None:
    tx.run(
        "UPDATE buddy_in_pair SET plan = :plan WHERE pair_id = :pair AND member_id = :member",
        {"pair": pair, "member": member, "plan": tx.seal("buddy_in_pair", "plan", member, text)},
    )


def talked(tx: Tx, pair: int, member: int, yes: bool) -> None:
    tx.run(
        "UPDATE buddy_in_pair SET talked = :yes WHERE pair_id = :pair AND member_id = :member",
        {"pair": pair, "member": member, "yes": int(yes)},
    )


def met(tx: Tx, pair: int, member: int, yes: bool | None) -> None:
    tx.run(
        "UPDATE buddy_in_pair SET met = :yes WHERE pair_id = :pair AND member_id = :member",
        {"pair": pair, "member": member, "yes": None if yes is None else int(yes)},
    )


# Leaving


def going_on(tx: Tx, member: int) -> list[Pair]:
    """Every pair that an erased member was in and that others may still be in."""
    rows = tx.all(
        f"SELECT {_PAIR} FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"  # noqa: S608 -- constants
        f" WHERE i.member_id = :member AND i.left_at IS NULL AND p.state IN ({_GOING_ON}) ORDER BY p.id",
        {"member": member},
    )
    return [_pair(tx, row) for row in rows]


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM buddy_in_pair WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    """Their own part; of the others, who they were. What never began was never told."""
    rows = tx.all(
        "SELECT p.id, p.started_at, COALESCE(p.ended_at, p.ends_at), p.state, i.plan, i.talked, i.met, i.acted_at,"  # noqa: S608 -- constant
        " i.left_at FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"
        f" WHERE i.member_id = :member AND p.state IN ({_BEGAN}) ORDER BY p.started_at, p.id",
        {"member": member},
    )
    return [_exported(tx, member, row) for row in rows]


def _exported(tx: Tx, member: int, row: Row) -> Json:
    pair, started, ends, state, text, talked, met, acted, left = row
    others = tx.all(
        "SELECT member_id FROM buddy_in_pair WHERE pair_id = :pair AND member_id <> :member ORDER BY member_id",
        {"pair": pair, "member": member},
    )
    return {
        "with": [other for (other,) in others],
        "from": moment(started).isoformat(),
        "until": moment(ends).isoformat(),
        "over": PairState(state) not in GOING_ON,
        "your_plan": tx.unseal("buddy_in_pair", "plan", member, text) if text else "",
        "you_said_you_talked": None if talked is None else bool(talked),
        "you_said_you_met": None if met is None else bool(met),
        "last_press": None if acted is None else moment(acted).isoformat(),
        "you_left": None if left is None else moment(left).isoformat(),
    }


def _pair(tx: Tx, row: Row) -> Pair:
    id, pool, round, state, started, ends, room = row
    inside = tx.all(
        "SELECT member_id FROM buddy_in_pair WHERE pair_id = :pair AND left_at IS NULL ORDER BY member_id",
        {"pair": id},
    )
    members = tuple(member for (member,) in inside)
    return Pair(id, pool, round, PairState(state), moment(started), moment(ends), room, members)


def _seat(tx: Tx, pair: int, row: Row) -> Seat:
    member, acted_at, text, talked, met = row
    return Seat(
        member,
        None if acted_at is None else moment(acted_at),
        tx.unseal("buddy_in_pair", "plan", member, text) if text else "",
        None if talked is None else bool(talked),
        None if met is None else bool(met),
    )
