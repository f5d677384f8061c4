"""What every public post has in common: who may post, what `…` offers, reports, and what staff may do."""

from bot.cog import Cog
from cogs.posts.appeals import Appeals
from cogs.posts.cog import Posts


def setup() -> tuple[Cog, ...]:
    return (Posts(), Appeals())
