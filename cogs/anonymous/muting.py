"""Moderators mute "the author of this post" without learning who that is.

The author is looked for in memory, among everybody who uses Cairn here. What is stored is a hash of the person and of
the mute itself, with a key that is never rotated: it hits that person alone, outlives restarts and the day keys, and
two mutes of one person can't be told to be so.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.context import Context
from bot.people import anonymity
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from cogs.anonymous.model import Mute, Nameless

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of a mute that lasts until it is lifted."""


@dataclass(frozen=True, slots=True)
class Muted:
    """A mute, as moderators see it."""

    id: int
    post: int
    day: int
    until: datetime | None


def mute(ctx: Context, post: Nameless, length: Mute) -> bool:
    """False when that post's author is muted by it already. What moderators see is the same whether or not the author
    could be found: they may have left, or the post may be too old."""
    if any(one.post == post.id for one in active(ctx.tx, ctx.community, ctx.now)):
        return False
    id = anonymity.random_id()
    found = _author(ctx.tx, ctx.community, post)
    tag = secrets.randbits(63) if found is None else anonymity.mute(ctx.tx, found, id)
    midnight = ctx.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    until = None if length.days is None else seconds(midnight + timedelta(days=length.days + 1))
    ctx.tx.run(
        "INSERT INTO anonymous_mute (id, community_id, post_id, day, until, tag)"
        " VALUES (:id, :community, :post, :day, :until, :tag)",
        {
            "id": id,
            "community": ctx.community,
            "post": post.id,
            "day": anonymity.today(ctx.now),
            "until": until,
            "tag": tag,
        },
    )
    return True


def _author(tx: Tx, community: int, post: Nameless) -> str | None:
    """Everybody is tried, also after the author was found: how long it takes tells moderators nothing."""
    found = None
    for person in anonymity.persons(tx, community):
        mark = anonymity.author(tx, post.day, person, post.id)
        if mark is not None and hmac.compare_digest(mark, post.author):
            found = person
    return found


def until(ctx: Context) -> datetime | None:
    """The end of the longest mute of whoever presses, `FOR_GOOD` when it has none; None when there is no mute."""
    return max(mine(ctx.tx, ctx.community, ctx.account, ctx.now).values(), default=None)


def mine(tx: Tx, community: int, account: int, now: datetime) -> dict[int, datetime]:
    """The mutes of one person, worked out in memory, with their ends; `FOR_GOOD` when it has none."""
    rows = tx.all(
        "SELECT id, tag, until FROM anonymous_mute WHERE community_id = :community AND (until IS NULL OR until > :now)",
        {"community": community, "now": seconds(now)},
    )
    if not rows:
        return {}
    person = anonymity.person(tx, account)
    return {
        id: FOR_GOOD if end is None else moment(end) for id, tag, end in rows if anonymity.mute(tx, person, id) == tag
    }


def is_mine(ctx: Context, mute: int) -> bool:
    return mute in mine(ctx.tx, ctx.community, ctx.account, ctx.now)


def active(tx: Tx, community: int, now: datetime) -> list[Muted]:
    """The oldest first."""
    rows = tx.all(
        "SELECT id, post_id, day, until FROM anonymous_mute WHERE community_id = :community"
        " AND (until IS NULL OR until > :now) ORDER BY day, id",
        {"community": community, "now": seconds(now)},
    )
    return [Muted(id, post, day, None if end is None else moment(end)) for id, post, day, end in rows]


def lift(tx: Tx, community: int, mute: int) -> bool:
    """False when it is gone already."""
    return bool(
        tx.run(
            "DELETE FROM anonymous_mute WHERE id = :id AND community_id = :community",
            {"id": mute, "community": community},
        )
    )
