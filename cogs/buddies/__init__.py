"""Accountability buddies: profiles, rounds, pairs, and what organisers set.

Four cogs share one set of tables: `profile` is what a member says and wishes, `rounds` matches who takes part,
`pairs` is what two people have together, `pools` is for organisers. `problem` and `matching` are pure: who with whom.
"""

from bot.cog import Cog
from cogs.buddies.pairs.cog import Pairs
from cogs.buddies.pairs.kindness import KindNotes
from cogs.buddies.pairs.reports import Reports
from cogs.buddies.pools.cog import Pools
from cogs.buddies.pools.rules import PoolRules
from cogs.buddies.profile.cog import Buddy
from cogs.buddies.profile.editing import Editing
from cogs.buddies.rounds.cog import Rounds


def setup() -> tuple[Cog, ...]:
    return (Buddy(), Editing(), Pairs(), KindNotes(), Reports(), Pools(), PoolRules(), Rounds())
