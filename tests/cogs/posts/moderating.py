"""What moderators do in many tests."""

from __future__ import annotations

from bot.people import members
from bot.people.roles import Role, give
from bot.storage.database import Tx
from tests.stage import Actor, Seen, Stage


async def appointed(stage: Stage, name: str, role: Role = Role.MODERATOR) -> Actor:
    actor = await stage.member(name)

    def appoint(tx: Tx) -> None:
        member = members.by_external(tx, stage.community, actor.id)
        assert member is not None
        give(tx, member, role)

    await stage.db.run(appoint)
    return actor


async def opened(actor: Actor, number: int = 1) -> Seen:
    """What waits as that number in the queue."""
    return await actor.press(await actor.command("mod queue"), f"Open {number}")


async def removed(actor: Actor, seen: Seen, reason: str = "") -> Seen:
    """Removes the post from a card that offers it."""
    form = await actor.press(seen, "Remove the post")
    return await actor.submit(form, reason=reason) if form.form else form
