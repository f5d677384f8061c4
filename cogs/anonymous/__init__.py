"""Sharing without a name: nothing that is stored leads to whoever wrote it."""

from bot.cog import Cog
from cogs.anonymous.cog import Anonymous


def setup() -> tuple[Cog, ...]:
    return (Anonymous(),)
