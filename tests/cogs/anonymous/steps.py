"""Steps that the tests of writing without a name have in common."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.people import members
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.anonymous import rights, store
from cogs.anonymous.model import Nameless, Terms
from tests.stage import Actor, Seen, Stage

WORDS = "Some mornings I stay in bed and look at the ceiling."


async def switched(stage: Stage, *, active: bool = True, reviewed: bool = False) -> None:
    await stage.db.run(lambda tx: store.choose(tx, stage.community, Terms(active, reviewed)))


async def member(stage: Stage, name: str) -> Actor:
    """Somebody who has been here for long enough."""
    actor = await stage.member(name)
    await joined(stage, actor, timedelta(days=30))
    return actor


async def members_of(stage: Stage, *names: str, reviewed: bool = False) -> list[Actor]:
    """In a community where it is switched on."""
    await switched(stage, reviewed=reviewed)
    return [await member(stage, name) for name in names]


async def joined(stage: Stage, actor: Actor, ago: timedelta) -> None:
    at = seconds(stage.now - ago)
    id = await member_id(stage, actor)
    await stage.db.run(lambda tx: tx.run("UPDATE member SET joined_at = :at WHERE id = :id", {"at": at, "id": id}))


async def member_id(stage: Stage, actor: Actor) -> int:
    found = await stage.db.read(lambda tx: members.by_external(tx, stage.community, actor.id))
    assert found is not None
    return found


async def start(actor: Actor) -> Seen:
    """What is said before they write."""
    return await actor.command("share-anonymously")


async def form(actor: Actor) -> Seen:
    return await actor.press(await start(actor), "Write")


async def sent(actor: Actor, words: str = WORDS, **fields: Any) -> Seen:
    """What they see then."""
    seen = await actor.submit(await form(actor), words=words, **fields)
    assert "Sent without your name" in seen.text
    return seen


async def own(actor: Actor) -> Seen:
    """The card of the only one, or of the newest."""
    seen = await listed(actor)
    return await actor.choose(seen, seen.options[0])


async def listed(actor: Actor) -> Seen:
    return await actor.press(await start(actor), "Your posts")


async def rows(stage: Stage) -> list[Nameless]:
    """Everything here, the newest day first."""

    def read(tx: Tx) -> list[Nameless]:
        found = tx.all("SELECT id FROM anonymous_post WHERE community_id = :id", {"id": stage.community})
        return [post for (id,) in found if (post := store.get(tx, stage.community, id))]

    return await stage.db.read(read)


async def row(stage: Stage) -> Nameless:
    (found,) = await rows(stage)
    return found


async def mine(stage: Stage, actor: Actor) -> list[Nameless]:
    """As they find them themselves."""

    def read(tx: Tx) -> list[Nameless]:
        found = members.by_external(tx, stage.community, actor.id)
        assert found is not None
        return rights.all_mine(tx, stage.community, members.get(tx, found).account)

    return await stage.db.read(read)
