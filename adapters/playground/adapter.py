"""The playground as an `Adapter`: shows what the core wants in a world in memory, and serves the page."""

from __future__ import annotations

import asyncio
import sys
import webbrowser
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.playground import cards
from adapters.playground.acts import Acts
from adapters.playground.server import serve
from adapters.playground.world import BOT, Room, World
from bot.adapter import (
    AccountRef,
    Blocked,
    Channel,
    Core,
    Delivery,
    Direct,
    RetryAfter,
    Scene,
    Shown,
    Unsupported,
    Wanted,
    WantedEvent,
    WantedRoom,
)
from bot.context import Echo, Standing
from bot.scheduling.clock import SteppedClock
from bot.ui.card import Card
from bot.ui.form import Place

Preview = Callable[[Card, Scene], Mapping[str, Any]]
Step = Callable[[timedelta], Awaitable[None]]
NextEvent = Callable[[], Awaitable[datetime | None]]


@dataclass(frozen=True, slots=True)
class PlaygroundSettings:
    """`port` 0 takes any free one."""

    port: int = 8770
    open_browser: bool = True


class AnswerLost(ConnectionError):
    """The post was made, and the answer that says so did not arrive."""


class Playground:
    name = "playground"
    dedupe_window = timedelta(days=365)
    can_find = True
    asks_before_dm = False
    settle = timedelta(0)
    rate = 100_000.0
    calls_per_person = 0.0

    def __init__(
        self,
        settings: PlaygroundSettings,
        clock: SteppedClock,
        previews: Mapping[str, Preview],
        step: Step,
        next_event: NextEvent,
        announce: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._previews = previews
        self._step = step
        self._next_event = next_event
        self._announce = announce
        self.world = World(clock)
        self.url = ""
        """Where the page is; empty until it is served."""
        self.serving = asyncio.Event()

    async def run(self, core: Core) -> None:
        acts = Acts(core, self.world, self._clock, self._step, self._next_event)
        try:
            await serve(self._settings.port, acts, self._previews, self._ready)
        finally:
            self.url = ""
            self.serving.clear()

    def _ready(self, url: str) -> None:
        self.url = url
        self.serving.set()
        self._announce(url)
        if self._settings.open_browser:
            asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)  # some browsers block

    async def show(self, message: Wanted) -> Delivery:
        place = self._place(message.to)
        post = self.world.posts.get(message.remote) if message.remote else self.world.by_nonce(message.nonce)
        if message.card is None:
            if post is not None and not post.removed:
                self.world.remove(post)
            return Shown(message.remote or "", place)
        if (post is None and message.remote) or (post is not None and post.removed):
            return Blocked("removed")
        if blocked := self._blocked(message.to):
            return blocked
        if post is None:
            if self.world.faults.busy > 0:
                self.world.faults.busy -= 1
                return RetryAfter(1.0)
            post = self.world.add(f"m{message.nonce:016x}", place, BOT)
            post.nonce = message.nonce
        post.card, post.scene = message.card, message.scene
        self.world.touch(post)
        if not message.remote and self.world.faults.lost_answers > 0:
            self.world.faults.lost_answers -= 1
            raise AnswerLost
        return Shown(post.id, place)

    def _place(self, to: Channel | Direct) -> str:
        match to:
            case Channel(external):
                return external
            case Direct(person):
                return f"dm-{person}"

    def _blocked(self, to: Channel | Direct) -> Blocked | None:
        world = self.world
        match to:
            case Channel(external) if external not in world.rooms:
                return Blocked("no such room", place=True)
            case Channel(external) if external in world.faults.lost_rooms:
                return Blocked("no permission", place=True)
            case Direct(person) if person not in world.members or person in world.faults.left:
                return Blocked("no such person", place=True)
            case Direct(person) if person in world.faults.closed_dms:
                return Blocked("DMs closed", place=True)
            case _:
                return None

    async def open_room(self, room: WantedRoom) -> Delivery:
        external = room.remote or f"r{room.nonce:016x}"
        known = self.world.rooms.get(external)
        if known is None:
            if room.remote:
                return Blocked("removed", place=True)
            if not room.open:
                return Shown(external)
            if blocked := self._unmakeable(room):
                return blocked
            known = self.world.rooms[external] = Room(external, room.title, "A private room", room.people)
        known.archived = not room.open
        self.world.changed()
        return Shown(external)

    def _unmakeable(self, room: WantedRoom) -> Blocked | None:
        if self.world.faults.no_rooms:
            return Blocked("private rooms can't be made: the playground has taken the right away")
        here = [p for p in room.people if p in self.world.members and p not in self.world.faults.left]
        if len(here) < max(2, len(room.people)):
            return Blocked("somebody is no longer here")
        return None

    async def find(self, message: Wanted) -> str | None:
        post = self.world.by_nonce(message.nonce)
        return post.id if post is not None else None

    async def announce(self, event: WantedEvent) -> Delivery:
        return Unsupported("the playground has no calendar")

    async def find_event(self, event: WantedEvent) -> str | None:
        return None

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        return [self._standing(person.external) for person in people]

    def _standing(self, external: str) -> Standing:
        member = self.world.members.get(external)
        if member is None or external in self.world.faults.left:
            return Standing(0, here=False)
        timed_out = external in self.world.faults.timed_out
        return Standing(0, here=True, timed_out=timed_out, name=member.name, role_ids=tuple(sorted(member.roles)))

    async def look_at(self, team: str, remote: str) -> Echo:
        """It knows no replies to one post, so that nothing counts them, and a post has no address of its own."""
        post = self.world.posts.get(remote)
        return Echo("", here=post is not None and not post.removed)

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        return [self.world.place(room) for room in rooms]

    def preview(self, card: Card, scene: Scene) -> Mapping[str, Any]:
        return cards.render(card, scene)

    def healthy(self) -> bool:
        return bool(self.url)


def create(
    settings: PlaygroundSettings,
    clock: SteppedClock,
    previews: Mapping[str, Preview],
    step: Step,
    next_event: NextEvent,
    announce: Callable[[str], None] | None = None,
) -> Playground:
    """`previews` draws a card as another platform would receive it; `step` moves the clock and settles what is due;
    `next_event` tells when something is next due; `announce` is told the page's address once it is served; without
    it, a line on standard output says it."""
    return Playground(settings, clock, previews, step, next_event, announce or say)


def say(url: str) -> None:
    sys.stdout.write(f"The playground is open at {url} (Ctrl+C stops it)\n")
    sys.stdout.flush()
