from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Protocol

from bot.adapter import Adapter, Core
from bot.cog import Cog, Registry
from bot.people import accounts, communities, consent, members
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.runtime.start import step_through
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Database, Tx
from bot.ui.event import Event

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday."""

Value = str | int | bool | date | StrEnum | tuple[str, ...] | None


@cache
def registry() -> Registry:
    """The real cogs. They hold no state: made once for all tests."""
    return load()


@dataclass(frozen=True)
class Seen:
    """What somebody sees after an act: a card, a form, or nothing."""

    text: str = ""
    buttons: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    """Labels of the options of a drop-down."""
    form: tuple[str, ...] = ()
    """Names of the fields of an open form."""
    prefill: dict[str, Any] = field(default_factory=dict[str, Any])
    errors: dict[str, str] = field(default_factory=dict[str, str])
    files: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    """What each field of an open form is called, and the words below it; "" where there are none."""
    id: str = ""
    """The platform's id of a post."""
    under: str = ""
    """The id of the post that it is a reply to; "" for what stands in the room itself."""
    handle: Any = None
    """What the platform needs to act on it again."""


@dataclass(frozen=True)
class Room:
    """A private room, as somebody in it sees it."""

    name: str
    """As the client shows it: Discord adds a short code, Slack names a group message after its people."""
    people: tuple[str, ...]
    """Names, without the bot's."""
    posts: list[Seen]


class Platform(Protocol):
    """How people act on one platform; implemented once per fake."""

    @property
    def adapter(self) -> Adapter: ...

    name: str
    tenant: str
    team: str
    """The platform's id of the community."""
    rooms: dict[str, str]
    """Purpose to the platform's id of the room."""
    closes_rooms: bool
    """A private room disappears when it is closed. Slack has no such thing: a group message stays."""
    has_replies: bool
    """What is shown `under` a post is a reply to it. Where private rooms are threads, it simply follows."""
    has_calendar: bool
    """The community has a calendar of its own, in which events are announced."""

    async def open(self) -> None:
        """Starts the fake, so that the adapter can be made to point at it."""
        ...

    async def start(self, core: Core) -> None:
        """Runs the adapter."""
        ...

    async def stop(self) -> None: ...
    def person(self, name: str, *, organiser: bool) -> str:
        """The platform's id of a new person."""
        ...

    async def command(self, who: str, name: str, args: dict[str, Any]) -> Seen: ...
    async def press(self, who: str, seen: Seen, label: str) -> Seen: ...
    async def choose(self, who: str, seen: Seen, label: str) -> Seen: ...
    async def submit(self, who: str, seen: Seen, values: dict[str, Any]) -> Seen: ...
    async def menu(self, who: str, label: str, text: str, mine: bool) -> Seen: ...
    async def menu_on(self, who: str, label: str, post: Seen) -> Seen: ...
    async def home(self, who: str) -> Seen: ...
    async def posts(self, room: str) -> Sequence[Seen]: ...
    async def dms(self, who: str) -> Sequence[Seen]: ...
    async def private_rooms(self, who: str) -> Sequence[Room]:
        """The private rooms this person sees now, in the order they were made."""
        ...

    async def events(self) -> Sequence[Event]:
        """The calendar, in the order the events were made."""
        ...

    async def allow_events(self, allowed: bool) -> None:
        """Whether the bot may write into the calendar."""
        ...

    async def leave(self, who: str) -> None: ...
    async def time_out(self, who: str) -> None: ...
    async def close_dms(self, who: str) -> None: ...
    async def allow_rooms(self, allowed: bool) -> None:
        """Whether the bot may make private rooms."""
        ...


@dataclass(frozen=True)
class Actor:
    stage: Stage
    name: str
    id: str

    async def command(self, command: str, **args: Value) -> Seen:
        return await self._then(self.stage.platform.command(self.id, command, _plain(args)))

    async def press(self, seen: Seen, label: str) -> Seen:
        assert label in seen.buttons, f"no button {label!r}; there are {seen.buttons}"
        return await self._then(self.stage.platform.press(self.id, seen, label))

    async def choose(self, seen: Seen, label: str) -> Seen:
        assert label in seen.options, f"no option {label!r}; there are {seen.options}"
        return await self._then(self.stage.platform.choose(self.id, seen, label))

    async def submit(self, seen: Seen, **values: Value) -> Seen:
        """Sends the open form; fields that are not named keep what they were filled with."""
        unknown = set(values) - set(seen.form)
        assert not unknown, f"the form has {seen.form}, not {unknown}"
        return await self._then(self.stage.platform.submit(self.id, seen, {**seen.prefill, **_plain(values)}))

    async def menu(self, label: str, text: str, *, mine: bool = True) -> Seen:
        return await self._then(self.stage.platform.menu(self.id, label, text, mine))

    async def menu_on(self, label: str, post: Seen) -> Seen:
        """The menu of a post of the bot."""
        return await self._then(self.stage.platform.menu_on(self.id, label, post))

    async def home(self) -> Seen:
        return await self._then(self.stage.platform.home(self.id))

    async def _then(self, act: Any) -> Seen:
        seen = await act
        await self.stage.settle()
        return seen


