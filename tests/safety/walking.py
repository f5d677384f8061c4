"""Somebody who tries everything: types every command, presses every button once, fills every form in every way.

So whatever a feature adds is used without a test of its own. What ends things (delete, leave, stop) is left for last.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.cog import CommandSpec, Param
from bot.runtime.all_cogs import load
from bot.ui.form import Field, Kind
from bot.ui.outcome import OpenForm
from tests.safety.watching import Watch
from tests.stage import Actor, Seen, Stage

TOKEN = re.compile(r"zq\d{5}kx", re.IGNORECASE)
ENDS = re.compile(
    r"\b(delete|remove|leave|leaves|end|stop|stops|take .*(back|down|out)|call .*off|drop|undo|step out|"
    r"rest|pause|hide|swap|never|mute|report|withdraw|close|turn .*off|let .*go)\b|^\d+ (day|week|month)",
    re.IGNORECASE,
)
"""Words on buttons that end something, or make somebody rest."""
ERASES = re.compile(r"\b(erase|forget me)\b", re.IGNORECASE)
"""Who erased themselves would try nothing afterwards; that has its own tests."""
SHARES = re.compile(
    r"\b(share|post|publish|show|send|tell|give|thank|report|cheer|support|say|answer|ask|reply|write|with you|"
    r"check in|everyone|room|been there|here|join|another|say|agree|allow)\b",
    re.IGNORECASE,
)
"""Words on buttons by which something may reach other people."""


@dataclass
class Planted:
    """Who typed which sentence, and where."""

    author: dict[str, str] = field(default_factory=dict[str, str])
    where: dict[str, str] = field(default_factory=dict[str, str])
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def sentence(self, author: str, where: str, most: int = 300) -> str:
        token = f"zq{next(self._ids):05d}kx"
        self.author[token], self.where[token] = author, where
        return f"The words {token} here" if most >= 30 else token

    def field(self, token: str) -> str:
        """Of which form or command, without the choices made beside it."""
        where = self.where[token]
        return where if where.startswith("menu ") else where.partition(" ")[0]


@dataclass
class Walker:
    actor: Actor
    watch: Watch
    planted: Planted
    others: tuple[Actor, ...] = ()
    ends: bool = False
    """Whether what ends something is pressed too."""
    shares: bool = True
    """Whether what may reach other people is pressed too."""
    most: int = 8
    """How often a button of one label is pressed in one walk, on whatever card."""
    told: list[tuple[str, str, Seen]] = field(default_factory=list[tuple[str, str, Seen]])
    """Every answer: to whom, to what, and the answer."""
    _pressed: dict[str, int] = field(default_factory=dict[str, int], init=False)
    _filled: dict[str, int] = field(default_factory=dict[str, int], init=False)
    _chance: random.Random = field(default_factory=lambda: random.Random(5), init=False)
    """Another order in each walk: where one press takes the others away, each has its turn."""

    @property
    def stage(self) -> Stage:
        return self.actor.stage

    async def walk(self) -> None:
        self._pressed.clear()
        await self.look(await self.actor.home())
        for spec in sorted(load().commands.values(), key=lambda spec: spec.name):
            for args in self._typed(spec):
                await self._tell(f"/{spec.name}", await self.actor.command(spec.name, **args))
        for label in load().menus:
            mine = self.planted.sentence(self.actor.name, f"menu {label}")
            await self._tell(label, await self.actor.menu(label, mine))
        for room in self.stage.platform.rooms:
            for post in await self.stage.posts(room):
                await self.look(post)
        for post in await self.stage.dms(self.actor):
            await self.look(post)
        for private in await self.stage.rooms(self.actor):
            for post in private.posts:
                await self.look(post)

    async def look(self, first: Seen) -> None:
        """Presses all that is new on a card, and on the cards that follow."""
        waiting = [first]
        while waiting:
            seen = waiting.pop()
            title = TOKEN.sub("", seen.text.partition("\n")[0])
            for label in self._chance.sample(seen.buttons, len(seen.buttons)):
                if self._new(title, label):
                    waiting += await self._follow(label, await self.actor.press(seen, label))
            for label in seen.options[:10]:
                if self._new(title, f"option {label}"):
                    waiting += await self._follow(label, await self.actor.choose(seen, label))

    def _new(self, title: str, label: str) -> bool:
        plain = TOKEN.sub("", label)
        if ERASES.search(plain) or (not self.ends and ENDS.search(plain)) or (not self.shares and SHARES.search(plain)):
            return False
        for key, most in ((f"{title}|{plain}", 1), (plain, self.most)):
            if self._pressed.get(key, 0) >= most:
                return False
        for key in (f"{title}|{plain}", plain):
            self._pressed[key] = self._pressed.get(key, 0) + 1
        return True

    async def _follow(self, label: str, seen: Seen) -> list[Seen]:
        self.told.append((self.actor.name, label, seen))
        if not seen.form:
            return [seen]
        opened = self.watch.opened
        assert opened is not None, f"{label!r} opened a form that no handler asked for"
        count = self._filled.get(opened.then.name, 0)
        if count > 12:
            return []
        self._filled[opened.then.name] = count + 1
        after: list[Seen] = []
        for values in self._ways(opened, first=count == 0):
            sent = await self.actor.submit(seen, **values)
            self.told.append((self.actor.name, f"form {opened.form.title}", sent))
            if not sent.form:
                after.append(sent)
        return after[:1]

    async def _tell(self, label: str, seen: Seen) -> None:
        for after in await self._follow(label, seen):
            await self.look(after)

    def _typed(self, spec: CommandSpec) -> Iterator[dict[str, Any]]:
        if ENDS.search(spec.name) and not self.ends:
            return
        needed: dict[str, Any] = {o.name: self._argument(spec, o.name) for o in spec.options if o.required}
        yield needed
        texts = {o.name: self._argument(spec, o.name) for o in spec.options if o.param is Param.TEXT}
        people = {o.name: self._argument(spec, o.name) for o in spec.options if o.param is Param.PERSON}
        if texts and (self.shares or not people):
            yield {**people, **texts}

    def _argument(self, spec: CommandSpec, name: str) -> Any:
        option = next(o for o in spec.options if o.name == name)
        match option.param:
            case Param.TEXT:
                if name == "city":
                    return "Lisbon"
                return self.planted.sentence(self.actor.name, f"{spec.handler.name}.{name}")
            case Param.NUMBER:
                return 1
            case Param.TICK:
                return True
            case Param.DAY:
                return self.stage.now.date()
            case Param.CHOICE:
                assert option.enum is not None
                return next(iter(option.enum)).value
            case Param.PERSON:
                return self.others[0].id
            case Param.ROOM:
                return next(iter(self.stage.platform.rooms.values()))

    def _ways(self, opened: OpenForm, *, first: bool) -> Iterator[dict[str, Any]]:
        """The first time each choice is taken once; later one way is enough."""
        fields = opened.fields
        choices = {name: self._allowed(asked) for name, asked in fields.items() if asked.kind is Kind.CHOICE}
        base = {name: values[0] for name, values in choices.items()}
        yield self._values(opened, base)
        if first:
            for name, values in choices.items():
                for value in values[1:6]:
                    yield self._values(opened, {**base, name: value})

    def _allowed(self, asked: Field) -> list[str]:
        values = [value for value, label in asked.options if self.shares or not SHARES.search(f"{value} {label}")]
        return values or [asked.options[-1][0]]

    def _values(self, opened: OpenForm, chosen: dict[str, str]) -> dict[str, Any]:
        told = " ".join(f"{name}={value}" for name, value in chosen.items())
        return {
            name: chosen.get(name) or self._value(asked, f"{opened.then.name}.{name}", told)
            for name, asked in opened.fields.items()
        }

    def _value(self, asked: Field, where: str, told: str) -> Any:
        match asked.kind:
            case Kind.SHORT | Kind.LONG:
                if where.endswith(".place") and "zone" in where and self._filled.get(where, 0):
                    return "Lisbon"
                self._filled[where] = 1
                return self.planted.sentence(self.actor.name, f"{where} {told}".strip(), asked.high)
            case Kind.CHOICE:
                return asked.options[0][0]
            case Kind.SEVERAL:
                return tuple(value for value, _ in asked.options)
            case Kind.DAY:
                return self.stage.now.date() + timedelta(days=-1 if asked.past else 3)
            case Kind.HOUR:
                return 18 if "end" not in where else 9
            case Kind.NUMBER:
                return min(max(asked.low, 1), asked.high)
            case Kind.TICK:
                return True
            case Kind.PERSON:
                return self.others[0].id
            case Kind.ROOM:
                return list(self.stage.platform.rooms.values())[-1]
            case Kind.ROLE:
                return "123456"


def raw(seen: Seen) -> str:
    """All that a client is given, also what it hides until it is opened."""
    several = type(seen.handle) in (tuple, list)
    first = seen.handle[0] if several else seen.handle
    parts = [seen.text, *seen.buttons, *seen.options, *seen.labels, *seen.hints, *map(str, seen.prefill.values())]
    given = getattr(first, "components", first)
    parts.append(json.dumps(given, default=repr, ensure_ascii=False))
    return "\n".join(parts)
