"""The connection: discord.py's client, every interaction in one place, and the adapter the core sees."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands

from adapters.discord import commands, events, forms, limits, words
from adapters.discord.calendar import Calendar
from adapters.discord.cards import preview, render
from adapters.discord.effects import Messages
from adapters.discord.ids import DraftId
from adapters.discord.people import People
from adapters.discord.respond import Responder
from adapters.discord.rooms import Rooms
from adapters.discord.turn import Ready, Turn
from bot.adapter import (
    AccountRef,
    ButtonPressed,
    CommandCalled,
    CommunityLeft,
    Core,
    Delivery,
    FormSent,
    MenuChosen,
    Misconfigured,
    OptionChosen,
    Scene,
    Wanted,
    WantedEvent,
    WantedRoom,
)
from bot.context import Echo, Standing
from bot.scheduling.clock import Clock, SystemClock
from bot.ui.card import Card, Text
from bot.ui.form import Place

Interaction = discord.Interaction[Any]

log = logging.getLogger("cairn.discord")

FIRST_PAUSE = 5.0  # before a failed start is tried again; a crash loop must not burn the 1 000 starts of a day
_DRAIN = 5.0
_ROUTED_HERE = (discord.InteractionType.component, discord.InteractionType.modal_submit)
_LONGEST_PAUSE = 300.0
_STEADY = 600.0  # seconds of connection after which an earlier failure counts no more

for _chatty in ("discord.http", "discord.gateway", "discord.webhook.async_"):
    logging.getLogger(_chatty).setLevel(logging.INFO)  # at DEBUG they write down what people typed


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """`shard_ids` and `shard_count` split the gateway over processes; left out, the library asks Discord."""

    token: str
    shard_ids: tuple[int, ...] = ()
    shard_count: int = 0


class Tree(app_commands.CommandTree[Any]):
    """Commands end here when they can't even be called: unknown, or of an older shape."""

    responder: Responder

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            return
        turn = Turn(interaction)
        await turn.settle()
        known = isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch)
        if known:
            await self.responder.fault(turn, error, words.UNKNOWN_COMMAND, words.UNKNOWN_COMMAND_BODY)
        else:
            await self.responder.fault(turn, error)


