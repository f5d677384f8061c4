"""A platform in memory whose faults can be scripted: what it was asked, what it shows, what it forgets."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from bot.adapter import (
    AccountRef,
    Blocked,
    Channel,
    Core,
    Delivery,
    Direct,
    MayNotLook,
    RetryAfter,
    Scene,
    Shown,
    Unsupported,
    Wanted,
    WantedEvent,
    WantedRoom,
)
from bot.context import Echo, Standing
from bot.scheduling.clock import Clock
from bot.ui.card import Card
from bot.ui.form import Place


class Fault(Enum):
    """What goes wrong with one call, so that the caller can't tell."""

    LOST_BEFORE = "the call never arrived"
    LOST_AFTER = "it was done, and the answer was lost"
    HANGS = "no answer ever"


Scripted = Delivery | Fault | None


@dataclass
class Post:
    place: str
    card: Card
    scene: Scene
    nonce: int
    reply_to: str | None = None


@dataclass
class DummyAdapter:
    clock: Clock
    name: str = "dummy"
    dedupe_window: timedelta = timedelta(0)
    can_find: bool = False
    may_look: bool = True
    """Whether `find` may read the place at all."""
    asks_before_dm: bool = False
    settle: timedelta = timedelta(0)
    rate: float = float("inf")
    calls_per_person: float = 1.0
    up: bool = True
    posts: dict[str, Post] = field(default_factory=dict[str, Post])
    """What people see, by remote id."""
    calls: list[Wanted] = field(default_factory=list[Wanted])
    rooms: dict[str, WantedRoom] = field(default_factory=dict[str, WantedRoom])
    opened: list[WantedRoom] = field(default_factory=list[WantedRoom])
    """Every call of `open_room`."""
    events: dict[str, WantedEvent] = field(default_factory=dict[str, WantedEvent])
    """The calendar, by remote id."""
    script: deque[Scripted] = field(default_factory=deque[Scripted])
    """For the next calls of `show`, `open_room` and `announce`, in order; None: as usual."""
    closed: set[str] = field(default_factory=set[str])
    """Places where nothing can be posted."""
    shut: set[str] = field(default_factory=set[str])
    """People who take no direct messages."""
    standings: dict[str, Standing | None] = field(default_factory=dict[str, "Standing | None"])
    answers: dict[str, int] = field(default_factory=dict[str, int])
    """What people left under a post, by remote id."""
    looked: list[str] = field(default_factory=list[str])
    """Every post that was looked at."""
    silent: bool = False
    """Whether asking about people and posts fails."""
    gate: asyncio.Event | None = None
    """While set and not open, every send waits before it arrives."""
    called: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by every send."""
    _ids: Any = field(default_factory=lambda: itertools.count(1))
    _seen: dict[int, tuple[float, str]] = field(default_factory=dict[int, "tuple[float, str]"])

    async def run(self, core: Core) -> None:
        await asyncio.Event().wait()

    async def show(self, message: Wanted) -> Delivery:
        self.calls.append(message)
        return await self._scripted(lambda: self._do(message))

    async def _scripted(self, do: Callable[[], Delivery]) -> Delivery:
        """A call arrives, and goes as the script says."""
        self.called.set()
        if self.gate is not None:
            await self.gate.wait()
        fault = self.script.popleft() if self.script else None
        match fault:
            case Fault.LOST_BEFORE:
                raise ConnectionError
            case Fault.LOST_AFTER:
                do()
                raise ConnectionError
            case Fault.HANGS:
                await asyncio.Event().wait()
                raise AssertionError
            case None:
                return do()
            case Shown() | Blocked() | Unsupported() | RetryAfter():
                return fault

    def _do(self, message: Wanted) -> Delivery:
        match message.to:
            case Channel(place):
                if place in self.closed:
                    return Blocked("no access", place=True)
            case Direct(place):
                if place in self.shut:
                    return Blocked("closed-dms")
        if message.card is None:
            assert message.remote is not None
            self.posts.pop(message.remote, None)
            return Shown(message.remote)
        post = Post(place, message.card, message.scene, message.nonce, message.reply_to)
        if message.remote is not None:
            if message.remote not in self.posts:
                return Blocked("removed")
            post.reply_to = self.posts[message.remote].reply_to
            self.posts[message.remote] = post
            return Shown(message.remote)
        now = self.clock.now().timestamp()
        at, known = self._seen.get(message.nonce, (0.0, ""))
        if known and now - at < self.dedupe_window.total_seconds():
            return Shown(known)
        remote = f"m{next(self._ids)}"
        self._seen[message.nonce] = (now, remote)
        self.posts[remote] = post
        return Shown(remote, f"dm-{place}" if isinstance(message.to, Direct) else "")

    async def open_room(self, room: WantedRoom) -> Delivery:
        self.opened.append(room)
        return await self._scripted(lambda: self._make(room))

    def _make(self, room: WantedRoom) -> Delivery:
        """Knows no nonce: whoever does not look for what was made already makes another one."""
        remote = room.remote
        if remote is None and room.again:
            remote = next((made for made, of in self.rooms.items() if of.nonce == room.nonce), None)
        if remote is None:
            if not room.open:
                return Shown("")
            doubles = sum(of.nonce == room.nonce for of in self.rooms.values())
            remote = f"r{room.id}" + f"-{doubles + 1}" * bool(doubles)
        self.rooms[remote] = room
        return Shown(remote)

    async def announce(self, event: WantedEvent) -> Delivery:
        return await self._scripted(lambda: self._put(event))

    def _put(self, event: WantedEvent) -> Delivery:
        """Knows no nonce: whoever does not look first puts it there twice."""
        if event.event is None:
            self.events.pop(event.remote or "", None)
            return Shown(event.remote or "")
        if event.remote is not None and event.remote not in self.events:
            return Blocked("removed")
        remote = event.remote or f"e{next(self._ids)}"
        self.events[remote] = event
        return Shown(remote)

    async def find_event(self, event: WantedEvent) -> str | None:
        return next((remote for remote, known in self.events.items() if known.nonce == event.nonce), None)

    async def find(self, message: Wanted) -> str | None:
        if not self.may_look:
            raise MayNotLook
        sought = message.nonce, message.reply_to  # it looks where the message was to go
        return next((remote for remote, post in self.posts.items() if (post.nonce, post.reply_to) == sought), None)

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        if self.silent:
            raise ConnectionError
        return [self.standings.get(ref.external, Standing(0, here=True)) for ref in people]

    async def look_at(self, team: str, remote: str) -> Echo:
        self.looked.append(remote)
        if self.silent:
            raise ConnectionError
        return Echo("", remote in self.posts, self.answers.get(remote, 0), f"https://example.org/{remote}")

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        return [Place(room) for room in rooms]

    def preview(self, card: Card, scene: Scene) -> Mapping[str, Any]:
        return {"title": card.title}

    def healthy(self) -> bool:
        return self.up

    def replies(self) -> dict[str, str | None]:
        """The title of each post, and of the post it is a reply to."""
        title = {remote: post.card.title for remote, post in self.posts.items()}
        return {post.card.title: title.get(post.reply_to or "") for post in self.posts.values()}

    def titles(self, place: str = "") -> list[str]:
        """The titles that people see there, or anywhere."""
        return [post.card.title for post in self.posts.values() if not place or post.place == place]
