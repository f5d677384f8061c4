"""Runs the community: events go through dispatch, everything else happens as it does for real on a stepped clock."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.adapter import (
    AccountRef,
    Blocked,
    ButtonPressed,
    CommandCalled,
    Delivery,
    Direct,
    FormSent,
    Shown,
    Wanted,
    Who,
)
from bot.people import communities
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.runtime.start import step_through
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Database
from bot.storage.seal import KeyRing
from bot.ui.card import Call, Card
from bot.ui.wire import dump_card, encode_call
from cogs.buddies.pairs.views import over
from tests.bench.community import founded, join_all
from tests.bench.dummy import DummyAdapter
from tests.simulation.check import Ledger, Record, answers
from tests.simulation.people import Habit, Presses, Someone, someone

TEAM, ROOM = "harbour", "wins"
_START = datetime(2026, 3, 3, 9, tzinfo=UTC)
"""A Tuesday: the first round is on Monday, 9 March, at ten."""
_ROUND = datetime(2026, 3, 9, 10, tzinfo=UTC)
_AT_ONCE = 256
_OVER = dump_card(over())


class Inboxes(DummyAdapter):
    """Keeps what reached each person until it is read."""

    def __init__(self, clock: SteppedClock) -> None:
        super().__init__()
        self.unread: list[tuple[str, Card]] = []
        self.told: list[tuple[str, datetime]] = []
        """Every message to a person, with its time."""
        self._clock = clock
        self._messages = itertools.count(1)

    async def show(self, message: Wanted) -> Delivery:
        if message.remote is not None or message.card is None:
            return Shown(message.remote or "")
        if isinstance(message.to, Direct):
            self.unread.append((message.to.person, message.card))
            self.told.append((message.to.person, self._clock.now()))
            return Shown(f"m{next(self._messages)}", message.to.person)
        return Shown(f"m{next(self._messages)}") if message.to.external.startswith("r") else Blocked("no such room")


class Life:
    def __init__(self, folder: Path, members: int, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        self.clock = SteppedClock(_START)
        self.adapter = Inboxes(self.clock)
        self.people = {one.external: one for one in (someone(n, self.dice) for n in range(members))}
        self.presses = Presses(self.dice)
        self.record = Record()
        self._url = f"sqlite:///{folder / 'life.db'}"
        self._events = itertools.count(1)
        self._app: App | None = None
        self._community = 0
        self._steady = members

    async def run(self, rounds: int) -> Record:
        """What happened; raises AssertionError when a rule is broken."""
        db = await founded(
            self._url, KeyRing.fresh(), self.adapter.name, "", TEAM, ROOM, list(self.people), self.clock.now()
        )
        app = self._app = await App.assemble(db, [self.adapter], self.clock, load())
        try:
            self._community = await db.run(lambda tx: communities.ensure(tx, self.adapter.name, TEAM))
            await self._join(list(self.people.values()))
            ledger = Ledger(db, self._community, self.record)
            for number in range(rounds):
                await self._week(db, ledger, _ROUND + timedelta(weeks=number))
            self.record.met = await db.read(answers)
            return self.record
        finally:
            app.close()
            await db.close()

    async def _week(self, db: Database, ledger: Ledger, at: datetime) -> None:
        """From a day after the last round until a day after this one."""
        await self._until(at - timedelta(hours=12))
        await self._whims()
        await self._until(at - timedelta(minutes=1))
        before = await ledger.before(at)
        await self._until(at + timedelta(minutes=5))
        await ledger.after(at, before)
        await self._until(at + timedelta(days=1))
        self._rules_of_messages()
        ledger.unmatched_were_told(self.record.heard)
        await self._changes(at)

    async def _until(self, moment: datetime) -> None:
        """Hour by hour, and people answer what reached them within the hour."""
        assert self._app is not None
        while self.clock.now() < moment:
            await step_through(self._app, self.clock, min(timedelta(hours=1), moment - self.clock.now()))
            await self._answer()

    async def _answer(self) -> None:
        unread, self.adapter.unread = self.adapter.unread, []
        pressed: list[tuple[Someone, Call]] = []
        for external, card in unread:
            if external not in self.people:
                continue
            self.record.read(external, card)
            if "pairing has ended" in card.title:
                assert dump_card(card) == _OVER, "the note about an ended pair tells more than it may"
            pressed += [(self.people[external], call) for call in self.presses.of(self.people[external], card)]
        await self._act([self._press(person, call) for person, call in pressed])

    async def _whims(self) -> None:
        """Half a day before the round: some pause until they come back, and some come back."""
        acts: list[Any] = []
        for person in self.people.values():
            if person.habit is Habit.GHOST:
                continue
            if person.rounds_away:
                person.rounds_away -= 1
                if not person.rounds_away:
                    acts.append(self._press(person, Call("buddy.come_back")))
            elif self.dice.random() < 0.02:
                person.rounds_away = self.dice.randint(1, 4)
                pair = self.record.going_on.get(person.external, 0)
                acts.append(self._press(person, Call("buddy.pause_open", (pair,))))
            elif self.dice.random() < 0.02:
                acts.append(self._press(person, Call("rest.begin", (3, 0))))
        await self._act(acts)

    async def _changes(self, at: datetime) -> None:
        """Somebody never wants to meet somebody again, some leave for good, and new people come."""
        steady = [person for person in self.people.values() if person.habit is Habit.STEADY]
        acts: list[Any] = []
        for person in self.dice.sample(steady, max(1, len(steady) // 100)):
            other = self.dice.choice(steady)
            if other is not person:
                acts.append(self._send(person, Call("buddy.keep_never"), {"person": other.external}))
        leaving = self.dice.sample(list(self.people.values()), max(1, self._steady // 100))
        for person in leaving:
            pair = self.record.going_on.get(person.external, 0)
            acts.append(self._press(person, Call("buddy.leave", (pair,))))
        await self._act(acts)
        for person in leaving:
            del self.people[person.external]
        count = len(self.record.everybody)
        new = [someone(count + n, self.dice) for n in range(max(1, self._steady // 100))]
        assert self._app is not None
        await join_all(self._app.db, self.adapter.name, "", TEAM, [one.external for one in new], self.clock.now())
        self.people.update({one.external: one for one in new})
        await self._join(new)

    async def _join(self, some: list[Someone]) -> None:
        self.record.everybody.update(person.external for person in some)
        await self._act([self._command(person, "buddy join", city=person.zone) for person in some])
        for name, value in _lines():
            await self._act(
                [self._send(person, Call(f"profile.keep_{name}"), {name: value(person)}) for person in some]
            )

    async def _act(self, events: list[Any]) -> None:
        assert self._app is not None
        for start in range(0, len(events), _AT_ONCE):
            await asyncio.gather(*map(self._app.core.dispatch, events[start : start + _AT_ONCE]))
        await self._app.settle()

    def _rules_of_messages(self) -> None:
        """Nobody gets more than two messages of Cairn's own accord between two midnights of theirs: with those that
        answer an act of theirs this allows for four."""
        days: dict[tuple[str, Any], int] = {}
        for external, when in self.adapter.told:
            if external in self.people:
                key = (external, when.date())
                days[key] = days.get(key, 0) + 1
        self.record.most_messages = max(self.record.most_messages, max(days.values(), default=0))
        self.adapter.told.clear()

    def _who(self, person: Someone) -> tuple[Who, str, str]:
        account = AccountRef(self.adapter.name, "", person.external)
        return Who(account, person.external), TEAM, f"e{next(self._events)}"

    def _command(self, person: Someone, name: str, **args: str) -> CommandCalled:
        return CommandCalled(*self._who(person), name, args)

    def _press(self, person: Someone, call: Call) -> ButtonPressed:
        return ButtonPressed(*self._who(person), encode_call(call, self._community))

    def _send(self, person: Someone, call: Call, values: Mapping[str, Any]) -> FormSent:
        return FormSent(*self._who(person), encode_call(call, self._community), values)


def _lines() -> tuple[tuple[str, Callable[[Someone], Any]], ...]:
    return (
        ("parts", lambda one: tuple(sorted(part.value for part in one.parts))),
        ("field", lambda one: one.field.value),
        ("stage", lambda one: one.stage.value),
        ("language", lambda one: one.language.value),
        ("cadence", lambda one: str(one.cadence)),
        ("medium", lambda one: one.medium.value),
    )
