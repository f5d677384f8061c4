"""Plans: one to three lines for a week, how they went, small steps, and why somebody is looking.

`cog` is this week's plan, `looking_back` the end of a week, `steps` the small steps, `why` the reason. All of it is
private: check-ins ask through `api`.
"""

from bot.cog import Cog
from cogs.plans.cog import Plans
from cogs.plans.looking_back import LookingBack
from cogs.plans.steps import SmallSteps
from cogs.plans.why import WhyCog


def setup() -> tuple[Cog, ...]:
    return (Plans(), LookingBack(), SmallSteps(), WhyCog())
