"""What the stage tells of the community's calendar is so on every platform that has one."""

from __future__ import annotations

from datetime import timedelta

from bot.adapter import Blocked, Shown, Unsupported, WantedEvent
from bot.ui.event import Event
from tests.stage import Stage


def event(stage: Stage, title: str = "Working side by side") -> Event:
    starts = stage.now + timedelta(days=3)
    return Event(title, starts, starts + timedelta(hours=1), "The library", "Bring *something* to do.\nOr nothing.")


def wanted(stage: Stage, shown: Event | None, remote: str | None = None) -> WantedEvent:
    return WantedEvent(1, stage.platform.team, shown, 7, remote)


async def test_what_is_announced_is_read_as_it_was_written_until_it_is_taken_back(stage: Stage) -> None:
    assert await stage.events() == []
    made = await stage.platform.adapter.announce(wanted(stage, event(stage)))
    if not stage.has_calendar:
        assert isinstance(made, Unsupported)
        return
    assert isinstance(made, Shown)
    assert await stage.events() == [event(stage)]
    changed = await stage.platform.adapter.announce(wanted(stage, event(stage, "Changed"), made.remote))
    assert changed == made
    assert await stage.events() == [event(stage, "Changed")]
    assert await stage.platform.adapter.announce(wanted(stage, None, made.remote)) == made
    assert await stage.events() == []


async def test_nothing_is_announced_while_the_calendar_is_broken(stage: Stage) -> None:
    await stage.break_calendar()
    came = await stage.platform.adapter.announce(wanted(stage, event(stage)))
    assert isinstance(came, Blocked), came
    await stage.mend_calendar()
    assert isinstance(await stage.platform.adapter.announce(wanted(stage, event(stage))), Shown)
    assert len(await stage.events()) == 1
