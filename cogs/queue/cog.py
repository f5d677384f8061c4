"""`/mod queue`: one press opens what waits, the next decides. Who may decide is asked anew for every press."""

from __future__ import annotations

from bot.cog import Cog, action, command, job, notice, submit
from bot.context import Context, Json
from bot.people.roles import STAFF
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.anonymous import api as anonymous
from cogs.posts import api as posts
from cogs.queue import reminding, views, waiting
from cogs.queue.waiting import DECIDERS

_PAGE = 5


class Queue(Cog, name="queue"):
    """It keeps nothing about anybody: what waits is kept by the feature it belongs to."""

    @command("mod queue", "For moderators: everything that waits for a decision, oldest first.", staff=DECIDERS)
    def queue(self, ctx: Context) -> Outcome:
        return Reply(self._board(ctx))

    @action(staff=DECIDERS)
    def back(self, ctx: Context, page: int = 0) -> Outcome:
        return Update(self._board(ctx, page))

    # A reported post, or person

    @action(staff=DECIDERS)
    def report(self, ctx: Context, post: int) -> Outcome:
        item = self._reported(ctx, post)
        if item is None:
            return Update(self._board(ctx, note=views.NOT_YOURS))
        return Update(
            views.report(
                item,
                leave=self.leave.bind(post),
                remove=self.remove.bind(post),
                reveal=self.reveal.bind(post),
                stop=Call("posts.stop_author", (post,)) if ctx.roles & STAFF else None,
                back=posts.BACK_TO_QUEUE,
            )
        )

    @action(staff=DECIDERS)
    def reveal(self, ctx: Context, post: int) -> Outcome:
        item = self._reported(ctx, post)
        return Update(self._board(ctx, note=views.NOT_YOURS)) if item is None else Reply(views.revealed(item.post))

    @action(staff=DECIDERS)
    def leave(self, ctx: Context, post: int) -> Outcome:
        return self._decide(ctx, post, remove=False)

    @action(staff=DECIDERS)
    def remove(self, ctx: Context, post: int) -> Outcome:
        if self._reported(ctx, post) is None:
            return self._decide(ctx, post, remove=True)
        return self.removing.open(None, post)

    @submit(staff=DECIDERS)
    def removing(self, ctx: Context, form: posts.RemoveForm, post: int) -> Outcome:
        return self._decide(ctx, post, remove=True, reason=form.reason.strip())

    # The reminder

    @job
    def look(self, ctx: Context) -> None:
        reminding.look(ctx, self.look.bind(), self.late.bind())

    @notice
    def late(self, ctx: Context) -> Card | None:
        """Nothing to say any more when it was decided meanwhile."""
        count = reminding.overdue(waiting.everything(ctx), ctx.now)
        return views.late(count) if count else None

    # What the handlers share

    def _board(self, ctx: Context, page: int = 0, note: str = "") -> Card:
        found = waiting.mine(ctx)
        page = max(0, min(page, (len(found) - 1) // _PAGE))
        start = page * _PAGE
        return views.board(
            found[start : start + _PAGE],
            total=len(found),
            first=start + 1,
            earlier=self.back.bind(page - 1) if page else None,
            later=self.back.bind(page + 1) if start + _PAGE < len(found) else None,
            mutes=anonymous.mutes_button(ctx),
            note=note,
        )

    def _reported(self, ctx: Context, post: int) -> posts.Waiting | None:
        item = posts.reported(ctx, post)
        return item if item is not None and _may_decide(ctx, item.post) else None

    def _decide(self, ctx: Context, post: int, *, remove: bool, reason: str = "") -> Outcome:
        known = posts.known(ctx, post)
        if known is None or not _may_decide(ctx, known):
            return Update(self._board(ctx, note=views.NOT_YOURS))
        match posts.decide(ctx, post, remove=remove, reason=reason):
            case posts.Decided.NOT_YOURS:
                note = views.NOT_YOURS
            case posts.Decided.BEFORE:
                note = views.BEFORE
            case posts.Decided.DONE:
                note = views.CLOSED if known.person else views.REMOVED if remove else views.STAYS
        return Update(self._board(ctx, note=note))

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _may_decide(ctx: Context, post: posts.Known) -> bool:
    """Nobody decides about a post of theirs, with a name (`posts` sees to that) or without."""
    return waiting.may_decide(ctx, post.circle) and not anonymous.is_mine(ctx, post.key)
