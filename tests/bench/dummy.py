"""An adapter that shows nothing and takes no time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.adapter import (
    AccountRef,
    Channel,
    Core,
    Delivery,
    Direct,
    Scene,
    Shown,
    Unsupported,
    Wanted,
    WantedEvent,
    WantedRoom,
)
from bot.context import Echo, Standing
from bot.ui.card import Card
from bot.ui.form import Place

_HERE = Standing(0, here=True)


class DummyAdapter:
    """Counts new posts by place. `enough` is set when `wanted` messages were posted."""

    name = "dummy"
    dedupe_window = timedelta(minutes=2)
    can_find = False
    asks_before_dm = False
    settle = timedelta(0)
    rate = 1_000_000.0
    calls_per_person = 0.0

    def __init__(self, wanted: int = 0) -> None:
        self.posted = 0
        self.cards: dict[str, list[str]] = {}
        """Titles of what was posted, by where it went."""
        self.enough = asyncio.Event()
        self._wanted = wanted
        self._ids = itertools.count(1)

    async def run(self, core: Core) -> None:
        await asyncio.Event().wait()

    async def show(self, message: Wanted) -> Delivery:
        if message.remote is not None or message.card is None:
            return Shown(message.remote or "")
        self.posted += 1
        if self.posted == self._wanted:
            self.enough.set()
        match message.to:
            case Channel(place) | Direct(place):
                self.cards.setdefault(place, []).append(message.card.title)
        return Shown(f"m{next(self._ids)}", place if isinstance(message.to, Direct) else "")

    async def open_room(self, room: WantedRoom) -> Delivery:
        return Shown(f"r{next(self._ids)}")

    async def find(self, message: Wanted) -> str | None:
        return None

    async def announce(self, event: WantedEvent) -> Delivery:
        return Unsupported()

    async def find_event(self, event: WantedEvent) -> str | None:
        return None

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        return [_HERE] * len(people)

    async def look_at(self, team: str, remote: str) -> Echo:
        return Echo("")

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        return [Place(room) for room in rooms]

    def preview(self, card: Card, scene: Scene) -> Mapping[str, Any]:
        return {}

    def healthy(self) -> bool:
        return True
