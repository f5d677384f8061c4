"""Wins: what went well, big or small."""

from bot.cog import Cog
from cogs.wins.cog import Wins
from cogs.wins.looking_back import WinList
from cogs.wins.posted import WinPosts
from cogs.wins.weekly import WinRoundup


def setup() -> tuple[Cog, ...]:
    return (Wins(), WinPosts(), WinRoundup(), WinList())
