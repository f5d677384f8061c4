"""Rounds, and who took part in them. What a press leads to goes through `get`, which carries the community."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.buddies.model import PairState, Reason, Round, RoundState

_ROUND = "r.id, r.pool_id, r.at, r.seed, r.state, r.digest"
_PLANNED = ", ".join(
    str(int(state)) for state in (RoundState.ANNOUNCED, RoundState.MATCHING, RoundState.PROPOSED, RoundState.OPENING)
)
_MATCHED = ", ".join(str(int(state)) for state in (RoundState.PROPOSED, RoundState.OPENING, RoundState.OPEN))
_WORKED_OUT = ", ".join(str(int(state)) for state in (RoundState.PREVIEW, RoundState.MATCHING))


class Replayed(StrEnum):
    """What came of working a round out again."""

    SAME = "same"
    OTHER = "other"
    CHANGED = "changed"
    """Somebody's data was erased or changed since: it can't be repeated."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in a round, with what the matching knew of them, as it is stored."""

    member: int
    zone: str
    parts: int
    field: str
    stage: str
    language: str
    cadence: int
    medium: str
    first: bool
    reason: Reason = Reason.MATCHED


# Rounds


def add(tx: Tx, pool: int, at: datetime, seed: int, state: RoundState) -> Round:
    id = new_id()
    tx.run(
        "INSERT INTO buddy_round (id, pool_id, at, seed, state) VALUES (:id, :pool, :at, :seed, :state)",
        {"id": id, "pool": pool, "at": seconds(at), "seed": seed, "state": int(state)},
    )
    return Round(id, pool, at, seed, state)


def get(tx: Tx, community: int, round: int) -> Round | None:
    row = tx.one(
        f"SELECT {_ROUND} FROM buddy_round r JOIN buddy_pool l ON l.id = r.pool_id"  # noqa: S608 -- constant
        " WHERE r.id = :round AND l.community_id = :community",
        {"round": round, "community": community},
    )
    return _round(row) if row else None


def planned(tx: Tx, pool: int) -> Round | None:
    """The one that is announced, or matched and not all begun yet. Never more than one."""
    row = tx.one(
        f"SELECT {_ROUND} FROM buddy_round r"  # noqa: S608 -- constants
        f" WHERE r.pool_id = :pool AND r.state IN ({_PLANNED}) ORDER BY r.at, r.id LIMIT 1",
        {"pool": pool},
    )
    return _round(row) if row else None


def latest(tx: Tx, pool: int, most: int) -> list[Round]:
    """Those that were matched, the newest first."""
    rows = tx.all(
        f"SELECT {_ROUND} FROM buddy_round r"  # noqa: S608 -- constants
        f" WHERE r.pool_id = :pool AND r.state IN ({_MATCHED}) ORDER BY r.at DESC, r.id DESC LIMIT :most",
        {"pool": pool, "most": most},
    )
    return [_round(row) for row in rows]


def mine(tx: Tx, member: int) -> Round | None:
    """The round that is announced to a member's pool."""
    row = tx.one(
        f"SELECT {_ROUND} FROM buddy b JOIN buddy_round r ON r.pool_id = b.pool_id"  # noqa: S608 -- constant
        " WHERE b.member_id = :member AND r.state = :announced ORDER BY r.at, r.id LIMIT 1",
        {"member": member, "announced": int(RoundState.ANNOUNCED)},
    )
    return _round(row) if row else None


def preview(tx: Tx, pool: int) -> Round | None:
    """The newest preview; without a digest it is still being worked out."""
    row = tx.one(
        f"SELECT {_ROUND} FROM buddy_round r WHERE r.pool_id = :pool AND r.state = :preview"  # noqa: S608 -- constant
        " ORDER BY r.id DESC LIMIT 1",
        {"pool": pool, "preview": int(RoundState.PREVIEW)},
    )
    return _round(row) if row else None


def move(tx: Tx, round: int, before: RoundState, after: RoundState) -> bool:
    """False when it is not in that state (any more)."""
    return bool(
        tx.run(
            "UPDATE buddy_round SET state = :after WHERE id = :round AND state = :before",
            {"round": round, "before": int(before), "after": int(after)},
        )
    )


