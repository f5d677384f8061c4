"""Discord. `create(DiscordSettings(token))` is all that the runtime needs."""

from adapters.discord.client import DiscordAdapter, DiscordSettings, create

__all__ = ["DiscordAdapter", "DiscordSettings", "create"]
