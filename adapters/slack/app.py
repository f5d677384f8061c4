"""The Slack adapter: puts the parts together, connects, and serves until it is cancelled."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import cards
from adapters.slack.api import Api, SlackError
from adapters.slack.effects import Posts
from adapters.slack.files import Files
from adapters.slack.home import HomeTab
from adapters.slack.listeners import Listeners
from adapters.slack.profiles import Profiles
from adapters.slack.respond import Respond
from adapters.slack.rooms import Rooms
from adapters.slack.settings import SlackSettings
from adapters.slack.tasks import Tasks
from adapters.slack.watchdog import Line, raise_if_misconfigured
from bot.adapter import (
    AccountRef,
    Core,
    Delivery,
    Misconfigured,
    Scene,
    Unsupported,
    Wanted,
    WantedEvent,
    WantedRoom,
)
from bot.context import Echo, Standing
from bot.scheduling.clock import Clock
from bot.ui.card import Card
from bot.ui.form import Place

_DRAIN_SECONDS = 10.0
_CALL_SECONDS = 30


def quiet() -> logging.Logger:
    """The logger given to the libraries. Below WARNING they write whole payloads, so it never goes there."""
    logger = logging.getLogger("cairn.slack.library")
    logger.setLevel(logging.WARNING)
    return logger


class OneWorkspace(AsyncAuthorize):
    """Which token serves a request: always the same. Left to itself, Bolt would ask Slack during somebody's first
    command. Many workspaces would look up their own token here."""

    def __init__(self, token: str) -> None:
        self._result = AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token)

    async def __call__(self, **request: Any) -> AuthorizeResult:
        return self._result


class SlackAdapter:
    name = "slack"
    dedupe_window = timedelta(0)
    asks_before_dm = False  # an app's messages have their own tab there
    rate = 20.0  # chat.postMessage: one a second per channel, some hundreds a minute per workspace; leave room
    calls_per_person = 0.0
    settle = timedelta(seconds=10)

    def __init__(self, settings: SlackSettings, clock: Clock, heartbeat: Clock | None = None) -> None:
        """`heartbeat` times the connection itself, which does not stand still when `clock` is stepped."""
        self._settings = settings
        self._heartbeat = heartbeat or clock
        self.can_find = settings.reconcile
        # Repeating is the outbox's business: the library's own repeats would post twice.
        self._client = AsyncWebClient(
            settings.bot_token, timeout=_CALL_SECONDS, logger=quiet(), retry_handlers=[], user_agent_prefix="cairn"
        )
        self._api = Api(self._client)
        self._files = Files(self._api)
        self._profiles = Profiles(self._api, clock)
        self._posts = Posts(self._api, self._files, clock, reconcile=settings.reconcile, pace=settings.pace)
        self._rooms = Rooms(self._api)
        self._line: Line | None = None
        self._bot_name = "Cairn"

    async def run(self, core: Core) -> None:
        _check_tokens(self._settings)
        timeout = aiohttp.ClientTimeout(total=_CALL_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            self._client.session = session
            tasks = Tasks()
            try:
                await self._introduce()
                app = self.bolt(core, tasks)
                self._line = Line(app, self._api, self._settings.app_token, self._heartbeat, tasks)
                await self._line.run()
            finally:
                self._line = None
                await tasks.drain(_DRAIN_SECONDS)
                self._client.session = None

    def bolt(self, core: Core, tasks: Tasks) -> AsyncApp:
        """The Bolt app with every listener. What only requests over HTTP need is left out of its way."""
        # Bolt copies this client for each request; it gets its token from `authorize` and is never used by us.
        client = AsyncWebClient(
            base_url=self._client.base_url, session=self._client.session, logger=quiet(), retry_handlers=[]
        )
        app = AsyncApp(
            name="cairn",
            client=client,
            authorize=OneWorkspace(self._settings.bot_token),
            signing_secret=self._settings.signing_secret,
            process_before_response=True,
            logger=quiet(),
            request_verification_enabled=bool(self._settings.signing_secret),
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        home = HomeTab(core, self._api, self._profiles)
        respond = Respond(self._api, self._files, core.registry)
        Listeners(core, respond, home, self._profiles, tasks, self._settings.patience).register(app)
        return app

    async def _introduce(self) -> None:
        """Fails early and in plain words on a token that Slack does not accept."""
        try:
            answer = await self._api.post("auth.test")
        except SlackError as error:
            raise_if_misconfigured(error, "bot token (CAIRN_SLACK__BOT_TOKEN, it begins with xoxb-)")
            raise
        self._bot_name = str(answer.get("user") or self._bot_name)

    async def show(self, message: Wanted) -> Delivery:
        return await self._posts.show(message)

    async def open_room(self, room: WantedRoom) -> Delivery:
        return await self._rooms.open(room)

    async def find(self, message: Wanted) -> str | None:
        return await self._posts.find(message)

    async def announce(self, event: WantedEvent) -> Delivery:
        return Unsupported("Slack has no calendar of its own")

    async def find_event(self, event: WantedEvent) -> str | None:
        return None

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        return await self._profiles.standings(people)

    async def look_at(self, team: str, remote: str) -> Echo:
        return await self._posts.look_at(remote)

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        return await self._posts.inspect(list(rooms), self._bot_name)

    def preview(self, card: Card, scene: Scene) -> Mapping[str, Any]:
        return cards.preview(card, scene)

    def healthy(self) -> bool:
        return self._line is not None and self._line.healthy()


def _check_tokens(settings: SlackSettings) -> None:
    if not settings.bot_token.startswith("xoxb-"):
        raise Misconfigured("Slack needs a bot token: set CAIRN_SLACK__BOT_TOKEN (it begins with xoxb-).")
    if not settings.app_token.startswith("xapp-"):
        raise Misconfigured("Slack needs an app token: set CAIRN_SLACK__APP_TOKEN (it begins with xapp-).")
