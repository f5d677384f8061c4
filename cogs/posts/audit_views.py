"""The words of the audit: what staff did, to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ui.card import Actions, Button, Call, Card, File, Inline, Mention, Note, Text, When
from cogs.posts.model import Audited

_ACTS = {
    "removed": "removed a post by",
    "left": "left a reported post by",
    "stopped": "stopped posts by",
    "allowed": "opened posts again for",
    "closed": "closed a report about",
    "stop-stays": "looked again at a stop, which stays, of",
    "role-given": "gave a role here to",
    "role-taken": "took a role here from",
    "buddy-ended": "ended a buddy pair of",
}
_ACTS_ALONE = {
    "buddy-rules": "changed the rules for buddies",
    "help-lines": "decided about a help line",
    "buddy-round": "planned a round of buddies",
    "buddy-approved": "approved a round of buddies",
    "buddy-imported": "imported past buddies",
    "settings": "changed the set-up",
    "prompts": "changed prompts",
    "checkins": "changed check-ins",
    "post-answered": "marked as answered a post that had waited",
    "nameless-rules": "changed posts without a name",
    "nameless-accepted": "accepted a post without a name",
    "nameless-asked": "asked for a change in a post without a name",
    "nameless-declined": "declined a post without a name",
    "nameless-muted": "muted the author of a post without a name, unseen",
    "nameless-lifted": "lifted the mute of an author without a name",
    "nameless-mute-stays": "looked again at the mute of an author without a name, which stays",
}
"""Acts that are about nobody."""
_SAYS_WHICH = frozenset({"role-given", "role-taken", "settings"})
"""Acts of which the key says in words what they changed."""


def audit(rows: Sequence[Audited], download: Call) -> Card:
    if not rows:
        return Card("What staff did", (Text("Nothing yet."),))
    lines: list[Inline] = []
    for row in rows:
        lines += ["\n"] if lines else []
        lines += [When(row.at), " · ", _person(row.actor)]
        alone = _ACTS_ALONE.get(row.act)
        lines += [f" {alone}"] if alone else [f" {_ACTS.get(row.act, row.act)} ", _person(row.whom)]
        lines += [f" ({row.key})"] if row.key and row.act in _SAYS_WHICH else []
    head = Note("The latest first. Nothing here can be changed.")
    return Card("What staff did", (head, Text(tuple(lines)), Actions((Button("Download all of it", download),))))


def audit_file(table: str, now: datetime) -> Card:
    name = f"audit-{now:%Y-%m-%d}.csv"
    return Card(
        "What staff did, as a file",
        (Text("One line for each act, the latest first. It holds names: please keep it among organisers."),),
        files=(File(name, "text/csv", table.encode()),),
    )


def act_words(act: str) -> str:
    return _ACTS_ALONE.get(act) or _ACTS.get(act, act)


def _person(member: int | None) -> Inline:
    return "somebody who left" if member is None else Mention(member)
