"""One interaction from its arrival to its answer: three seconds for the first response, one first response only."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord

from adapters.discord import limits
from adapters.discord.cards import Component, file_name
from bot.ui.card import File

Interaction = discord.Interaction[Any]

log = logging.getLogger("cairn.discord")

ALREADY_ANSWERED = 40060
UNKNOWN_INTERACTION = 10062


class Ready(discord.ui.LayoutView):
    """Components that are finished. Stopped, so that the library keeps nothing of it after sending."""

    def __init__(self, components: list[Component]) -> None:
        super().__init__(timeout=None)
        self._ready = components
        self.stop()

    def to_components(self) -> list[Component]:
        return self._ready

    def has_components_v2(self) -> bool:
        return True


class ReadyModal(discord.ui.Modal):
    """The same for a modal: its submit arrives in `on_interaction` like everything else."""

    def __init__(self, payload: Component) -> None:
        super().__init__(title=payload["title"], custom_id=payload["custom_id"])
        self._ready = payload
        self.stop()

    def to_dict(self) -> Component:
        return self._ready


def uploads(files: Sequence[File]) -> list[discord.File]:
    return [discord.File(io.BytesIO(f.data), filename=file_name(f)) for f in files[: limits.FILES]]


class Turn:
    """Announces a late answer by itself; whatever is sent afterwards takes the way that is then still open."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self.deferred = False
        self._thinking = False
        self._announcing: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(limits.DEFER_SECONDS, self._late, loop)

    @property
    def on_private_card(self) -> bool:
        """A press on a card that only this person sees, which an update may replace."""
        of = self.interaction.message
        pressed = self.interaction.type is discord.InteractionType.component
        return pressed and of is not None and (of.flags.ephemeral or self.interaction.guild_id is None)

    @property
    def from_modal(self) -> bool:
        return self.interaction.type is discord.InteractionType.modal_submit

    def _late(self, loop: asyncio.AbstractEventLoop) -> None:
        self._announcing = loop.create_task(self._defer())

    async def _defer(self) -> None:
        self.deferred = True
        self._thinking = not self.on_private_card
        try:
            await self.interaction.response.defer(ephemeral=True, thinking=self._thinking)
        except (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError) as error:
            log.warning("a late answer could not be announced: %s", type(error).__name__)

    async def settle(self) -> None:
        """The handler is done: no announcement starts any more, and one on its way has arrived."""
        self._timer.cancel()
        if self._announcing is not None:
            await self._announcing

    async def reply(self, components: list[Component], files: Sequence[File] = ()) -> None:
        view = Ready(components)
        if self._thinking:
            self._thinking = False
            await self.interaction.edit_original_response(view=view, attachments=uploads(files))
        elif self.deferred or self.interaction.response.is_done():
            if files:
                await self.interaction.followup.send(view=view, ephemeral=True, files=uploads(files))
            else:
                await self.interaction.followup.send(view=view, ephemeral=True)
        elif files:
            await self._first(
                lambda: self.interaction.response.send_message(view=view, ephemeral=True, files=uploads(files))
            )
        else:
            await self._first(lambda: self.interaction.response.send_message(view=view, ephemeral=True))

    async def update(self, components: list[Component], files: Sequence[File] = ()) -> None:
        """Only on a private card."""
        view = Ready(components)
        if self.deferred:
            await self.interaction.edit_original_response(view=view, attachments=uploads(files))
        else:
            await self._first(lambda: self.interaction.response.edit_message(view=view, attachments=uploads(files)))

    async def ask(self, payload: Component) -> None:
        """Only as the first response, and never to a modal."""
        await self._first(lambda: self.interaction.response.send_modal(ReadyModal(payload)))

    async def nothing(self) -> bool:
        """Acknowledges without showing anything. False where Discord has no such answer: a command needs words."""
        if self.interaction.type is discord.InteractionType.application_command:
            return False
        if self.deferred:
            if self._thinking:
                self._thinking = False
                await self.interaction.delete_original_response()
            return True
        if self.from_modal and self.interaction.message is None:
            return False
        await self._first(lambda: self.interaction.response.defer())
        return True

    async def _first(self, send: Any) -> None:
        """Tries a broken connection once more: if the first try arrived after all, Discord says so and that is that."""
        try:
            await send()
        except (aiohttp.ClientError, OSError):
            try:
                await send()
            except discord.HTTPException as error:
                if error.code != ALREADY_ANSWERED:
                    raise
