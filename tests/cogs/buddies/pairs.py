"""Pairs made without a round, and begun as a round begins them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.scheduling import jobs
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from cogs.buddies import calls
from cogs.buddies.model import PairState, RoundState
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from tests.cogs.buddies.people import joins, member_id
from tests.stage import Actor, Seen, Stage

WEEK = timedelta(days=7) - timedelta(hours=1)
NEUTRAL = "Your buddy pairing has ended"


async def proposed(stage: Stage, *actors: Actor, lasts: timedelta = WEEK) -> int:
    """A pair as the matching leaves it, in a round of now."""
    ids = [await member_id(stage, actor) for actor in actors]

    def make(tx: Tx) -> int:
        pool, round = pools.first(tx, stage.community), new_id()
        tx.run(
            "INSERT INTO buddy_round (id, pool_id, at, seed, state) VALUES (:id, :pool, :at, 1, :state)",
            {"id": round, "pool": pool.id, "at": seconds(stage.now), "state": int(RoundState.OPENING)},
        )
        state = PairState.PROPOSED
        return pairs.create(tx, pool.id, round, ids, state=state, started=stage.now, ends=stage.now + lasts)

    return await stage.db.run(make)


async def begin(stage: Stage, pair: int) -> None:
    def put(tx: Tx) -> None:
        jobs.put(tx, f"{stage.community}:test:{pair}", calls.begin(pair), stage.now, community=stage.community)

    await stage.db.run(put)
    await stage.settle()


async def together(stage: Stage, *actors: Actor, lasts: timedelta = WEEK) -> int:
    """They joined, were matched, and their pair has begun. No round of the pool's own comes in between."""

    def still(tx: Tx) -> None:
        pools.save(tx, replace(pools.first(tx, stage.community), running=False))

    await stage.db.run(still)
    for actor in actors:
        await joins(actor)
    pair = await proposed(stage, *actors, lasts=lasts)
    await begin(stage, pair)
    return pair


async def two(stage: Stage) -> tuple[Actor, Actor]:
    return await stage.member("wren"), await stage.member("ash")


async def intro(stage: Stage, actor: Actor) -> Seen:
    (room,) = await stage.rooms(actor)
    return room.posts[0]


async def message(stage: Stage, actor: Actor, words: str) -> Seen:
    """The one direct message of theirs with these words."""
    (found,) = [seen for seen in await stage.dms(actor) if words in seen.text]
    return found


async def heard(stage: Stage, actor: Actor, words: str) -> int:
    """In how many direct messages they read these words."""
    return sum(words in seen.text for seen in await stage.dms(actor))


async def state(stage: Stage, pair: int) -> PairState:
    found = await stage.db.run(lambda tx: pairs.get(tx, stage.community, pair))
    assert found is not None
    return found.state


async def has_first(stage: Stage, actor: Actor) -> bool:
    id = await member_id(stage, actor)
    profile = await stage.db.run(lambda tx: profiles.get(tx, id))
    return profile is not None and profile.first
