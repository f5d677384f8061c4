"""The first question: may Cairn keep what you give it?"""

from bot.cog import Cog
from cogs.consent.cog import Consent


def setup() -> Cog:
    return Consent()
