"""Notes to people outside: asking for feedback, saying thank you and more. Cairn writes them and sends nothing."""

from bot.cog import Cog
from cogs.notes.cog import Notes
from cogs.notes.replies import Replies


def setup() -> tuple[Cog, ...]:
    return (Notes(), Replies())
