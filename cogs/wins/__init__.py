"""Wins: what went well, big or small."""

from bot.cog import Cog
from cogs.wins.cog import Wins


def setup() -> Cog:
    return Wins()
