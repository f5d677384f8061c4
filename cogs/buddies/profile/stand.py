"""Where a member stands: what the status, Home and every confirmation are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import Context
from bot.people import accounts, communities, members
from cogs.buddies.model import SILENT_ROUNDS, Pair, Pool, Profile
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store, views
from cogs.buddies.rounds import store as rounds

_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stand:
    profile: Profile
    pool: Pool
    next_at: datetime
    """The next round they can take part in, if rounds run; after the pair they are in."""
    pair: Pair | None
    paused: bool
    resting_until: datetime | None
    stopped_until: datetime | None
    """Staff stopped them: they are not matched until then."""

    @property
    def buddies(self) -> tuple[int, ...]:
        return tuple(m for m in self.pair.members if m != self.profile.member) if self.pair else ()

    @property
    def skips(self) -> bool:
        return store.skips(self.profile, self.next_at)

    @property
    def without_end(self) -> bool:
        return self.paused and self.profile.paused_until == store.PAUSED_UNTIL_BACK

    @property
    def silent(self) -> bool:
        """Paused because nothing was heard of them."""
        return self.without_end and self.profile.silent >= SILENT_ROUNDS


def of(ctx: Context) -> Stand | None:
    """None for somebody who is not in."""
    profile = store.get(ctx.tx, ctx.member)
    pool = pools.get(ctx.tx, ctx.community, profile.pool) if profile else None
    if profile is None or pool is None:
        return None
    pair = pairs.current(ctx.tx, ctx.member)
    rest = accounts.get(ctx.tx, ctx.account).rest_until
    stopped = members.get(ctx.tx, ctx.member).stopped_until
    return Stand(
        profile,
        pool,
        next_round(ctx, pool, pair),
        pair,
        store.paused(profile, ctx.now),
        rest if rest is not None and rest > ctx.now else None,
        stopped if stopped is not None and stopped > ctx.now else None,
    )


def next_round(ctx: Context, pool: Pool, pair: Pair | None = None) -> datetime:
    """The one that is announced, else the pool's next. A pair that ends when a round is leaves both free for it."""
    after = ctx.now if pair is None else max(ctx.now, pair.ends_at - _MOMENT)
    mine = rounds.mine(ctx.tx, ctx.member)
    if mine is not None and mine.at > after:
        return mine.at
    return pools.next_at(pool, communities.get(ctx.tx, ctx.community).zone, after)


def announced(ctx: Context, round: int) -> datetime | None:
    """When that round is; None if it is not the one that is announced to them, or it is being matched already."""
    mine = rounds.mine(ctx.tx, ctx.member)
    return mine.at if mine is not None and mine.id == round and mine.at > ctx.now else None


def unreached(ctx: Context) -> str:
    """What to say to somebody whom no direct message reaches; empty for everybody else."""
    account = accounts.get(ctx.tx, ctx.account)
    if not account.by_dm:
        return views.NO_DMS
    return views.CLOSED_DMS if account.dm_closed else ""
