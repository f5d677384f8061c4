"""Everything that waits for moderators, in one place, and the reminder when it waits for too long."""

from bot.cog import Cog
from cogs.queue.cog import Queue


def setup() -> Cog:
    return Queue()
