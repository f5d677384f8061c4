"""What staff decide about a reported post or person: once, whoever presses first, and everybody it concerns is told."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from bot.context import Context, Kind
from bot.ui.card import Call
from bot.ui.wire import check_call
from cogs.posts import removals, store
from cogs.posts.model import Act, Known, ReportState, Waiting

TOLD_WITHIN = timedelta(days=7)


class Decided(Enum):
    DONE = "done"
    BEFORE = "before"
    """Another moderator was first."""
    NOT_YOURS = "not yours"
    """It is the moderator's own, or it is gone."""


def reported(ctx: Context, post: int) -> Waiting | None:
    """A post with open reports; None when it is decided, gone from here, or the moderator's own."""
    known = store.get(ctx.tx, ctx.community, post)
    if known is None or known.author == ctx.member:
        return None
    told = store.told(ctx.tx, ctx.community, post)
    return Waiting(known, told) if told else None


def decide(ctx: Context, post: int, *, remove: bool, reason: str = "") -> Decided:
    """A person is never removed: their report is closed."""
    known = store.get(ctx.tx, ctx.community, post)
    if known is None or known.author == ctx.member:
        return Decided.NOT_YOURS
    remove = remove and not known.person
    if not tell_reporters(ctx, known, ReportState.REMOVED if remove else ReportState.LEFT):
        return Decided.BEFORE
    if known.person:
        store.audit(ctx, Act.CLOSED, known.author, "")
    elif not remove:
        store.audit(ctx, Act.LEFT, known.author, known.key)
    else:
        take_down(ctx, known, reason)
    return Decided.DONE


def take_down(ctx: Context, post: Known, reason: str) -> bool:
    """Withdraws the post, tells its feature and its author. False if it was gone already."""
    if not store.gone(ctx, post.key):
        return False
    ctx.withdraw(post.key)
    removal = removals.add(ctx, post, reason)
    # Not the moderator's own job: it must run even if they erase themselves in the same minute.
    ctx.unowned().later(ctx.now, post.removed, key=f"removed:{post.key}")
    store.audit(ctx, Act.REMOVED, post.author, post.key)
    if post.author is not None and post.author != ctx.member:
        told = check_call(Call("posts.was_removed", (post.title, removal)))
        tell(ctx, post.author, Kind.NOTICE, told, f"taken-down:{post.key}")
    return True


def tell_reporters(ctx: Context, post: Known, state: ReportState) -> bool:
    """Decides all open reports about the post; False if there were none, or another moderator was first."""
    reporters = store.decide(ctx, post.id, state)
    outcome = Call("posts.person_outcome" if post.person else "posts.outcome", (state is ReportState.REMOVED,))
    for reporter in reporters:
        tell(ctx, reporter, Kind.ASKED, outcome, f"reported:{post.id}:{reporter}")
    return bool(reporters)


def tell(ctx: Context, member: int, kind: Kind, render: Call, key: str) -> None:
    ctx.notify(member, kind, render, due=ctx.now, expires=ctx.now + TOLD_WITHIN, key=key)


def waits(ctx: Context) -> None:
    """Something came into the queue: from now on somebody looks at how long it waits. The same key replaces, and one
    look plans the next, so that there is a job only while something waits."""
    ctx.unowned().later(ctx.now, Call("queue.look"), key="queue:look")
