"""What is shown under a post follows it on every platform, and is a reply where rooms are no threads."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.cog import Cog, command, then
from bot.context import Context, Json, Lane, Receipt
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Done, Outcome
from tests.cogs.conftest import RUNS, opened
from tests.stage import Seen, Stage


class Talking(Cog, name="talking"):
    @command("talk open", "Opens a room for everybody here.")
    def talk(self, ctx: Context) -> Outcome:
        everybody = [row[0] for row in ctx.tx.all("SELECT id FROM member ORDER BY id")]
        ctx.open_room("talk", everybody, "Talk", then=self.ready.bind())
        return Done()

    @then
    def ready(self, ctx: Context, receipt: Receipt) -> None:
        ctx.show("week:1", receipt.room, Card("Week one"), lane=Lane.BULK)
        ctx.show("reply:1", receipt.room, Card("In week one"), lane=Lane.ACT, under="week:1")
        ctx.show("week:2", receipt.room, Card("Week two"), lane=Lane.BULK)
        ctx.show("reply:2", receipt.room, Card("In week two"), lane=Lane.ACT, under="week:2")
        ctx.show("never", receipt.room, Card("By itself"), lane=Lane.BULK, under="nothing")

    @command("talk edit", "Changes a reply.")
    def edit(self, ctx: Context) -> Outcome:
        row = ctx.tx.one("SELECT id FROM room WHERE kind = 'private'")
        assert row is not None
        ctx.show("reply:1", row[0], Card("Still in week one"), lane=Lane.ACT, under="week:1")
        return Done()

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return None


@pytest.fixture(params=RUNS)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with opened(request, Talking()) as stage:
        yield stage


async def posts(stage: Stage, command: str) -> list[Seen]:
    ada, _ = await stage.member("Ada"), await stage.member("Bo")
    await ada.command("talk open")
    await stage.step(hours=1)
    if command:
        await ada.command(command)
    (room,) = await stage.rooms(ada)
    return room.posts


@pytest.mark.parametrize("command", ["", "talk edit"])
async def test_a_reply_follows_its_head_and_stands_under_it_where_there_are_replies(stage: Stage, command: str) -> None:
    seen = await posts(stage, command)
    first = "Still in week one" if command else "In week one"
    texts = [post.text for post in seen]
    assert sorted(texts) == sorted(["Week one", first, "Week two", "In week two", "By itself"])
    assert texts.index("Week one") < texts.index(first)
    assert texts.index("Week two") < texts.index("In week two")
    of = {post.id: post.text for post in seen}
    heads = {post.text: of.get(post.under) for post in seen if post.under}
    assert heads == ({first: "Week one", "In week two": "Week two"} if stage.has_replies else {})