def _tolerant(parsers: dict[str, Callable[[Any], Any]]) -> None:
    """One event that the library can't read costs that event; left alone, it would cost the connection."""

    def guarded(name: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def read(data: Any) -> Any:
            try:
                return parse(data)
            except Exception as error:
                log.error("an event could not be read: %s", name, exc_info=error)

        return read

    for name, parse in parsers.items():
        if name not in ("READY", "RESUMED"):  # without these there is no connection
            parsers[name] = guarded(name, parse)


class Client(discord.AutoShardedClient):
    """Holds no members, no messages and asks for nothing but the shape of servers."""

    def __init__(self, settings: DiscordSettings, core: Core, clock: Clock) -> None:
        shards: dict[str, Any] = {"shard_count": settings.shard_count or None}
        if settings.shard_ids:
            shards["shard_ids"] = list(settings.shard_ids)
        # Cairn never speaks in voice: what that would need is not missing.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30.0,
            **shards,
        )
        _tolerant(self._connection.parsers)
        self.core = core
        self.responder = Responder(core, clock)
        self.tree = Tree(self)
        self.tree.responder = self.responder
        commands.build(self.tree, core.registry, self._called, self._chosen, clock)

    async def setup_hook(self) -> None:
        try:
            await self.sync_commands()
        except (discord.DiscordException, app_commands.AppCommandError) as error:
            log.error("the commands could not be synced, the old ones stay: %s", type(error).__name__)

    async def sync_commands(self) -> int:
        """How many commands Discord was told; 0 when it knows them already."""
        key = f"discord.commands.{self.application_id}"
        now = commands.fingerprint(self.tree)
        if await self.core.known(key) == now:
            return 0
        synced = await self.tree.sync()
        await self.core.remember(key, now)
        log.info("commands synced: %s", len(synced))
        return len(synced)

    async def _called(self, interaction: Interaction, name: str, options: Mapping[str, Any]) -> None:
        event = CommandCalled(
            events.who(interaction),
            events.community(interaction),
            str(interaction.id),
            name,
            events.arguments(interaction, options),
        )
        await self.responder.take(interaction, event)

    async def _chosen(self, interaction: Interaction, label: str, message: discord.Message) -> None:
        event = MenuChosen(
            events.who(interaction),
            events.community(interaction),
            str(interaction.id),
            label,
            events.message(interaction, message),
        )
        await self.responder.take(interaction, event)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Commands come by way of the tree, so that `on_interaction` need not be woken for them."""
        if event == "interaction" and args[0].type not in _ROUTED_HERE:
            return
        super().dispatch(event, *args, **kwargs)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Every component and every modal, whichever message or version it comes from."""
        data: Mapping[str, Any] = interaction.data or {}
        match interaction.type:
            case discord.InteractionType.component:
                await self._pressed(interaction, data)
            case discord.InteractionType.modal_submit:
                await self._sent(interaction, data)
            case _:
                pass

    async def _pressed(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        custom_id = str(data["custom_id"])
        draft = DraftId.decode(custom_id)
        if draft is not None:
            await self.responder.resume(interaction, draft)
            return
        base = events.who(interaction), events.community(interaction), str(interaction.id)
        values: Sequence[str] = data.get("values") or ()
        if data.get("component_type") == discord.ComponentType.button.value or not values:
            await self.responder.take(interaction, ButtonPressed(*base, custom_id))
        else:
            await self.responder.take(interaction, OptionChosen(*base, custom_id, values[0]))

    async def _sent(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        call = str(data["custom_id"])
        form = self.responder.form_of(call)
        sent = forms.read(data, form, lambda channel: events.place_of(interaction.guild, channel))
        if sent.earlier and form is not None:
            await self.responder.which_day(interaction, call, form, sent)
            return
        event = FormSent(events.who(interaction), events.community(interaction), str(interaction.id), call, sent.values)
        await self.responder.take(interaction, event, sent=(call, sent))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.core.left(CommunityLeft(events.PLATFORM, str(guild.id)))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """One short hello where the server wants such things, or nothing."""
        room = guild.system_channel
        if room is None or not room.permissions_for(guild.me).send_messages:
            return
        command = "setup" if "setup" in self.core.registry.commands else "help"
        card = Card(words.HELLO, (Text(words.HELLO_BODY.format(command)),))
        try:
            await room.send(view=Ready(render(card, Scene(0))), nonce=str(guild.id))
        except discord.HTTPException as error:
            log.info("no hello was possible: %s", error.code)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("unhandled in %s", event_method)


class DiscordAdapter:
    """Implements `bot.adapter.Adapter`."""

    name = events.PLATFORM
    dedupe_window = timedelta(seconds=limits.NONCE_SECONDS)
    can_find = True
    asks_before_dm = True  # Discord: "DMs should generally be initiated by a user action"
    settle = timedelta(seconds=2)
    rate = limits.CALLS_PER_SECOND
    calls_per_person = 1.0

    def __init__(self, settings: DiscordSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._client: Client | None = None
        self._messages = Messages(self._logged_in, clock)
        self._rooms = Rooms(self._logged_in)
        self._people = People(self._logged_in, clock)
        self._calendar = Calendar(self._logged_in, clock)

    def _logged_in(self) -> Client | None:
        client = self._client
        return client if client is not None and client.user is not None and not client.is_closed() else None

    async def run(self, core: Core) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            started = loop.time()
            self._client = client = Client(self._settings, core, self._clock)
            try:
                await client.login(self._settings.token)
                await client.connect()
                log.warning("the connection to Discord ended")
            except Exception as error:
                problem = _operators_problem(error)
                if problem is not None:
                    raise Misconfigured(problem) from error
                log.error("the connection to Discord failed: %s", type(error).__name__, exc_info=error)
            finally:
                await self._close(client)
            pause = FIRST_PAUSE if loop.time() - started > _STEADY else min(pause, _LONGEST_PAUSE)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))
            pause *= 2

    async def _close(self, client: Client) -> None:
        await client.responder.drain(_DRAIN)
        try:
            await client.close()
        except Exception as error:
            log.warning("closing left something open: %s", type(error).__name__)

    async def show(self, message: Wanted) -> Delivery:
        return await self._messages.show(message)

    async def find(self, message: Wanted) -> str | None:
        return await self._messages.find(message)

    async def open_room(self, room: WantedRoom) -> Delivery:
        return await self._rooms.open(room)

    async def announce(self, event: WantedEvent) -> Delivery:
        return await self._calendar.announce(event)

    async def find_event(self, event: WantedEvent) -> str | None:
        return await self._calendar.find(event)

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        return await self._people.look_up(team, people)

    async def look_at(self, team: str, remote: str) -> Echo:
        return await self._messages.look_at(team, remote)

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        return await self._people.inspect(team, rooms)

    def preview(self, card: Card, scene: Scene) -> Mapping[str, Any]:
        return preview(card, scene)

    def healthy(self) -> bool:
        """Connected. The library calls itself ready only seconds later, when all guilds came; posting needs none."""
        client = self._logged_in()
        if client is None:
            return False
        return bool(client.shards) and not any(shard.is_closed() for shard in client.shards.values())


def _operators_problem(error: Exception) -> str | None:
    """What only a person can mend, in plain words; None when trying again may help."""
    match error:
        case discord.LoginFailure():
            return words.bad_token()
        case discord.PrivilegedIntentsRequired():
            return words.bad_intents()
        case discord.ConnectionClosed(code=4004):
            return words.bad_token()
        case discord.ConnectionClosed(code=4013 | 4014):
            return words.bad_intents()
        case discord.ConnectionClosed(code=4010):
            return words.bad_shards()
        case _:
            return None


def create(settings: DiscordSettings, clock: Clock | None = None) -> DiscordAdapter:
    return DiscordAdapter(settings, clock or SystemClock())
