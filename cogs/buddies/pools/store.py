"""Pools of a community. Every query that a press leads to carries the community: ids in buttons are untrusted."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.scheduling.clock import seconds
from bot.scheduling.recurrence import next_weekly
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.buddies.choices import WISHES, Wish
from cogs.buddies.model import GOING_ON, PairState, Pool, RoundState, Rules

_SEED_BITS = 53
_COLUMNS = (
    "id, community_id, name, platform_role, weekday, hour, least_hours, same_language, wishes, guests, approve,"
    " running, welcome, seed"
)


def _pool(tx: Tx, row: Row) -> Pool:
    (id, community, name, role, weekday, hour, least, language, wishes, guests, approve, running, welcome, seed) = row
    return Pool(
        id,
        community,
        name,
        role,
        weekday,
        hour,
        Rules(least, bool(language), ranked(wishes)),
        bool(guests),
        bool(approve),
        bool(running),
        tx.unseal("buddy_pool", "welcome", id, welcome) if welcome else "",
        seed,
    )


def ranked(stored: str) -> tuple[Wish, ...]:
    """The order as stored; a wish that was added to the program since comes last."""
    kept = [Wish(one) for one in stored.split(",") if one in set(Wish)]
    return (*kept, *(wish for wish in WISHES if wish not in kept))


def get(tx: Tx, community: int, pool: int) -> Pool | None:
    """Community 0: any, for jobs, which were made by the program."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM buddy_pool WHERE id = :id AND (community_id = :community OR :community = 0)",  # noqa: S608 -- constant
        {"id": pool, "community": community},
    )
    return _pool(tx, row) if row else None


