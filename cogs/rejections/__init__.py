"""A no, logged at once and kept private; the care card; sharing with a buddy, a circle or the room, by name."""

from bot.cog import Cog
from cogs.rejections.cog import Rejections
from cogs.rejections.sharing.cog import RejectionShare
from cogs.rejections.sharing.posted import RejectionPosts


def setup() -> tuple[Cog, ...]:
    return (Rejections(), RejectionShare(), RejectionPosts())
