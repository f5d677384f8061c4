"""Sharing a no with the few or the many: what its author presses."""

from __future__ import annotations

from bot.cog import Cog, action, notice, submit
from bot.context import Context, Json
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.rejections import views as log_views
from cogs.rejections.sharing import asking, audiences, calls, posting, store, views
from cogs.rejections.sharing.model import Audience, State, Telling


class RejectionShare(Cog, name="rejectionshare"):
    """Its rows are named, exported and erased by `rejections`, and what is on the posts is in `posted.py`."""

    # Its author

    @action
    def to(self, ctx: Context, rejection: int, audience: str, place: int) -> Outcome:
        if not store.is_own(ctx.tx, ctx.member, rejection) or audience not in set(Audience):
            return Reply(log_views.gone())
        who = Audience(audience)
        shared = store.with_them(ctx.tx, ctx.member, rejection, who, place)
        if shared and shared.state is not State.KEPT:
            return Reply(views.shared_already(shared))
        if why := audiences.hindrance(ctx, who, place):
            return Reply(views.not_shown(why, shared.words if shared else ""))
        choice = audiences.choice(ctx, who, place)
        people = len(choice.people) if choice else 1
        opened = self.tell.open(shared.telling if shared else None, rejection, audience, place)
        return opened.asking(views.asks(who, people))

    @submit
    def tell(self, ctx: Context, form: Telling, rejection: int, audience: str, place: int) -> Outcome:
        if audience not in set(Audience):
            return Reply(log_views.gone())
        return asking.told(ctx, form, rejection, Audience(audience), place)

    @action
    def stay_private(self, ctx: Context, rejection: int) -> Outcome:
        if not store.is_own(ctx.tx, ctx.member, rejection):
            return Update(log_views.gone())
        shared = any(one.public for one in store.of_rejection(ctx.tx, ctx.member, rejection))
        return Update(views.stays_private(shared=shared))

    @action
    def look(self, ctx: Context, share: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, share)
        return Reply(views.shared_already(found) if found else log_views.gone())

    # Before others see it

    @action
    def change(self, ctx: Context, share: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, share)
        if found is None:
            return Reply(log_views.gone())
        words = asking.words_of(ctx, found)
        if found.public:
            return self.rewrite.open(found.draft or found.telling, share).asking(words)
        if found.state is not State.KEPT:
            return Reply(views.shared_already(found))
        return self.tell.open(found.telling, found.rejection, found.audience.value, found.place).asking(words)

    @submit
    def rewrite(self, ctx: Context, form: Telling, share: int) -> Outcome:
        return asking.rewritten(ctx, form, share)

    @action
    def post_change(self, ctx: Context, share: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, share)
        return Update(asking.change_posted(ctx, found) if found else log_views.gone())

    @action
    def leave(self, ctx: Context, share: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, share)
        if found is None:
            return Update(log_views.gone())
        store.set_draft(ctx, share, None)
        return Update(views.left_as_it_was(found))

    @action
    def retry(self, ctx: Context, share: int) -> Outcome:
        """Shows what was kept: it could not be posted, or its author was asked something first."""
        found = store.own(ctx.tx, ctx.member, share)
        if found is None:
            return Update(log_views.gone())
        if found.state is not State.KEPT:
            return Update(views.shared_already(found))
        if why := audiences.hindrance(ctx, found.audience, found.place, found.words):
            return Reply(views.not_shown(why, found.words))
        store.move(ctx.tx, ctx.community, share, State.WAITING)
        posting.send(ctx, share)
        return Update(views.on_its_way(found.audience))

    @action
    def delete(self, ctx: Context, share: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, share)
        if found is None:
            return Update(log_views.gone())
        posting.take_down(ctx, found)
        store.unshare(ctx.tx, ctx.member, share)
        return Update(views.post_deleted(seen=found.public))

    @notice
    def not_shown(self, ctx: Context, share: int) -> Card | None:
        found = store.own(ctx.tx, ctx.member, share)
        return views.nobody_there(calls.retry(share)) if found and found.state is State.KEPT else None

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}
