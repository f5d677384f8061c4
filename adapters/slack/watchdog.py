"""Keeps the Socket Mode line alive.

The library reconnects by itself, mostly. Seen elsewhere: a line that looks open and carries nothing, reconnecting in
a closed session for ever, a shutdown that never returns. So the line is watched from outside: when neither a message
nor an answered ping was seen for a while, it is thrown away whole and built anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from datetime import timedelta
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack.api import Api, SlackError
from adapters.slack.tasks import Tasks
from bot.adapter import Misconfigured
from bot.scheduling.clock import Clock

PING_SECONDS = 10.0
STALE = timedelta(seconds=45)  # four unanswered pings, and a little
LOOK_SECONDS = 5.0
CONNECT_SECONDS = 20.0
CLOSE_SECONDS = 5.0
DRAIN_SECONDS = 8.0
LONGEST_PAUSE = 60.0
_log = logging.getLogger("cairn.slack")

_BAD_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "token_revoked", "token_expired", "account_inactive"}
)


class Line:
    """One Socket Mode connection after another, until cancelled."""

    def __init__(self, app: AsyncApp, api: Api, app_token: str, clock: Clock, tasks: Tasks) -> None:
        """Before the last line is closed, `tasks` get their time: what they answer goes over it."""
        self._app = app
        self._tasks = tasks
        self._api = api
        self._app_token = app_token
        self._clock = clock
        self._seen = clock.now() - STALE
        self._pong: float | None = None

    def healthy(self) -> bool:
        return self._clock.now() - self._seen < STALE

    async def run(self) -> None:
        failures = 0
        while True:
            handler: AsyncSocketModeHandler | None = None
            try:
                handler = await self._connected()
                failures = 0
                await self._watch(handler)
                _log.warning("the line to Slack went silent; building a new one")
            except asyncio.CancelledError:
                await self._tasks.drain(DRAIN_SECONDS)
                raise
            except Misconfigured:
                raise
            except Exception as error:
                failures += 1
                _log.warning("no line to Slack: %s", type(error).__name__)
            finally:
                if handler is not None:
                    await _closed(handler)
            if failures:
                await self._clock.sleep(min(2.0 ** (failures - 1), LONGEST_PAUSE) * random.uniform(0.8, 1.2))

    async def _connected(self) -> AsyncSocketModeHandler:
        """A new line. Its address is asked for here: the library would ask for ever with a token that is refused."""
        try:
            address = await self._api.line(self._app_token)
        except SlackError as error:
            raise_if_misconfigured(error, "app token (CAIRN_SLACK__APP_TOKEN, it begins with xapp-)")
            raise
        handler = AsyncSocketModeHandler(
            self._app, self._app_token, self._app.logger, self._api.client, ping_interval=PING_SECONDS
        )
        handler.client.wss_uri = address
        handler.client.on_message_listeners.append(self._heard)
        try:
            await asyncio.wait_for(handler.connect_async(), CONNECT_SECONDS)
        except BaseException:
            await _closed(handler)
            raise
        self._pong = None
        self._seen = self._clock.now()
        return handler

    async def _heard(self, message: object) -> None:
        self._seen = self._clock.now()

    async def _watch(self, handler: AsyncSocketModeHandler) -> None:
        """Returns when nothing was seen for too long."""
        while True:
            await self._clock.sleep(LOOK_SECONDS)
            pong = handler.client.last_ping_pong_time
            # The library also sets this time itself when it has none; only a change from one time to another is a pong.
            if pong is not None and self._pong is not None and pong != self._pong:
                self._seen = self._clock.now()
            self._pong = pong
            if not self.healthy():
                return


async def _closed(handler: AsyncSocketModeHandler) -> None:
    """Bounded: what does not close in time is left behind, its tasks cancelled."""
    client: Any = handler.client
    try:
        await asyncio.wait_for(handler.close_async(), CLOSE_SECONDS)
    except Exception as error:
        _log.warning("the old line did not close: %s", type(error).__name__)
    tasks: list[asyncio.Future[None]] = [
        t for t in (client.message_processor, client.current_session_monitor, client.message_receiver) if t
    ]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    with contextlib.suppress(Exception):
        await client.aiohttp_client_session.close()


def raise_if_misconfigured(error: SlackError, token: str) -> None:
    code = error.code
    if code in _BAD_TOKEN:
        raise Misconfigured(
            f"Slack does not accept the {token}: {code}. Copy it again from the app's page at api.slack.com/apps."
        ) from error
    if code == "missing_scope":
        raise Misconfigured(
            f"The Slack {token} lacks a permission. Give the app token the scope connections:write, or install the app "
            "again with the current manifest (cairn manifest slack)."
        ) from error
