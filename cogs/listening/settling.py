"""How the wait for an answer ends."""

from __future__ import annotations

from bot.context import Context
from cogs.listening import store


def settle(ctx: Context, post: int) -> None:
    """It is answered: nobody is asked any more, and moderators don't see it."""
    for member in store.turns(ctx.tx, post):
        ctx.cancel(store.alert_key(post, member))
    store.answered(ctx.tx, ctx.community, post)
    stop(ctx, post)


def stop(ctx: Context, post: int) -> None:
    ctx.cancel(store.ask_key(post))
    ctx.cancel(store.queue_key(post))
