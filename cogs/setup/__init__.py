"""Set-up for organisers: rooms, clock and rules, with every missing permission named and a test post."""

from bot.cog import Cog
from cogs.setup.cog import SetupCog


def setup() -> Cog:
    return SetupCog()
