"""What is sent without a name appears in batches: at times that nobody chose, in an order that is shuffled.

One job for the whole deployment, again after a random time. It finds the communities that have something to do by one
read. What is ready waits for a random number of batches and appears with the one after. Alarms for moderators start
here as well, with the first batch of a day: a job that is written when somebody sends would hold the second of it, and
one that is written by the next batch the half hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cog import Cog, job, then
from bot.context import Context, Json, Lane, Receipt, Result
from bot.people import anonymity, communities
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.anonymous import batch_store, calls, pleas, store, views_posted, views_review
from cogs.anonymous.model import ROOM, ROUND, Nameless, State, key_of
from cogs.anonymous.store import DICE
from cogs.listening import api as listening
from cogs.posts import api as posts

_KEY = "anonymous:batch"
_IDLE = timedelta(days=1)
"""Where it is switched off everywhere: day keys are destroyed all the same."""


class AnonymousBatch(Cog, name="anonymousbatch"):
    """It keeps nothing; see `Anonymous`."""

    def first_jobs(self) -> Sequence[tuple[str, Call]]:
        return ((_KEY, self.batch.bind()),)

    @job
    def batch(self, ctx: Context, last: int = 0) -> None:
        """`last`: the day of the one before."""
        today = anonymity.today(ctx.now)
        before = today - anonymity.RIGHTS
        busy = batch_store.busy(ctx.tx, before)
        for one in busy:
            there = replace(ctx, community=one.id, platform=one.platform, member=0, account=0)
            _end(there, before)
            if one.here:
                _appear(there)
                if last != today and _something_waits(there):
                    posts.waits(there)
        batch_store.mix(ctx.tx, [one.id for one in busy])
        ctx.tx.drop_day_keys(before)
        low, high = (int(end.total_seconds()) for end in ROUND)
        wait = _IDLE if batch_store.idle(ctx.tx) else timedelta(seconds=DICE.randint(low, high))
        ctx.later(ctx.now + wait, self.batch.bind(today), key=_KEY)

    @then
    def posted(self, ctx: Context, receipt: Receipt, post: int) -> None:
        found = store.get(ctx.tx, ctx.community, post)
        if found is None or found.state is not State.SHOWN:
            return
        if receipt.result is not Result.DONE:
            why = views_review.BY_HAND if receipt.reason == posts.REMOVED_BY_HAND else views_review.NOT_POSTED
            store.move(ctx.tx, ctx.community, post, (State.SHOWN,), State.REMOVED, why)
            listening.over(ctx, found.key)
        elif not found.answer:
            listening.asked(ctx, found.key, author=None, title=views_review.POST)
        elif not _by_the_author(ctx, found):
            listening.answered(ctx, key_of(found.thread))

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def begin(ctx: Context) -> None:
    """It is switched on somewhere while the job sleeps. Nobody can make a batch come sooner than by that."""
    if batch_store.idle(ctx.tx):
        replace(ctx.unowned(), community=0).later(ctx.now, calls.BATCH, key=_KEY)


def _something_waits(ctx: Context) -> bool:
    return bool(store.to_review(ctx.tx, ctx.community) or pleas.waiting(ctx.tx, ctx.community, ctx.now))


def _by_the_author(ctx: Context, answer: Nameless) -> bool:
    root = store.get(ctx.tx, ctx.community, answer.thread)
    return root is not None and root.pseudonym == answer.pseudonym


def _end(ctx: Context, before: int) -> None:
    """What leaves, and what is too old for anybody to have a say in it."""
    for id, stays in batch_store.ending(ctx.tx, ctx.community, before):
        if stays:
            batch_store.let_go(ctx.tx, ctx.community, id)
            continue
        for gone in store.delete(ctx.tx, ctx.community, id):
            key = key_of(gone)
            ctx.withdraw(key)
            posts.gone(ctx, key)
            listening.over(ctx, key)
    for id in batch_store.orphans(ctx.tx, ctx.community):
        store.move(ctx.tx, ctx.community, id, (State.REVIEW, State.READY), State.REMOVED, views_review.NO_POST)


def _appear(ctx: Context) -> None:
    room = communities.room(ctx.tx, ctx.community, ROOM)
    for id, rounds in batch_store.ready(ctx.tx, ctx.community):
        if rounds:
            batch_store.wait(ctx.tx, id, rounds - 1)
        elif room is not None and not room.broken:
            _show(ctx, id, room.id)


def _show(ctx: Context, id: int, room: int) -> None:
    """An answer waits until its post is shown."""
    found = store.get(ctx.tx, ctx.community, id)
    root = store.get(ctx.tx, ctx.community, found.thread) if found else None
    if found is None or root is None:
        return
    if not found.answer:
        card, under = views_posted.post(found), ""
    elif root.state is State.SHOWN:
        card, under = views_posted.answer(found, root), root.key
    else:
        return
    store.move(ctx.tx, ctx.community, id, (State.READY,), State.SHOWN)
    ctx.show(found.key, room, card, lane=Lane.ROOM, then=calls.posted(id), under=under)
