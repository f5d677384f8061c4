"""What other features may do with a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.context import Context
from bot.people import accounts, communities, members
from bot.storage.database import Tx
from cogs.plans import api
from cogs.plans.model import Carried
from tests.cogs.plans.people import ended, writes
from tests.stage import Actor, Stage

T = TypeVar("T")
NEW = api.NewLine(api.Kind.CONTACT, "it is noon", "call somebody", 2)


async def acts(stage: Stage, actor: Actor, do: Callable[[Context], T], *, community: int | None = None) -> T:
    """What another feature's handler does for somebody."""

    app = stage.app

    def run(tx: Tx) -> T:
        account = accounts.find(tx, stage.platform.name, stage.platform.tenant, actor.id)
        assert account is not None
        here = community or stage.community
        member = members.join(tx, account, here, stage.now)
        ctx = Context(
            tx, app.effects, app.cogs, here, member, account, "en", ZoneInfo("UTC"), stage.now, stage.platform.name
        )
        return do(ctx)

    found = await stage.db.run(run)
    await stage.settle()
    return found


async def test_lines_that_another_feature_writes_are_in_the_plan(stage: Stage) -> None:
    wren = await stage.member("wren")
    line = await acts(stage, wren, lambda ctx: api.write(ctx, NEW))
    assert "When it is noon, I'll call somebody" in (await wren.command("plan")).text
    (found,) = await acts(stage, wren, api.lines)
    assert (found.id, found.times) == (line, 2)
    await stage.step(days=6, hours=8)
    assert len(await ended(stage, wren)) == 1


async def test_it_writes_three_lines_and_nothing_empty(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert await acts(stage, wren, lambda ctx: api.write(ctx, replace(NEW, act=" I'll "))) is None
    for _ in range(3):
        assert await acts(stage, wren, lambda ctx: api.write(ctx, NEW))
    assert await acts(stage, wren, lambda ctx: api.write(ctx, NEW)) is None
    assert len(await acts(stage, wren, api.lines)) == 3


@pytest.mark.parametrize(
    ("outcome", "open_", "text"),
    [
        (api.Outcome.DONE, False, "\ndone"),
        (api.Outcome.PART, True, "part of it"),
        (api.Outcome.NOT, True, "not this week"),
        (api.Outcome.RESTING, True, "resting"),
    ],
)
async def test_an_outcome_of_last_weeks_line(stage: Stage, outcome: api.Outcome, open_: bool, text: str) -> None:
    wren = await stage.member("wren")
    seen = await writes(wren, "read", times=2)
    assert await acts(stage, wren, api.open_lines) == ()
    await stage.step(days=7)
    (line,) = await acts(stage, wren, api.open_lines)
    for _ in range(2):
        assert await acts(stage, wren, lambda ctx: api.set_outcome(ctx, line.id, outcome))
    assert [one.id for one in await acts(stage, wren, api.open_lines)] == ([line.id] if open_ else [])
    await wren.command("plan")
    back = await wren.press(await wren.press(seen, "More"), "Look at the last plan")
    assert text in back.text


async def test_an_answer_can_be_replaced_and_taken_back(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read", times=2)
    (line,) = await acts(stage, wren, api.lines)
    await acts(stage, wren, lambda ctx: api.set_outcome(ctx, line.id, api.Outcome.DONE))
    await acts(stage, wren, lambda ctx: api.set_outcome(ctx, line.id, api.Outcome.NOT))
    assert "not this week" in (await wren.command("plan")).text
    await acts(stage, wren, lambda ctx: api.set_outcome(ctx, line.id, api.Outcome.DONE))
    seen = await wren.press(await wren.command("plan"), "Undo line 1")
    assert "0 of 2 times" in seen.text
    assert "+1 on line 1" in seen.buttons


async def test_all_of_the_last_plan_is_there_to_be_asked_about_and_a_line_is_kept_once(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.press(await writes(wren, "walk"), "Tick line 1")
    await writes(wren, "read")
    await stage.step(days=7)
    walk, read = await acts(stage, wren, api.last_lines)
    assert (walk.finished, read.finished) == (True, False)
    assert not await acts(stage, robin, lambda ctx: api.keep(ctx, read.id))
    for _ in range(2):
        assert await acts(stage, wren, lambda ctx: api.keep(ctx, read.id))
    assert [line.act for line in await acts(stage, wren, api.lines)] == ["read"]


async def test_somebody_elses_line_has_no_outcome_from_here(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await writes(wren, "read")
    (line,) = await acts(stage, wren, api.lines)
    assert not await acts(stage, robin, lambda ctx: api.set_outcome(ctx, line.id, api.Outcome.DONE))
    (line,) = await acts(stage, wren, api.lines)
    assert (line.outcome, line.carried) == (api.Outcome.OPEN, Carried.OPEN)


async def test_resting_is_said_and_taken_back(stage: Stage) -> None:
    wren = await stage.member("wren")
    await acts(stage, wren, api.rest)
    assert await acts(stage, wren, api.resting)
    assert "You rest this week" in (await wren.command("plan")).text
    await acts(stage, wren, lambda ctx: api.rest(ctx, False))
    assert not await acts(stage, wren, api.resting)


async def test_a_line_written_in_a_week_of_rest_ends_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    await acts(stage, wren, api.rest)
    await acts(stage, wren, lambda ctx: api.write(ctx, NEW))
    assert not await acts(stage, wren, api.resting)


async def test_two_communities_have_a_plan_each(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")

    def found(tx: Tx) -> int:
        return communities.ensure(tx, stage.platform.name, "meadow")

    meadow = await stage.db.run(found)
    assert await acts(stage, wren, api.lines, community=meadow) == ()
    (line,) = await acts(stage, wren, api.lines)
    done = api.Outcome.DONE
    assert not await acts(stage, wren, lambda ctx: api.set_outcome(ctx, line.id, done), community=meadow)
    await acts(stage, wren, lambda ctx: api.write(ctx, NEW), community=meadow)
    assert "call somebody" not in (await wren.command("plan")).text
