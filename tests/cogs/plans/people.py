"""People who plan."""

from __future__ import annotations

from bot.people import accounts
from bot.storage.database import Tx
from tests.stage import Actor, Seen, Stage

ENDS = "A look back at your week"


async def writes(actor: Actor, act: str, *, cue: str = "it is Tuesday", times: int = 1, kind: str = "own") -> Seen:
    form = await actor.press(await actor.command("plan"), "Write a line")
    return await actor.submit(form, cue=cue, act=act, times=times, kind=kind)


async def lives_in(stage: Stage, actor: Actor, zone: str) -> None:
    def choose(tx: Tx) -> None:
        account = accounts.find(tx, stage.platform.name, stage.platform.tenant, actor.id)
        assert account is not None
        accounts.set_zone(tx, account, zone)

    await stage.db.run(choose)


async def ended(stage: Stage, actor: Actor) -> list[Seen]:
    """The messages about ends of weeks that they got."""
    return [seen for seen in await stage.dms(actor) if ENDS in seen.text]


async def rows(stage: Stage, table: str) -> int:
    found = await stage.db.read(lambda tx: tx.one(f"SELECT COUNT(*) FROM {table}"))
    assert found is not None
    return found[0]
