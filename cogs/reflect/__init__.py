"""Looking back on an application, a talk or a no: what went well first, then one's own acts, then what is wanted next.

`cog` is the way through it, `wants` the list of what somebody wants next. All of it is private, and nothing is ever
sent by itself.
"""

from bot.cog import Cog
from cogs.reflect.cog import Reflect
from cogs.reflect.wants import Wants


def setup() -> tuple[Cog, ...]:
    return (Reflect(), Wants())
