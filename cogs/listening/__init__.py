"""Listening: a post that nobody has answered is brought to one listener, and later to moderators."""

from bot.cog import Cog
from cogs.listening.cog import Listening
from cogs.listening.settings import ListeningSettings


def setup() -> tuple[Cog, ...]:
    return (Listening(), ListeningSettings())
