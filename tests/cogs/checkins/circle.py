"""A circle and its week, as the database holds them, for tests of what comes after the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.context import Context, Lane
from bot.delivery.effects import OutboxEffects
from bot.people import communities
from bot.runtime.all_cogs import AllCogs, load
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Actions, Button, Call, Card
from cogs.checkins import timing
from cogs.checkins.answers import store as answers
from cogs.checkins.circles import store as circles
from cogs.checkins.circles.store import About
from cogs.checkins.digest import digest
from cogs.checkins.model import AnswerState, Checkin, ClockKind, Question, QuestionKind, Week, WeekState, Words
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks
from tests.stage import Actor, Seen, Stage

T = TypeVar("T")

ALL = (
    Question(1, QuestionKind.WIN),
    Question(2, QuestionKind.PLAN),
    Question(3, QuestionKind.HARD),
    Question(4, QuestionKind.ASK),
)
WELL, HARD, ASK = 1, 3, 4
ROOM = "support"
"""Its posts stand for those of the circle's thread."""
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Circle:
    stage: Stage
    checkin: Checkin
    id: int
    week: Week
    people: dict[str, int]
    """Names and members."""
    actors: dict[str, Actor]

    async def run(self, act: Callable[[Context], T]) -> T:
        """What a job of the community does."""
        done = await self.stage.db.run(lambda tx: act(nobodys(self.stage, tx)))
        await self.stage.settle()
        return done

    async def says(
        self, name: str, said: dict[int, str], *, resting: bool = False, state: AnswerState = AnswerState.SHOWN
    ) -> int:
        def say(ctx: Context) -> int:
            member, words = self.people[name], Words(said)
            asks = ASK in said
            id = answers.save(ctx.tx, self.week.id, member, words, resting=resting, asks=asks, now=ctx.now)
            answers.move(ctx.tx, ctx.community, id, state)
            digest.refresh(ctx, self._now(ctx.tx))
            return id

        return await self.run(say)

    async def removes(self, answer: int) -> None:
        def remove(ctx: Context) -> None:
            answers.move(ctx.tx, ctx.community, answer, AnswerState.REMOVED)
            digest.refresh(ctx, self._now(ctx.tx))

        await self.run(remove)

    async def closes(self) -> None:
        """At its time; what is due before comes first."""
        await until(self.stage, self.week.closes_at)

        def close(ctx: Context) -> None:
            over = replace(self._now(ctx.tx), state=WeekState.CLOSED)
            weeks.save(ctx.tx, over)
            digest.close(ctx, over)

        await self.run(close)

    async def next_week(self, weeks_later: int = 1) -> Circle:
        """The week before is over, and this one's head is shown with what came back."""

        def begin(ctx: Context) -> Week:
            weeks.save(ctx.tx, replace(self._now(ctx.tx), state=WeekState.OVER))
            day = self.week.day + timedelta(days=7 * weeks_later)
            made = a_week(self.checkin, self.id, day.toordinal() - self.stage.now.date().toordinal(), ctx)
            made = replace(made, room=self.week.room)
            weeks.add(ctx.tx, [made])
            show_head(ctx, made)
            return made

        return replace(self, week=await self.run(begin))

    async def head_again(self) -> None:
        await self.run(lambda ctx: show_head(ctx, self.week))

    async def digests(self) -> list[Seen]:
        return [seen for seen in await self.stage.posts(ROOM) if "How the week went" in seen.text]

    async def digest(self) -> Seen:
        (found,) = await self.digests()
        return found

    async def head(self) -> Seen:
        return [seen for seen in await self.stage.posts(ROOM) if "The head" in seen.text][-1]

    async def button(self, call: Call) -> Seen:
        """A post with one button, as a card of another part of the check-in has it."""
        card = Card("A button", (Actions((Button("Press", call),)),))
        key = f"button:{new_id()}"
        await self.run(lambda ctx: ctx.show(key, place(ctx), card, lane=Lane.ACT))
        return [seen for seen in await self.stage.posts(ROOM) if "A button" in seen.text][-1]

    def _now(self, tx: Tx) -> Week:
        found = weeks.get(tx, self.stage.community, self.week.id)
        assert found is not None
        return found


def nobodys(stage: Stage, tx: Tx) -> Context:
    cogs = AllCogs(load())
    return Context(tx, OutboxEffects(), cogs, stage.community, 0, 0, "en", UTC, stage.now, stage.platform.name)


def place(ctx: Context) -> int:
    found = communities.room(ctx.tx, ctx.community, ROOM)
    assert found is not None
    return found.id


def show_head(ctx: Context, week: Week) -> None:
    ctx.show(week.head, place(ctx), Card("The head", digest.returning(ctx, week)), lane=Lane.BULK)


def a_week(checkin: Checkin, circle: int, in_days: int, ctx: Context) -> Week:
    day = ctx.now.date() + timedelta(days=in_days)
    opens, closes = timing.ask_at(day, checkin.hour, UTC), timing.closes_at(day, checkin.hour, UTC)
    return Week(
        new_id(),
        circle,
        checkin.id,
        ctx.community,
        day,
        checkin.hour,
        ClockKind.CIRCLE,
        UTC,
        WeekState.OPEN,
        opens,
        closes,
        0,
    )


async def sit_down(
    stage: Stage,
    people: Sequence[Actor],
    questions: Sequence[Question] = ALL,
    *,
    thread: bool = True,
    name: str = "Harbour",
) -> Circle:
    """A check-in with one circle of these people, whose week is open since today."""

    def seat(tx: Tx) -> tuple[Checkin, int, Week, dict[str, int]]:
        ctx = nobodys(stage, tx)
        found = {actor.name: member_of(tx, actor) for actor in people}
        organiser = next(iter(found.values()))
        checkin = organising.add(
            tx, stage.community, organiser, name, stage.now.weekday(), 9, ClockKind.CIRCLE, questions
        )
        chosen = communities.room(tx, stage.community, ROOM)
        assert chosen is not None
        communities.choose_room(tx, stage.community, checkin.room, chosen.remote)
        circle, week = seat_in(ctx, checkin, list(found.values()), thread=thread)
        return checkin, circle, week, found

    checkin, circle, week, found = await stage.db.run(seat)
    await stage.settle()
    return Circle(stage, checkin, circle, week, found, {actor.name: actor for actor in people})


def seat_in(ctx: Context, checkin: Checkin, people: Sequence[int], *, thread: bool = True) -> tuple[int, Week]:
    """One more circle of a check-in."""
    for member in people:
        circles.join(ctx.tx, checkin.id, member, About(), ctx.now)
    circle = circles.make(ctx.tx, checkin.id, "UTC", people, ctx.now)
    week = a_week(checkin, circle, 0, ctx)
    if thread:
        week = replace(week, room=place(ctx))
        show_head(ctx, week)
    weeks.add(ctx.tx, [week])
    return circle, week


def member_of(tx: Tx, actor: Actor) -> int:
    row = tx.one(
        "SELECT m.id FROM member m JOIN account a ON a.id = m.account_id WHERE a.external = :external",
        {"external": actor.id},
    )
    assert row is not None
    return row[0]


async def until(stage: Stage, at: datetime) -> None:
    """Time leaps to that moment, and what is due by then is done."""
    stage.clock.step(max(timedelta(), at - stage.now))
    await stage.settle()


async def people(stage: Stage, *names: str) -> list[Actor]:
    return [await stage.member(name) for name in names]
