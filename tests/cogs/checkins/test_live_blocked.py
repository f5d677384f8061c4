"""A session whose card can't be shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.context import Receipt, Result, Standing, Standings
from bot.delivery.results import dump
from bot.people import communities
from bot.runtime.all_cogs import load
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.checkins.live import store
from cogs.checkins.live.model import Session, SessionState
from tests.cogs.checkins.meeting import MONDAY, at, cards, plan, plan_for_all, together, told, until
from tests.cogs.checkins.weekly import trio
from tests.cogs.prompts.people import erased
from tests.safety.forging import press
from tests.safety.watching import Pressed
from tests.stage import Stage


async def the_session(stage: Stage) -> Session:
    def find(tx: Tx) -> Session:
        ((id,),) = tx.all("SELECT id FROM checkin_session")
        found = store.get(tx, stage.community, id)
        assert found is not None
        return found

    return await stage.db.read(find)


async def came_of_it(stage: Stage, name: str, result: Receipt | Standings, *args: int) -> None:
    """What delivery tells."""
    call = Call(f"livecourse.{name}", args)
    await stage.db.run(
        lambda tx: jobs.put(tx, "then:x", call, stage.now, community=stage.community, result=dump(result))
    )
    await stage.settle()


def blocked(session: Session) -> Receipt:
    return Receipt(session.post, Result.BLOCKED, "no such room", 0)


async def test_lost_in_the_thread_the_circle_hears_of_it_by_message_once(stage: Stage) -> None:
    wren, ash, sable = await trio(stage)
    await together(stage, wren, ash, sable)
    await plan(wren)
    session = await the_session(stage)
    for _ in range(2):
        await came_of_it(stage, "posted", blocked(session), session.id, session.shown_in)
    for actor in (ash, sable):
        assert len(await told(stage, actor, "would like to meet")) == 1
    assert not await told(stage, wren, "would like to meet")
    assert (await the_session(stage)).shown_in == 0


async def test_for_everybody_it_is_kept_and_its_planner_can_try_again(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await together(stage, *await trio(stage))
    await plan_for_all(fern)
    session = await the_session(stage)
    await came_of_it(stage, "posted", blocked(session), session.id, 0)
    assert (await the_session(stage)).state is SessionState.KEPT
    assert await stage.events() == []
    (kept,) = await told(stage, fern, "Your session wasn't posted")
    await fern.press(kept, "Try again")
    assert (await the_session(stage)).state is SessionState.PLANNED
    assert len(await cards(stage)) == 1
    await until(stage, at(20, MONDAY))
    assert (await the_session(stage)).state is SessionState.OVER


async def test_only_its_planner_tries_again(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await together(stage, wren, await stage.member("ash"), await stage.member("sable"))
    await plan_for_all(fern)
    session = await the_session(stage)
    await came_of_it(stage, "posted", blocked(session), session.id, 0)
    (kept,) = await told(stage, fern, "Your session wasn't posted")
    assert "is over" in (await wren.press(kept, "Try again")).text
    assert (await the_session(stage)).state is SessionState.KEPT


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_a_room_that_goes_at_the_last_moment_keeps_it_back(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    circle = await together(stage, *await trio(stage))
    await plan_for_all(fern)
    session = await the_session(stage)
    assert session.planner is not None

    def undo(tx: Tx) -> None:
        communities.drop_room(tx, stage.community, f"checkins:{circle.checkin}")
        tx.run("UPDATE checkin_session SET state = 0")

    await stage.db.run(undo)
    await came_of_it(stage, "appear", Standings((Standing(session.planner, here=True),)), session.id)
    assert (await the_session(stage)).state is SessionState.KEPT
    await until(stage, at(18, MONDAY) + timedelta(hours=3))
    assert (await the_session(stage)).state is SessionState.KEPT


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_the_same_again_asks_for_a_place_where_its_planner_took_it_along(stage: Stage) -> None:
    fern, heron = await stage.organiser("fern"), await stage.organiser("heron")
    await together(stage, *await trio(stage))
    await plan_for_all(fern)
    session = await the_session(stage)
    await until(stage, at(20, MONDAY))
    await erased(fern)
    again = load().handlers["live.again"]
    shown = await press(stage, heron, again, Pressed((session.id,)), stage.community)
    assert "Where" in shown
    assert (await the_session(stage)).state is SessionState.OVER, "nothing is planned before they say where"
