"""Listening: a post that nobody has answered is brought to one listener, and later to moderators."""

from bot.cog import Cog
from cogs.listening.cog import Listening


def setup() -> Cog:
    return Listening()
