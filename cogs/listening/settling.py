"""How the wait for an answer ends."""

from __future__ import annotations

from bot.context import Context
from cogs.listening import duty, store


def settle(ctx: Context, post: int) -> None:
    """It is answered: nobody is asked any more, and moderators don't see it."""
    _cancel(ctx, post)
    store.answered(ctx.tx, ctx.community, post)


def drop(ctx: Context, key: str) -> None:
    """The post is gone."""
    post = store.known(ctx.tx, ctx.community, key)
    if post is not None:
        _cancel(ctx, post)
        store.drop(ctx.tx, ctx.community, post)


def _cancel(ctx: Context, post: int) -> None:
    for member in duty.turns(ctx.tx, post):
        ctx.cancel(store.alert_key(post, member))
    ctx.cancel(store.ask_key(post))
    ctx.cancel(store.queue_key(post))