def drop_previews(tx: Tx, pool: int, but: int) -> int | None:
    """A preview that is not the wanted one and still holds rows; its own row is gone when it holds none."""
    row = tx.one(
        "SELECT id FROM buddy_round WHERE pool_id = :pool AND state = :preview AND id <> :but ORDER BY id LIMIT 1",
        {"pool": pool, "preview": int(RoundState.PREVIEW), "but": but},
    )
    if row is None:
        return None
    if not clear(tx, row[0]):
        tx.run("DELETE FROM buddy_round WHERE id = :id", {"id": row[0]})
    return row[0]


def _round(row: Row) -> Round:
    id, pool, at, seed, state, digest = row
    return Round(id, pool, moment(at), seed, RoundState(state), digest)


# Working it out: whoever began last may write, and only until it is finished.


def begin_run(tx: Tx, round: int, run: int) -> bool:
    """False when there is nothing (more) to work out."""
    return bool(
        tx.run(
            f"UPDATE buddy_round SET run = :run WHERE id = :round AND digest = '' AND state IN ({_WORKED_OUT})",  # noqa: S608 -- constants
            {"round": round, "run": run},
        )
    )


def runs(tx: Tx, round: int, run: int) -> bool:
    row = tx.one(
        f"SELECT 1 FROM buddy_round WHERE id = :round AND run = :run AND digest = '' AND state IN ({_WORKED_OUT})",  # noqa: S608 -- constants
        {"round": round, "run": run},
    )
    return row is not None


def finish_run(tx: Tx, round: int, *, digest: str, rules: str, figures: str) -> None:
    tx.run(
        "UPDATE buddy_round SET digest = :digest, rules = :rules, figures = :figures WHERE id = :round",
        {"round": round, "digest": digest, "rules": rules, "figures": figures},
    )


_AT_ONCE = 200
"""Rows in one statement: what is written in one go holds nobody up."""


def clear(tx: Tx, round: int) -> bool:
    """Some of what an earlier attempt wrote; False when nothing is left."""
    gone = tx.run(
        "DELETE FROM buddy_pair WHERE id IN (SELECT id FROM buddy_pair WHERE round_id = :round"
        " AND state = :proposed ORDER BY id LIMIT :most)",
        {"round": round, "proposed": int(PairState.PROPOSED), "most": _AT_ONCE},
    )
    gone += tx.run(
        "DELETE FROM buddy_place WHERE round_id = :round AND member_id IN"
        " (SELECT member_id FROM buddy_place WHERE round_id = :round ORDER BY member_id LIMIT :most)",
        {"round": round, "most": _AT_ONCE},
    )
    return bool(gone)


def rules(tx: Tx, round: int) -> str:
    """By which it was matched, as JSON; empty before."""
    row = tx.one("SELECT rules FROM buddy_round WHERE id = :round", {"round": round})
    return row[0] if row else ""


# Places


def place(tx: Tx, round: int, places: Iterable[Place]) -> None:
    """Whoever was erased meanwhile has none."""
    tx.many(
        "INSERT INTO buddy_place (round_id, member_id, zone, parts, field, stage, language, cadence, medium, first,"
        " reason) SELECT :round, id, :zone, :parts, :field, :stage, :language, :cadence, :medium, :first, :reason"
        " FROM member WHERE id = :member",
        [
            {
                "round": round,
                "member": one.member,
                "zone": one.zone,
                "parts": one.parts,
                "field": one.field,
                "stage": one.stage,
                "language": one.language,
                "cadence": one.cadence,
                "medium": one.medium,
                "first": int(one.first),
                "reason": one.reason.value,
            }
            for one in places
        ],
    )


_PLACE = "member_id, zone, parts, field, stage, language, cadence, medium, first, reason"


def places(tx: Tx, round: int, after: int, most: int) -> list[Place]:
    """By member, those after `after`."""
    rows = tx.all(
        f"SELECT {_PLACE} FROM buddy_place WHERE round_id = :round AND member_id > :after"  # noqa: S608 -- constant
        " ORDER BY member_id LIMIT :most",
        {"round": round, "after": after, "most": most},
    )
    return [_place(row) for row in rows]


