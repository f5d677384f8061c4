"""From places to a problem and back to pairs: what is between the database and the matching."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.scheduling.clock import seconds
from bot.storage.database import Row
from cogs.buddies.choices import Wish
from cogs.buddies.model import Reason, Rules
from cogs.buddies.problem import Problem, Result
from cogs.buddies.rounds.store import Place
from cogs.buddies.worker import pair_up

TOOK_PART = (Reason.MATCHED, Reason.ALONE, Reason.HOURS, Reason.LANGUAGE, Reason.BOTH, Reason.NUMBERS)
"""What can become of somebody whom the matching was given."""


class Builder:
    """Fills a problem piece by piece, in the order of the members' ids."""

    def __init__(self, at: datetime, seed: int, rules: Rules) -> None:
        self.problem = Problem(seconds(at), seed, rules)
        self.cadences: dict[int, int] = {}
        """Of each who takes part, in weeks."""
        self._words: dict[str, int] = {}
        self._never: set[tuple[int, int]] = set()

    def add(self, places: Iterable[Place]) -> None:
        problem = self.problem
        for one in places:
            problem.member.append(one.member)
            problem.zone.append(self._word(one.zone))
            problem.parts.append(one.parts)
            problem.field.append(self._word(one.field))
            problem.stage.append(self._word(one.stage))
            problem.language.append(self._word(one.language))
            problem.cadence.append(one.cadence)
            problem.medium.append(self._word(one.medium))
            problem.first.append(int(one.first))
            self.cadences[one.member] = one.cadence

    def _word(self, word: str) -> int:
        if word not in self._words:
            self._words[word] = len(self._words)
            self.problem.words.append(word)
        return self._words[word]

    def never(self, pairs: Iterable[tuple[int, int]]) -> None:
        """After everybody was added: only pairs of two who take part count."""
        self._never.update(pair for pair in pairs if pair[0] in self.cadences and pair[1] in self.cadences)

    def past(self, rows: Iterable[Row]) -> None:
        """After everybody was added: of the pairs there were, those with somebody who takes part."""
        for row in rows:
            if row[0] in self.cadences or row[1] in self.cadences:
                self.problem.past.extend(row)

    def finish(self) -> Problem:
        for pair in sorted(self._never):
            self.problem.never.extend(pair)
        return self.problem


def solve(problem: Problem) -> tuple[str, Result]:
    """In a worker process: the digest of what it was given, and the pairs."""
    return problem.digest(), pair_up(problem)


def groups_of(result: Result) -> Iterator[tuple[int, ...]]:
    return _groups(result.groups)


def _groups(flat: array[int]) -> Iterator[tuple[int, ...]]:
    group: list[int] = []
    for member in flat:
        if member:
            group.append(member)
        else:
            yield tuple(sorted(group))
            group = []


def dump(rules: Rules, until: datetime) -> str:
    """The rules of a round, and when it was looked who is excluded."""
    kept = {
        "least_hours": rules.least_hours,
        "same_language": rules.same_language,
        "wishes": list(rules.wishes),
        "until": seconds(until),
    }
    return json.dumps(kept)


def load(stored: str) -> tuple[Rules, int]:
    kept = json.loads(stored)
    wishes = tuple(Wish(wish) for wish in kept["wishes"])
    return Rules(kept["least_hours"], kept["same_language"], wishes), kept["until"]
