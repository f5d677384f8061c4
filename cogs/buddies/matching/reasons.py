"""Why somebody has no buddy, as far as they may know it.

Only the hard rules are looked at, and everybody who takes part. Who asked not to be paired with whom, and who was
together before, has no influence: otherwise a reason could tell that somebody said no.
"""

from __future__ import annotations

import numpy as np

from cogs.buddies.matching.people import Numbers, People, parts
from cogs.buddies.model import Reason


def reasons(people: People, rows: Numbers) -> list[Reason]:
    everybody = np.arange(people.count)
    found: list[Reason] = []
    for some in parts(rows, people.count):
        others = some[:, None] != everybody[None, :]
        hours = people.share_hours(some, everybody) & others
        language = people.share_language(some, everybody) & others
        both = (hours & language).any(axis=1)
        found += [
            _reason(people.count == 1, *known)
            for known in zip(hours.any(axis=1), language.any(axis=1), both, strict=True)
        ]
    return found


def _reason(alone: bool, hours: bool, language: bool, both: bool) -> Reason:
    if alone:
        return Reason.ALONE
    if both:
        return Reason.NUMBERS
    if not language:
        return Reason.LANGUAGE
    return Reason.BOTH if hours else Reason.HOURS
