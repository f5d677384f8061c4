"""Help now: crisis lines by country, open to everybody, offline."""

from bot.cog import Cog
from cogs.help.cog import Help


def setup() -> Cog:
    return Help()
