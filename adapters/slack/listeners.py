"""What reaches the bot over the line, and how soon it is acknowledged.

Slack waits three seconds. A listener runs to its end and answers in the acknowledgement; one that is not done in time
acknowledges first and answers later. Nothing that a listener does may raise: Bolt would drop the acknowledgement.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Coroutine
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack import cards, forms, incoming
from adapters.slack.api import SlackError
from adapters.slack.cards import Json
from adapters.slack.commands import Unknown, meant
from adapters.slack.home import HomeTab
from adapters.slack.incoming import Payload, Turn
from adapters.slack.manifest import GLOBAL, MENU
from adapters.slack.profiles import Profiles
from adapters.slack.respond import Respond
from adapters.slack.tasks import Tasks
from bot.adapter import (
    Answer,
    ButtonPressed,
    CommandCalled,
    CommunityLeft,
    Core,
    FormSent,
    MenuChosen,
    OptionChosen,
    Scene,
    Who,
)
from bot.cog import Handler, Traits
from bot.ui.outcome import Reply
from bot.ui.wire import WireError, decode_call

_log = logging.getLogger("cairn.slack")
_ANY = re.compile("")


class Listeners:
    def __init__(
        self, core: Core, respond: Respond, home: HomeTab, profiles: Profiles, tasks: Tasks, patience: float
    ) -> None:
        self._core = core
        self._respond = respond
        self._home = home
        self._profiles = profiles
        self._tasks = tasks
        self._patience = patience

    def register(self, app: AsyncApp) -> None:
        bolt: Any = app  # its decorators are typed in part only
        bolt.command(_ANY)(self.command)
        bolt.action(_ANY)(self.action)
        bolt.view(_ANY)(self.view)
        bolt.view_closed(_ANY)(self.nothing)
        bolt.options(_ANY)(self.nothing)
        bolt.shortcut(_ANY)(self.shortcut)
        bolt.event("app_home_opened")(self.home_opened)
        bolt.event("app_uninstalled")(self.uninstalled)
        bolt.event("tokens_revoked")(self.revoked)
        bolt.event(_ANY)(self.other)  # an event without a listener is never acknowledged and comes again

    async def command(self, ack: AsyncAck, body: Json) -> None:
        turn = incoming.commanded(body)
        found = meant(self._core.registry, str(body["command"]), str(body.get("text") or ""))
        if isinstance(found, Unknown):
            await self._serve(ack, turn, self._respond.show(turn, Answer(Reply(found.card), Scene(0))))
            return
        who = Who(incoming.account(body, turn.person), name=str(body.get("user_name") or ""))
        await self._serve(ack, turn, self._called(turn, who, found.spec.name, found.spec.handler, found.rest))

    async def action(self, ack: AsyncAck, body: Json) -> None:
        turn = incoming.pressed(body)
        action: Payload = body["actions"][0]
        key = str(action.get("action_id") or "")
        if key.startswith(cards.CONTINUE):
            work = self._resumed(turn, str(action.get("value") or ""))
        elif key.startswith(cards.PRESS):
            work = self._pressed(turn, incoming.who(body), str(action.get("value") or ""))
        elif pick := incoming.chosen(action):
            work = self._picked(turn, incoming.who(body), *pick)
        else:
            await ack()  # an input of a form that is still being filled
            return
        await self._serve(ack, turn, work)

    async def view(self, ack: AsyncAck, body: Json) -> None:
        if body.get("type") != "view_submission":
            await ack()
            return
        turn = incoming.submitted(body)
        await self._serve(ack, turn, self._sent(turn, incoming.who(body), body["view"]))

    async def shortcut(self, ack: AsyncAck, body: Json) -> None:
        turn = incoming.shortcut(body)
        who, callback = incoming.who(body), str(body["callback_id"])
        registry = self._core.registry
        if callback.startswith(MENU) and (menu := registry.menus.get(callback.removeprefix(MENU))):
            await self._serve(ack, turn, self._menu(turn, who, menu.label, menu.handler, body))
        elif callback.startswith(GLOBAL) and (spec := registry.commands.get(callback.removeprefix(GLOBAL))):
            await self._serve(ack, turn, self._called(turn, who, spec.name, spec.handler, ""))
        else:
            await ack()

    async def home_opened(self, body: Json, event: Json) -> None:
        if event.get("tab") == "home":
            who = Who(incoming.account(body, str(event["user"])))
            self._tasks.start(self._home.publish(who, str(body["event_id"])))

    async def uninstalled(self, body: Json) -> None:
        await self._left(body)

    async def revoked(self, body: Json, event: Json) -> None:
        tokens: Json = event.get("tokens") or {}
        if tokens.get("bot"):
            await self._left(body)

    async def nothing(self, ack: AsyncAck) -> None:
        """The bot asks for neither of these; acknowledged, they do no harm."""
        await ack()

    async def other(self, body: Json) -> None:
        _log.debug("an event that nothing listens to")

    async def _left(self, body: Json) -> None:
        try:
            await self._core.left(CommunityLeft("slack", incoming.team_of(body)))
        except Exception as error:
            _log.error("leaving a workspace failed: %s", type(error).__name__)

    # -- one turn --

    async def _called(self, turn: Turn, who: Who, name: str, handler: Handler, text: str) -> Json | None:
        who = await self._known(who, handler.traits)
        event = CommandCalled(who, turn.team, turn.trigger, name, text=text)
        return await self._respond.show(turn, await self._core.dispatch(event))

    async def _menu(self, turn: Turn, who: Who, label: str, handler: Handler, body: Payload) -> Json | None:
        who = await self._known(who, handler.traits)
        event = MenuChosen(who, turn.team, turn.trigger, label, incoming.message(body))
        return await self._respond.show(turn, await self._core.dispatch(event))

    async def _pressed(self, turn: Turn, who: Who, call: str) -> Json | None:
        event = ButtonPressed(await self._known(who, self._traits(call)), turn.team, turn.trigger, call)
        return await self._respond.show(turn, await self._core.dispatch(event))

    async def _picked(self, turn: Turn, who: Who, call: str, value: str) -> Json | None:
        event = OptionChosen(await self._known(who, self._traits(call)), turn.team, turn.trigger, call, value)
        return await self._respond.show(turn, await self._core.dispatch(event))

    async def _sent(self, turn: Turn, who: Who, view: Payload) -> Json | None:
        call = incoming.memo(view).call
        who = await self._known(who, self._traits(call))
        event_id = turn.trigger or f"{view.get('id')}:{view.get('hash')}"
        answer = await self._core.dispatch(FormSent(who, turn.team, event_id, call, forms.values(view)))
        return await self._respond.show(turn, answer)

    async def _resumed(self, turn: Turn, value: str) -> Json | None:
        await self._respond.resume(turn, value)
        return None

    async def _known(self, who: Who, traits: Traits) -> Who:
        return await self._profiles.completed(who) if traits.profile or traits.staff else who

    def _traits(self, call: str) -> Traits:
        try:
            handler = self._core.registry.handlers.get(decode_call(call)[1].name)
        except WireError:
            return Traits()
        return handler.traits if handler else Traits()

    async def _serve(self, ack: AsyncAck, turn: Turn, work: Coroutine[Any, Any, Json | None]) -> None:
        self._tasks.keep()  # Bolt sends the acknowledgement after this returns
        task = self._tasks.start(self._safely(turn, work))
        await asyncio.wait((task,), timeout=self._patience)
        if task.done():
            body = task.result()
        else:  # nothing runs between this look and the mark below, so the answer takes exactly one of the two ways
            turn.acknowledged = True
            body = self._respond.waiting(turn)
        if turn.home:
            self._tasks.start(self._redraw(turn, task))
        await (ack(body) if body else ack())

    async def _safely(self, turn: Turn, work: Coroutine[Any, Any, Json | None]) -> Json | None:
        try:
            return await work
        except Exception as error:
            _log.error("an answer could not be shown: %s %s", type(error).__name__, _why(error))
            return await self._respond.lost(turn)

    async def _redraw(self, turn: Turn, after: asyncio.Task[Json | None]) -> None:
        await asyncio.wait((after,))
        await self._home.publish(Who(incoming.account({"team_id": turn.team}, turn.person)), f"{turn.trigger}:home")


def _why(error: Exception) -> str:
    """Slack's own word for what went wrong; never what was in the message."""
    return error.code if isinstance(error, SlackError) else ""
