"""An outcome, shown where the person acted. Every answer is private; a public post is never replaced by one.

In time, commands and sent forms are answered in the acknowledgement itself; everything else, and whatever is late,
goes through `response_url`, a view method, or at last the person's own messages.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, assert_never

from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import cards, forms, limits
from adapters.slack.api import Api, SlackError
from adapters.slack.cards import Json
from adapters.slack.files import Files
from adapters.slack.forms import Memo
from adapters.slack.incoming import Source, Turn, memo
from bot.adapter import Answer, Scene
from bot.cog import Registry
from bot.ui.card import Card, Text
from bot.ui.form import Raw
from bot.ui.outcome import Done, Invalid, OpenForm, Reply, Update
from bot.ui.wire import WireError, decode_call

_log = logging.getLogger("cairn.slack")
_NO_TRIGGER = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"})
_NO_ROOM_ABOVE = _NO_TRIGGER | {"push_limit_reached"}
_SETTLE = 0.25  # Slack puts the waiting view up first; an update that overtakes it would be lost
WAITING = Card("One moment…", (Text("This takes a little longer than usual."),))
SAVED = Card("Done", (Text("You can close this."),))
UNSHOWN = Card("The answer got lost", (Text("Slack did not show it. Cairn's Home page says what was kept."),))


class Respond:
    def __init__(self, api: Api, files: Files, registry: Registry) -> None:
        self._api = api
        self._files = files
        self._registry = registry

    async def show(self, turn: Turn, answer: Answer) -> Json | None:
        """What the acknowledgement carries, if that is where the answer goes."""
        match answer.outcome:
            case Reply(card):
                return await self._card(turn, card, answer.scene, replace=False)
            case Update(card):
                return await self._card(turn, card, answer.scene, replace=True)
            case OpenForm() as ask:
                return await self._form(turn, ask, answer.scene)
            case Invalid(errors):
                return await self._invalid(turn, Invalid(errors), answer.scene)
            case Done():
                # the waiting view of a late form would stay up for ever
                late = turn.source is Source.SUBMIT and turn.acknowledged
                return await self._card(turn, SAVED, answer.scene, replace=False) if late else None
            case _:
                assert_never(answer.outcome)

    async def lost(self, turn: Turn) -> Json | None:
        """Says that the answer could not be shown, as far as that can be shown."""
        try:
            return await self._card(turn, UNSHOWN, Scene(0), replace=False)
        except Exception as error:
            _log.warning("nor could that be said: %s", type(error).__name__)
            return None

    def waiting(self, turn: Turn) -> Json | None:
        """What the acknowledgement carries when the answer comes later: a sent form stays up as a waiting view."""
        if turn.source is not Source.SUBMIT:
            return None
        return {"response_action": "update", "view": cards.modal(WAITING, Scene(0), Memo(home=turn.home).dump())}

    async def _card(self, turn: Turn, card: Card, scene: Scene, *, replace: bool) -> Json | None:
        if card.files:
            card = await self._files.handed_over(turn.person, card)
        match turn.source:
            case Source.COMMAND if not turn.acknowledged:
                return {"response_type": "ephemeral", **cards.message(card, scene)}
            case Source.COMMAND | Source.PUBLIC | Source.MESSAGE:
                await self._privately(turn, card, scene)
            case Source.PRIVATE:
                await self._privately(turn, card, scene, replace=replace)
            case Source.SHORTCUT | Source.HOME:
                view = self._modal(turn, card, scene)
                if not await self._opened(turn, view):
                    await self._privately(turn, card, scene)
            case Source.MODAL:
                await self._update(turn, self._modal(turn, card, scene))
            case Source.SUBMIT:
                return await self._in_place(turn, self._modal(turn, card, scene))
            case _:
                assert_never(turn.source)
        return None

    def _modal(self, turn: Turn, card: Card, scene: Scene) -> Json:
        return cards.modal(card, scene, Memo(home=turn.home).dump())

    async def _form(self, turn: Turn, ask: OpenForm, scene: Scene) -> Json | None:
        view = forms.view(ask, scene.community, home=turn.home)
        match turn.source:
            case Source.SUBMIT:
                return await self._in_place(turn, view)
            case Source.MODAL:
                await self._push(turn, view)
            case _:
                if not await self._opened(turn, view):
                    await self._continue(turn, ask, scene)
        return None

    async def _in_place(self, turn: Turn, view: Json) -> Json | None:
        """The sent form turns into the view."""
        if not turn.acknowledged:
            return {"response_action": "update", "view": view}
        await asyncio.sleep(_SETTLE)
        await self._update(turn, view)
        return None

    async def _invalid(self, turn: Turn, invalid: Invalid, scene: Scene) -> Json | None:
        if turn.source is not Source.SUBMIT or turn.view is None:
            lines = Text("\n".join(invalid.errors.values()))
            return await self._card(turn, Card("One thing needs another look", (lines,)), scene, replace=False)
        fields = forms.inputs(turn.view)
        if not turn.acknowledged and fields:
            return {"response_action": "errors", "errors": forms.beside(fields, invalid.errors)}
        kept = memo(turn.view)
        form = self._form_of(kept.call)
        if form is None:
            lines = Text("\n".join(invalid.errors.values()))
            return await self._card(turn, Card("One thing needs another look", (lines,)), scene, replace=False)
        return await self._in_place(turn, forms.draw(form, kept, forms.values(turn.view), invalid.errors))

    def _form_of(self, call: str) -> Any:
        try:
            handler = self._registry.handlers.get(decode_call(call)[1].name)
        except WireError:
            return None
        return handler.form if handler else None

    # -- where Slack lets an answer appear --

    async def _opened(self, turn: Turn, view: Json) -> bool:
        """False when the trigger no longer opens anything."""
        try:
            await self._api.post("views.open", trigger_id=turn.trigger, view=view)
        except SlackError as error:
            if error.code in _NO_TRIGGER:
                return False
            raise
        return True

    async def _push(self, turn: Turn, view: Json) -> None:
        try:
            await self._api.post("views.push", trigger_id=turn.trigger, view=view)
        except SlackError as error:
            if error.code not in _NO_ROOM_ABOVE:
                raise
            await self._update(turn, view)

    async def _update(self, turn: Turn, view: Json) -> None:
        assert turn.view is not None
        try:
            await self._api.post("views.update", view_id=str(turn.view["id"]), view=view)
        except SlackError as error:
            if error.code != "not_found":  # somebody closed the dialog; there is nothing left to update
                raise

    async def _privately(self, turn: Turn, card: Card, scene: Scene, *, replace: bool = False) -> None:
        body = cards.message(card, scene)
        if turn.response_url and await self._to_url(turn, body, replace):
            return
        if turn.channel and not turn.channel.startswith("D"):
            try:
                await self._api.post("chat.postEphemeral", channel=turn.channel, user=turn.person, **_posted(body))
            except SlackError as error:
                _log.info("chat.postEphemeral: %s", error.code)
            else:
                return
        await self._api.post("chat.postMessage", channel=await self._files.direct(turn.person), **_posted(body))

    async def _to_url(self, turn: Turn, body: Json, replace: bool) -> bool:
        """False when the address is used up (five times, half an hour)."""
        client = self._api.client
        hook = AsyncWebhookClient(
            turn.response_url,
            session=client.session,
            ssl=client.ssl,
            proxy=client.proxy,
            logger=client.logger,
            retry_handlers=[],
        )
        asked: Json = {**body, "response_type": "ephemeral", "replace_original": replace}
        answer = await hook.send_dict(asked)  # pyright: ignore[reportUnknownMemberType] -- bare dicts in the library
        return answer.status_code == 200

    async def _continue(self, turn: Turn, ask: OpenForm, scene: Scene) -> None:
        """The form came too late to open by itself: a button opens it."""
        body = cards.message(Card("Ready when you are", (Text("Press the button to go on."),)), scene)
        button = {
            "type": "button",
            "action_id": f"{cards.CONTINUE}1",
            "text": cards.plain("Continue", limits.BUTTON_LABEL),
            "style": "primary",
            "value": _kept(ask, scene),
        }
        body["blocks"].append({"type": "actions", "elements": [button]})
        if not (turn.response_url and await self._to_url(turn, body, replace=False)):
            await self._api.post("chat.postMessage", channel=await self._files.direct(turn.person), **_posted(body))

    async def resume(self, turn: Turn, value: str) -> None:
        """Opens the form that a Continue button holds."""
        try:
            read: Any = json.loads(value)
            whole = str(read["c"])
            form = self._form_of(whole)
            asks = forms.read_words(read.get("a"))
            prefill: dict[str, Raw] = {
                name: tuple(given) if isinstance(given, list) else given  # pyright: ignore[reportUnknownArgumentType] -- JSON has no tuples
                for name, given in read["p"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        if form is not None:
            await self._opened(turn, forms.draw(form, Memo(whole, asks=asks), prefill))


def _kept(ask: OpenForm, scene: Scene) -> str:
    """The form on a button: its call, its words, and as many of its filled fields as fit."""
    kept: Json = {"c": cards.encode_call(ask.then, scene.community), "p": {}}
    if ask.asks:
        kept["a"] = forms.kept_words(ask.asks, limits.BUTTON_VALUE - forms.WORDS_APART)
    for name, given in ask.prefill.items():
        more = {**kept, "p": {**kept["p"], name: given}}
        if limits.weight(json.dumps(more, ensure_ascii=False)) <= limits.BUTTON_VALUE:
            kept = more
    return json.dumps(kept, ensure_ascii=False)


def _posted(body: Json) -> Json:
    return {**body, "link_names": False, "parse": "none"}
