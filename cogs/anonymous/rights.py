"""Whose a post without a name is. Worked out at each press, in memory; nothing of it is stored or logged."""

from __future__ import annotations

import hmac

from bot.context import Context
from bot.people import anonymity, members
from bot.storage.database import Tx
from bot.ui.card import Block
from cogs.anonymous import muting, pleas, store, views, views_plea
from cogs.anonymous.model import ANSWERS_A_DAY, MEMBER_FOR, POSTS_A_DAY, ROOM, Nameless, State
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


def has_news(ctx: Context) -> bool:
    """Whether somebody decided about something of theirs since they looked."""
    marks = store.marks(ctx.tx, ctx.community, news=True)
    if not marks:
        return False
    person = anonymity.person(ctx.tx, ctx.account)
    return any(_is(ctx.tx, person, *mark) for mark in marks)


def thread(ctx: Context, post: int) -> Nameless | None:
    """A post that people may answer: it is shown, and its 30 days are not over, in which its author can be told from
    others."""
    found = store.get(ctx.tx, ctx.community, post)
    if found is None or found.answer or found.state is not State.SHOWN:
        return None
    return found if anonymity.today(ctx.now) - found.day <= anonymity.RIGHTS else None


def mute_words(ctx: Context) -> str:
    """What tells this member that they are muted; "" when they are not."""
    end = muting.until(ctx)
    if end is None:
        return ""
    asks = pleas.may_ask(ctx) and not all(one.asked for one in pleas.mine(ctx))
    return views.muted(end if end == muting.FOR_GOOD else end.astimezone(ctx.zone), may_ask=asks)


def plea(ctx: Context) -> tuple[Block, ...]:
    """Below those words: asking for another look, and what came of it; nothing where nobody is muted."""
    return views_plea.told(pleas.mine(ctx), may_ask=pleas.may_ask(ctx))


def hindrance(ctx: Context, *, answer: bool, again: bool = False) -> str | None:
    """Why this member can't write without a name now, in words for them; None when they can. Reads only. `again`:
    other words for what was sent before, which takes no further use of the day."""
    if not store.terms(ctx.tx, ctx.community).active:
        return views.OFF
    if not ctx.may_write:  # whether they may is looked up later for posts with a name; here nobody could be
        return views.NOT_FROM_HERE
    if why := posts.hindrance(ctx, room=ROOM):
        return why
    if muted := mute_words(ctx):
        return muted
    joined = members.get(ctx.tx, ctx.member).joined_at
    if ctx.now - joined < MEMBER_FOR:
        return views.too_new((joined + MEMBER_FOR).astimezone(ctx.zone))
    if not again and store.used_up(ctx.tx, tags_of_today(ctx, answer=answer)):
        return views.ENOUGH_ANSWERS if answer else views.ENOUGH_POSTS
    return None
