"""A circle whose weeks come by themselves, as in tests of what is opened, asked and closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.people import accounts, communities, members
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from cogs.checkins.circles.store import About
from cogs.checkins.model import Checkin, ClockKind, Standing, Template, Week
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import planning
from cogs.checkins.weeks import store as weeks
from tests.cogs.checkins.circle import nobodys
from tests.stage import Actor, Room, Seen, Stage

THURSDAY = 3
DAY = date(2026, 3, 5)
"""The first Thursday after a stage begins."""
HOUR = 18
NAME = "Weekly check-in"
ASK = "this is your time to check in"
BY_MESSAGE = "time to check in"
REMINDER = "You wanted one reminder"


@dataclass(frozen=True)
class Weekly:
    stage: Stage
    checkin: int
    circle: int
    members: dict[str, int]
    ids: dict[str, str]
    """Names by the platform's ids: on Slack a ping is the bare id."""

    async def planned(self, day: date = DAY) -> None:
        """As the planning leaves it once circles are formed."""
        stage, spread = self.stage, calls.spread(self.checkin, day.toordinal())
        key = f"{stage.community}:{calls.spread_key(self.checkin)}"

        def put(tx: Tx) -> None:
            organising.planned(tx, self.checkin, day.toordinal())
            jobs.put(tx, key, spread, stage.now, community=stage.community)

        await stage.db.run(put)
        await stage.settle()

    async def week(self, day: date = DAY) -> Week:
        found = await self.stage.db.read(lambda tx: weeks.of_day(tx, self.circle, day))
        assert found is not None
        return found

    async def room(self, actor: Actor) -> Room:
        """The thread of the circle."""
        (room,) = await self.stage.rooms(actor)
        return room

    async def head(self, actor: Actor) -> Seen:
        """The newest."""
        return [seen for seen in (await self.room(actor)).posts if "The week of" in seen.text][-1]

    async def asks(self, actor: Actor) -> list[str]:
        """In the thread, with the names of who is asked."""
        return [self.read(seen) for seen in (await self.room(actor)).posts if ASK in seen.text]

    def read(self, seen: Seen) -> str:
        text = seen.text
        for id, name in self.ids.items():
            text = text.replace(id, name)
        return text

    async def dms(self, actor: Actor, words: str = BY_MESSAGE) -> list[Seen]:
        return [seen for seen in await self.stage.dms(actor) if words in seen.text]

    async def names(self) -> set[str]:
        """Who is in the circle now."""
        found = await self.stage.db.read(lambda tx: circles.members(tx, self.circle))
        ids = {one.member for one in found}
        return {name for name, member in self.members.items() if member in ids}

    async def days(self) -> list[date]:
        rows = await self.stage.db.read(lambda tx: tx.all("SELECT day FROM checkin_week ORDER BY day"))
        return [date.fromordinal(day) for (day,) in rows]

    async def settings(self) -> Checkin:
        found = await self.stage.db.read(lambda tx: organising.get(tx, self.stage.community, self.checkin))
        assert found is not None
        return found

    async def standing(self, standing: Standing) -> None:
        changed = replace(await self.settings(), standing=standing)
        await self.stage.db.run(lambda tx: organising.save(tx, changed))

    async def put(self, call: Call) -> None:
        """Runs a job of the community."""
        stage = self.stage
        await stage.db.run(lambda tx: jobs.put(tx, "test", call, stage.now, community=stage.community))
        await stage.settle()

    async def upcoming(self) -> Week:
        def ask(tx: Tx) -> Week:
            checkin = organising.get(tx, self.stage.community, self.checkin)
            circle = circles.circle(tx, self.stage.community, self.circle)
            assert checkin is not None
            assert circle is not None
            return planning.upcoming(nobodys(self.stage, tx), checkin, circle)

        week = await self.stage.db.run(ask)
        await self.stage.settle()
        return week

    async def welcomes(self, actor: Actor) -> None:
        def join(tx: Tx) -> None:
            member = member_of(tx, self.stage, actor)
            self.members[actor.name] = member
            circles.join(tx, self.checkin, member, About(), self.stage.now)
            circles.put_into(tx, self.checkin, self.circle, member, self.stage.now)

        await self.stage.db.run(join)

    async def run(self, sql: str, actor: Actor) -> None:
        """Changes one's place: `SET by_dm = 1`."""
        of = {"member": self.members[actor.name], "checkin": self.checkin}
        where = "WHERE member_id = :member AND checkin_id = :checkin"
        await self.stage.db.run(lambda tx: tx.run(f"UPDATE checkin_member {sql} {where}", of))


async def weekly(
    stage: Stage,
    *actors: Actor,
    clock: ClockKind = ClockKind.OWN,
    zone: str = "UTC",
    hour: int = HOUR,
    weekday: int = THURSDAY,
    organiser: Actor | None = None,
) -> Weekly:
    """A check-in with one circle, whose next week is not planned yet."""

    def make(tx: Tx) -> tuple[int, int, dict[str, int]]:
        found = {actor.name: member_of(tx, stage, actor) for actor in actors}
        who = member_of(tx, stage, organiser) if organiser else next(iter(found.values()))
        questions = Template.WEEK.questions
        made = organising.add(tx, stage.community, who, NAME, weekday, hour, clock, questions)
        chosen = communities.room(tx, stage.community, "support")
        assert chosen is not None
        communities.choose_room(tx, stage.community, made.room, chosen.remote)
        for member in found.values():
            circles.join(tx, made.id, member, About(), stage.now)
        return made.id, circles.make(tx, made.id, zone, found.values(), stage.now), found

    checkin, circle, found = await stage.db.run(make)
    return Weekly(stage, checkin, circle, found, {actor.id: actor.name for actor in actors})


async def trio(stage: Stage) -> tuple[Actor, Actor, Actor]:
    return await stage.member("wren"), await stage.member("ash"), await stage.member("sable")


def member_of(tx: Tx, stage: Stage, actor: Actor) -> int:
    found = members.by_external(tx, stage.community, actor.id)
    assert found is not None
    return found


async def lives_in(stage: Stage, actor: Actor, zone: str) -> None:
    def move(tx: Tx) -> None:
        accounts.set_zone(tx, members.get(tx, member_of(tx, stage, actor)).account, zone)

    await stage.db.run(move)


async def rests_until(stage: Stage, actor: Actor, until: datetime) -> None:
    def rest(tx: Tx) -> None:
        accounts.rest_until(tx, members.get(tx, member_of(tx, stage, actor)).account, until)

    await stage.db.run(rest)


async def until(stage: Stage, at: datetime, *, leap: bool = False) -> None:
    """Time passes to that moment; in one leap the bot was away meanwhile."""
    if leap:
        stage.clock.step(at.astimezone(UTC) - stage.now)
        await stage.settle()
    else:
        await stage.step(seconds=(at - stage.now).total_seconds())


def closes(day: date = DAY, hour: int = HOUR) -> datetime:
    """On a circle's clock that is UTC."""
    return datetime.combine(day + timedelta(days=3), datetime.min.time(), UTC) + timedelta(hours=hour)


def at(hours: float, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hours)
