"""What a batch finds and writes anew. Nothing here depends on who is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.database import Row, Tx
from cogs.anonymous.model import State
from cogs.anonymous.store import DICE

_POST = (
    "id, community_id, thread_id, thread_day, day, author, pseudonym, state, rounds, stays, leaving, news, words,"
    " verdict"
)
_USE = "tag, since"
_MUTE = "id, community_id, post_id, day, until, tag, asked, plea, answered, reply"


@dataclass(frozen=True, slots=True)
class Busy:
    """A community in which something waits, ends or was touched."""

    id: int
    platform: str
    here: bool
    """False: it has removed the bot."""


def idle(tx: Tx) -> bool:
    """Nowhere does anybody write without a name, and nothing is left of what was."""
    row = tx.one(
        "SELECT 1 FROM anonymous_terms WHERE active = 1 UNION SELECT 1 FROM anonymous_post"
        " UNION SELECT 1 FROM anonymous_use LIMIT 1"
    )
    return row is None


def busy(tx: Tx, before: int) -> list[Busy]:
    """`before`: the day that begins what is kept."""
    rows = tx.all(
        "SELECT id, platform, left_at FROM community WHERE id IN ("
        "SELECT community_id FROM anonymous_post WHERE state < 2"
        " UNION SELECT community_id FROM anonymous_post WHERE leaving = 1"
        " UNION SELECT community_id FROM anonymous_terms WHERE touched = 1"
        " UNION SELECT community_id FROM anonymous_mute WHERE plea IS NOT NULL AND answered = 0"
        " UNION SELECT community_id FROM anonymous_post WHERE day < :before AND author <> ''"
        " UNION SELECT community_id FROM anonymous_post WHERE author = '' AND state = 5) ORDER BY id",
        {"before": before},
    )
    return [Busy(id, platform, left_at is None) for id, platform, left_at in rows]


def ending(tx: Tx, community: int, before: int) -> list[tuple[int, bool]]:
    """Ids of what is too old or leaves, posts before answers, and whether it stays in the room as nobody's."""
    rows = tx.all(
        "SELECT id, CASE WHEN stays = 1 AND state = 2 AND leaving = 0 THEN 1 ELSE 0 END FROM anonymous_post"
        " WHERE community_id = :community"
        " AND (day < :before AND author <> '' OR leaving = 1 OR author = '' AND state = 5)"
        " ORDER BY CASE WHEN thread_id = id THEN 0 ELSE 1 END, id",
        {"community": community, "before": before},
    )
    return [(id, bool(stays)) for id, stays in rows]


def let_go(tx: Tx, community: int, id: int) -> None:
    """It is nobody's now. Its words stay with it, so that it can still be opened, reported and taken down."""
    tx.run(
        "UPDATE anonymous_post SET author = '', news = 0 WHERE id = :id AND community_id = :community",
        {"id": id, "community": community},
    )
    tx.run("DELETE FROM anonymous_support WHERE post_id = :id", {"id": id})


def orphans(tx: Tx, community: int) -> list[int]:
    """Answers that wait and whose post is gone, or was taken down."""
    rows = tx.all(
        "SELECT a.id FROM anonymous_post a LEFT JOIN anonymous_post p ON p.id = a.thread_id"
        " WHERE a.community_id = :community AND a.state < 2 AND a.thread_id <> a.id"
        " AND (p.id IS NULL OR p.state = :removed) ORDER BY a.id",
        {"community": community, "removed": int(State.REMOVED)},
    )
    return [row[0] for row in rows]


def ready(tx: Tx, community: int) -> list[tuple[int, int]]:
    """Ids of what waits for a batch, and for how many more; shuffled."""
    rows = tx.all(
        "SELECT id, rounds FROM anonymous_post WHERE community_id = :community AND state = :ready AND leaving = 0"
        " ORDER BY id",
        {"community": community, "ready": int(State.READY)},
    )
    DICE.shuffle(rows)
    return [(id, rounds) for id, rounds in rows]


def wait(tx: Tx, id: int, rounds: int) -> None:
    tx.run("UPDATE anonymous_post SET rounds = :rounds WHERE id = :id", {"rounds": rounds, "id": id})


def mix(tx: Tx, communities: Sequence[int]) -> None:
    """Writes the rows of these communities anew, in shuffled order, and so every mark of a use. Of mutes too: who asks
    for another look changes one.

    A row tells more than its columns: on PostgreSQL `xmin` and `ctid` say which transactions of other tables came just
    before and after it, on SQLite its place in the page says which of two is older. All rows are taken out first, so
    that none gets its old place back; all of a community, so that nothing tells the changed ones from the others. This
    moves what a later look at the tables finds; old versions stay on the disk until the database cleans up
    (docs/anonymity.md).
    """
    for table, columns in (("anonymous_post", _POST), ("anonymous_mute", _MUTE)):
        rows = [
            row
            for community in communities
            for row in tx.all(
                f"SELECT {columns} FROM {table} WHERE community_id = :community ORDER BY id",  # noqa: S608 -- constants
                {"community": community},
            )
        ]
        _again(tx, table, columns, rows)
    tx.run("UPDATE anonymous_terms SET touched = 0 WHERE touched = 1")
    _again(tx, "anonymous_use", _USE, tx.all(f"SELECT {_USE} FROM anonymous_use ORDER BY tag"))  # noqa: S608 -- constants


def _again(tx: Tx, table: str, columns: str, rows: list[Row]) -> None:
    """The first column is the key."""
    if not rows:
        return
    DICE.shuffle(rows)
    names = columns.split(", ")
    tx.many(f"DELETE FROM {table} WHERE {names[0]} = :key", [{"key": row[0]} for row in rows])  # noqa: S608 -- constants
    places = ", ".join(f":{name}" for name in names)
    tx.many(
        f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 -- constants
        [dict(zip(names, row, strict=True)) for row in rows],
    )
