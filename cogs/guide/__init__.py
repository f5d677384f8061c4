"""What Cairn does, on one screen."""

from bot.cog import Cog
from cogs.guide.cog import Guide


def setup() -> Cog:
    return Guide()
