"""The community that the page shows: members, rooms and what was said, in memory only.

A place is a room's id, `dm-<member>` or `home-<member>`. A post that has a `viewer` is a private answer: nobody else
sees it. Nothing here knows about the web or about features.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.scheduling.clock import Clock
from bot.ui.card import Card
from bot.ui.form import Place

COMMUNITY = "harbour"
COMMUNITY_NAME = "Harbour"
BOT = "cairn"
WINS = "wins"
SEND, MAKE_ROOMS = "Send messages", "Create private rooms"
"""The permissions that the playground can take away, in its own words."""


@dataclass(frozen=True, slots=True)
class Member:
    id: str
    name: str
    zone: str
    organiser: bool = False
    roles: frozenset[str] = frozenset()


@dataclass(slots=True)
class Room:
    id: str
    name: str
    topic: str = ""
    people: tuple[str, ...] | None = None
    """None: everybody's."""
    archived: bool = False


@dataclass(slots=True)
class Post:
    """A message, a card or a private answer. `rev` grows with every change; `order` never changes."""

    id: str
    place: str
    author: str
    at: datetime
    order: int
    rev: int
    text: str = ""
    card: Card | None = None
    scene: object = None
    nonce: int | None = None
    viewer: str = ""
    removed: bool = False


@dataclass(slots=True)
class Faults:
    """What goes wrong on purpose. `busy` and `lost_answers` count down with each post."""

    closed_dms: set[str] = field(default_factory=set[str])
    lost_rooms: set[str] = field(default_factory=set[str])
    timed_out: set[str] = field(default_factory=set[str])
    left: set[str] = field(default_factory=set[str])
    no_rooms: bool = False
    """No private room can be made."""
    busy: int = 0
    """So many posts are refused for now (`RetryAfter`)."""
    lost_answers: int = 0
    """So many posts are made although nobody hears that they were."""


MEMBERS = (
    Member("wren", "Wren", "Europe/Berlin"),
    Member("sable", "Sable", "America/New_York"),
    Member("juniper", "Juniper", "Asia/Kolkata"),
    Member("moss", "Moss", "Europe/London", roles=frozenset({"moderators"})),
    Member("fern", "Fern", "Europe/Berlin", organiser=True),
)
ROLES = {"moderators": "Moderators", "listeners": "Listeners", "facilitators": "Facilitators"}
ROOMS = (
    ("wins", "Small steps and good news"),
    ("support", "For the hard days"),
    ("lounge", "Tea, talk and everything else"),
)


class World:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.members = {m.id: m for m in MEMBERS}
        self.rooms = {name: Room(name, name, topic) for name, topic in ROOMS}
        self.posts: dict[str, Post] = {}
        self.homes: dict[str, Post] = {}
        self.faults = Faults()
        self.version = 0
        self._order = itertools.count(1)
        self._read: dict[tuple[str, str], int] = {}
        self._watchers: set[asyncio.Event] = set()

    def changed(self) -> int:
        self.version += 1
        for watcher in self._watchers:
            watcher.set()
        return self.version

    @contextmanager
    def watch(self) -> Generator[asyncio.Event]:
        """An event that is set at every change, for as long as the block runs."""
        event = asyncio.Event()
        self._watchers.add(event)
        try:
            yield event
        finally:
            self._watchers.discard(event)

    # places

    def may_enter(self, member: str, place: str) -> bool:
        room = self.rooms.get(place)
        if room is not None:
            return room.people is None or member in room.people
        return place in (f"dm-{member}", f"home-{member}")

    def rooms_of(self, member: str) -> list[Room]:
        """Without archived ones; whoever left sees no private ones."""
        gone = member in self.faults.left
        return [
            room
            for room in self.rooms.values()
            if not room.archived and self.may_enter(member, room.id) and not (gone and room.people is not None)
        ]

    def place(self, room: str) -> Place:
        """What the bot may do in a room."""
        known = self.rooms.get(room)
        if known is None:
            return Place(room, "", ("View channel",))
        missing = (SEND,) if room in self.faults.lost_rooms else ()
        return Place(room, known.name, missing, (MAKE_ROOMS,) if self.faults.no_rooms else ())

    # posts

    def add(self, post_id: str, place: str, author: str, *, viewer: str = "") -> Post:
        """A new empty post at the end of a place; the caller fills it in."""
        post = Post(post_id, place, author, self._clock.now(), next(self._order), self.changed(), viewer=viewer)
        self.posts[post_id] = post
        return post

    def touch(self, post: Post) -> None:
        post.rev = self.changed()

    def remove(self, post: Post) -> None:
        """Only the fact that it was there is kept."""
        post.removed = True
        post.text, post.card, post.scene = "", None, None
        self.touch(post)

    def latest(self) -> int:
        """Grows when something that can be seen appears, changes or goes."""
        return max((p.rev for p in self.posts.values()), default=0)

    def by_nonce(self, nonce: int) -> Post | None:
        return next((p for p in self.posts.values() if p.nonce == nonce), None)

    def seen_by(self, member: str, place: str) -> list[Post]:
        """In order; without what was removed."""
        if not self.may_enter(member, place):
            return []
        return [
            p
            for p in self.posts.values()
            if p.place == place and not p.removed and (not p.viewer or p.viewer == member)
        ]

    def read(self, member: str, place: str) -> None:
        posts = self.seen_by(member, place)
        latest = max((p.order for p in posts), default=0)
        if latest > self._read.get((member, place), 0):
            self._read[member, place] = latest
            self.changed()

    def unread(self, member: str, place: str) -> bool:
        mark = self._read.get((member, place), 0)
        return any(p.order > mark and p.author != member and not p.viewer for p in self.seen_by(member, place))
