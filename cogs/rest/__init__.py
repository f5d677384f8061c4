"""Rest: a cool-off that silences everything unasked, and ends with one gentle message."""

from bot.cog import Cog
from cogs.rest.cog import Rest


def setup() -> Cog:
    return Rest()
