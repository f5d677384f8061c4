"""What is stored about a person: to read, to take along, to erase; and the clean-up that keeps its word."""

from bot.cog import Cog
from cogs.data.cog import Data


def setup() -> Cog:
    return Data()
