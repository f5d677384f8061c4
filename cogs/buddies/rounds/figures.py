"""What may be told of a round in numbers: nothing of fewer than five people, now or later.

The numbers are fixed once, when the round is matched and when its pairs are over: somebody who erases themselves
afterwards changes none of them. They are told in steps of five, so two of them, of one round or of two rounds in a
row, differ by nothing or by five, and what is left of a whole is nothing or five as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.storage.database import Tx
from cogs.buddies.model import Reason

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Each number is "about": a multiple of five."""

    matched: int
    """People with a buddy."""
    unmatched: tuple[tuple[Reason, int], ...]
    """The most frequent first; reasons of few are not among them."""
    others: int
    """People without one for all those other reasons together."""
    answered: int | None
    """Pairs of whom somebody said whether they met; None until they are over, and for few."""
    met: int | None


def figures(tx: Tx, round: int) -> Figures | None:
    """None until the round was matched."""
    row = tx.one("SELECT figures, answered, met FROM buddy_round WHERE id = :round", {"round": round})
    if row is None or not row[0]:
        return None
    counts = {Reason(reason): count for reason, count in json.loads(row[0]).items()}
    answered, met = answers(row[1], row[2])
    return told(counts, answered, met)


def told(counts: Mapping[Reason, int], answered: int | None, met: int | None) -> Figures:
    groups = sorted(((reason, count) for reason, count in counts.items() if reason), key=lambda g: (-g[1], g[0]))
    return Figures(
        _fives(counts.get(Reason.MATCHED, 0)),
        tuple((reason, _fives(count)) for reason, count in groups if count >= FEWEST),
        _fives(sum(count for _, count in groups if count < FEWEST)),
        answered,
        met,
    )


def answers(answered: int | None, met: int | None) -> tuple[int | None, int | None]:
    """As they are told: `met` to the nearest five, and never more than answered."""
    if answered is None or met is None or answered < FEWEST:
        return None, None
    return _fives(answered), min(_fives(answered), _fives(met + FEWEST // 2))


def _fives(count: int) -> int:
    return count // FEWEST * FEWEST


def fix(tx: Tx, round: int) -> str:
    """How many had which reason, as it is kept with the round."""
    rows = tx.all(
        "SELECT reason, COUNT(*) FROM buddy_place WHERE round_id = :round GROUP BY reason ORDER BY reason",
        {"round": round},
    )
    return json.dumps(dict(rows))


def fix_answers(tx: Tx, round: int) -> None:
    """Once; of a pair one answer is enough, and one "yes"."""
    row = tx.one(
        "SELECT COUNT(*), COALESCE(SUM(met), 0) FROM (SELECT MAX(i.met) AS met FROM buddy_pair p"
        " JOIN buddy_in_pair i ON i.pair_id = p.id WHERE p.round_id = :round AND i.met IS NOT NULL GROUP BY p.id)"
        " AS pairs",
        {"round": round},
    )
    assert row is not None
    tx.run(
        "UPDATE buddy_round SET answered = :answered, met = :met WHERE id = :round AND answered IS NULL",
        {"round": round, "answered": row[0], "met": row[1]},
    )
