"""Why somebody has no buddy, as far as they may know it.

Only the hard rules are looked at, and everybody who takes part. Who asked not to be paired with whom, and who was
together before, has no influence: otherwise a reason could tell that somebody said no.
"""

from __future__ import annotations

from cogs.buddies.matching.anybody import common
from cogs.buddies.matching.people import Numbers, People
from cogs.buddies.model import Reason


def reasons(people: People, rows: Numbers) -> list[Reason]:
    found = common(people, rows)
    known = zip(found.hours, found.language, found.both, strict=True)
    return [_reason(people.count == 1, bool(hours), bool(language), bool(both)) for hours, language, both in known]


def _reason(alone: bool, hours: bool, language: bool, both: bool) -> Reason:
    if alone:
        return Reason.ALONE
    if both:
        return Reason.NUMBERS
    if not language:
        return Reason.LANGUAGE
    return Reason.BOTH if hours else Reason.HOURS
