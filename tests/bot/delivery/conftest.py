"""A community, two members and the sender on a stepped clock, with a platform whose faults can be scripted."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import pytest

from bot.context import AllCogs, Context, Kind, Lane
from bot.delivery.effects import OutboxEffects
from bot.delivery.outbox import Outbox
from bot.people import accounts, communities, members
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Database, Tx
from bot.ui.card import Call, Card
from tests.conftest import EPOCH
from tests.fakes.dummy import DummyAdapter

T = TypeVar("T")
Task = Callable[..., Awaitable[None]]


@dataclass
class Post:
    """The sender at work, and what handlers would write for it."""

    db: Database
    clock: SteppedClock
    adapter: DummyAdapter
    community: int
    room: int
    wren: int
    """A member."""
    account: int
    """Wren's account; `wren` is also the platform's id."""
    fern: int
    """The organiser."""
    ran: list[tuple[str, tuple[object, ...], Mapping[str, Any] | None]] = field(
        default_factory=list[tuple[str, tuple[object, ...], "Mapping[str, Any] | None"]]
    )
    """Jobs that ran: call, arguments, result."""
    handlers: dict[str, Callable[[Tx, Context], None]] = field(default_factory=dict[str, Callable[[Tx, Context], None]])
    tasks: dict[str, Callable[..., Awaitable[None]]] = field(
        default_factory=dict[str, "Callable[..., Awaitable[None]]"]
    )
    cards: dict[str, Card | None] = field(default_factory=dict[str, "Card | None"])
    """What notices are drawn as; by default a card titled as the first argument of the call."""
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.outbox = self.sender()

    def sender(self) -> Outbox:
        """Another process, as it were."""
        return Outbox(
            self.db,
            {self.adapter.name: self.adapter},
            self.clock,
            run_job=self.run_job,
            run_task=self.run_task,
            render=self.render,
            dice=random.Random(7),
            breath=0,
        )

    def context(self, tx: Tx, member: int | None = None) -> Context:
        return Context(
            tx,
            OutboxEffects(),
            cast("AllCogs", None),  # nothing here draws, forgets or exports
            self.community,
            self.wren if member is None else member,
            self.account,
            "en",
            ZoneInfo("UTC"),
            self.clock.now(),
            self.adapter.name,
        )

    def run_job(
        self, tx: Tx, call: Call, community: int | None, member: int | None, result: Mapping[str, Any] | None
    ) -> None:
        if call.name in self.handlers:
            self.handlers[call.name](tx, self.context(tx))
        self.ran.append((call.name, call.args, result))

    async def run_task(self, call: Call, community: int | None) -> None:
        if call.name in self.tasks:
            await self.tasks[call.name](*call.args)

    def render(self, tx: Tx, call: Call, community: int, member: int) -> Card | None:
        if call.name == "broken":
            raise ValueError
        return self.cards.get(call.name, Card(str(call.args[0] if call.args else call.name)))

    async def do(self, act: Callable[[Context], T]) -> T:
        """One handler of Wren's, and everything that follows at once."""
        result = await self.write(act)
        await self.outbox.settle()
        return result

    async def write(self, act: Callable[[Context], T]) -> T:
        return await self.db.run(lambda tx: act(self.context(tx)))

    async def show(self, key: str, title: str, lane: Lane = Lane.ACT, **more: Any) -> int:
        return await self.do(lambda ctx: ctx.show(key, self.room, Card(title), lane=lane, **more))

    async def notify(
        self, title: str, kind: Kind = Kind.NOTICE, *, due: datetime | None = None, days: float = 7, key: str = ""
    ) -> None:
        now = self.clock.now()
        await self.do(
            lambda ctx: ctx.notify(
                ctx.member, kind, Call("tell", (title,)), due=due or now, expires=now + timedelta(days=days), key=key
            )
        )

    async def step(self, **by: float) -> None:
        """Time passes from one due moment to the next."""
        end = self.clock.now() + timedelta(**by)
        while True:
            await self.outbox.settle()
            due = await self.outbox.next_due()
            if due is None or due > end:
                break
            self.clock.step(due - self.clock.now())
        self.clock.step(end - self.clock.now())
        await self.outbox.settle()

    async def row(self, sql: str, **params: Any) -> tuple[Any, ...] | None:
        return await self.db.read(lambda tx: tx.one(sql, params))

    async def held(self) -> list[str]:
        """What waits on Wren's Home."""
        rows = await self.db.read(
            lambda tx: tx.all(
                "SELECT args FROM notice WHERE member_id = :m AND state = 2 ORDER BY id", {"m": self.wren}
            )
        )
        return [args[2:-2] for (args,) in rows]

    def dms(self) -> list[str]:
        return self.adapter.titles("wren")

    def results(self, call: str) -> list[str]:
        return [result["result"] for name, _, result in self.ran if name == call and result is not None]


def found(tx: Tx, platform: str) -> tuple[int, int, int, int, int]:
    """A community with one room, Wren and Fern, who organises: ids of all five rows."""
    community = communities.ensure(tx, platform, "harbour")
    room = communities.choose_room(tx, community, "wins", "c-wins")

    def join(name: str) -> tuple[int, int]:
        account = accounts.agree(tx, platform, "", name, version=1, name=name, locale="en", now=EPOCH)
        return members.join(tx, account, community, EPOCH), account

    wren, account = join("wren")
    fern, _ = join("fern")
    communities.set_up(tx, community, fern, EPOCH)
    return community, room, wren, account, fern


@pytest.fixture
async def post(database: Database) -> Post:
    clock = SteppedClock(EPOCH)
    adapter = DummyAdapter(clock)
    community, room, wren, account, fern = await database.run(lambda tx: found(tx, adapter.name))
    return Post(database, clock, adapter, community, room, wren, account, fern)
