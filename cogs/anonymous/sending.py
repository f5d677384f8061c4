"""What is checked before words without a name are taken, and how they are. Nothing else is written at that moment:
no job, no notice, no row of the member."""

from __future__ import annotations

from bot.context import Context
from bot.people import anonymity
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.anonymous import rights, store, views
from cogs.anonymous.model import Nameless, Said, State
from cogs.posts import api as posts


def send(ctx: Context, id: int, said: Said, *, sure: bool, root: Nameless | None, told: bool = False) -> Outcome:
    """`id` comes with the form, so that what is sent twice is taken once. `root`: the post that it answers.
    `told`: they were told that a moderator reads it first; so one does, whatever was switched since."""
    thread = root.id if root else id
    before = store.get(ctx.tx, ctx.community, id)
    if before is not None:
        mine = rights.is_mine(ctx.tx, ctx.account, before) and before.thread == thread
        return Update(views.sent(before)) if mine else Reply(views.open_again(said.words))
    answer = root is not None
    if why := rights.hindrance(ctx, answer=answer):
        return Reply(views.not_sent(why, said.words))
    if why := wrong(ctx, said.words, sure=sure):
        return Invalid({"words": why})
    taken = _take(ctx, id, said, root, told=told)
    return Update(views.sent(taken)) if taken else Reply(views.open_again(said.words))


def wrong(ctx: Context, words: str, *, sure: bool) -> str | None:
    """What is wrong with the words, for whoever wrote them."""
    if not words:
        return views.NO_WORDS
    if why := posts.nameless_hindrance(words):
        return why
    return posts.look_again(ctx, words, sure=sure)


def _take(ctx: Context, id: int, said: Said, root: Nameless | None, *, told: bool) -> Nameless | None:
    """None when the id or the day's last use was taken meanwhile."""
    day, person = anonymity.today(ctx.now), anonymity.person(ctx.tx, ctx.account)
    thread, thread_day = (root.id, root.day) if root else (id, day)
    author = anonymity.author(ctx.tx, day, person, id)
    pseudonym = anonymity.pseudonym(ctx.tx, thread_day, person, thread)
    if author is None or pseudonym is None:
        return None
    added = store.add(
        ctx.tx,
        ctx.community,
        id,
        thread=thread,
        thread_day=thread_day,
        day=day,
        author=author,
        pseudonym=pseudonym,
        said=said,
    )
    if not added:
        return None
    store.use(ctx.tx, rights.tags_of_today(ctx, answer=root is not None), ctx.now)
    if not told:
        _on_its_way(ctx, id)
    return store.get(ctx.tx, ctx.community, id)


def change(ctx: Context, post: Nameless, said: Said) -> None:
    """Other words for what nobody but moderators has seen; checked before. What waited for a moderator, or was decided
    by one, is for them to read again, also where posts are not read first any more."""
    if store.rewrite(ctx.tx, ctx.community, post.id, said) and post.state is State.READY:
        _on_its_way(ctx, post.id)


def _on_its_way(ctx: Context, id: int) -> None:
    if not store.terms(ctx.tx, ctx.community).reviewed:
        store.move(ctx.tx, ctx.community, id, (State.REVIEW,), State.READY)
