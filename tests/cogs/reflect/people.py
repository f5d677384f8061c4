"""People who look back."""

from __future__ import annotations

from bot.storage.database import Tx
from tests.stage import Actor, Seen, Stage

WELL = "I asked my own question."


async def begins(actor: Actor, stage: str = "Interviews") -> Seen:
    return await actor.choose(await actor.command("reflect"), stage)


async def writes_well(actor: Actor, text: str = WELL, *, stage: str = "Interviews") -> Seen:
    """The card after it: the list of the stage."""
    form = await actor.press(await begins(actor, stage), "Write it down")
    return await actor.submit(form, well=text)


async def to_the_end(actor: Actor, text: str = WELL, *, stage: str = "Interviews") -> Seen:
    seen = await actor.press(await writes_well(actor, text, stage=stage), "Skip the list")
    for _ in range(3):
        seen = await actor.press(seen, "Skip this")
    return seen


async def keeps(actor: Actor, text: str = WELL, *, stage: str = "Interviews") -> Seen:
    return await actor.press(await to_the_end(actor, text, stage=stage), "Keep it")


async def logs(actor: Actor, company: str, stage: str) -> Seen:
    """A no with its stage; the card of its details."""
    form = await actor.press(await actor.command("rejection", company=company), "Add details")
    return await actor.submit(form, stage=stage)


async def rows(stage: Stage, table: str) -> int:
    found = await stage.db.read(lambda tx: tx.one(f"SELECT COUNT(*) FROM {table}"))
    assert found is not None
    return found[0]


async def exported(stage: Stage) -> str:
    """Of whoever wrote the first reflection."""

    def export(tx: Tx) -> str:
        row = tx.one("SELECT member_id FROM reflection ORDER BY id LIMIT 1")
        assert row is not None
        return str(stage.app.cogs.export(tx, row[0]))

    return await stage.db.run(export)
