"""Outcomes as answers. Everything here is private; public posts are never an interaction's reply."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from typing import Any, assert_never

import aiohttp
import discord

from adapters.discord import asked, words
from adapters.discord.asked import AskedWords
from adapters.discord.cards import RawButton, render
from adapters.discord.drafts import Draft, Drafts
from adapters.discord.forms import EARLIER, Sent, modal
from adapters.discord.ids import DraftId
from adapters.discord.turn import ALREADY_ANSWERED, UNKNOWN_INTERACTION, Turn
from bot.adapter import Answer, Core, Incoming, Scene
from bot.scheduling.clock import Clock
from bot.ui.card import Block, Bold, Card, Fields, File, Note, Text, Tone
from bot.ui.form import Field, Form, Kind, Raw
from bot.ui.outcome import Done, Invalid, OpenForm, Reply, Update, asked_fields
from bot.ui.wire import WireError, decode_call, encode_call

Interaction = discord.Interaction[Any]

log = logging.getLogger("cairn.discord")

_ECHO = 2500  # characters of typed text that a card shows well; more goes into a file


class Responder:
    def __init__(self, core: Core, clock: Clock) -> None:
        self._core = core
        self._clock = clock
        self._drafts = Drafts(clock)
        self._words = AskedWords()
        self._at_work: set[asyncio.Task[Any]] = set()

    async def take(self, interaction: Interaction, event: Incoming, *, sent: tuple[str, Sent] | None = None) -> None:
        """Dispatches one event and answers it. Raises nothing: whatever fails ends in a short private card.

        `sent` is the call and the values of a modal, for the draft in case they can't be taken.
        """
        task = asyncio.current_task()
        if task is not None:
            self._at_work.add(task)
        turn = Turn(interaction)
        try:
            try:
                answer = await self._core.dispatch(event)
            finally:
                await turn.settle()
            if answer.again and not turn.deferred:
                return  # the first response is for whoever handled it; there is only one
            await self._show(turn, answer, sent)
        except Exception as error:
            await self.fault(turn, error)
        finally:
            if task is not None:
                self._at_work.discard(task)

    async def drain(self, seconds: float) -> None:
        """Waits for answers on their way."""
        tasks = self._at_work - {asyncio.current_task()}
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    async def fault(self, turn: Turn, error: Exception, title: str = words.FAULT, body: str = words.FAULT_BODY) -> None:
        code = error.code if isinstance(error, discord.HTTPException) else 0
        if code in (UNKNOWN_INTERACTION, ALREADY_ANSWERED):
            log.warning("an answer came too late or twice: %s", code)
            return
        reference = secrets.token_hex(3)
        log.error("interaction failed, reference %s", reference, exc_info=error)
        card = Card(title, (Text(body.format(reference)),), Tone.WARNING)
        try:
            await turn.reply(render(card, Scene(0)))
        except (discord.DiscordException, aiohttp.ClientError, OSError) as again:
            log.warning("could not answer either, reference %s: %s", reference, type(again).__name__)

    async def _show(self, turn: Turn, answer: Answer, sent: tuple[str, Sent] | None) -> None:
        scene = answer.scene
        match answer.outcome:
            case Reply(card):
                await turn.reply(render(card, scene), card.files)
            case Update(card):
                if turn.on_private_card:
                    await turn.update(render(card, scene), card.files)
                else:
                    await turn.reply(render(card, scene), card.files)
            case OpenForm():
                await self._open(turn, answer.outcome, scene)
            case Invalid(errors):
                await self._invalid(turn, errors, scene, sent)
            case Done():
                if not await turn.nothing():
                    await turn.reply(render(Card(words.DONE), scene))
            case _:
                assert_never(answer.outcome)

    async def _open(self, turn: Turn, ask: OpenForm, scene: Scene) -> None:
        call = encode_call(ask.then, scene.community)
        person = turn.interaction.user.id
        self._words.keep(person, call, ask.asks)
        if not (turn.deferred or turn.from_modal):
            await turn.ask(modal(ask.form, call, ask.prefill, self._today(scene), asks=ask.asks))
            return
        draft = Draft(person, ask.form, call, ask.prefill, zone=scene.zone, asks=ask.asks)
        card = Card(words.ONE_MORE_STEP, (Text(words.PRESS_CONTINUE),))
        await turn.reply(render(card, scene, own=[RawButton(words.CONTINUE, self._keep(draft))]))

    async def _invalid(
        self, turn: Turn, errors: Mapping[str, str], scene: Scene, sent: tuple[str, Sent] | None
    ) -> None:
        form = self.form_of(sent[0]) if sent else None
        if sent is None or form is None:
            await turn.reply(render(Card(words.NOT_YET, _errors(errors, {}), Tone.WARNING), scene))
            return
        call, values = sent
        fields = asked_fields(form, self._words.of(turn.interaction.user.id, call, form, values.values))
        await self._not_yet(turn, words.NOT_YET, _errors(errors, fields), scene, form, call, values)

    async def which_day(self, interaction: Interaction, call: str, form: type[Form], sent: Sent) -> None:
        """ "Earlier" was picked for a day: it is typed in a second modal, and a modal can't answer a modal."""
        turn = Turn(interaction)
        try:
            await turn.settle()
            typed = Sent(
                {name: None if value == EARLIER else value for name, value in sent.values.items()},
                sent.typed | sent.earlier,
                frozenset(),
            )
            scene = Scene(decode_call(call)[0])
            await self._not_yet(turn, words.WHICH_DAY, (Text(words.TYPE_THE_DAY),), scene, form, call, typed)
        except Exception as error:
            await self.fault(turn, error)

    async def _not_yet(
        self, turn: Turn, title: str, said: tuple[Block, ...], scene: Scene, form: type[Form], call: str, sent: Sent
    ) -> None:
        person = turn.interaction.user.id
        asks = self._words.of(person, call, form, sent.values)
        draft = Draft(person, form, call, sent.as_prefill(), scene.zone, sent.typed, asks)
        echo, files = _echo(asked_fields(form, asks), sent.as_prefill())
        card = Card(title, (*said, *echo), Tone.WARNING, files=files)
        await turn.reply(render(card, scene, own=[RawButton(words.FIX_IT, self._keep(draft))]), files)

    async def resume(self, interaction: Interaction, draft_id: DraftId) -> None:
        """**Fix it** or **Continue** was pressed."""
        turn = Turn(interaction)
        try:
            await turn.settle()
            draft = self._drafts.get(draft_id.token, interaction.user.id)
            form = draft.form if draft else self.form_of(draft_id.call)
            if draft is not None:
                today = self._today(Scene(0, zone=draft.zone))
                self._words.keep(draft.person, draft.call, draft.asks)
                opened = modal(draft.form, draft.call, draft.values, today, asks=draft.asks, typed=draft.typed)
                await turn.ask(opened)
            elif form is not None:
                today = self._today(Scene(0))
                names = asked.names(form, draft_id.places)
                asks = self._words.of(interaction.user.id, draft_id.call, form, names)
                await turn.ask(modal(form, draft_id.call, {}, today, asks=asks, note=words.DRAFT_LOST))
            else:
                await turn.reply(render(Card(words.DRAFT_GONE, (Text(words.DRAFT_GONE_BODY),)), Scene(0)))
        except Exception as error:
            await self.fault(turn, error)

    def form_of(self, call: str) -> type[Form] | None:
        """None when this version has no such form."""
        try:
            handler = self._core.registry.handlers.get(decode_call(call)[1].name)
        except WireError:
            return None
        return handler.form if handler else None

    def _keep(self, draft: Draft) -> str:
        return DraftId(self._drafts.keep(draft), draft.call, asked.places(draft.form, draft.asks)).encode()

    def _today(self, scene: Scene) -> Any:
        return self._clock.now().astimezone(scene.zone).date()


def _errors(errors: Mapping[str, str], fields: Mapping[str, Field]) -> tuple[Block, ...]:
    lines: list[Block] = []
    for name, problem in errors.items():
        field = fields.get(name)
        lines.append(Text((Bold(field.label), "\n", problem)) if field else Text(problem))
    return tuple(lines)


def _echo(fields: Mapping[str, Field], values: Mapping[str, Raw]) -> tuple[tuple[Block, ...], tuple[File, ...]]:
    """What was typed, to be read and copied from the card even after a restart."""
    typed = [
        (field.label, value)
        for name, field in fields.items()
        if field.kind in (Kind.SHORT, Kind.LONG) and isinstance(value := values.get(name), str) and value.strip()
    ]
    if not typed:
        return (Note(words.KEPT),), ()
    rows = Fields(tuple((label, text) for label, text in typed))
    if sum(len(text) for _, text in typed) <= _ECHO:
        return (Note(words.KEPT_BELOW), rows), ()
    whole = "\n\n".join(f"{label}\n{text}" for label, text in typed)
    file = File("what-you-wrote.txt", "text/plain", whole.encode("utf-8", "replace"))
    return (Note(words.KEPT_BELOW), rows, Note(words.IN_FILE)), (file,)
