"""Who left is not announced: a slow look finds out, and the data goes after the grace period."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapter import CommunityLeft
from tests.stage import Actor, Stage
from tests.stage.memory import MemoryAdapter

pytestmark = pytest.mark.parametrize(
    "stage",
    [("memory", "sqlite"), pytest.param(("memory", "postgres"), marks=pytest.mark.postgres)],
    indirect=True,
    ids=str,
)

SAID = "I asked a former colleague for a call."


def adapter(stage: Stage) -> MemoryAdapter:
    memory = stage.platform.adapter
    assert isinstance(memory, MemoryAdapter)
    return memory


def leaves(stage: Stage, actor: Actor) -> None:
    adapter(stage).people[actor.id].here = False


def comes_back(stage: Stage, actor: Actor) -> None:
    adapter(stage).people[actor.id].here = True


async def days(stage: Stage, count: int) -> None:
    """Day by day: the look is hourly and finds out all the same."""
    for _ in range(count):
        stage.clock.step(timedelta(days=1))
        await stage.settle()


async def accounts(stage: Stage) -> int:
    row = await stage.db.read(lambda tx: tx.one("SELECT COUNT(*) FROM account"))
    assert row is not None
    return row[0]


async def test_the_data_of_somebody_who_left_goes_a_month_after_it_was_noticed(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.command("win", text=SAID)
    await robin.command("win", text="I finished the course.")
    leaves(stage, wren)
    await days(stage, 14 + 28)
    assert await accounts(stage) == 2
    assert len(await stage.posts("wins")) == 2
    await days(stage, 5)
    assert await accounts(stage) == 1
    assert ["course" in post.text for post in await stage.posts("wins")] == [True]


async def test_whoever_comes_back_in_time_loses_nothing(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    leaves(stage, wren)
    await days(stage, 20)
    comes_back(stage, wren)
    await days(stage, 60)
    assert SAID in (await wren.command("wins")).text


async def test_a_member_is_looked_up_once_a_fortnight(stage: Stage) -> None:
    await stage.member("wren")
    looks: set[int] = set()
    for _ in range(60):
        await days(stage, 1)
        row = await stage.db.read(lambda tx: tx.one("SELECT checked_at FROM member"))
        assert row is not None
        looks.add(row[0])
    assert 4 <= len(looks) <= 5, "the first is the day they joined"


async def test_a_community_that_removed_the_bot_is_deleted_after_a_month(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    await stage.app.core.left(CommunityLeft(stage.platform.name, stage.platform.team))
    await days(stage, 29)
    assert await accounts(stage) == 1
    await days(stage, 3)
    assert await accounts(stage) == 0
    assert await stage.db.read(lambda tx: tx.all("SELECT id FROM community")) == []


async def test_a_community_that_invites_the_bot_back_in_time_keeps_everything(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text=SAID)
    await stage.app.core.left(CommunityLeft(stage.platform.name, stage.platform.team))
    await days(stage, 20)
    await wren.command("home")
    await days(stage, 40)
    assert SAID in (await wren.command("wins")).text
