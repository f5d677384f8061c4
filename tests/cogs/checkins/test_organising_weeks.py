"""What an organiser's act means for weeks that are planned or open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cogs.checkins.circle import until
from tests.cogs.checkins.joining import next_circles, people
from tests.cogs.checkins.made import MONDAY, WEDNESDAY, invitations, made, opened
from tests.stage import Actor, Seen, Stage

pytestmark = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)


async def planned(stage: Stage) -> tuple[Actor, Seen, Actor]:
    """The organiser, their card, and one of three people whose circle has its first week planned: Thursday at 18:00."""
    fern = await stage.organiser("fern")
    board = await made(stage, fern)
    (seen,) = await invitations(stage)
    found = await people(stage, 3)
    for actor in found:
        await actor.press(seen, "Join")
    await next_circles(stage)
    return fern, board, found[0]


async def week(stage: Stage, wren: Actor) -> list[str]:
    """Heads and ends of weeks, in the threads that this person sees now."""
    posts = [seen.text for room in await stage.rooms(wren) for seen in room.posts]
    return [text.splitlines()[0] for text in posts if "The week of" in text or "How the week went" in text]


async def test_paused_before_it_opens_a_week_waits_and_going_on_opens_it(stage: Stage) -> None:
    fern, board, wren = await planned(stage)
    paused = await fern.press(board, "Pause")
    await until(stage, datetime(2026, 3, 6, 9, tzinfo=UTC))
    assert not await week(stage, wren)
    assert "begins on Thursday, 12 March" in (await fern.press(paused, "Go on")).text
    await stage.step(hours=1)
    assert len(await week(stage, wren)) == 1


async def test_the_invitation_names_the_first_week_until_people_are_put_into_circles_for_it(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await made(stage, fern)
    assert "The first week is" in (await invitations(stage))[0].text
    await until(stage, datetime(2026, 3, 4, 18, 1, tzinfo=UTC))
    (invitation,) = await invitations(stage)
    assert "The first week is" not in invitation.text
    assert "Every Thursday" in invitation.text


async def test_ended_in_an_open_week_that_week_runs_to_its_end_and_none_follows(stage: Stage) -> None:
    fern, board, wren = await planned(stage)
    await until(stage, datetime(2026, 3, 5, 18, 1, tzinfo=UTC))
    assert len(await week(stage, wren)) == 1
    await fern.press(await fern.press(board, "End"), "End it")
    await until(stage, datetime(2026, 3, 8, 18, 1, tzinfo=UTC))
    assert len(await week(stage, wren)) == 2
    await stage.step(days=14)
    assert await stage.db.read(lambda tx: tx.one("SELECT COUNT(*) FROM checkin_week")) == (1,)


async def test_a_moved_day_leaves_the_planned_week_as_it_is(stage: Stage) -> None:
    fern, board, wren = await planned(stage)
    form = await fern.press(board, "Change")
    assert "begins on Wednesday, 11 March" in (await fern.submit(form, weekday=WEDNESDAY, hour=9)).text
    form = await fern.press(await opened(fern), "Change")
    assert "begins on Monday, 16 March" in (await fern.submit(form, weekday=MONDAY, hour=9)).text
    await until(stage, datetime(2026, 3, 5, 18, 1, tzinfo=UTC))
    assert len(await week(stage, wren)) == 1
    await until(stage, datetime(2026, 3, 16, 8, 59, tzinfo=UTC))
    assert len(await week(stage, wren)) == 2
    await until(stage, datetime(2026, 3, 16, 9, 1, tzinfo=UTC))
    (head,) = await week(stage, wren)  # the thread before was put away
    assert "Circle 1" in head
    assert "begins on Monday, 23 March" in (await opened(fern)).text
