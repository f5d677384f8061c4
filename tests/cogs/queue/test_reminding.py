"""Staff hear once a day that something waits for too long, and of nothing else."""

from __future__ import annotations

from bot.people import communities
from bot.storage.database import Tx
from tests.cogs.posts.moderating import appointed, opened
from tests.cogs.queue.test_queue import reported
from tests.stage import Actor, Seen, Stage

LATE = "waiting for more than a day"


async def people(stage: Stage) -> tuple[Actor, Actor, Actor]:
    """An author, who reports, and a moderator on our list."""
    return await stage.member("wren"), await stage.member("ash"), await appointed(stage, "robin")


def late(seen: list[Seen]) -> list[Seen]:
    return [one for one in seen if LATE in one.text]


async def looks(stage: Stage) -> int:
    def count(tx: Tx) -> int:
        row = tx.one("SELECT COUNT(*) FROM job WHERE call = 'queue.look'")
        assert row is not None
        return row[0]

    return await stage.db.read(count)


async def test_moderators_are_told_privately_once_a_day_while_it_waits(stage: Stage) -> None:
    wren, ash, robin = await people(stage)
    assert await looks(stage) == 0
    await reported(stage, wren, ash)
    await stage.step(hours=23)
    assert not late(await stage.dms(robin))

    await stage.step(hours=8)
    (told,) = late(await stage.dms(robin))
    assert "One thing has been" in told.text
    assert "/mod queue" in told.text
    for hidden in ("unkind", "wren", "ash", "win"):
        assert hidden not in told.text.lower()

    await stage.step(days=1)
    assert len(late(await stage.dms(robin))) == 2
    assert not late(await stage.dms(wren))

    await robin.press(await opened(robin), "Leave it")
    await stage.step(days=3)
    assert len(late(await stage.dms(robin))) == 2
    assert await looks(stage) == 0


async def test_the_next_thing_does_not_put_the_reminder_off(stage: Stage) -> None:
    wren, ash, robin = await people(stage)
    await reported(stage, wren, ash, "The first.")
    await stage.step(hours=20)
    await reported(stage, wren, ash, "The second.")
    assert await looks(stage) == 1
    await stage.step(hours=14)
    (told,) = late(await stage.dms(robin))
    assert "One thing has been" in told.text


async def test_with_a_room_of_their_own_they_are_told_there_and_not_privately(stage: Stage) -> None:
    wren, ash, robin = await people(stage)
    room = stage.platform.rooms["support"]
    await stage.db.run(lambda tx: communities.choose_room(tx, stage.community, "staff", room))
    await reported(stage, wren, ash)
    await stage.step(hours=31)
    assert len(late(await stage.posts("support"))) == 1
    await stage.step(days=1)
    assert len(late(await stage.posts("support"))) == 1, "the reminder of yesterday is replaced"
    assert not late(await stage.dms(robin))
    await robin.press(await opened(robin), "Leave it")
    await stage.step(days=1)
    assert not late(await stage.posts("support"))
