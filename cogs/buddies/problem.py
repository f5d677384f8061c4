"""What the matching is given and what it answers, as flat arrays.

They cross into another process: arrays of numbers are copied at once, where objects would hold up the event loop.
"""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass
from dataclasses import field as column

from cogs.buddies.model import Reason, Rules


def _small() -> array[int]:
    return array("H")


def _large() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Problem:
    """One entry per person in each column, in the order of `member`, which is ascending.

    `zone`, `field`, `stage`, `language` and `medium` are indices into `words`; the word `unsaid` is neither like nor
    unlike any other, itself included.
    """

    at: int
    """Start of the round, in seconds."""
    seed: int
    rules: Rules
    words: list[str] = column(default_factory=list[str])
    member: array[int] = column(default_factory=_large)
    zone: array[int] = column(default_factory=_small)
    parts: array[int] = column(default_factory=_small)
    """Bits of `Part`; 0 is "not said"."""
    field: array[int] = column(default_factory=_small)
    stage: array[int] = column(default_factory=_small)
    language: array[int] = column(default_factory=_small)
    cadence: array[int] = column(default_factory=_small)
    """Weeks."""
    medium: array[int] = column(default_factory=_small)
    first: array[int] = column(default_factory=_small)
    """1: has first place, e.g. left out last time."""
    never: array[int] = column(default_factory=_large)
    """Member, member, member, member …: pairs that are never made."""
    past: array[int] = column(default_factory=_large)
    """Member, member, when (seconds) …: pairs there were; all three of a trio. May name people who don't take part."""

    def digest(self) -> str:
        """The same for the same input, whatever the process."""
        columns = (self.member, self.zone, self.parts, self.field, self.stage, self.language, self.cadence, self.medium)
        parts = [bytes(column) for column in (*columns, self.first, self.never, self.past)]
        rest = (self.at, self.seed, self.rules.least_hours, self.rules.same_language, *self.rules.wishes, *self.words)
        return hashlib.sha256(repr(rest).encode() + b"".join(parts)).hexdigest()[:32]


@dataclass(slots=True)
class Result:
    """`groups`: members, a 0 after each group. `unmatched`: members; `reasons` in the same order."""

    groups: array[int] = column(default_factory=_large)
    unmatched: array[int] = column(default_factory=_large)
    reasons: list[Reason] = column(default_factory=list[Reason])
