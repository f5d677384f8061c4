"""Whose message goes next: lanes in order, communities in turn within a lane, no room more than its share.

All of it reads one partial index that holds live rows only, (platform, lane, community, due): the next community is
one seek away, so a queue of a million costs no more than one of a hundred, and an idle community costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.context import Lane
from bot.storage.database import Tx, Value

_AT_ONCE = 32
"""Communities looked at in one query."""

_ALL = 1_000_000_000
_COMMUNITIES = """
WITH RECURSIVE turn (community_id, n) AS (
    SELECT (SELECT min(community_id) FROM message
            WHERE platform = :platform AND lane = :lane AND state < 2 AND community_id > :after), 1
    UNION ALL
    SELECT (SELECT min(m.community_id) FROM message m
            WHERE m.platform = :platform AND m.lane = :lane AND m.state < 2
            AND m.community_id > turn.community_id), turn.n + 1
    FROM turn WHERE turn.community_id IS NOT NULL AND turn.n < :most
)
"""

_NEXT_COMMUNITIES = f"{_COMMUNITIES} SELECT community_id FROM turn WHERE community_id IS NOT NULL"  # noqa: S608 -- constant

_OLDEST = f"""{_COMMUNITIES} SELECT min((SELECT min(due.visible_at) FROM message due WHERE due.platform = :platform
AND due.lane = :lane AND due.community_id = turn.community_id AND due.state < 2)) FROM turn
WHERE community_id IS NOT NULL"""  # noqa: S608 -- constant

_DUE = """SELECT * FROM (SELECT id, community_id, room_id, visible_at FROM message
WHERE platform = :platform AND lane = :lane AND community_id = :c{n} AND state < 2 AND visible_at <= :now
{not_in} ORDER BY visible_at, id LIMIT :share) AS d{n}"""


@dataclass(frozen=True, slots=True)
class Candidate:
    id: int
    community: int
    room: int | None


def names(prefix: str, values: Iterable[int | str]) -> tuple[str, Mapping[str, Value]]:
    """`:p0, :p1, ...` with its parameters. Padded to a few sizes, so that few different statements are prepared."""
    given = list(values)
    size = 1
    while size < len(given):
        size *= 4
    given += [given[-1]] * (size - len(given))
    return ", ".join(f":{prefix}{n}" for n in range(size)), {f"{prefix}{n}": v for n, v in enumerate(given)}


def oldest(tx: Tx, platform: str) -> int | None:
    """When the first message that waits falls due, in seconds since 1970; one seek for each community that has one."""
    found: list[int] = []
    for lane in Lane:
        row = tx.one(_OLDEST, {"platform": platform, "lane": int(lane), "after": 0, "most": _ALL})
        if row is not None and row[0] is not None:
            found.append(row[0])
    return min(found, default=None)


class Turns:
    """Remembers, for one platform, which community had its turn last in each lane."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._last: dict[int, int] = {}

    def pick(
        self, tx: Tx, lane: int, now: int, most: int, shares: Mapping[int, int], full: Collection[int], per_room: int
    ) -> list[Candidate]:
        """At most `most` due rows. `shares` says how many are under way in a room, `full` which rooms take none."""
        picked: list[Candidate] = []
        taken: dict[int, int] = dict(shares)
        closed = set(full)
        first = after = self._last.get(lane, 0)
        wrapped = False
        while len(picked) < most:
            communities = [row[0] for row in tx.all(_NEXT_COMMUNITIES, self._lane(lane, after=after, most=_AT_ONCE))]
            if wrapped:
                communities = [c for c in communities if c <= first]
            if communities:
                found = self._due(tx, lane, now, communities, most - len(picked), closed)
                for candidate in found:
                    if candidate.room is not None:
                        if taken.get(candidate.room, 0) >= per_room:
                            continue
                        taken[candidate.room] = taken.get(candidate.room, 0) + 1
                    picked.append(candidate)
                    self._last[lane] = candidate.community
                    if len(picked) >= most:
                        break
                after = communities[-1]
            if len(communities) < _AT_ONCE:
                if wrapped or first == 0:
                    break
                wrapped, after = True, 0
        return picked

    def _lane(self, lane: int, **more: Value) -> dict[str, Value]:
        return {"platform": self._platform, "lane": lane, **more}

    def _due(
        self, tx: Tx, lane: int, now: int, communities: list[int], most: int, closed: Collection[int]
    ) -> list[Candidate]:
        """The oldest of each community, one of each first, then the second of each, and so on."""
        share = -(-most // len(communities))
        not_in = ""
        rooms: Mapping[str, Value] = {}
        if closed:
            listed, rooms = names("r", closed)
            not_in = f"AND (room_id IS NULL OR room_id NOT IN ({listed}))"
        arms = " UNION ALL ".join(_DUE.format(n=n, not_in=not_in) for n in range(len(communities)))
        params = self._lane(lane, now=now, share=share, **{f"c{n}": c for n, c in enumerate(communities)}, **rooms)
        seen: dict[int, int] = {}
        ranked: list[tuple[int, int, Candidate]] = []
        order = {community: n for n, community in enumerate(communities)}
        for id, community, room, _ in tx.all(arms, params):
            rank = seen[community] = seen.get(community, 0) + 1
            ranked.append((rank, order[community], Candidate(id, community, room)))
        ranked.sort(key=lambda item: item[:2])
        return [candidate for _, _, candidate in ranked]
