"""Telling Discord the commands from the command line, without connecting: `cairn sync`."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
from discord import app_commands

from adapters.discord import commands, words
from bot.adapter import Misconfigured, Unreachable
from bot.cog import Registry
from bot.scheduling.clock import SystemClock

Interaction = discord.Interaction[Any]


async def _never(*_: Any) -> None:
    """These commands are only described here, never called."""


async def sync(token: str, registry: Registry, *, guild: str = "", clear: bool = False) -> int:
    """Registers all commands, everywhere or in one server at once. How many Discord knows then; `clear` removes them.

    Raises `Misconfigured` with plain words when Discord refuses the token, `Unreachable` when it can't be asked.
    """
    client = discord.Client(intents=discord.Intents.none())
    tree: app_commands.CommandTree[Any] = app_commands.CommandTree(client)
    target = discord.Object(int(guild)) if guild else None
    try:
        await client.login(token)
        if not clear:
            commands.build(tree, registry, _never, _never, SystemClock())
            if target is not None:
                tree.copy_global_to(guild=target)
        return len(await tree.sync(guild=target))
    except discord.LoginFailure as error:
        raise Misconfigured(words.bad_token()) from error
    except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
        raise Unreachable(words.unreachable()) from error
    finally:
        await client.close()
