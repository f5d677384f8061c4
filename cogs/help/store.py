"""What organisers decided about help lines. Every query carries the community."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.context import Context
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from cogs.help.model import Decision, Words


def decisions(tx: Tx, community: int, country: str) -> list[Decision]:
    rows = tx.all(
        "SELECT id, line, hidden, words, confirmed_at FROM helpline"
        " WHERE community_id = :community AND country = :country ORDER BY id",
        {"community": community, "country": country},
    )
    return [Decision(line, bool(hidden), _words(tx, id, words), moment(at)) for id, line, hidden, words, at in rows]


def _words(tx: Tx, id: int, sealed: bytes | None) -> Words | None:
    return None if sealed is None else Words(**json.loads(tx.unseal("helpline", "words", id, sealed)))


def decide(ctx: Context, country: str, line: str, *, hidden: bool, words: Words | None) -> None:
    """Replaces what was decided before."""
    row = ctx.tx.one(
        "SELECT id FROM helpline WHERE community_id = :community AND country = :country AND line = :line",
        {"community": ctx.community, "country": country, "line": line},
    )
    id = row[0] if row else new_id()
    ctx.tx.run(
        "INSERT INTO helpline (id, community_id, country, line, hidden, words, confirmed_at)"
        " VALUES (:id, :community, :country, :line, :hidden, :words, :now)"
        " ON CONFLICT (community_id, country, line) DO UPDATE"
        " SET hidden = excluded.hidden, words = excluded.words, confirmed_at = excluded.confirmed_at",
        {
            "id": id,
            "community": ctx.community,
            "country": country,
            "line": line,
            "hidden": int(hidden),
            "words": ctx.tx.seal("helpline", "words", id, json.dumps(asdict(words))) if words else None,
            "now": seconds(ctx.now),
        },
    )


def undo(tx: Tx, community: int, country: str, line: str) -> bool:
    """Back to the bundled words; a line that organisers added goes."""
    return bool(
        tx.run(
            "DELETE FROM helpline WHERE community_id = :community AND country = :country AND line = :line",
            {"community": community, "country": country, "line": line},
        )
    )


def countries(tx: Tx, community: int) -> list[str]:
    """Those that organisers decided something about."""
    rows = tx.all(
        "SELECT DISTINCT country FROM helpline WHERE community_id = :community ORDER BY country",
        {"community": community},
    )
    return [row[0] for row in rows]
