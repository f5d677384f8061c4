"""Thanks: with a reason, seen by the receiver first, in the wins room only if they choose so."""

from bot.cog import Cog
from cogs.thanks.cog import Thanks


def setup() -> Cog:
    return Thanks()
