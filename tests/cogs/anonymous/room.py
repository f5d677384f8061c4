"""What is seen in the support room, and when."""

from __future__ import annotations

from typing import Any

import pytest

from bot.people import members
from tests.cogs.anonymous.steps import member_id
from tests.stage import Actor, Seen, Stage

LONG_ENOUGH = 6
"""Hours, in steps of one, after which every batch that something waits for has been."""

_MEMORY = pytest.param(("memory", "sqlite"), id="memory")
_POSTGRES = pytest.param(("memory", "postgres"), id="memory-postgres", marks=pytest.mark.postgres)
ON_MEMORY = pytest.mark.parametrize("stage", [_MEMORY], indirect=True)
"""For rules that no platform changes."""
ON_BOTH_DATABASES = pytest.mark.parametrize("stage", [_MEMORY, _POSTGRES], indirect=True)


async def appeared(stage: Stage) -> None:
    """Time passes until what may appear has appeared."""
    await stage.step(hours=LONG_ENOUGH)


async def in_the_room(stage: Stage, words: str) -> Seen:
    """The one post that holds these words."""
    found = [post for post in await stage.posts("support") if words in post.text]
    assert len(found) == 1, f"{len(found)} posts hold {words!r}"
    return found[0]


async def is_shown(stage: Stage, words: str) -> bool:
    return any(words in post.text for post in await stage.posts("support"))


async def answered(actor: Actor, post: Seen, words: str) -> Seen:
    """Sends an answer without a name; what its author sees then."""
    return await actor.submit(await actor.press(post, "Answer without a name"), words=words)


async def query(stage: Stage, sql: str) -> list[tuple[Any, ...]]:
    return await stage.db.read(lambda tx: tx.all(sql))


async def account_id(stage: Stage, actor: Actor) -> int:
    id = await member_id(stage, actor)
    return await stage.db.read(lambda tx: members.get(tx, id).account)
