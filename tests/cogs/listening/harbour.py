"""The tiny feature whose posts wait, and what people do in the tests of listening."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.cog import Cog, action, command, then
from bot.context import Context, Json, Lane, Receipt
from bot.people import accounts, communities, members
from bot.people.roles import ORGANISERS, STAFF
from bot.storage.database import Tx
from bot.ui.card import Actions, Button, Card, Text
from bot.ui.outcome import Done, Outcome, Reply
from cogs.listening import api
from tests.cogs.conftest import RUNS
from tests.stage import Actor, Seen, Stage

ON_MEMORY = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
ON_BOTH_DATABASES = pytest.mark.parametrize("stage", RUNS[3:], indirect=True)
ON_DISCORD = pytest.mark.parametrize("stage", [("discord", "sqlite")], indirect=True, ids=str)
KEY, NAMELESS = "harbour:1", "harbour:2"
WORDS = "A hard week, again."
TITLE = "A post in the support room"
ALERT = "A post waits for an answer"


class Harbour(Cog, name="harbour"):
    @command("harbour tell", "Posts with a name.")
    def tell(self, ctx: Context) -> Outcome:
        self._show(ctx, KEY, ctx.member)
        return Reply(Card("Told"))

    @command("harbour whisper", "Posts without a name.")
    def whisper(self, ctx: Context) -> Outcome:
        self._show(ctx.unowned(), NAMELESS, 0)
        return Reply(Card("Whispered"))

    def _show(self, ctx: Context, key: str, author: int) -> None:
        room = communities.room(ctx.tx, ctx.community, "support")
        assert room is not None
        card = Card(TITLE, (Text(WORDS), Actions((Button("I'm with you", self.with_you.bind(key)),))))
        ctx.show(key, room.id, card, lane=Lane.ACT, then=self.shown.bind(key, author))

    @then
    def shown(self, ctx: Context, receipt: Receipt, key: str, author: int) -> None:
        api.asked(ctx, key, author=author or None, title=TITLE)

    @action
    def with_you(self, ctx: Context, key: str) -> Outcome:
        api.answered(ctx, key)
        return Done()

    @command("harbour untell", "Takes it back.")
    def untell(self, ctx: Context) -> Outcome:
        for key in (KEY, NAMELESS):
            ctx.withdraw(key)
            api.over(ctx, key)
        return Reply(Card("Gone"))

    @command("harbour queue", "What waits.", staff=STAFF)
    def queue(self, ctx: Context) -> Outcome:
        waiting = api.queued(ctx)
        rows = tuple(Actions((Button("Open", one.open),)) for one in waiting)
        late = sum(one.overdue for one in waiting)
        return Reply(Card("The queue", (Text(f"{len(waiting)} waiting, {late} overdue"), *rows)))

    @command("harbour setup", "A page of set-up.", staff=ORGANISERS)
    def setup(self, ctx: Context) -> Outcome:
        line, button = api.setup_part(ctx)
        return Reply(Card("Care", (Text(line), Actions((button,)))))

    def forget(self, tx: Tx, member: int) -> None:
        """It keeps nothing."""

    def export(self, tx: Tx, member: int) -> Json:
        return None


async def person(stage: Stage, name: str, *, organiser: bool = False) -> Actor:
    """Somebody who has been a member for a month."""
    actor = await (stage.organiser(name) if organiser else stage.member(name))
    id = await member_id(stage, actor)
    joined = int((stage.now - timedelta(days=30)).timestamp())
    await stage.db.run(lambda tx: tx.run("UPDATE member SET joined_at = :at WHERE id = :id", {"at": joined, "id": id}))
    return actor


async def listener(stage: Stage, name: str) -> Actor:
    actor = await person(stage, name)
    assert "You are listening" in (await actor.command("listen on")).text
    return actor


async def member_id(stage: Stage, actor: Actor) -> int:
    found = await stage.db.read(lambda tx: members.by_external(tx, stage.community, actor.id))
    assert found is not None
    return found


async def account_id(stage: Stage, actor: Actor) -> int:
    id = await member_id(stage, actor)
    return await stage.db.read(lambda tx: members.get(tx, id).account)


async def lives_in(stage: Stage, actor: Actor, zone: str) -> None:
    id = await account_id(stage, actor)
    await stage.db.run(lambda tx: accounts.set_zone(tx, id, zone))


async def alerts(stage: Stage, actor: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if ALERT in seen.text]


async def asked(stage: Stage, *actors: Actor) -> list[str]:
    """Names of those who were asked."""
    return [actor.name for actor in actors for _ in await alerts(stage, actor)]


async def the_post(stage: Stage) -> Seen:
    (post,) = await stage.posts("support")
    return post


async def row(stage: Stage, sql: str, **params: Any) -> tuple[Any, ...] | None:
    return await stage.db.read(lambda tx: tx.one(sql, params))


async def queue(stage: Stage) -> list[str]:
    """Titles of what moderators see waiting."""
    rows = await stage.db.read(
        lambda tx: tx.all("SELECT title FROM listening_post WHERE queued_at IS NOT NULL AND state = 0")
    )
    return [title for (title,) in rows]
