"""What people do in the tests of thanks."""

from __future__ import annotations

from datetime import timedelta

from bot.people import members
from bot.storage.database import Tx
from cogs.buddies.profile import store as profiles
from tests.stage import Actor, Seen, Stage

WORDS = "You read my letter twice."


async def thanked(stage: Stage, wren: Actor, ash: Actor, words: str = WORDS) -> Seen:
    """What ash gets."""
    assert "is sent" in (await wren.command("thank", person=ash.id, reason=words)).text
    return (await stage.dms(ash))[-1]


async def published(stage: Stage, wren: Actor, ash: Actor) -> Seen:
    """The post in the wins room."""
    await ash.press(await thanked(stage, wren, ash), "Publish it")
    (post,) = await stage.posts("wins")
    return post


async def thanks_page(ash: Actor) -> Seen:
    return await ash.command("thanks")


async def opened(ash: Actor) -> Seen:
    return await ash.press(await thanks_page(ash), "Open it")


async def erased(actor: Actor) -> None:
    seen = await actor.press(await actor.command("forget-me"), "Erase my data")
    await actor.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))


async def member_id(stage: Stage, actor: Actor) -> int:
    found = await stage.db.read(lambda tx: members.by_external(tx, stage.community, actor.id))
    assert found is not None
    return found


async def never_together(stage: Stage, one: Actor, other: Actor) -> None:
    """`one` put `other` on the list of people to be kept apart from."""
    a, b = await member_id(stage, one), await member_id(stage, other)
    await stage.db.run(lambda tx: profiles.add_never(tx, a, b, profiles.ASKED, stage.now))


async def stopped(stage: Stage, actor: Actor) -> None:
    member = await member_id(stage, actor)

    def stop(tx: Tx) -> None:
        assert members.stop_until(tx, stage.community, member, stage.now + timedelta(days=7))

    await stage.db.run(stop)


async def rows(stage: Stage, table: str) -> int:
    row = await stage.db.read(lambda tx: tx.one(f"SELECT COUNT(*) FROM {table}"))
    assert row is not None
    return row[0]
