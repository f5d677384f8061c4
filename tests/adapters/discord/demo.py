"""A small feature and a core of one dictionary: enough to drive the adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from bot.adapter import (
    Answer,
    ButtonPressed,
    CommandCalled,
    CommunityLeft,
    FormSent,
    Incoming,
    MenuChosen,
    OptionChosen,
    Person,
    Scene,
)
from bot.cog import Cog, Message, Option, PersonRef, Registry, action, command, menu, pick, submit
from bot.context import Context, Json
from bot.people.roles import ORGANISERS
from bot.storage.database import Tx
from bot.ui import card as ui
from bot.ui import form as forms
from bot.ui.card import Actions, Button, Card, Hidden, Note, Select, Style, Text, Tone
from bot.ui.form import Place
from bot.ui.outcome import Asked, Done, Invalid, OpenForm, Outcome, Reply, Update
from bot.ui.wire import decode_call


class Mood(StrEnum):
    GLAD = "glad"
    TIRED = "tired"


class Story(forms.Form, title="Tell it"):
    mood: Mood = forms.choice("How was it?", Mood, default=Mood.GLAD)
    text: str = forms.long("What happened?", max=3000)
    when: date | None = forms.day("When was it?", past=True, default=None)
    share: bool = forms.tick("Show it to others")


class Set(forms.Form, title="Rooms and people"):
    room: Place | None = forms.room("Where?", default=None)
    person: str | None = forms.person("Who?", default=None)
    role: str | None = forms.role("Which role?", default=None)
    hour: int | None = forms.hour("At what hour?", default=None)
    count: int | None = forms.number("How many?", low=1, high=9, default=None)


class Demo(Cog, name="demo"):
    """Its handlers are called by the small core below, without a database."""

    @command("keep", "Keep something.")
    def keep(
        self,
        ctx: Context,
        text: Annotated[str, Option("What?", complete=lambda typed: [f"{typed} one", f"{typed} two"])] = "",
        day: Annotated[date | None, Option("When?")] = None,
        mood: Annotated[Mood | None, Option("How?")] = None,
        who: Annotated[PersonRef | None, Option("Who?")] = None,
        room: Annotated[Place | None, Option("Where?")] = None,
        times: Annotated[int | None, Option("How often?")] = None,
        loud: Annotated[bool | None, Option("Loud?")] = None,
    ) -> Outcome:
        if not text:
            return self.save.open({}, 7)
        return Reply(Card("Kept", (Text(text), Actions((Button("Change", self.change.bind(7)),))), Tone.WARM))

    @command("team set", "For organisers.", staff=ORGANISERS)
    def team(self, ctx: Context) -> Outcome:
        return self.rooms.open()

    @command("slow", "Takes its time.")
    def slow(self, ctx: Context) -> Outcome:
        return Reply(Card("Slow but here"))

    @command("slowform", "Takes its time and then asks.")
    def slowform(self, ctx: Context) -> Outcome:
        return self.save.open({"text": "kept"}, 7)

    @command("week", "Asks two fields in its own words.")
    def week(self, ctx: Context) -> Outcome:
        words = {"text": Asked("And this week?", "Big or small."), "share": Asked("Show it to your circle")}
        return self.save.open({"text": "kept"}, 7).asking(words)

    @command("broken", "Fails.")
    def broken(self, ctx: Context) -> Outcome:
        raise RuntimeError("secret words")

    @command("quiet", "Answers nothing.")
    def quiet(self, ctx: Context) -> Outcome:
        return Done()

    @command("page", "A card with everything.")
    def page(self, ctx: Context) -> Outcome:
        options = (ui.Option("First", "1"), ui.Option("Second", "2"))
        body = (
            Note("quiet"),
            Select("Which?", options, self.picked.bind()),
            Hidden("Strong words", "inside", self.change.bind(1)),
            Actions((Button("Update", self.update.bind()), Button("Nothing", self.nothing.bind(), Style.DANGER))),
        )
        return Reply(Card("Page", body, files=(ui.File("my data.json", "application/json", b"{}"),)))

    @menu("Keep this")
    def keep_this(self, ctx: Context, message: Message) -> Outcome:
        return Reply(Card("From a menu", (Text(f"{message.text} {message.mine}"),)))

    @action
    def change(self, ctx: Context, entry: int) -> Outcome:
        return self.save.open({"text": "as it was"}, entry)

    @action
    def update(self, ctx: Context) -> Outcome:
        return Update(Card("Updated"))

    @action
    def nothing(self, ctx: Context) -> Outcome:
        return Done()

    @pick
    def picked(self, ctx: Context, value: str) -> Outcome:
        return Update(Card(f"Picked {value}"))

    @submit
    def save(self, ctx: Context, form: Story, entry: int) -> Outcome:
        raise NotImplementedError  # forms are read by the core below

    @submit
    def rooms(self, ctx: Context, form: Set) -> Outcome:
        raise NotImplementedError

    @submit
    def again(self, ctx: Context, form: Story) -> Outcome:
        return Done()

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return None


@dataclass
class SmallCore:
    """Dispatches straight to the demo. What it was told is kept in `events`."""

    registry: Registry = field(default_factory=lambda: Registry((Demo(),)))
    events: list[Incoming] = field(default_factory=list[Incoming])
    gone: list[CommunityLeft] = field(default_factory=list[CommunityLeft])
    memory: dict[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0
    form_answers: list[Outcome] = field(default_factory=list[Outcome])
    """What the next sent forms get; else a reply that repeats the text."""
    people: Mapping[int, Person] = field(default_factory=dict[int, Person])

    @property
    def last(self) -> Any:
        return self.events[-1]

    async def dispatch(self, event: Incoming) -> Answer:
        self.events.append(event)
        if self.delay:
            await asyncio.sleep(self.delay)
        return Answer(self._outcome(event), Scene(5, self.people, ZoneInfo("Europe/Berlin")))

    def _outcome(self, event: Incoming) -> Outcome:
        ctx: Any = None
        match event:
            case CommandCalled(name=name, args=args):
                return self.registry.commands[name].handler.func(ctx, **args)
            case MenuChosen(label=label, message=message):
                return self.registry.menus[label].handler.func(ctx, message)
            case ButtonPressed(call=call):
                _, found = decode_call(call)
                return self.registry.handlers[found.name].func(ctx, *found.args)
            case OptionChosen(call=call, value=value):
                _, found = decode_call(call)
                return self.registry.handlers[found.name].func(ctx, value, *found.args)
            case FormSent(values=values):
                if self.form_answers:
                    return self.form_answers.pop(0)
                return Reply(Card("Saved", (Text(str(values.get("text", ""))),)))
            case _:
                raise AssertionError(event)

    async def left(self, event: CommunityLeft) -> None:
        self.gone.append(event)

    async def known(self, key: str) -> str | None:
        return self.memory.get(key)

    async def remember(self, key: str, value: str) -> None:
        self.memory[key] = value


__all__ = ["Demo", "Invalid", "Mood", "OpenForm", "SmallCore", "Story"]
