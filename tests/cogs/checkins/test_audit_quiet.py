"""What asks by message respects quiet hours, and anonymous answers that can't be shown yet are not lost."""

from __future__ import annotations

from datetime import timedelta

from bot.people import communities
from bot.storage.database import Tx
from tests.cogs.checkins.circle import ROOM
from tests.cogs.checkins.saying import a_circle, comes_out, kept, published, say_all, shown
from tests.cogs.checkins.weekly import at, closes, lives_in, trio, until, weekly
from tests.stage import Stage


async def test_an_ask_by_message_in_quiet_hours_comes_once_and_after_them(stage: Stage) -> None:
    _, ash, sable = people = await trio(stage)
    circle = await weekly(stage, *people, hour=5)
    for actor in people:
        await lives_in(stage, actor, "UTC")
    await circle.run("SET by_dm = 1", sable)
    await circle.planned()
    await until(stage, at(5) + timedelta(minutes=30))
    assert "wren" in (await circle.asks(ash))[0]
    assert not await circle.dms(sable)
    await until(stage, at(12))
    assert len(await circle.dms(sable)) == 1
    await until(stage, closes(hour=5) + timedelta(hours=1))
    assert len(await circle.dms(sable)) == 1


async def test_anonymous_answers_wait_for_a_room_that_is_broken_when_they_are_due(stage: Stage) -> None:
    circle = await a_circle(stage)
    words = ["one", "two", "three", "four", "five"]
    await say_all(circle, words)

    def turn(tx: Tx, *, broken: bool) -> None:
        room = communities.room(tx, stage.community, circle.checkin.room)
        assert room is not None
        if broken:
            communities.break_room(tx, stage.community, room.id, "Send Messages")
        else:
            communities.mend_room(tx, stage.community, room.id)

    await stage.db.run(lambda tx: turn(tx, broken=True))
    await comes_out(circle)
    assert not await published(stage)
    assert not await kept(stage)
    await stage.step(days=4)
    await stage.db.run(lambda tx: turn(tx, broken=False))
    await stage.settle()
    (post,) = await published(stage)
    assert sorted(shown(post)) == sorted(f"“{one}”" for one in words)
    assert len([seen for seen in await stage.posts(ROOM) if "“one”" in seen.text]) == 1
