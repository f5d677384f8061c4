"""What other cogs may use: telling that a post waits for an answer, and what waits for moderators.

asked / answered / over   a post has appeared, somebody answered it, it is gone. Each may be told more than once.
queued                    posts that nobody has answered, for `/mod queue`
setup_part                the line and the button of `/setup`
"""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Button
from cogs.listening import calls, store, views
from cogs.listening.model import QUEUED_AFTER
from cogs.listening.settling import drop, settle
from cogs.listening.times import after_daytime, author_clock
from cogs.posts.api import LATE, Queued

__all__ = ["answered", "asked", "over", "queued", "setup_part"]


def asked(ctx: Context, key: str, *, author: int | None, title: str) -> None:
    """A support post is shown under that key. `author` is None for a post without a name; `title` is words of ours,
    as "A post in the support room": listeners and moderators read it. Told again after an edit, nothing changes."""
    choice = store.choice(ctx.tx, ctx.community)
    if not choice.active:
        return
    post = store.begin(ctx, key, author, title)
    if post is None:
        return
    # Neither the author's nor whoever pressed last: the erasure of one must not take the other's work along.
    all_of_us = ctx.unowned()
    at = after_daytime(ctx.now, choice.hours, author_clock(ctx, author))
    all_of_us.later(at, calls.ask(post), key=store.ask_key(post))
    all_of_us.later(ctx.now + QUEUED_AFTER, calls.enqueue(post), key=store.queue_key(post))


def answered(ctx: Context, key: str) -> None:
    """Somebody answered: by "I'm with you", "Been there" or another button. Nobody is asked any more."""
    post = store.waiting_under(ctx.tx, ctx.community, key)
    if post is not None:
        settle(ctx, post.id)


def over(ctx: Context, key: str) -> None:
    """The post is gone: taken back, taken down, or never shown."""
    drop(ctx, key)


def queued(ctx: Context) -> list[Queued]:
    """Posts that nobody has answered for 18 hours, the longest waiting first. No words of theirs."""
    return [
        Queued(views.QUEUED, since, calls.unanswered(post.id), overdue=ctx.now - since > LATE)
        for post in store.queue(ctx.tx, ctx.community)
        if (since := post.queued_at)
    ]


def setup_part(ctx: Context) -> tuple[str, Button]:
    """How it is set now, and the way to change it, for organisers alone."""
    return views.set_now(store.choice(ctx.tx, ctx.community)), Button("Posts without an answer", calls.SETTINGS)
