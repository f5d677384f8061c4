"""What people do with the anonymous question, and what can be seen of it from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cogs.checkins import calls, timing
from cogs.checkins.model import Question, QuestionKind
from tests.cogs.checkins.circle import ROOM, Circle, people, sit_down, until
from tests.stage import Actor, Seen, Stage

FIVE = ("wren", "ash", "robin", "ivy", "fern")
QUESTION = Question(3, QuestionKind.ANONYMOUS, own="How do you feel about interviews?")
HONEST = (Question(1, QuestionKind.WIN), Question(2, QuestionKind.ASK), QUESTION)
TITLE = "Said without a name"


async def a_circle(stage: Stage, names: Sequence[str] = FIVE) -> Circle:
    return await sit_down(stage, await people(stage, *names), HONEST)


async def before(circle: Circle, actor: Actor) -> Seen:
    """The card that comes before the form."""
    return await actor.press(await circle.button(calls.say(circle.week.id)), "Press")


async def form(circle: Circle, actor: Actor) -> Seen:
    seen = await before(circle, actor)
    return await actor.press(seen, "Change it" if "Change it" in seen.buttons else "Write")


async def say(circle: Circle, actor: Actor, words: str) -> Seen:
    return await actor.submit(await form(circle, actor), words=words)


async def say_all(circle: Circle, words: Sequence[str]) -> None:
    for actor, one in zip(circle.actors.values(), words, strict=False):
        await say(circle, actor, one)


async def comes_out(circle: Circle) -> None:
    """The week closes, and then it is closed for every clock there is."""
    await circle.closes()
    await until(circle.stage, timing.all_closed_at(circle.week.day, circle.week.hour))


async def published(stage: Stage) -> list[Seen]:
    return [seen for seen in await stage.posts(ROOM) if TITLE in seen.text]


def shown(post: Seen) -> list[str]:
    return [line for line in post.text.split("\n") if line.startswith("“")]


async def kept(stage: Stage) -> list[tuple[Any, ...]]:
    return await stage.db.run(lambda tx: tx.all("SELECT * FROM checkin_said"))
