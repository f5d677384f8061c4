"""A circle whose week opens two hours after the stage does, and what its members do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.people import communities
from bot.scheduling import jobs
from bot.storage.database import Tx
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from cogs.checkins.model import ClockKind, Question, QuestionKind, Standing, Template, room_kind
from cogs.checkins.organising import store as organising
from tests.stage import Actor, Seen, Stage

ANSWER, REST = "Check in", "Resting this week"
WRITE, CHANGE, BACK = "Write and post", "Change it", "Take it back"

HONEST = (Question(1, QuestionKind.PLAN), Question(2, QuestionKind.ASK), Question(3, QuestionKind.ANONYMOUS))


@dataclass(frozen=True)
class Seeded:
    """A check-in with one circle. Its day is the day on which the stage began."""

    checkin: int
    circle: int
    people: tuple[Actor, ...]


def member(tx: Tx, name: str) -> int:
    row = tx.one("SELECT m.id FROM member m JOIN account a ON a.id = m.account_id WHERE a.name = :name", {"name": name})
    assert row is not None
    return row[0]


async def seeded(
    stage: Stage,
    *names: str,
    questions: Sequence[Question] = Template.WEEK.questions,
    name: str = "Weekly check-in",
    opens: bool = True,
    people: Sequence[Actor] = (),
) -> Seeded:
    """`opens`: the week opens, on the circle's clock, at 12:00."""
    actors = (*people, *[await stage.member(name) for name in names])
    room = stage.platform.rooms["support"]

    def seed(tx: Tx) -> Seeded:
        members = [member(tx, actor.name) for actor in actors]
        made = organising.add(
            tx, stage.community, members[0], name, stage.now.weekday(), 12, ClockKind.CIRCLE, questions
        )
        communities.choose_room(tx, stage.community, room_kind(made.id), room)
        for one in members:
            circles.join(tx, made.id, one, circles.About(), stage.now)
        circle = circles.make(tx, made.id, "UTC", members, stage.now)
        return Seeded(made.id, circle, actors)

    found = await stage.db.run(seed)
    if opens:
        await plan(stage, found)
        await stage.step(hours=2)
    return found


async def plan(stage: Stage, seeded: Seeded, day: date | None = None) -> None:
    """The weeks of that day are planned: today's, unless said otherwise."""
    on = (day or stage.now.date()).toordinal()

    def put(tx: Tx) -> None:
        organising.planned(tx, seeded.checkin, on)
        key = f"{stage.community}:{calls.spread_key(seeded.checkin)}"
        jobs.put(tx, key, calls.spread(seeded.checkin, on), stage.now, community=stage.community)

    await stage.db.run(put)
    await stage.settle()


async def thread(stage: Stage, actor: Actor) -> list[Seen]:
    """What stands in the newest thread that they see."""
    return (await stage.rooms(actor))[-1].posts


async def head(stage: Stage, actor: Actor) -> Seen:
    return next(seen for seen in await thread(stage, actor) if ANSWER in seen.buttons)


async def said(stage: Stage, actor: Actor) -> list[Seen]:
    """Answers in the newest thread that they see."""
    return [seen for seen in await thread(stage, actor) if "…" in seen.buttons]


async def card(stage: Stage, actor: Actor) -> Seen:
    """Their private card of the week that is open."""
    return await actor.press(await head(stage, actor), ANSWER)


async def answered(stage: Stage, actor: Actor, **words: str) -> Seen:
    """What they see after they have written; nothing is said to the other questions."""
    form = await actor.press(await card(stage, actor), WRITE)
    return await actor.submit(form, **words)


async def add_line(actor: Actor, board: Seen, cue: str = "it is Tuesday", act: str = "write to one person") -> Seen:
    return await actor.submit(await actor.press(board, "Add a line"), cue=cue, act=act)


async def stop(stage: Stage, actor: Actor) -> None:
    """Staff stop them from posting."""

    def write(tx: Tx) -> None:
        tx.run(
            "UPDATE member SET stopped_until = :until WHERE id = :id",
            {"until": int(stage.now.timestamp()) + 10**7, "id": member(tx, actor.name)},
        )

    await stage.db.run(write)


async def leave(stage: Stage, seeded: Seeded, actor: Actor) -> None:
    await stage.db.run(lambda tx: circles.leave(tx, seeded.checkin, member(tx, actor.name)))


async def move(stage: Stage, seeded: Seeded, *actors: Actor) -> None:
    """They come into a new circle of the same check-in, whose week opens at the hour of the other."""

    def write(tx: Tx) -> None:
        members = [member(tx, actor.name) for actor in actors]
        for one in members:
            circles.take_out(tx, seeded.checkin, one)
        circles.make(tx, seeded.checkin, "UTC", members, stage.now)

    await stage.db.run(write)
    await plan(stage, seeded)
    await stage.settle()


async def end(stage: Stage, seeded: Seeded) -> None:
    def write(tx: Tx) -> None:
        found = organising.get(tx, stage.community, seeded.checkin)
        assert found is not None
        organising.save(tx, replace(found, standing=Standing.ENDED))

    await stage.db.run(write)
