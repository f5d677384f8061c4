"""Buttons, lists and forms that nobody showed to the person who presses them."""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.adapter import ButtonPressed, FormSent, Incoming, OptionChosen
from bot.cog import Entry, Handler, Registry
from bot.runtime.all_cogs import load
from bot.runtime.start import all_migrations
from bot.storage.database import Row, Tx
from bot.ui.card import Call
from bot.ui.form import Field, Kind, Raw
from bot.ui.wire import encode_call
from tests.bot.safety.conftest import schema
from tests.safety.walking import Planted, raw
from tests.safety.watching import PRESSED, Pressed, Value, Watch
from tests.stage import Actor, Stage
from tests.stage.memory import MemoryPlatform

Rows = Mapping[str, frozenset[Row]]
ID = 10**15
"""Ids of rows are larger than any count or moment."""
_SMALL: Mapping[type, tuple[Value, ...]] = {int: (0, 1), bool: (True, False), str: ("", "light", "yes")}


def rows(tx: Tx) -> Rows:
    """Everything, but for the numbers of events that came in."""
    return {t: frozenset(tx.all(f"SELECT * FROM {t}")) for t in sorted(schema()) if t != "inbox"}


def ids(found: Rows) -> frozenset[int]:
    return frozenset(v for kept in found.values() for row in kept for v in row if type(v) is int and v > ID)


@functools.cache
def _tables_of(package: str) -> frozenset[str]:
    sql = [migration.sql for migration in all_migrations() if migration.component == package]
    return frozenset(table for table in schema() if any(f"TABLE {table} " in one for one in sql))


@dataclass(frozen=True)
class Forge:
    """What to press: what was really pressed, and for the rest ids of the tables of the same feature."""

    watch: Watch
    found: Rows
    planted: Planted
    most: int = 5

    def pressed(self, registry: Registry) -> Iterator[tuple[Handler, Pressed]]:

        for name, handler in sorted(registry.handlers.items()):
            if handler.entry not in PRESSED or name.startswith(("consent.", "data.erase")):
                continue
            real = list(self.watch.calls.get(name, {}))
            chosen = real if len(real) <= self.most else [*real[:2], *real[2 - self.most :]]
            if not real or (len(real) < 2 and handler.kinds):
                chosen += self.made_up(handler)
            yield from ((handler, one) for one in dict.fromkeys(chosen))

    def made_up(self, handler: Handler) -> list[Pressed]:
        near = self._near(handler)
        choices = [(*near, *_SMALL[int]) if kind is int else _SMALL[kind] for kind in handler.kinds[: handler.required]]
        every = list(itertools.islice(itertools.product(*choices), 5000))
        some = random.Random(handler.name).sample(every, min(len(every), 4 * self.most))
        values = [str(id) for id in near[: self.most]] if handler.entry is Entry.PICK else [""]
        return [Pressed(args, value) for args in some for value in values]

    def _near(self, handler: Handler) -> list[int]:
        """Ids of the newest rows of the feature's own tables."""
        tables = _tables_of(handler.func.__module__.split(".")[1])
        newest = [sorted(self.found[table], key=str)[-2:] for table in sorted(tables)]
        return sorted({v for kept in newest for row in kept for v in row if type(v) is int and v > ID})[-12:]


async def press(
    stage: Stage, actor: Actor, handler: Handler, what: Pressed, community: int, words: str = "Made up"
) -> str:
    """All that the person is shown for it. `words` fill a form."""
    platform = stage.platform
    assert isinstance(platform, MemoryPlatform)
    who = platform.acting(actor.id)
    call = encode_call(Call(handler.name, what.args), community)
    event: Incoming
    match handler.entry:
        case Entry.ACTION:
            event = ButtonPressed(**who, call=call)
        case Entry.PICK:
            event = OptionChosen(**who, call=call, value=what.value)
        case _:
            assert handler.form is not None
            values = {name: _typed(stage, asked, words) for name, asked in handler.form.fields.items()}
            event = FormSent(**who, call=call, values=values)
    return raw(await platform._send(event))  # pyright: ignore[reportPrivateUsage] -- events that no client would send


def _typed(stage: Stage, asked: Field, words: str) -> Raw:
    match asked.kind:
        case Kind.SHORT | Kind.LONG:
            return words[: asked.high]
        case Kind.CHOICE:
            return asked.options[-1][0]
        case Kind.SEVERAL:
            return (asked.options[0][0],)
        case Kind.DAY:
            return stage.now.date().isoformat()
        case Kind.HOUR | Kind.NUMBER:
            return min(max(asked.low, 9), asked.high)
        case Kind.TICK:
            return True
        case Kind.PERSON:
            return "id-robin"
        case Kind.ROOM:
            return "room-wins"
        case Kind.ROLE:
            return "123"


__all__ = ["Forge", "ids", "load", "press", "rows"]
