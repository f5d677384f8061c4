"""The card of one's own post, and taking it back."""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Card
from cogs.anonymous import rights, store, views_own
from cogs.anonymous.model import Nameless, State, key_of
from cogs.buddies import api as buddies
from cogs.listening import api as listening
from cogs.posts import api as posts


def card(ctx: Context, post: Nameless) -> Card:
    """The caller knows that it is theirs. What was decided about it counts as read."""
    store.read_news(ctx.tx, ctx.community, post.id)
    told = posts.why_removed(ctx, post.key) if post.state is State.REMOVED else post.verdict
    return views_own.own(
        post,
        with_you=_who(ctx, post, posts.Support.WITH_YOU),
        been_there=_who(ctx, post, posts.Support.BEEN_THERE),
        told=told,
        muted=rights.mute_words(ctx),
        plea=rights.plea(ctx),
        can_answer=post.state is State.SHOWN and not post.answer,
    )


def _who(ctx: Context, post: Nameless, kind: posts.Support) -> list[int]:
    """Somebody whom either of them wants nothing to do with is not named."""
    return [
        member
        for member, pressed in store.supporters(ctx.tx, post.id)
        if pressed == kind.value and not buddies.apart(ctx.tx, ctx.member, member)
    ]


def withdraw(ctx: Context, post: Nameless) -> None:
    """With the answers below it. What is done then is nobody's."""
    for id in store.delete(ctx.tx, ctx.community, post.id):
        take_down(ctx, id)


def take_down(ctx: Context, post: int) -> None:
    """From the room, or from the way there."""
    key = key_of(post)
    nobody = ctx.unowned()
    nobody.withdraw(key)
    posts.gone(nobody, key)
    listening.over(nobody, key)
