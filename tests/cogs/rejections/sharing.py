"""Steps that the tests of sharing have in common."""

from __future__ import annotations

from tests.stage import Actor, Seen, Stage

ROOM, BUDDY, CIRCLE = "The support room", "My buddy", "My circle"
WITH, BEEN = "I'm with you", "Been there"
WORDS = "It was the second this week."


async def opens(actor: Actor, entry: Seen, audience: str = ROOM) -> Seen:
    """The form for these people, from the card of an entry."""
    return await actor.press(await actor.press(entry, "Share"), audience)


async def tells(actor: Actor, words: str = WORDS, audience: str = ROOM, **fields: str) -> Seen:
    """Logs a no and shares words about it; what they see then."""
    entry = await actor.command("rejection", company="Larch & Co")
    return await actor.submit(await opens(actor, entry, audience), words=words, **fields)


async def shared(stage: Stage, actor: Actor, words: str = WORDS, **fields: str) -> Seen:
    """The post in the support room."""
    await tells(actor, words, **fields)
    return (await stage.posts("support"))[-1]
