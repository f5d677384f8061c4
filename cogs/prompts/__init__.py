"""Prompts: short questions, in a room on an organiser's schedule or for one person who asked.

`schedules` is for organisers, `answers` is what members say to a prompt, `own` is for one person. `bag` is the pack and
what of it comes next, `timing` when.
"""

from bot.cog import Cog
from cogs.prompts.answers.cog import Answers
from cogs.prompts.own.cog import OwnPrompts
from cogs.prompts.schedules.cog import Schedules
from cogs.prompts.schedules.stopping import Stopping
from cogs.prompts.schedules.trying import Trying


def setup() -> tuple[Cog, ...]:
    return (Schedules(), Trying(), Stopping(), Answers(), OwnPrompts())
