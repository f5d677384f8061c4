"""Work that belongs to the community, and to nobody in it."""

from __future__ import annotations

from bot.context import Context
from cogs.buddies import calls


def plan(ctx: Context, pool: int) -> None:
    """Somebody more can be matched: a round may have to be planned. Not a job of the member, who may leave."""
    ctx.unowned().later(ctx.now, calls.check(pool), key=f"buddies:plan:{pool}")