def of_community(tx: Tx, community: int) -> list[Pool]:
    """The first pool first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM buddy_pool WHERE community_id = :community ORDER BY id",  # noqa: S608 -- constant
        {"community": community},
    )
    return [_pool(tx, row) for row in rows]


def first(tx: Tx, community: int) -> Pool:
    """The pool that every community has; made when it is missing."""
    found = _nameless(tx, community)
    if found is None:
        _make(tx, community, "")
        found = _nameless(tx, community)
    assert found is not None
    return found


def every(tx: Tx, community: int) -> list[Pool]:
    """As `of_community`, with one at the least."""
    first(tx, community)
    return of_community(tx, community)


def _nameless(tx: Tx, community: int) -> Pool | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM buddy_pool WHERE community_id = :community AND name = ''",  # noqa: S608 -- constant
        {"community": community},
    )
    return _pool(tx, row) if row else None


def _make(tx: Tx, community: int, name: str) -> int | None:
    id = new_id()
    made = tx.run(
        "INSERT INTO buddy_pool (id, community_id, name, wishes, seed) VALUES (:id, :community, :name, :wishes, :seed)"
        " ON CONFLICT (community_id, name) DO NOTHING",
        {
            "id": id,
            "community": community,
            "name": name,
            "wishes": ",".join(WISHES),
            "seed": secrets.randbits(_SEED_BITS),
        },
    )
    return id if made else None


def create(tx: Tx, community: int, name: str) -> int | None:
    """None when there is one of that name."""
    first(tx, community)  # before any other, so that it stays the first
    return _make(tx, community, name)


def rename(tx: Tx, community: int, pool: int, name: str) -> bool:
    """False when there is another of that name, or it is the first pool, which has none."""
    taken = tx.one(
        "SELECT 1 FROM buddy_pool WHERE community_id = :community AND name = :name AND id <> :id",
        {"community": community, "name": name, "id": pool},
    )
    if taken is not None or not name:
        return False
    return bool(
        tx.run(
            "UPDATE buddy_pool SET name = :name WHERE id = :id AND community_id = :community AND name <> ''",
            {"name": name, "id": pool, "community": community},
        )
    )


def save(tx: Tx, pool: Pool) -> None:
    """Everything that organisers set except the name; the seed stays."""
    tx.run(
        "UPDATE buddy_pool SET platform_role = :role, weekday = :weekday, hour = :hour, least_hours = :least,"
        " same_language = :language, wishes = :wishes, guests = :guests, approve = :approve, running = :running,"
        " welcome = :welcome WHERE id = :id AND community_id = :community",
        {
            "role": pool.platform_role,
            "weekday": pool.weekday,
            "hour": pool.hour,
            "least": pool.rules.least_hours,
            "language": int(pool.rules.same_language),
            "wishes": ",".join(pool.rules.wishes),
            "guests": int(pool.guests),
            "approve": int(pool.approve),
            "running": int(pool.running),
            "welcome": tx.seal("buddy_pool", "welcome", pool.id, pool.welcome) if pool.welcome else None,
            "id": pool.id,
            "community": pool.community,
        },
    )


def set_seed(tx: Tx, pool: int, seed: int) -> None:
    tx.run("UPDATE buddy_pool SET seed = :seed WHERE id = :id", {"seed": seed, "id": pool})


def remove(tx: Tx, community: int, pool: int) -> bool:
    """Members, and pairs that were or are, go on in the first pool; what was planned is dropped. False for the first
    pool, which stays."""
    found = get(tx, community, pool)
    if found is None or not found.name:
        return False
    move = {"pool": pool, "to": first(tx, community).id}
    drop = {"pool": pool}
    began = ", ".join(str(int(state)) for state in (RoundState.OPENING, RoundState.OPEN))
    were = ", ".join(str(int(state)) for state in (*GOING_ON, PairState.ENDED, PairState.FROZEN))
    tx.run("UPDATE buddy SET pool_id = :to WHERE pool_id = :pool", move)
    tx.run(f"DELETE FROM buddy_pair WHERE pool_id = :pool AND state NOT IN ({were})", drop)  # noqa: S608 -- numbers
    tx.run("UPDATE buddy_pair SET pool_id = :to WHERE pool_id = :pool", move)
    tx.run(f"UPDATE buddy_round SET pool_id = :to WHERE pool_id = :pool AND state IN ({began})", move)  # noqa: S608 -- numbers
    tx.run("DELETE FROM buddy_pool WHERE id = :pool", drop)  # and the rounds that never began
    return True


def members_in(tx: Tx, pool: int) -> int:
    row = tx.one("SELECT COUNT(*) FROM buddy WHERE pool_id = :pool", {"pool": pool})
    assert row is not None
    return row[0]


def next_at(pool: Pool, zone: ZoneInfo, after: datetime) -> datetime:
    """When the pool's next round is due after `after`, by the community's clock."""
    return next_weekly(after, pool.weekday, pool.hour, 0, zone)


# Past pairs from elsewhere


def meant(tx: Tx, community: int, written: Collection[str]) -> dict[str, list[int]]:
    """Which members are meant by what organisers wrote: the platform's id of a person, else their name."""
    if not written:
        return {}
    names = {f"n{n}": one for n, one in enumerate(sorted(written))}
    exact = ", ".join(f":{key}" for key in names)
    lower = ", ".join(f":l{key}" for key in names)
    rows = tx.all(
        "SELECT member.id, account.external, account.name FROM member JOIN account ON account.id = member.account_id"  # noqa: S608 -- names of parameters
        f" WHERE member.community_id = :community AND (account.external IN ({exact})"
        f" OR account.name IN ({exact}) OR LOWER(account.name) IN ({lower})) ORDER BY member.id",
        {"community": community, **names, **{f"l{key}": one.lower() for key, one in names.items()}},
    )
    found: dict[str, list[int]] = {}
    for one in written:
        by_id = [member for member, external, _ in rows if external == one]
        found[one] = by_id or [member for member, _, name in rows if name.lower() == one.lower()]
    return found


def imported(tx: Tx, community: int, members: tuple[int, int], at: datetime) -> bool:
    """Whether these two are stored as a pair of that day already."""
    one, other = members
    row = tx.one(
        "SELECT 1 FROM buddy_in_pair a JOIN buddy_in_pair b ON b.pair_id = a.pair_id AND b.member_id = :other"
        " JOIN buddy_pair p ON p.id = a.pair_id JOIN buddy_pool l ON l.id = p.pool_id"
        " WHERE a.member_id = :one AND l.community_id = :community AND p.round_id IS NULL AND p.started_at = :at"
        " LIMIT 1",
        {"one": one, "other": other, "community": community, "at": seconds(at)},
    )
    return row is not None
