"""A small feature, and a core that answers as a test tells it to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated

from bot.adapter import (
    Answer,
    ButtonPressed,
    CommandCalled,
    CommunityLeft,
    FormSent,
    HomeOpened,
    Incoming,
    MenuChosen,
    OptionChosen,
    Scene,
)
from bot.cog import Cog, Message, Option, PersonRef, Registry, action, command, menu, pick, submit
from bot.context import Context, Json
from bot.people.roles import STAFF
from bot.storage.database import Tx
from bot.ui import form as forms
from bot.ui.card import Card, Text
from bot.ui.form import Form
from bot.ui.outcome import Done, Outcome, Reply
from bot.ui.wire import decode_call


class Stage(StrEnum):
    SENT = "sent"
    CALL = "call"


class Topic(StrEnum):
    WORK = "work"
    REST = "rest"
    OTHER = "other"


class Details(Form, title="What you want to keep"):
    story: str = forms.long("What happened?", hint="Only you see this.", max=200)
    company: str = forms.short("Company", max=80, default="")
    stage: Stage = forms.choice("How far?", Stage, default=Stage.SENT)
    topics: frozenset[Topic] = forms.several("About", Topic, default=frozenset())
    day: object = forms.day("When?", default=None)


class Numbers(Form, title="Numbers"):
    hour: int | None = forms.hour("At what time?", default=9)
    count: int | None = forms.number("How many?", low=1, high=7, default=None)
    weekly: bool = forms.tick("Every week")
    friend: str | None = forms.person("Who?", default=None)
    place: object = forms.room("Where?", default=None)


class Demo(Cog, name="demo"):
    @command("win", "Keep something that went well.")
    def win(self, ctx: Context, text: Annotated[str, Option("What went well?")] = "") -> Outcome:
        return Done()

    @command("help", "What you can do here.", open=True)
    def help(self, ctx: Context) -> Outcome:
        return Done()

    @command("home", "Your own page.", profile=True)
    def mine(self, ctx: Context) -> Outcome:
        return Done()

    @command("buddy status", "How it goes with your buddy.")
    def buddy(self, ctx: Context) -> Outcome:
        return Done()

    @command("buddy thanks", "Say thanks.")
    def thanks(self, ctx: Context, who: Annotated[PersonRef, Option("Whom?")]) -> Outcome:
        return Done()

    @action
    def cheer(self, ctx: Context, win: int) -> Outcome:
        return Done()

    @action(staff=STAFF)
    def remove(self, ctx: Context, win: int) -> Outcome:
        return Done()

    @pick
    def sort(self, ctx: Context, value: str, win: int) -> Outcome:
        return Done()

    @submit
    def keep(self, ctx: Context, form: Details, win: int) -> Outcome:
        return Done()

    @submit
    def count(self, ctx: Context, form: Numbers) -> Outcome:
        return Done()

    @menu("Keep this as my win")
    def keep_message(self, ctx: Context, message: Message) -> Outcome:
        return Done()

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return None


demo = Demo()
COMMUNITY = 7
Script = Callable[[Incoming], Outcome | Awaitable[Outcome]]


def card(title: str, *body: str) -> Card:
    return Card(title, tuple(Text(line) for line in body))


class ScriptedCore:
    """Answers by the name of the command, handler or menu; "home" for the Home tab. Each event id counts once."""

    def __init__(self) -> None:
        self.registry = Registry((demo,))
        self.scripts: dict[str, Script] = {}
        self.events: list[Incoming] = []
        self.gone: list[CommunityLeft] = []
        self.scene = Scene(COMMUNITY)
        self._ids: set[str] = set()

    def answers(self, name: str, outcome: Outcome | Card | Script) -> None:
        if isinstance(outcome, Card):
            outcome = Reply(outcome)
        self.scripts[name] = outcome if callable(outcome) else lambda _: outcome

    async def dispatch(self, event: Incoming) -> Answer:
        if event.event_id in self._ids:
            return Answer(Done(), self.scene)
        self._ids.add(event.event_id)
        self.events.append(event)
        script = self.scripts.get(_name(event))
        outcome = script(event) if script else Done()
        return Answer(await outcome if isinstance(outcome, Awaitable) else outcome, self.scene)

    async def left(self, event: CommunityLeft) -> None:
        self.gone.append(event)

    async def known(self, key: str) -> str | None:
        return None

    async def remember(self, key: str, value: str) -> None:
        pass


def _name(event: Incoming) -> str:
    match event:
        case CommandCalled(name=name):
            return name
        case MenuChosen(label=label):
            return label
        case ButtonPressed(call=call) | OptionChosen(call=call) | FormSent(call=call):
            return decode_call(call)[1].name
        case HomeOpened():
            return "home tab"
        case _:
            raise AssertionError(event)
