"""Home: a person's own page, where each feature has a line, and their settings for messages, quiet hours and zone."""

from bot.cog import Cog
from cogs.home.cog import HomeCog


def setup() -> Cog:
    return HomeCog()
