"""What anybody may press on a post without a name and on its answers. Its own author finds their own card there, and
leaves no trace either."""

from __future__ import annotations

from bot.cog import Cog, action, job, submit
from bot.context import Context, Json
from bot.people import anonymity
from bot.storage.database import Tx
from bot.ui.outcome import Outcome, Reply, Update
from cogs.anonymous import calls, own, rights, sending, store, views, views_posted
from cogs.anonymous.model import Answer, Nameless, Said, State
from cogs.listening import api as listening
from cogs.posts import api as posts


class AnonymousPosts(Cog, name="anonymouspost"):
    """Its rows are named, exported and erased by `anonymous`."""

    @action(open=True, unrecorded=True)
    def reveal(self, ctx: Context, post: int) -> Outcome:
        """For everybody who can see the post."""
        found = _shown(ctx, post)
        root = _root(ctx, found) if found else None
        return Reply(views_posted.revealed(found, root.said.note) if found and root else views_posted.gone())

    # "I'm with you" and "Been there"

    @action(unrecorded=True)
    def support(self, ctx: Context, post: int, kind: str) -> Outcome:
        found = rights.thread(ctx, post)
        if found is None or kind not in set(posts.Support):
            return Reply(views_posted.gone())
        if rights.is_mine(ctx.tx, ctx.account, found):
            return Reply(views_posted.your_own(found))
        if not store.support(ctx.tx, post, ctx.member, kind):
            return Reply(views_posted.pressed_already(found, posts.Support(kind)))
        listening.answered(ctx, found.key)
        return Reply(views_posted.pressed())

    @action(unrecorded=True)
    def take_back(self, ctx: Context, post: int, kind: str) -> Outcome:
        store.take_back(ctx.tx, post, ctx.member, kind)
        return Update(views_posted.taken_back())

    # Answers

    @action(unrecorded=True)
    def answer(self, ctx: Context, post: int) -> Outcome:
        if rights.thread(ctx, post) is None:
            return Reply(views.cant(views.THREAD_OVER))
        if why := rights.hindrance(ctx, answer=True):
            return Reply(views.cant(why))
        return self.send_answer.open(None, post, anonymity.random_id())

    @submit(unrecorded=True)
    def send_answer(self, ctx: Context, form: Answer, post: int, id: int) -> Outcome:
        root, words = rights.thread(ctx, post), form.words.strip()
        if root is None:
            return Reply(views.not_sent(views.THREAD_OVER, words))
        return sending.send(ctx, id, Said(words), sure=form.sure, root=root)

    # `…`

    @action(profile=True, unrecorded=True)
    def more(self, ctx: Context, post: int) -> Outcome:
        found = _shown(ctx, post)
        root = _root(ctx, found) if found else None
        if found is None or root is None:
            return Reply(views_posted.gone())
        if rights.is_mine(ctx.tx, ctx.account, found):
            return Reply(own.card(ctx, found))
        described = posts.Post(
            found.key,
            None,
            views_posted.title(found),
            found.said.words,
            calls.removed(post),
            views_posted.note(root),
            calls.ask_mute(post),
        )
        return posts.more(ctx, described, edit=None, delete=calls.ask_withdraw(post))

    @job
    def removed(self, ctx: Context, post: int) -> None:
        """Staff took it down. What stands below a post goes with it."""
        found = store.get(ctx.tx, ctx.community, post)
        if found is None:
            return
        below = [] if found.answer else store.below(ctx.tx, ctx.community, post)
        for id in (post, *below):
            own.take_down(ctx, id)
            store.move(ctx.tx, ctx.community, id, _SEEN, State.REMOVED, "")

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}


_SEEN = (State.REVIEW, State.READY, State.SHOWN)
"""What goes with a post that is taken down. What a moderator decided about stays decided."""


def _shown(ctx: Context, post: int) -> Nameless | None:
    found = store.get(ctx.tx, ctx.community, post)
    return found if found and found.state is State.SHOWN else None


def _root(ctx: Context, post: Nameless) -> Nameless | None:
    """The post of its thread; itself, unless it is an answer."""
    return store.get(ctx.tx, ctx.community, post.thread) if post.answer else post
