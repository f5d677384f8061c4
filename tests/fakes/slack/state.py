"""What the fake workspace holds."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class User:
    id: str
    name: str
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    admin: bool = False
    bot: bool = False
    deleted: bool = False
    guest: bool = False
    one_room: bool = False
    """A guest of a single channel."""
    modals: list[Json] = field(default_factory=list[Json])
    """The stack of open views, the top last."""
    home: Json | None = None


@dataclass
class Room:
    id: str
    name: str
    members: set[str]
    kind: str = "channel"
    """channel, im or mpim."""
    private: bool = False
    archived: bool = False
    messages: list[Json] = field(default_factory=list[Json])
    posted_at: float = 0.0


@dataclass
class Reply:
    """A `response_url`: five uses within half an hour."""

    user: str
    channel: str
    until: float
    message: Json | None
    uses: int = 0
    answer: Json | None = None
    """The last message that came through it."""


@dataclass
class Response:
    """What came back for one act of a person."""

    acknowledged: bool
    payload: Json = field(default_factory=dict[str, Any])
    message: Json | None = None
    """The newest message shown to this person because of it, as far as it has come by now."""
    view: Json | None = None
    """The view on top now."""
    errors: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Fault:
    """What happens to one call: `status` of a page that is no answer, `error` with ok=false, `retry_after` seconds,
    `reset` the line, `hang` for ever; `lost`: it is done and then the line is reset."""

    status: int = 0
    error: str = ""
    retry_after: int = 0
    reset: bool = False
    hang: bool = False
    lost: bool = False


class World:
    def __init__(self) -> None:
        self.team = "T00000001"
        self.app = "A00000001"
        self.bot = User("U0CAIRN00", "cairn", bot=True)
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.rooms: dict[str, Room] = {}
        self.shown: list[tuple[str, Json]] = []
        """Ephemeral messages by the person who sees them, in order."""
        self.files: list[Json] = []
        self.uploads: dict[str, Json] = {}
        self.replies: dict[str, Reply] = {}
        self.triggers: dict[str, tuple[float, str]] = {}
        self.calls: list[tuple[str, Json]] = []
        """Every Web API call that arrived: method and arguments."""
        self.refusals: list[str] = []
        """What was wrong with calls that were refused for their form: tests assert that this stays empty."""
        self.faults: dict[str, list[Fault]] = {}
        self.groups_refused = ""
        """The error with which every new or known group message is refused."""
        self.pace = False
        """Refuse a second message in one channel within a second."""
        self.skew = 0.0
        self._ids = itertools.count(1)
        self._last_ts = 0
        self._changed = asyncio.Event()

    def now(self) -> float:
        return time.time() + self.skew

    def number(self) -> int:
        return next(self._ids)

    def stamp(self) -> str:
        """A message's ts: its time, never twice."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"

    def changed(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, happened: Callable[[], Any], seconds: float = 5.0) -> Any:
        """Waits until something is so, here or in the bot, and returns it. Raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while not (found := happened()):
                with contextlib.suppress(TimeoutError):  # the bot's own state changes without a call
                    await asyncio.wait_for(self._changed.wait(), 0.02)
            return found

    def direct(self, people: frozenset[str]) -> Room:
        """The room of exactly these people and the bot."""
        members = {*people, self.bot.id}
        for room in self.rooms.values():
            if room.kind != "channel" and room.members == members:
                return room
        kind = "im" if len(people) == 1 else "mpim"
        prefix = "D" if kind == "im" else "C"
        room = Room(f"{prefix}{self.number():08}", "" if kind == "im" else f"mpdm-{self.number()}", members, kind)
        self.rooms[room.id] = room
        return room

    def trigger(self, user: str) -> str:
        trigger = f"{self.number()}.{self.team}.trigger"
        self.triggers[trigger] = (self.now() + 3, user)
        return trigger
