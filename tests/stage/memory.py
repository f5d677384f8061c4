"""The smallest platform: an `Adapter` that keeps what it was asked to show, and people who act on it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, assert_never

from bot.adapter import (
    AccountRef,
    Answer,
    Blocked,
    ButtonPressed,
    Channel,
    CommandCalled,
    Core,
    Delivery,
    Direct,
    FormSent,
    HomeOpened,
    Incoming,
    MenuChosen,
    OptionChosen,
    Scene,
    Shown,
    Wanted,
    WantedEvent,
    WantedRoom,
    Who,
)
from bot.cog import Message
from bot.context import Echo, Standing
from bot.scheduling.clock import SteppedClock
from bot.ui.card import Card
from bot.ui.event import Event
from bot.ui.form import Place
from bot.ui.outcome import Done, Invalid, OpenForm, Reply, Update
from bot.ui.wire import dump_card, encode_call
from tests.stage import reading
from tests.stage.stage import Room, Seen


@dataclass
class Person:
    name: str
    organiser: bool
    role_ids: frozenset[str] = frozenset()
    here: bool = True
    timed_out: bool = False
    dms_closed: bool = False
    new: bool = False
    guest: bool = False


@dataclass
class PrivateRoom:
    title: str
    people: tuple[str, ...]
    open: bool = True


@dataclass
class MemoryAdapter:
    name: str = "memory"
    dedupe_window: timedelta = timedelta(0)
    can_find: bool = True
    asks_before_dm: bool = False
    settle: timedelta = timedelta(0)
    rate: float = 1_000_000.0
    calls_per_person: float = 0.0
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    shown: dict[str, tuple[str, Wanted]] = field(default_factory=dict[str, "tuple[str, Wanted]"])
    rooms: dict[str, Place] = field(default_factory=dict[str, Place])
    private: dict[str, PrivateRoom] = field(default_factory=dict[str, PrivateRoom])
    makes_rooms: bool = True
    events: dict[str, WantedEvent] = field(default_factory=dict[str, WantedEvent])
    makes_events: bool = True
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    async def run(self, core: Core) -> None:
        await asyncio.Event().wait()

    async def show(self, message: Wanted) -> Delivery:
        match message.to:
            case Channel(place):
                if place in self.rooms and self.rooms[place].missing:
                    return Blocked("missing permission", place=True)
            case Direct(place):
                if self.people[place].dms_closed:
                    return Blocked("closed-dms")
        if message.remote is not None:
            if message.card is None:
                self.shown.pop(message.remote, None)
                return Shown(message.remote)
            if message.remote not in self.shown:
                return Blocked("removed")
        if message.card is None:
            return Shown(message.remote or "")
        if message.remote is not None:
            message = replace(message, reply_to=self.shown[message.remote][1].reply_to)
        remote = message.remote or f"m{next(self._ids)}"
        self.shown[remote] = (place, message)
        return Shown(remote, place if isinstance(message.to, Direct) else "")

    async def open_room(self, room: WantedRoom) -> Delivery:
        remote = room.remote or f"r{room.nonce:016x}"
        if remote not in self.private:
            if not room.open:
                return Shown(remote)
            if room.remote is not None:
                return Blocked("removed", place=True)
            if not self.makes_rooms:
                return Blocked("private rooms can't be made here")
            here = [person for person in room.people if person in self.people and self.people[person].here]
            if len(here) < max(2, len(room.people)):
                return Blocked("somebody is no longer here")
            self.private[remote] = PrivateRoom(room.title, room.people)
        self.private[remote].open = room.open
        return Shown(remote)

    async def announce(self, event: WantedEvent) -> Delivery:
        if not self.makes_events:
            return Blocked("events can't be made here")
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
        return next((remote for remote, (_, m) in self.shown.items() if m.nonce == message.nonce), None)

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        def standing(ref: AccountRef) -> Standing:
            person = self.people.get(ref.external)
            if person is None:
                return Standing(0, here=False)
            return Standing(
                0,
                here=person.here,
                timed_out=person.timed_out,
                guest=person.guest,
                name=person.name,
                new=person.new,
                role_ids=tuple(sorted(person.role_ids)),
            )

        return [standing(ref) for ref in people]

    async def look_at(self, team: str, remote: str) -> Echo:
        return Echo("", remote in self.shown, link=f"https://example.org/{remote}")

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        lacking = () if self.makes_rooms else ("Create private rooms",)
        return [replace(self.rooms.get(room, Place(room)), rooms_missing=lacking) for room in rooms]

    def preview(self, card: Card, scene: Scene) -> Mapping[str, Any]:
        return {"card": dump_card(card)}

    def healthy(self) -> bool:
        return True


class MemoryPlatform:
    name = "memory"
    tenant = ""
    team = "harbour"
    closes_rooms = True
    has_replies = True
    has_calendar = True

    def __init__(self, clock: SteppedClock | None = None) -> None:
        self.adapter = MemoryAdapter()
        self.rooms = {"wins": "room-wins", "support": "room-support"}
        for remote in self.rooms.values():
            self.adapter.rooms[remote] = Place(remote, remote)
        self._events = itertools.count(1)
        self._core: Core | None = None

    async def open(self) -> None:
        pass

    async def start(self, core: Core) -> None:
        self._core = core

    async def stop(self) -> None:
        pass

    def person(self, name: str, *, organiser: bool) -> str:
        self.adapter.people[f"id-{name}"] = Person(name, organiser)
        return f"id-{name}"

    def acting(self, who: str) -> dict[str, Any]:
        person = self.adapter.people[who]
        ref = AccountRef(self.name, self.tenant, who)
        return {
            "who": Who(ref, person.name, organiser=person.organiser, role_ids=person.role_ids),
            "community": self.team,
            "event_id": f"e{next(self._events)}",
        }

    async def _send(self, event: Incoming) -> Seen:
        assert self._core is not None
        return _seen(await self._core.dispatch(event))

    async def command(self, who: str, name: str, args: dict[str, Any]) -> Seen:
        return await self._send(CommandCalled(**self.acting(who), name=name, args=args))

    async def press(self, who: str, seen: Seen, label: str) -> Seen:
        card, scene = seen.handle
        button = next(b for b in reading.buttons(card) if b.label == label)
        return await self._send(ButtonPressed(**self.acting(who), call=encode_call(button.call, scene.community)))

    async def choose(self, who: str, seen: Seen, label: str) -> Seen:
        card, scene = seen.handle
        select, value = next((s, o.value) for s in reading.selects(card) for o in s.options if o.label == label)
        call = encode_call(select.call, scene.community)
        return await self._send(OptionChosen(**self.acting(who), call=call, value=value))

    async def submit(self, who: str, seen: Seen, values: dict[str, Any]) -> Seen:
        opened, scene = seen.handle
        call = encode_call(opened.then, scene.community)
        after = await self._send(FormSent(**self.acting(who), call=call, values=values))
        if after.errors:  # the form stays open with what was typed
            return replace(seen, text="", prefill=values, errors=after.errors)
        return after

    async def menu(self, who: str, label: str, text: str, mine: bool) -> Seen:
        message = Message(f"x{next(self._events)}", who if mine else "id-other", text, mine)
        return await self._send(MenuChosen(**self.acting(who), label=label, message=message))

    async def menu_on(self, who: str, label: str, post: Seen) -> Seen:
        card, _ = post.handle
        more = next((button.call for button in reading.buttons(card) if button.label == "…"), None)
        message = Message(post.id, "id-bot", post.text, mine=False, more=more)
        return await self._send(MenuChosen(**self.acting(who), label=label, message=message))

    async def home(self, who: str) -> Seen:
        return await self._send(HomeOpened(**self.acting(who)))

    async def posts(self, room: str) -> Sequence[Seen]:
        return self._in(self.rooms[room])

    async def dms(self, who: str) -> Sequence[Seen]:
        return self._in(who)

    def _in(self, place: str) -> list[Seen]:
        shown = [(remote, message) for remote, (there, message) in self.adapter.shown.items() if there == place]
        return [replace(self._message(m), id=remote, under=m.reply_to or "") for remote, m in shown]

    async def private_rooms(self, who: str) -> Sequence[Room]:
        people = self.adapter.people
        return [
            Room(room.title, tuple(people[id].name for id in room.people if people[id].here), self._in(remote))
            for remote, room in self.adapter.private.items()
            if room.open and who in room.people and people[who].here
        ]

    async def events(self) -> Sequence[Event]:
        return [known.event for known in self.adapter.events.values() if known.event is not None]

    async def allow_events(self, allowed: bool) -> None:
        self.adapter.makes_events = allowed

    async def leave(self, who: str) -> None:
        self.adapter.people[who].here = False

    async def time_out(self, who: str) -> None:
        self.adapter.people[who].timed_out = True

    async def close_dms(self, who: str) -> None:
        self.adapter.people[who].dms_closed = True

    async def allow_rooms(self, allowed: bool) -> None:
        self.adapter.makes_rooms = allowed

    def _message(self, message: Wanted) -> Seen:
        assert message.card is not None
        return _card(message.card, message.scene)


def _card(card: Card, scene: Scene) -> Seen:
    return Seen(
        reading.read(card, scene),
        tuple(b.label for b in reading.buttons(card)),
        tuple(o.label for s in reading.selects(card) for o in s.options),
        files=tuple(f.name for f in card.files),
        handle=(card, scene),
    )


def _seen(answer: Answer) -> Seen:
    match answer.outcome:
        case Reply(card) | Update(card):
            return _card(card, answer.scene)
        case OpenForm() as opened:
            fields = opened.fields
            return Seen(
                opened.form.title,
                form=tuple(fields),
                labels=tuple(field.label for field in fields.values()),
                hints=tuple(field.hint for field in fields.values()),
                prefill={name: value for name, value in opened.prefill.items() if name in fields},
                handle=(opened, answer.scene),
            )
        case Invalid(errors):
            return Seen("\n".join(errors.values()), errors=dict(errors))
        case Done():
            return Seen()
        case _:
            assert_never(answer.outcome)