def unmatched(tx: Tx, round: int, reasons: Sequence[Reason], after: int, most: int) -> list[tuple[int, Reason]]:
    """Who has no buddy for one of these reasons, by member, those after `after`."""
    named = {f"r{n}": reason.value for n, reason in enumerate(reasons)}
    listed = ", ".join(f":{name}" for name in named)
    rows = tx.all(
        "SELECT member_id, reason FROM buddy_place WHERE round_id = :round AND member_id > :after"  # noqa: S608 -- names
        f" AND reason IN ({listed}) ORDER BY member_id LIMIT :most",
        {"round": round, "after": after, "most": most, **named},
    )
    return [(member, Reason(reason)) for member, reason in rows]


def reason(tx: Tx, round: int, member: int) -> Reason | None:
    """Why a member has no buddy; None when they had no place in the round."""
    row = tx.one(
        "SELECT reason FROM buddy_place WHERE round_id = :round AND member_id = :member",
        {"round": round, "member": member},
    )
    return Reason(row[0]) if row else None


def set_reason(tx: Tx, round: int, member: int, reason: Reason) -> None:
    tx.run(
        "UPDATE buddy_place SET reason = :reason WHERE round_id = :round AND member_id = :member",
        {"round": round, "member": member, "reason": reason.value},
    )


def _place(row: Row) -> Place:
    member, zone, parts, field, stage, language, cadence, medium, first, reason = row
    return Place(member, zone, parts, field, stage, language, cadence, medium, bool(first), Reason(reason))


# Pairs of a round


def groups(tx: Tx, round: int, after: int, most: int) -> list[tuple[int, tuple[int, ...]]]:
    """Everybody who was put together, whatever became of it: the pair's id and its people, by the pair's id."""
    pairs = tx.all(
        "SELECT id FROM buddy_pair WHERE round_id = :round AND id > :after ORDER BY id LIMIT :most",
        {"round": round, "after": after, "most": most},
    )
    found: list[tuple[int, tuple[int, ...]]] = []
    for (pair,) in pairs:
        rows = tx.all("SELECT member_id FROM buddy_in_pair WHERE pair_id = :pair ORDER BY member_id", {"pair": pair})
        found.append((pair, tuple(member for (member,) in rows)))
    return found


def proposed(tx: Tx, round: int, after: int, most: int) -> list[tuple[int, tuple[int, ...]]]:
    """As `groups`, those that wait to begin."""
    waiting = tx.all(
        "SELECT id FROM buddy_pair WHERE round_id = :round AND state = :proposed AND id > :after ORDER BY id"
        " LIMIT :most",
        {"round": round, "proposed": int(PairState.PROPOSED), "after": after, "most": most},
    )
    return [group for (pair,) in waiting for group in groups(tx, round, pair - 1, 1)]


def last_end(tx: Tx, round: int) -> datetime | None:
    """When the last of its pairs ends."""
    row = tx.one("SELECT MAX(ends_at) FROM buddy_pair WHERE round_id = :round", {"round": round})
    return moment(row[0]) if row and row[0] is not None else None


# Working it out again


def replayed(tx: Tx, round: int) -> Replayed | None:
    """None: nobody asked, or it is being worked out."""
    row = tx.one("SELECT replayed FROM buddy_round WHERE id = :round", {"round": round})
    return Replayed(row[0]) if row and row[0] else None


def set_replayed(tx: Tx, round: int, came: Replayed | None) -> None:
    tx.run(
        "UPDATE buddy_round SET replayed = :came WHERE id = :round",
        {"round": round, "came": came.value if came else ""},
    )


# Leaving


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM buddy_place WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    """Previews for organisers are left out of it: they hold the same lines and are gone soon."""
    rows = tx.all(
        "SELECT r.at, p.zone, p.parts, p.field, p.stage, p.language, p.cadence, p.medium, p.first, p.reason, r.state"
        " FROM buddy_place p JOIN buddy_round r ON r.id = p.round_id WHERE p.member_id = :member ORDER BY r.at, r.id",
        {"member": member},
    )
    return [
        {
            "round": moment(at).isoformat(),
            "only_a_preview": state == int(RoundState.PREVIEW),
            "zone": zone,
            "hours": parts,
            "field": field,
            "stage": stage,
            "language": language,
            "weeks_with_one_buddy": cadence,
            "text_or_voice": medium,
            "had_first_place": bool(first),
            "without_a_buddy_because": reason or None,
        }
        for at, zone, parts, field, stage, language, cadence, medium, first, reason, state in rows
    ]