def _plain(values: dict[str, Value]) -> dict[str, Any]:
    def plain(value: Value) -> Any:
        match value:
            case StrEnum():
                return value.value
            case date():
                return value.isoformat()
            case _:
                return value

    return {name: plain(value) for name, value in values.items() if value is not None}


class Stage:
    def __init__(self, platform: Platform, app: App, db: Database, clock: SteppedClock, community: int) -> None:
        self.platform = platform
        self.app = app
        self.db = db
        self.clock = clock
        self.community = community

    @classmethod
    @asynccontextmanager
    async def open(
        cls, platform: Platform, db: Database, clock: SteppedClock | None = None, *, more: Sequence[Cog] = ()
    ) -> AsyncGenerator[Stage]:
        """`more` are cogs besides the real ones."""
        clock = clock or SteppedClock(START)
        await platform.open()
        known = Registry((*registry().cogs, *more)) if more else registry()
        app = await App.assemble(db, [platform.adapter], clock, known)

        def found(tx: Tx) -> int:
            community = communities.ensure(tx, platform.name, platform.team)
            for purpose, remote in platform.rooms.items():
                communities.choose_room(tx, community, purpose, remote)
            return community

        community = await db.run(found)
        await platform.start(app.core)
        try:
            yield cls(platform, app, db, clock, community)
        finally:
            await platform.stop()
            app.close()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def stranger(self, name: str) -> Actor:
        """Somebody who never used Cairn: the first act asks for consent."""
        return Actor(self, name, self.platform.person(name, organiser=False))

    async def member(self, name: str) -> Actor:
        return await self._joined(Actor(self, name, self.platform.person(name, organiser=False)))

    async def organiser(self, name: str) -> Actor:
        return await self._joined(Actor(self, name, self.platform.person(name, organiser=True)))

    async def _joined(self, actor: Actor) -> Actor:
        platform = self.platform

        def join(tx: Tx) -> int:
            account = accounts.agree(
                tx,
                platform.name,
                platform.tenant,
                actor.id,
                version=consent.VERSION,
                name=actor.name,
                locale="en",
                now=self.now,
            )
            return members.join(tx, account, self.community, self.now)

        await self.db.run(join)
        return actor

    async def posts(self, room: str) -> list[Seen]:
        return list(await self.platform.posts(room))

    async def dms(self, actor: Actor) -> list[Seen]:
        return list(await self.platform.dms(actor.id))

    async def rooms(self, actor: Actor) -> list[Room]:
        """The private rooms this person sees now, in the order they were made; without closed ones."""
        return list(await self.platform.private_rooms(actor.id))

    async def events(self) -> list[Event]:
        """What the community's own calendar announces now; nothing where there is none (Slack)."""
        return list(await self.platform.events())

    @property
    def has_calendar(self) -> bool:
        return self.platform.has_calendar

    @property
    def closes_rooms(self) -> bool:
        """False on Slack, where a group message stays with its people for ever."""
        return self.platform.closes_rooms

    @property
    def has_replies(self) -> bool:
        """False where private rooms are threads by themselves (Discord), and on the playground."""
        return self.platform.has_replies

    async def leave(self, actor: Actor) -> None:
        """The person leaves the community, on the platform; the bot is told nothing."""
        await self.platform.leave(actor.id)

    async def time_out(self, actor: Actor) -> None:
        await self.platform.time_out(actor.id)

    async def close_dms(self, actor: Actor) -> None:
        await self.platform.close_dms(actor.id)

    async def break_rooms(self) -> None:
        """From now on no private room can be made."""
        await self.platform.allow_rooms(False)

    async def mend_rooms(self) -> None:
        await self.platform.allow_rooms(True)

    async def break_calendar(self) -> None:
        """From now on the bot may not write into the calendar."""
        await self.platform.allow_events(False)

    async def mend_calendar(self) -> None:
        await self.platform.allow_events(True)

    async def step(self, **by: float) -> None:
        """Time passes from one due moment to the next: everything is done at its own time."""
        await step_through(self.app, self.clock, timedelta(**by))

    async def settle(self) -> None:
        await self.app.settle()
