"""Help now: crisis lines by country, open to everybody, offline."""

from bot.cog import Cog
from cogs.help.cog import Help
from cogs.help.organising import HelpLines


def setup() -> tuple[Cog, ...]:
    return (Help(), HelpLines())
