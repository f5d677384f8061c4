"""For how long it is kept what others opened and reported, and what of it reaches whom it is about."""

from __future__ import annotations

import pytest

from bot.people import members
from bot.storage.database import Row
from tests.cogs.posts.moderating import opened, removed
from tests.cogs.queue.test_queue import reported
from tests.stage import Actor, Stage

pytestmark = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)


async def rows(stage: Stage, table: str) -> list[Row]:
    return await stage.db.read(lambda tx: tx.all(f"SELECT id FROM {table}"))


async def exported(stage: Stage, actor: Actor) -> str:
    member = await stage.db.read(lambda tx: members.by_external(tx, stage.community, actor.id))
    assert member is not None
    return str(await stage.db.read(lambda tx: stage.app.cogs.export(tx, member)))


async def test_a_post_is_remembered_while_it_is_there_and_for_30_days_after(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.command("win", text="Something small.")
    (post,) = await stage.posts("wins")
    await ash.press(post, "…")
    await stage.step(days=60)
    assert len(await rows(stage, "post")) == 1
    await wren.press(await wren.press(await wren.press(post, "…"), "Delete"), "Delete it")
    await stage.step(days=29)
    assert len(await rows(stage, "post")) == 1
    await stage.step(days=3)
    assert not await rows(stage, "post")


async def test_what_was_reported_stays_as_long_as_its_reports_do(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash)
    await stage.step(days=100)
    await removed(fern, await opened(fern))
    await stage.step(days=70)
    assert len(await rows(stage, "post")) == len(await rows(stage, "report")) == 1
    await stage.step(days=15)
    assert not await rows(stage, "report")
    assert not await rows(stage, "post")


async def test_nobody_reads_in_their_own_file_that_they_were_reported(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash)
    before = await exported(stage, wren)
    await fern.press(await opened(fern), "Leave it")
    assert await exported(stage, wren) == before
    assert "left" in await exported(stage, fern)
