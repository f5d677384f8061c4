"""How these tests come to a check-in."""

from __future__ import annotations

from tests.stage import Actor, Seen, Stage

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = "0", "1", "2", "3", "4"
IN_ROOM = "A weekly check-in in a small circle"


async def made(
    stage: Stage,
    fern: Actor,
    *,
    name: str = "Weekly check-in",
    weekday: str = THURSDAY,
    hour: int = 18,
    template: str = "week",
    room: str = "support",
) -> Seen:
    """The organiser's card of a new one."""
    form = await fern.command("checkin new")
    where = stage.platform.rooms[room]
    return await fern.submit(form, name=name, room=where, weekday=weekday, hour=hour, template=template)


async def opened(fern: Actor, name: str = "Weekly check-in") -> Seen:
    """The organiser's card of one that is there."""
    return await fern.choose(await fern.command("checkin manage"), name)


async def invitations(stage: Stage, room: str = "support") -> list[Seen]:
    return [seen for seen in await stage.posts(room) if IN_ROOM in seen.text]
