"""What members of these tests do."""

from __future__ import annotations

from tests.stage import Actor, Seen, Stage


async def form_of(actor: Actor, kind: str = "thanks") -> Seen:
    return await actor.command("note", kind=kind)


async def written(actor: Actor, kind: str = "thanks", **fields: str) -> Seen:
    """A draft on its card."""
    return await actor.submit(await form_of(actor, kind), **fields)


async def kept(actor: Actor, kind: str = "thanks", **fields: str) -> Seen:
    return await actor.press(await written(actor, kind, **fields), "Keep it")


async def sent(actor: Actor) -> Seen:
    """The question whether to be asked for a reply."""
    return await actor.press(await kept(actor, name="Ada", detail="tides"), "I sent it")


async def rows(stage: Stage) -> int:
    row = await stage.db.read(lambda tx: tx.one("SELECT COUNT(*) FROM note"))
    assert row is not None
    return row[0]


async def told(stage: Stage, actor: Actor, what: str) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if what in seen.text]


async def emptied(actor: Actor) -> None:
    seen = await actor.press(await actor.command("forget-me"), "Erase my data")
    await actor.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))
