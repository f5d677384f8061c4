"""Discord. `create(DiscordSettings(token))` is all that the runtime needs; `sync` is for the command line."""

from adapters.discord.client import DiscordAdapter, DiscordSettings, create
from adapters.discord.sync import sync

__all__ = ["DiscordAdapter", "DiscordSettings", "create", "sync"]
