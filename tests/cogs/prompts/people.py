"""What organisers and members of these tests do."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stage import Actor, Seen, Stage

MONDAY, TUESDAY, THURSDAY = "0", "1", "3"
EVERY_DAY = ("0", "1", "2", "3", "4", "5", "6")
ASK = "You can skip this one"


async def scheduled(
    stage: Stage, fern: Actor, *days: str, hour: int = 12, topic: str = "mix", room: str = "support", on: bool = True
) -> Seen:
    """A schedule's card, switched on unless said otherwise."""
    form = await fern.command("prompts new")
    board = await fern.submit(form, room=stage.platform.rooms[room], days=days or EVERY_DAY, hour=hour, topic=topic)
    return await fern.press(board, "Turn on") if on else board


async def opened(fern: Actor) -> Seen:
    """The card of the only schedule."""
    listed = await fern.command("prompts list")
    return await fern.choose(listed, listed.options[0])


async def prompts(stage: Stage, room: str = "support") -> list[Seen]:
    return [seen for seen in await stage.posts(room) if ASK in seen.text]


async def answers(stage: Stage, room: str = "support") -> list[Seen]:
    return [seen for seen in await stage.posts(room) if "An answer to a prompt" in seen.text]


def asked(seen: Seen) -> str:
    """The prompt itself, without title, buttons and notes."""
    return seen.text.split("\n")[1]


async def mine(wren: Actor, *days: str, hour: int = 12, topic: str = "mix") -> Seen:
    """Prompts for oneself."""
    form = await wren.press(await wren.command("prompt-me"), "Choose days")
    return await wren.submit(form, days=days or EVERY_DAY, hour=hour, topic=topic)


async def asked_alone(stage: Stage, wren: Actor) -> list[Seen]:
    return [seen for seen in await stage.dms(wren) if "You asked for this one" in seen.text]


async def erased(actor: Actor) -> None:
    seen = await actor.press(await actor.command("forget-me"), "Erase my data")
    await actor.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))


async def until(stage: Stage, at: datetime) -> None:
    """Time leaps to that moment, and what is due by then is done."""
    stage.clock.step(at.astimezone(UTC) - stage.now)
    await stage.settle()
