"""How these tests come to circles: people join, and the next circles are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.scheduling.clock import moment
from bot.storage.database import Tx
from cogs.checkins import timing
from cogs.checkins.circles import store
from cogs.checkins.model import Belonging, Checkin, Circle
from cogs.checkins.organising import store as organising
from tests.cogs.checkins.circle import member_of, until
from tests.cogs.checkins.made import invitations, made
from tests.stage import Actor, Seen, Stage

T = TypeVar("T")


async def read(stage: Stage, ask: Callable[[Tx], T]) -> T:
    return await stage.db.read(ask)


async def the_checkin(stage: Stage) -> Checkin:
    (found,) = await read(stage, lambda tx: organising.of_community(tx, stage.community))
    return found


async def invited(stage: Stage) -> Seen:
    """The post with the button, of a new check-in."""
    await made(stage, await stage.organiser("fern"))
    (seen,) = await invitations(stage)
    return seen


async def people(stage: Stage, count: int, first: int = 0) -> list[Actor]:
    names = ["wren", "ash", "rowan", "lark", "moss", "reed", "ivy", "sage", "finch", "hazel", "linden", "thorn", "vale"]
    return [await stage.member(name) for name in names[first : first + count]]


async def joined(stage: Stage, count: int) -> list[Actor]:
    """So many people of a new check-in, before circles are made."""
    seen = await invited(stage)
    found = await people(stage, count)
    for actor in found:
        await actor.press(seen, "Join")
    return found


async def next_circles(stage: Stage) -> None:
    """Time leaps to when the next ones are made."""
    row = await read(stage, lambda tx: tx.one("SELECT run_at FROM job WHERE call = 'checkinweek.plan'"))
    assert row is not None
    await until(stage, moment(row[0]) + timedelta(seconds=1))


async def in_circles(stage: Stage, count: int) -> list[Actor]:
    found = await joined(stage, count)
    await next_circles(stage)
    return found


async def place(stage: Stage, actor: Actor) -> Belonging:
    checkin = await the_checkin(stage)
    found = await read(stage, lambda tx: store.belonging(tx, checkin.id, member_of(tx, actor)))
    assert found is not None, f"{actor.name} is not in"
    return found


async def circles(stage: Stage) -> list[Circle]:
    checkin = await the_checkin(stage)
    return await read(stage, lambda tx: store.going_on(tx, checkin.id, 0, 100))


async def names(stage: Stage, actors: Sequence[Actor]) -> list[set[str]]:
    """Who sits together, of these, by circle in the order of their numbers."""
    found: dict[int, set[str]] = {circle.id: set() for circle in await circles(stage)}
    for actor in actors:
        if (circle := (await place(stage, actor)).circle) is not None:
            found[circle].add(actor.name)
    return list(found.values())


async def news(stage: Stage, actor: Actor, title: str) -> list[Seen]:
    """Messages to one person that speak of it, alone or with others in one."""
    return [seen for seen in await stage.dms(actor) if title in seen.text]


async def settings(actor: Actor) -> Seen:
    return await actor.press(await actor.command("checkin mine"), "Settings")


async def closed(stage: Stage) -> None:
    """The week that was planned last has opened and is closed."""
    checkin = await the_checkin(stage)
    at = timing.closes_at(date.fromordinal(checkin.planned_day), checkin.hour, ZoneInfo("UTC"))
    await stage.step(seconds=max(0.0, (at - stage.now).total_seconds()) + 60)


async def leaves(actor: Actor) -> None:
    await actor.press(await actor.press(await settings(actor), "Leave"), "Leave")


async def pauses(actor: Actor, how: str) -> None:
    await actor.press(await actor.press(await settings(actor), "Pause"), how)


async def asked(stage: Stage, actor: Actor) -> list[Seen]:
    """The questions about another circle, in threads that this person sees."""
    return [seen for room in await stage.rooms(actor) for seen in room.posts if "become small" in seen.text]
