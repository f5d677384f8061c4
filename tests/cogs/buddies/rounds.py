"""Steps that the tests of rounds share."""

from __future__ import annotations

from bot.storage.database import Tx
from cogs.buddies.model import Pool, Round
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import store
from tests.cogs.buddies.people import joins, member_id
from tests.stage import Actor, Seen, Stage

AHEAD, UNMATCHED, OFF, OUT = (
    "the next round is near",
    "no match for you this time",
    "no round this time",
    "left out for now",
)


async def people(stage: Stage, *names: str) -> list[Actor]:
    actors = [await stage.member(name) for name in names]
    for actor in actors:
        await joins(actor)
    return actors


async def heard(stage: Stage, actor: Actor, words: str) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if words in seen.text]


async def rounds(stage: Stage) -> list[Round]:
    """All but previews."""

    def read(tx: Tx) -> list[Round]:
        ids = tx.all("SELECT id FROM buddy_round WHERE state <> 0 ORDER BY at, id")
        found = [store.get(tx, stage.community, id) for (id,) in ids]
        return [one for one in found if one is not None]

    return await stage.db.read(read)


async def pairs_of(stage: Stage, round: Round) -> list[tuple[int, ...]]:
    return [members for _, members in await stage.db.read(lambda tx: store.groups(tx, round.id, 0, 1000))]


async def has_first(stage: Stage, actor: Actor) -> bool:
    id = await member_id(stage, actor)
    found = await stage.db.read(lambda tx: profiles.get(tx, id))
    assert found is not None
    return found.first


async def pool_of(stage: Stage) -> Pool:
    return await stage.db.run(lambda tx: pools.first(tx, stage.community))


async def to_the_match(stage: Stage) -> Round:
    """Until the first round, and whom it brought together."""
    await stage.step(days=7)
    return (await rounds(stage))[0]
