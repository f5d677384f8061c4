"""What every public post has in common: who may post, what `…` offers, reports, and what staff may do."""

from bot.cog import Cog
from cogs.posts.cog import Posts


def setup() -> Cog:
    return Posts()
