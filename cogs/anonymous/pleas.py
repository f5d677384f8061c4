"""What muted authors ask, once for each mute, and what moderators answered. It stands beside the mute and names nobody:
whose it is shows as with the mute itself, at that person's own press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.context import Context, Json
from bot.people import anonymity
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from cogs.anonymous import muting, store

_TABLE = "anonymous_mute"
_PLEA = "id, post_id, day, until, asked, plea, answered, reply FROM anonymous_mute"
_HOLDS = "community_id = :community AND (until IS NULL OR until > :now)"
_WAITS = "plea IS NOT NULL AND answered = 0"


@dataclass(frozen=True, slots=True)
class Plea:
    """A mute, and what was asked about it."""

    id: int
    post: int
    day: int
    """Of the mute."""
    until: datetime | None
    asked: bool
    words: str
    answered: bool
    """Moderators looked again, and it stays."""
    reply: str

    @property
    def waits(self) -> bool:
        return self.asked and not self.answered


def _plea(tx: Tx, row: Row) -> Plea:
    id, post, day, until, asked, plea, answered, reply = row
    return Plea(
        id,
        post,
        day,
        None if until is None else moment(until),
        asked is not None,
        tx.unseal(_TABLE, "plea", id, plea).rstrip() if plea else "",
        bool(answered),
        tx.unseal(_TABLE, "reply", id, reply).rstrip() if reply else "",
    )


def get(ctx: Context, mute: int) -> Plea | None:
    """None when the mute is over, or lifted."""
    row = ctx.tx.one(
        f"SELECT {_PLEA} WHERE id = :id AND {_HOLDS}",
        {"id": mute, "community": ctx.community, "now": seconds(ctx.now)},
    )
    return _plea(ctx.tx, row) if row else None


def mine(ctx: Context) -> list[Plea]:
    """The mutes of whoever presses, the longest first."""
    ends = muting.mine(ctx.tx, ctx.community, ctx.account, ctx.now)
    ids = sorted(ends, key=lambda id: (ends[id], id), reverse=True)
    return [found for id in ids if (found := get(ctx, id))]


def may_ask(ctx: Context) -> bool:
    """As for writing itself: where it is switched on, for whoever may write in the community now."""
    return ctx.may_write and store.terms(ctx.tx, ctx.community).active


def ask(ctx: Context, mute: int, words: str) -> bool:
    """False when it was asked before. The caller knows that the mute is theirs. Nothing else is written."""
    return bool(
        ctx.tx.run(
            "UPDATE anonymous_mute SET asked = :day, plea = :plea"
            " WHERE id = :id AND community_id = :community AND asked IS NULL",
            {
                "day": anonymity.today(ctx.now),
                "plea": ctx.tx.seal(_TABLE, "plea", mute, anonymity.padded(words)),
                "id": mute,
                "community": ctx.community,
            },
        )
    )


def waiting(tx: Tx, community: int, now: datetime) -> list[tuple[int, int]]:
    """Mute and day of what waits for moderators."""
    rows = tx.all(
        f"SELECT id, asked FROM anonymous_mute WHERE {_HOLDS} AND {_WAITS} ORDER BY asked, id",  # noqa: S608 -- constants
        {"community": community, "now": seconds(now)},
    )
    return [(id, day) for id, day in rows]


def lift(tx: Tx, community: int, mute: int) -> bool:
    """False when another moderator was first."""
    return bool(
        tx.run(
            f"DELETE FROM anonymous_mute WHERE id = :id AND community_id = :community AND {_WAITS}",  # noqa: S608 -- constants
            {"id": mute, "community": community},
        )
    )


def stay(tx: Tx, community: int, mute: int, reply: str) -> bool:
    """False when another moderator was first."""
    return bool(
        tx.run(
            "UPDATE anonymous_mute SET answered = 1, reply = :reply"  # noqa: S608 -- constants
            f" WHERE id = :id AND community_id = :community AND {_WAITS}",
            {
                "reply": tx.seal(_TABLE, "reply", mute, anonymity.padded(reply)) if reply else None,
                "id": mute,
                "community": community,
            },
        )
    )


def _ever(tx: Tx, community: int, account: int) -> Sequence[Plea]:
    """Whatever somebody has asked about mutes that are not cleaned up."""
    ids = sorted(muting.mine(tx, community, account, datetime.fromtimestamp(0, UTC)))
    rows = (tx.one(f"SELECT {_PLEA} WHERE id = :id AND asked IS NOT NULL", {"id": id}) for id in ids)
    return [_plea(tx, row) for row in rows if row]


def forget(tx: Tx, community: int, account: int) -> None:
    """The words go, the mute stays. The next batch writes the mutes there anew."""
    for plea in _ever(tx, community, account):
        tx.run(
            "UPDATE anonymous_mute SET asked = NULL, plea = NULL, answered = 0, reply = NULL WHERE id = :id",
            {"id": plea.id},
        )
        tx.run("UPDATE anonymous_terms SET touched = 1 WHERE community_id = :community", {"community": community})


def export(tx: Tx, community: int, account: int) -> Json:
    return [
        {"words": plea.words, "answered": plea.answered, "answer": plea.reply} for plea in _ever(tx, community, account)
    ]
