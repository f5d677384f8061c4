"""A no, logged at once and kept private; the care card; sharing by name."""

from bot.cog import Cog
from cogs.rejections.cog import Rejections


def setup() -> Cog:
    return Rejections()
