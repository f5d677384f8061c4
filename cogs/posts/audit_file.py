"""The audit as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from bot.people.members import Known
from cogs.posts.audit_views import act_words
from cogs.posts.model import Audited

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(rows: Sequence[Audited], people: Mapping[int, Known]) -> str:
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(["when (UTC)", "who", "did", "whom", "about"])
    for row in rows:
        write(
            [
                f"{row.at:%Y-%m-%d %H:%M:%S}",
                _name(row.actor, people),
                act_words(row.act),
                _name(row.whom, people),
                row.key,
            ]
        )
    return out.getvalue()


def _name(member: int | None, people: Mapping[int, Known]) -> str:
    """A name must not become a formula in the program that opens the file."""
    if member is None:
        return ""
    known = people.get(member)
    if known is None:
        return "somebody who left"
    name = known.name or known.external
    return f"'{name}" if name.startswith(_FORMULA) else name
