"""Sends discord.py elsewhere, from outside and without the bot's knowledge."""

from __future__ import annotations

import importlib
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Protocol

import yarl


class Elsewhere(Protocol):
    @property
    def rest_url(self) -> str: ...
    @property
    def gateway_url(self) -> str: ...


@contextmanager
def pointing_discord_at(fake: Elsewhere) -> Generator[None]:
    """Both addresses: the gateway's is used when the number of shards is fixed. The library is imported only here, so
    that the fake itself needs none."""
    route: Any = importlib.import_module("discord.http").Route
    socket: Any = importlib.import_module("discord.gateway").DiscordWebSocket
    before = route.BASE, socket.DEFAULT_GATEWAY
    route.BASE, socket.DEFAULT_GATEWAY = fake.rest_url, yarl.URL(fake.gateway_url)
    try:
        yield
    finally:
        route.BASE, socket.DEFAULT_GATEWAY = before
