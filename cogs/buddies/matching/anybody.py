"""What somebody has in common with anybody at all who takes part, by the hard rules alone.

People with the same week and language are the same here, which makes few of many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cogs.buddies.matching.people import Flags, Numbers, People, parts


@dataclass(frozen=True, slots=True)
class Common:
    """By row: hours with somebody, language with somebody, both with one and the same."""

    hours: Flags
    language: Flags
    both: Flags


def common(people: People, rows: Numbers) -> Common:
    kinds, one_of, kind, count = np.unique(
        people.week * (people.language.max() + 1) + people.language,
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    found = np.zeros((3, len(kinds)), np.bool_)
    for some in parts(np.unique(kind[rows]), len(kinds)):
        # Somebody is not in common with themselves: of a kind with one member that leaves nobody.
        others = (some[:, None] != np.arange(len(kinds))[None, :]) | (count > 1)[None, :]
        hours = people.share_hours(one_of[some], one_of) & others
        language = people.share_language(one_of[some], one_of) & others
        found[:, some] = hours.any(axis=1), language.any(axis=1), (hours & language).any(axis=1)
    return Common(*found[:, kind[rows]])
