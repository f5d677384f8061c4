"""The floor on Discord: discord.py alone, answering `/win` with a constant."""

from __future__ import annotations

import sys
from typing import Any

import discord
from discord import app_commands

from tests.fakes.discord.pointing import pointing_discord_at


class At:
    def __init__(self, port: int) -> None:
        self.rest_url = f"http://127.0.0.1:{port}/api/v10"
        self.gateway_url = f"ws://127.0.0.1:{port}/gateway"


class Bare(discord.AutoShardedClient):
    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.tree = app_commands.CommandTree[Any](self)

        @self.tree.command(name="win", description="Keep something that went well.")
        async def win(interaction: discord.Interaction, text: str) -> None:  # pyright: ignore[reportUnusedFunction]
            await interaction.response.send_message("ok", ephemeral=True)

    async def setup_hook(self) -> None:
        await self.tree.sync()


def main() -> None:
    port, token = int(sys.argv[1]), sys.argv[2]
    with pointing_discord_at(At(port)):
        Bare().run(token, log_handler=None)


if __name__ == "__main__":
    main()
