"""A small core with one cog that shows every block, every field and every outcome, to try the playground without
the real one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from adapters.playground import Playground, PlaygroundSettings, create
from bot.adapter import (
    Answer,
    ButtonPressed,
    Channel,
    CommandCalled,
    CommunityLeft,
    Direct,
    FormSent,
    HomeOpened,
    Incoming,
    MenuChosen,
    OptionChosen,
    Person,
    Scene,
    Wanted,
)
from bot.cog import Cog, Handler, Message, Option, PersonRef, Registry, action, command, menu, pick, submit
from bot.context import Context, Json
from bot.people.roles import ORGANISERS
from bot.runtime import text_args
from bot.scheduling.clock import SteppedClock
from bot.ui import card as ui
from bot.ui import form as forms
from bot.ui.card import Actions, Bold, Button, Call, Card, Fields, Mention, Note, Style, Text, Tone, When, WhenStyle
from bot.ui.form import Place
from bot.ui.outcome import Done, Invalid, Outcome, Reply, Update
from bot.ui.wire import decode_call

START = datetime(2026, 3, 12, 13, 5, tzinfo=UTC)


class What(StrEnum):
    APPLICATION = "application"
    INTERVIEW = "interview"
    REST = "rest"

    @property
    def label(self) -> str:
        return {"application": "Sent an application", "interview": "An interview", "rest": "Took a rest"}[self.value]


class Win(forms.Form, title="Keep a win"):
    what: What = forms.choice("What kind of win?", What, default=What.APPLICATION)
    story: str = forms.long("What went well?", hint="A sentence is plenty.", max=200)
    when: date | None = forms.day("When was it?", past=True, default=None)
    hours: int | None = forms.number("Hours it took", low=0, high=40, default=None)
    also: frozenset[What] = forms.several("What else was part of it?", What, default=frozenset())


class Places(forms.Form, title="Where and who"):
    room: Place | None = forms.room("Room")
    person: str | None = forms.person("Who helped?", hint="They are not told.", default=None)
    role: str | None = forms.role("Role", default=None)
    hour: int | None = forms.hour("Hour of the day", default=9)
    agree: bool = forms.tick("I have read this")


def cities(typed: str) -> list[str]:
    known = ["Berlin", "Bergen", "Bern", "Kolkata", "Lisbon"]
    return [city for city in known if city.lower().startswith(typed.lower())]


class Demo(Cog, name="demo"):
    @command("win", "Keep something that went well, big or small.")
    def win(self, ctx: Context, text: Annotated[str, Option("What went well?")] = "") -> Outcome:
        if not text:
            return self.save.open({"story": ""})
        _of(ctx).post("wins", Card(f"{_of(ctx).name} kept a win", (
            Text((Bold(_of(ctx).name), ": ", text)),
            Fields((("When", When(ctx.now, WhenStyle.DATE)), ("With", (Mention(2), " and ", Mention(1, ping=True))))),
            Actions((Button("Cheer", self.cheer.bind(), Style.PRIMARY), Button("…", self.more.bind()))),
        ), Tone.WARM))  # fmt: skip
        return Reply(Card("Your win is up", (
            Text("It is in #wins now."),
            Actions((Button("In the weekly round-up: yes", self.weekly.bind(False)), Button("Undo", self.undo.bind()))),
        )))  # fmt: skip

    @submit
    def save(self, ctx: Context, form: Win) -> Outcome:
        raw = cast("Mapping[str, Any]", form)
        if len(str(raw["story"])) < 3:
            return Invalid({"story": "Write a few words first."})
        self.win(ctx, str(raw["story"]))
        return Reply(
            Card("Kept", (Text(str(raw["story"])), Note(f"{raw.get('when') or 'today'}, {raw.get('hours') or 0} h")))
        )

    @action
    def cheer(self, ctx: Context) -> Outcome:
        return Done()

    @action
    def more(self, ctx: Context) -> Outcome:
        buttons = Actions((Button("Edit", self.edit.bind()), Button("Delete", self.undo.bind(), Style.DANGER)))
        return Reply(Card("What would you like to do?", (buttons,)))

    @action
    def edit(self, ctx: Context) -> Outcome:
        return self.save.open({"story": "Sent two applications", "what": "interview", "also": ("rest",)})

    @action
    def undo(self, ctx: Context) -> Outcome:
        return Update(Card("Taken back", (Text("Nothing is kept."),)))

    @action
    def weekly(self, ctx: Context, yes: bool) -> Outcome:
        word = "yes" if yes else "no"
        return Update(Card("Your win is up", (
            Text("It is in #wins now."),
            Actions((Button(f"In the weekly round-up: {word}", self.weekly.bind(not yes)),)),
        )))  # fmt: skip

    @command("rejection", "Log a rejection. Only you will see it.")
    def rejection(self, ctx: Context, company: Annotated[str, Option("Who said no?")] = "") -> Outcome:
        return Reply(Card("That is a hard one to get", (
            Text("It is kept. What they were looking for was not yours to see."),
            Note("Only you see this."),
            Actions((
                Button("Add details", self.edit.bind()),
                Button("Share", self.share.bind(), Style.PRIMARY),
                Button("Help now", self.gallery.bind()),
            )),
        ), Tone.CARE))  # fmt: skip

    @action
    def share(self, ctx: Context) -> Outcome:
        _of(ctx).post("support", Card(f"{_of(ctx).name} shared something hard", (
            ui.Hidden("Content note: layoff", "The whole team was let go today.", self.cheer.bind()),
            Actions((Button("I hear you", self.cheer.bind()),)),
        ), Tone.CARE))  # fmt: skip
        return Update(Card("Shared in #support", (Note("You can take it back."),)))

    @command("gallery", "Every block that a card can hold.")
    def gallery_command(self, ctx: Context) -> Outcome:
        return self.gallery(ctx)

    @action
    def gallery(self, ctx: Context) -> Outcome:
        hostile = '<img src=x onerror="document.title=1"> [x](javascript:alert(1))'
        return Reply(Card("Every block", (
            Text(("Hello ", Bold("there"), ", ", Mention(1), ", ", ui.Link("a link", "https://example.org/x"), ".")),
            Text(hostile),
            Note(("Small text, ", When(ctx.now + timedelta(days=1), WhenStyle.RELATIVE))),
            Fields((("Kind", hostile), ("When", When(ctx.now)))),
            ui.Divider(),
            ui.Image("https://example.org/cairn.png", "A small cairn by the sea"),
            ui.Hidden("Content note: money", "The offer was low.", self.cheer.bind()),
            ui.Native("slack", {"type": "x"}, Text("What others see instead.")),
            ui.Select("Pick one", (ui.Option("First", "one"), ui.Option("Second", "two")), self.picked.bind()),
            Actions((Button("Next form", self.chain.bind()), Button("Delete", self.undo.bind(), Style.DANGER))),
        ), Tone.WARNING, files=(ui.File("my data.json", "application/json", b'{"a": 1}'),)))  # fmt: skip

    @pick
    def picked(self, ctx: Context, value: str) -> Outcome:
        return Update(Card(f"You picked {value}"))

    @action
    def chain(self, ctx: Context) -> Outcome:
        return self.placed.open({})

    @submit
    def placed(self, ctx: Context, form: Places) -> Outcome:
        raw = cast("Mapping[str, Any]", form)
        if raw.get("room") is None:
            return Invalid({"room": "Choose a room.", "": "Something is missing."})
        return self.save.open({"story": f"in #{raw['room'].name} at {raw['hour']}"})

    @command("buddy status", "See how your round goes.")
    def buddy(
        self,
        ctx: Context,
        city: Annotated[str, Option("Where are you?", cities)],
        who: Annotated[PersonRef | None, Option("With whom?")] = None,
        kind: Annotated[What, Option("What kind?")] = What.REST,
        day: Annotated[date | None, Option("Which day?")] = None,
        loud: Annotated[bool, Option("Tell the others?")] = False,
        count: Annotated[int, Option("How many?")] = 1,
    ) -> Outcome:
        rows = (("City", city), ("Who", str(who)), ("Kind", str(kind)), ("Day", str(day)), ("Count", f"{loud} {count}"))
        return Reply(Card("Your round", (Fields(rows),)))

    @command("setup", "Choose the rooms Cairn writes in.", staff=ORGANISERS)
    def setup(self, ctx: Context, room: Annotated[Place, Option("Where wins go")]) -> Outcome:
        return Reply(Card("Set up", (Text(f"{room.name}: {', '.join(room.missing) or 'all fine'}"),)))

    @menu("Save as my win")
    def keep(self, ctx: Context, message: Message) -> Outcome:
        return self.save.open({"story": message.text})

    def forget(self, tx: object, member: int) -> None:
        """Holds nothing."""

    def export(self, tx: object, member: int) -> Json:
        return None


@dataclass
class Stage:
    """What the demo cog finds as the effects of its context: who acts, and a way to post."""

    core: DemoCore
    external: str

    @property
    def name(self) -> str:
        return self.external.title()

    def post(self, room: str, card: Card) -> None:
        self.core.waiting.append((Channel(room), card))


def _of(ctx: Context) -> Stage:
    return cast("Stage", ctx.effects)


@dataclass
class DemoCore:
    """Dispatches to plain functions, and sends what waits when the playground steps."""

    clock: SteppedClock = field(default_factory=lambda: SteppedClock(START))
    registry: Registry = field(default_factory=lambda: Registry((Demo(),)))
    events: list[Incoming] = field(default_factory=list[Incoming])
    waiting: list[tuple[Channel | Direct, Card]] = field(default_factory=list[tuple[Channel | Direct, Card]])
    reminders: list[tuple[datetime, str]] = field(default_factory=list[tuple[datetime, str]])
    housekeeping: list[datetime] = field(default_factory=list[datetime])
    """When something is due that nobody sees."""
    sent: int = 0
    playground: Playground = field(init=False)
    scene: Scene = field(
        default_factory=lambda: Scene(7, {1: Person("wren", "Wren"), 2: Person("sable", "Sable")}, ZoneInfo("UTC"))
    )

    def __post_init__(self) -> None:
        previews = {"discord": like_discord, "slack": like_slack}
        settings = PlaygroundSettings(port=0, open_browser=False)
        self.playground = create(settings, self.clock, previews, self.step, self.next_event)

    async def step(self, by: timedelta) -> None:
        self.clock.step(by)
        self.housekeeping = [at for at in self.housekeeping if at > self.clock.now()]
        due = [r for r in self.reminders if r[0] <= self.clock.now()]
        for reminder in due:
            self.reminders.remove(reminder)
            self.waiting.append((Direct(reminder[1]), Card("A quiet hello", (Text("How did it go?"),), Tone.WARM)))
        while self.waiting:
            to, card = self.waiting.pop(0)
            self.sent += 1
            await self.playground.show(Wanted(self.sent, "harbour", to, card, self.scene, nonce=self.sent))

    async def next_event(self) -> datetime | None:
        return min([at for at, _ in self.reminders] + self.housekeeping, default=None)

    async def dispatch(self, event: Incoming) -> Answer:
        self.events.append(event)
        return Answer(self._outcome(event), self.scene)

    def _outcome(self, event: Incoming) -> Outcome:
        ctx = self._context(event)
        handlers = self.registry.handlers
        match event:
            case CommandCalled(name=name, args=args, text=text):
                spec = self.registry.commands[name]
                named = text_args.from_text(spec, text) if text else args
                return handlers_of(self.registry, name).func(ctx, **named)
            case MenuChosen(label=label, message=message):
                return self.registry.menus[label].handler.func(ctx, message)
            case ButtonPressed(call=call):
                found = decode_call(call)[1]
                return handlers[found.name].func(ctx, *found.args)
            case OptionChosen(call=call, value=value):
                found = decode_call(call)[1]
                return handlers[found.name].func(ctx, value, *found.args)
            case FormSent(call=call, values=values):
                found = decode_call(call)[1]
                return handlers[found.name].func(ctx, values, *found.args)
            case HomeOpened():
                buttons = Actions((Button("Every block", Call("demo.gallery")),))
                return Reply(Card("Your page", (Text(f"{len(self.events)} things happened."), buttons)))
            case _:
                return Done()

    def _context(self, event: Incoming) -> Context:
        nothing = cast("Any", None)
        who = event.who.account.external
        stage = cast("Any", Stage(self, who))
        now, zone = self.clock.now(), ZoneInfo("UTC")
        return Context(
            tx=nothing,
            effects=stage,
            cogs=nothing,
            community=7,
            member=1,
            account=1,
            locale="en",
            zone=zone,
            now=now,
            platform="playground",
        )

    async def left(self, event: CommunityLeft) -> None:
        return None

    async def known(self, key: str) -> str | None:
        return None

    async def remember(self, key: str, value: str) -> None:
        return None


def like_discord(card: Card, scene: Scene) -> dict[str, Any]:
    return {"components": [{"type": 17, "title": card.title}]}


def like_slack(card: Card, scene: Scene) -> dict[str, Any]:
    return {"blocks": [{"type": "header", "text": card.title}]}


def handlers_of(registry: Registry, name: str) -> Handler:
    return registry.commands[name].handler


async def served(core: DemoCore) -> asyncio.Task[None]:
    """Starts the page of a demo core; its address is `core.playground.url`."""
    task = asyncio.create_task(core.playground.run(core))
    waiting = asyncio.create_task(core.playground.serving.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    return task
