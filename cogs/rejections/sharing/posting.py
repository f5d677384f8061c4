"""A shared no on its way to those whom it is for, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context, Kind, Lane, Receipt, Result
from bot.people import members
from bot.scheduling.recurrence import next_daily
from bot.ui.card import Call
from cogs.buddies import api as buddies
from cogs.checkins import api as checkins
from cogs.listening import api as listening
from cogs.posts import api as posts
from cogs.rejections.sharing import audiences, calls, presses, store, views, views_posted
from cogs.rejections.sharing.model import Audience, Share, State, Supported

WHAT = "post"
"""What it is called to its author."""
_NEWS = timedelta(days=7)
"""How long it is worth telling people who have no room to read it in."""
_DIGEST = 18
"""The hour of the author's day at which they hear who is with them."""


def send(ctx: Context, share: int) -> None:
    """Its author is looked up, then it appears, or the post follows what it says now."""
    ctx.look_up([ctx.member], then=calls.appear(share))


def show(ctx: Context, share: Share) -> bool:
    """False where nobody is left to show it to."""
    if share.state is State.SHOWN and share.audience is not Audience.ROOM:  # an edit: it stays where it stands
        where = audiences.Where(share.room)
    else:
        found = audiences.where(ctx, share)
        if found is None:
            return False
        where = found
    store.stand(ctx.tx, ctx.community, share.id, 0 if share.audience is Audience.ROOM else where.room)
    if where.room:
        theirs = replace(ctx, member=share.member)  # whoever's act it follows: erased, its author takes it along
        card, then = views_posted.post(share), calls.posted(share.id)
        theirs.show(share.key, where.room, card, lane=Lane.ACT, then=then, under=where.under)
    else:
        _tell(ctx, share, where.told)
    return True


def _tell(ctx: Context, share: Share, people: tuple[int, ...]) -> None:
    for member in people:
        due, key = ctx.now, f"{share.key}:{member}"
        ctx.notify(member, Kind.NOTICE, calls.told(share.id), due=due, expires=due + _NEWS, key=key)


def tell_kept(ctx: Context, share: Share) -> None:
    """Nobody was left to show it to when its turn came."""
    due, key = ctx.now, f"{share.key}:kept"
    ctx.notify(share.member, Kind.ASKED, calls.not_shown(share.id), due=due, expires=due + _NEWS, key=key)


def arrived(ctx: Context, receipt: Receipt, share: Share, *, again: Call) -> None:
    """What came of the post. `again` tries once more."""
    lost = receipt.result is not Result.DONE and receipt.reason != posts.REMOVED_BY_HAND
    if lost and share.audience is not Audience.ROOM:
        by_message(ctx, share, receipt)
        return
    match posts.fate(ctx, receipt, author=share.member, what=WHAT, again=again):
        case posts.Fate.SHOWN:
            if share.audience is Audience.ROOM:
                listening.asked(ctx, share.key, author=share.member, title=views.THE_ROOM)
        case posts.Fate.REMOVED:
            settled(ctx, share)
            store.move(ctx.tx, ctx.community, share.id, State.REMOVED)
        case posts.Fate.PRIVATE:
            settled(ctx, share)
            store.move(ctx.tx, ctx.community, share.id, State.KEPT)


def answered(ctx: Context, share: Share) -> None:
    """Somebody pressed; whoever reads the room need not be asked to."""
    if share.audience is Audience.ROOM:
        listening.answered(ctx, share.key)


def supported(ctx: Context, day: int) -> list[Supported]:
    """What `ctx.member` hears of a day. Somebody whom either of them wants nothing to do with is not named."""

    def named(people: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(one for one in people if not buddies.apart(ctx.tx, ctx.member, one))

    found = (
        replace(one, with_you=named(one.with_you), been_there=named(one.been_there))
        for one in presses.of_day(ctx.tx, ctx.member, day)
    )
    return [one for one in found if one.with_you or one.been_there]


def described(share: Share, removed: Call) -> posts.Post:
    """For what is behind `…`."""
    note = "" if share.note is posts.ContentNote.NONE else share.note.value
    circle = share.place if share.audience is Audience.CIRCLE else None
    title = views.THE_ROOM if circle is None else views.A_CIRCLE
    return posts.Post(share.key, share.member, title, share.words, removed, note, circle=circle)


def take_down(ctx: Context, share: Share, after: State | None = None) -> None:
    """Nobody sees it any more. `after`: what becomes of it, where its author keeps it."""
    ctx.withdraw(share.key)
    posts.gone(ctx, share.key)
    settled(ctx, share)
    if after is not None:
        store.move(ctx.tx, ctx.community, share.id, after)


def settled(ctx: Context, share: Share) -> None:
    """Nobody waits for an answer to it."""
    if share.audience is Audience.ROOM:
        listening.over(ctx, share.key)


def by_message(ctx: Context, share: Share, receipt: Receipt) -> None:
    """The room of a pair or a circle is lost: they hear that there is something to read."""
    if share.audience is Audience.BUDDY:
        buddies.room_lost(ctx, share.place, receipt.room)
    else:
        checkins.thread_lost(ctx, share.place, receipt)
    ctx.withdraw(share.key)
    store.stand(ctx.tx, ctx.community, share.id, 0)
    _tell(ctx, share, audiences.heard_by(ctx, share))


def follow(ctx: Context, share: Share) -> None:
    """Its pair is over, or has another room; or its author left the circle."""
    where = audiences.where(ctx, share)
    if where is None:
        take_down(ctx, share, State.KEPT)
    elif share.state is State.SHOWN and share.audience is Audience.BUDDY and where.room != share.room:
        ctx.withdraw(share.key)
        show(ctx, replace(share, state=State.WAITING))


def digest_at(ctx: Context, author: int) -> tuple[datetime, int]:
    """The next evening on the author's own clock, and the ordinal of its day."""
    zone = members.zone(ctx.tx, author)
    due = next_daily(ctx.now, _DIGEST, 0, zone)
    return due, due.astimezone(zone).toordinal()
