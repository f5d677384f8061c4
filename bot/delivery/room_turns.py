"""Whose room is made or closed next: communities in turn, so that one's thousand rooms do not hold up another's one.

All of it reads a partial index that holds live rows only, (community, due): however many rooms there were once, only
those with work to do cost anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.storage.database import Tx, Value

_AT_ONCE = 32
"""Communities looked at in one query."""

_COMMUNITIES = """
WITH RECURSIVE turn (community_id, n) AS (
    SELECT (SELECT min(community_id) FROM room WHERE state < 2 AND community_id > :after), 1
    UNION ALL
    SELECT (SELECT min(r.community_id) FROM room r WHERE r.state < 2 AND r.community_id > turn.community_id), turn.n + 1
    FROM turn WHERE turn.community_id IS NOT NULL AND turn.n < :most
)
SELECT community_id, (SELECT platform FROM community WHERE id = turn.community_id) FROM turn
WHERE community_id IS NOT NULL ORDER BY n
"""

_DUE = """SELECT * FROM (SELECT id, community_id, visible_at FROM room
WHERE community_id = :c{n} AND state < 2 AND visible_at <= :now ORDER BY visible_at, id LIMIT :s{n}) AS d{n}"""


class RoomTurns:
    """Remembers, for one platform, which community had its turn last."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._last = 0

    def pick(
        self, tx: Tx, now: int, most: int, per_community: int, under_way: Mapping[int, int], closed: Collection[int]
    ) -> list[tuple[int, int]]:
        """At most `most` due rows, each with its community. `under_way` counts what is being made in a community,
        `closed` names those that take nothing now."""
        picked: list[tuple[int, int]] = []
        first = after = self._last
        wrapped = False
        while len(picked) < most:
            found = tx.all(_COMMUNITIES, {"after": after, "most": _AT_ONCE})
            communities = [(id, platform) for id, platform in found if not wrapped or id <= first]
            shares: dict[int, int] = {}
            for id, platform in communities:
                share = min(most - len(picked), per_community - under_way.get(id, 0))
                if platform == self._platform and share > 0 and id not in closed:
                    shares[id] = share
            for id, community in self._due(tx, now, shares):
                picked.append((id, community))
                self._last = community
                if len(picked) >= most:
                    return picked
            if len(communities) == _AT_ONCE:
                after = communities[-1][0]
            elif wrapped or first == 0:
                break
            else:
                wrapped, after = True, 0
        return picked

    @staticmethod
    def _due(tx: Tx, now: int, shares: Mapping[int, int]) -> list[tuple[int, int]]:
        """The oldest of each community, one of each first, then the second of each, and so on."""
        if not shares:
            return []
        arms = " UNION ALL ".join(_DUE.format(n=n) for n in range(len(shares)))
        params: dict[str, Value] = {"now": now}
        for n, (community, share) in enumerate(shares.items()):
            params |= {f"c{n}": community, f"s{n}": share}
        seen: dict[int, int] = {}
        ranked: list[tuple[int, int, int]] = []
        for id, community, _ in tx.all(arms, params):
            seen[community] = rank = seen.get(community, 0) + 1
            ranked.append((rank, id, community))
        ranked.sort(key=lambda item: item[0])
        return [(id, community) for _, id, community in ranked]
