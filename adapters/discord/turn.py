"""One interaction from its arrival to its answer: three seconds for the first response, one first response only."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import async_context, interaction_message_response_params

from adapters.discord import limits
from adapters.discord.cards import V2, Component, file_name
from bot.ui.card import File

Interaction = discord.Interaction[Any]

log = logging.getLogger("cairn.discord")

ALREADY_ANSWERED = 40060
UNKNOWN_INTERACTION = 10062

MESSAGE, THINKING, SEEN, UPDATE, MODAL = 4, 5, 6, 7, 9  # interaction callback types
EPHEMERAL = 1 << 6
_NO_MENTIONS: Component = {"parse": []}


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


def uploads(files: Sequence[File]) -> list[discord.File]:
    return [discord.File(io.BytesIO(f.data), filename=file_name(f)) for f in files[: limits.FILES]]


class Turn:
    """Announces a late answer by itself; whatever is sent afterwards takes the way that is then still open.

    The first response goes out on the library's own webhook route, without asking Discord to send the message back:
    `InteractionResponse` does ask, and builds objects from it that nobody here reads.
    """

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self.deferred = False
        self._answered = False
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
            if self._thinking:
                await self._callback({"type": THINKING, "data": {"flags": EPHEMERAL}})
            else:
                await self._callback({"type": SEEN})
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("a late answer could not be announced: %s", type(error).__name__)

    async def settle(self) -> None:
        """The handler is done: no announcement starts any more, and one on its way has arrived."""
        self._timer.cancel()
        if self._announcing is not None:
            await self._announcing

    async def reply(self, components: list[Component], files: Sequence[File] = ()) -> None:
        if self._thinking:
            self._thinking = False
            await self.interaction.edit_original_response(view=Ready(components), attachments=uploads(files))
        elif self.deferred or self._answered:
            more: dict[str, Any] = {"files": uploads(files)} if files else {}
            await self.interaction.followup.send(view=Ready(components), ephemeral=True, **more)
        else:
            await self._show(MESSAGE, components, files, V2 | EPHEMERAL)

    async def update(self, components: list[Component], files: Sequence[File] = ()) -> None:
        """Only on a private card."""
        if self.deferred:
            await self.interaction.edit_original_response(view=Ready(components), attachments=uploads(files))
        else:
            await self._show(UPDATE, components, files, V2)

    async def ask(self, payload: Component) -> None:
        """Only as the first response, and never to a modal."""
        await self._first({"type": MODAL, "data": payload})

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
        await self._first({"type": SEEN})
        return True

    async def _show(self, kind: int, components: list[Component], files: Sequence[File], flags: int) -> None:
        data: Component = {"components": components, "flags": flags, "allowed_mentions": _NO_MENTIONS}
        if kind == UPDATE and not files:
            data["attachments"] = []
        await self._first({"type": kind, "data": data}, files)

    async def _first(self, payload: Component, files: Sequence[File] = ()) -> None:
        """Tries a broken connection once more: if the first try arrived after all, Discord says so and that is that."""
        try:
            await self._callback(payload, files)
        except (aiohttp.ClientError, OSError):
            try:
                await self._callback(payload, files)
            except discord.HTTPException as error:
                if error.code != ALREADY_ANSWERED:
                    raise
        self._answered = True

    async def _callback(self, payload: Component, files: Sequence[File] = ()) -> None:
        interaction = self.interaction
        http = interaction.client.http
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction.id,
            webhook_token=interaction.token,
        )
        body: dict[str, Any] = {"payload": payload}
        if files:
            body = _with_files(payload, files)
        session: aiohttp.ClientSession = interaction._session  # pyright: ignore[reportPrivateUsage] -- no public way
        await async_context.get().request(route, session=session, proxy=http.proxy, proxy_auth=http.proxy_auth, **body)


def _with_files(payload: Component, files: Sequence[File]) -> dict[str, Any]:
    data = payload["data"]
    params = interaction_message_response_params(
        type=payload["type"],
        files=uploads(files),
        view=Ready(data["components"]),
        flags=discord.MessageFlags._from_value(data["flags"]),  # pyright: ignore[reportPrivateUsage] -- no public way
        allowed_mentions=discord.AllowedMentions.none(),
    )
    return {"multipart": params.multipart, "files": params.files}
