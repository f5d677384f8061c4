"""Steps that the tests of buddies share: joining, and a pair as it is in the middle of a round."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.people import members
from bot.storage.database import Tx
from cogs.buddies.model import Pair, PairState
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store as pools
from tests.stage import Actor, Seen, Stage

FAR = timedelta(days=6, hours=23)


def said(seen: Seen, when: str) -> bool:
    """Whether it names the moment, in the words of whichever platform."""
    moment = datetime.fromisoformat(when)
    return when in seen.text or f"{moment.day} {moment:%b %Y}" in seen.text


async def joins(actor: Actor, city: str = "Reykjavik") -> Seen:
    return await actor.command("buddy join", city=city)


async def changes(actor: Actor, line: str) -> Seen:
    """The open form of a line."""
    return await actor.choose(await actor.command("buddy join"), line)


async def member_id(stage: Stage, actor: Actor) -> int:
    found = await stage.db.run(lambda tx: members.by_external(tx, stage.community, actor.id))
    assert found is not None
    return found


async def paired(stage: Stage, *actors: Actor, lasts: timedelta = FAR) -> int:
    ids = [await member_id(stage, actor) for actor in actors]

    def make(tx: Tx) -> int:
        pool = pools.first(tx, stage.community)
        return pairs.create(tx, pool.id, None, ids, state=PairState.OPEN, started=stage.now, ends=stage.now + lasts)

    return await stage.db.run(make)


async def pair_of(stage: Stage, actor: Actor) -> Pair | None:
    id = await member_id(stage, actor)
    return await stage.db.run(lambda tx: pairs.current(tx, id))
