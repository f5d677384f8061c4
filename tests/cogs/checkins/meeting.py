"""How these tests come to a live session."""

from __future__ import annotations

from datetime import date, datetime

from bot.storage.database import Tx
from bot.ui.card import Card
from cogs.checkins.circles import store as circles
from cogs.checkins.circles.store import About
from tests.cogs.checkins.weekly import DAY, HOUR, Weekly, at, member_of, until, weekly
from tests.stage import Actor, Seen, Stage

MONDAY = date(2026, 3, 9)
OURS = "Live session of your circle"
WIDE = "Live session: Weekly check-in"


async def together(stage: Stage, *actors: Actor, thread: bool = True, organiser: Actor | None = None) -> Weekly:
    """A circle whose week has begun: it is Thursday, 18:00 in UTC."""
    circle = await weekly(stage, *actors, organiser=organiser)
    if not thread:
        await stage.break_rooms()
    await circle.planned()
    await until(stage, at(HOUR))
    return circle


async def plan(
    actor: Actor,
    button: str = "Choose a time",
    *,
    day: date = MONDAY,
    hour: int = 19,
    place: str = "The usual call",
    past: str = "00",
) -> Seen:
    """Monday at 19:00, unless said otherwise."""
    form = await actor.press(await actor.command("checkin live"), button)
    return await actor.submit(form, day=day, hour=hour, place=place, past=past)


async def plan_for_all(actor: Actor, place: str = "The usual call") -> Seen:
    return await plan(actor, "Plan one for everybody", place=place)


async def card(circle: Weekly, actor: Actor) -> Seen:
    """What the circle sees in its thread."""
    (found,) = [seen for seen in (await circle.room(actor)).posts if OURS in seen.text]
    return found


async def cards(stage: Stage, room: str = "support") -> list[Seen]:
    """What everybody sees in the check-in's room."""
    return [seen for seen in await stage.posts(room) if "Live session" in seen.text]


async def told(stage: Stage, actor: Actor, words: str) -> list[Seen]:
    return [seen for seen in await stage.dms(actor) if words in seen.text]


async def joins(stage: Stage, circle: Weekly, actor: Actor) -> None:
    """Into the check-in, without a circle."""

    def join(tx: Tx) -> None:
        circle.members[actor.name] = member_of(tx, stage, actor)
        circles.join(tx, circle.checkin, circle.members[actor.name], About(), stage.now)

    await stage.db.run(join)


async def led(stage: Stage, circle: Weekly, actor: Actor, when: datetime) -> None:
    """They led a session then."""
    await stage.db.run(lambda tx: circles.led(tx, circle.checkin, circle.members[actor.name], when))


async def led_at(stage: Stage, circle: Weekly, actor: Actor) -> int:
    row = await stage.db.read(
        lambda tx: tx.one(
            "SELECT led_at FROM checkin_member WHERE checkin_id = :checkin AND member_id = :member",
            {"checkin": circle.checkin, "member": circle.members[actor.name]},
        )
    )
    assert row is not None
    return row[0]


def file_of(stage: Stage, seen: Seen) -> bytes:
    """The bytes of the one file of a card, where the platform keeps them as they are."""
    found = seen.handle[0]
    assert isinstance(found, Card)
    assert stage.platform.name == "memory"
    (file,) = found.files
    return file.data


__all__ = ["DAY", "HOUR", "MONDAY", "at", "until"]
