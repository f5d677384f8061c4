"""Whose a post without a name is. Worked out at each press, in memory; nothing of it is stored or logged."""

from __future__ import annotations

import hmac

from bot.context import Context
from bot.people import anonymity, members
from bot.storage.database import Tx
from cogs.anonymous import muting, store, views
from cogs.anonymous.model import ANSWERS_A_DAY, MEMBER_FOR, POSTS_A_DAY, ROOM, Nameless
from cogs.posts import api as posts


def is_mine(tx: Tx, account: int, post: Nameless) -> bool:
    """False for everybody when its 30 days are over."""
    return bool(account) and _is(tx, anonymity.person(tx, account), post.id, post.day, post.author)


def _is(tx: Tx, person: str, id: int, day: int, author: str) -> bool:
    mark = anonymity.author(tx, day, person, id)
    return mark is not None and hmac.compare_digest(mark, author)


def mine(ctx: Context, post: int) -> Nameless | None:
    """None for what is gone, somebody else's, or too old to say."""
    found = store.get(ctx.tx, ctx.community, post)
    return found if found and is_mine(ctx.tx, ctx.account, found) else None


def all_mine(tx: Tx, community: int, account: int) -> list[Nameless]:
    """The newest first."""
    person = anonymity.person(tx, account)
    ids = [id for id, day, author in store.marks(tx, community) if _is(tx, person, id, day, author)]
    return [found for id in ids if (found := store.get(tx, community, id))]


def tags_of_today(ctx: Context, *, answer: bool) -> list[str]:
    """One for each time that somebody may write today."""
    what, most = ("answer", ANSWERS_A_DAY) if answer else ("post", POSTS_A_DAY)
    person = anonymity.person(ctx.tx, ctx.account)
    return anonymity.uses(ctx.tx, anonymity.today(ctx.now), person, ctx.community, what, most)


def hindrance(ctx: Context, *, answer: bool) -> str | None:
    """Why this member can't write without a name now, in words for them; None when they can. Reads only."""
    if not store.terms(ctx.tx, ctx.community).active:
        return views.OFF
    if why := posts.hindrance(ctx, room=ROOM):
        return why
    muted = muting.until(ctx)
    if muted is not None:
        return views.muted(muted)
    joined = members.get(ctx.tx, ctx.member).joined_at
    if ctx.now - joined < MEMBER_FOR:
        return views.too_new(joined + MEMBER_FOR)
    if store.used_up(ctx.tx, tags_of_today(ctx, answer=answer)):
        return views.ENOUGH_ANSWERS if answer else views.ENOUGH_POSTS
    return None
