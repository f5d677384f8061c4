"""What is on a shared no: how it appears, and what those press whom it is for."""

from __future__ import annotations

from datetime import timedelta

from bot.cog import Cog, action, job, notice, then
from bot.context import Context, Json, Kind, Receipt, Standings
from bot.people.roles import STAFF
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.buddies import api as buddies
from cogs.posts import api as posts
from cogs.posts.api import Support
from cogs.rejections import views as log_views
from cogs.rejections.sharing import audiences, calls, posting, presses, store
from cogs.rejections.sharing import views_posted as views
from cogs.rejections.sharing.model import Audience, Share, State

_WORTH_SAYING = timedelta(days=3)


class RejectionPosts(Cog, name="rejectionpost"):
    """Its rows are named, exported and erased by `rejections`."""

    # On its way and back

    @then
    def appear(self, ctx: Context, standings: Standings, share: int) -> None:
        """Posts it, or changes the post to what it says now."""
        found = store.public(ctx.tx, ctx.community, share)
        if found is None:
            return
        again = calls.retry(share)
        if not posts.may_appear(ctx, standings, author=found.member, what=posting.WHAT, again=again):
            posting.take_down(ctx, found, State.KEPT)
        elif not posting.show(ctx, found):
            posting.take_down(ctx, found, State.KEPT)
            posting.tell_kept(ctx, found)

    @then
    def posted(self, ctx: Context, receipt: Receipt, share: int) -> None:
        found = store.public(ctx.tx, ctx.community, share)
        if found is not None:
            posting.arrived(ctx, receipt, found, again=calls.retry(share))

    @job
    def removed(self, ctx: Context, share: int) -> None:
        """Staff took the post down; the author keeps it as private."""
        found = store.public(ctx.tx, ctx.community, share)
        if found is not None:
            posting.settled(ctx, found)
            store.move(ctx.tx, ctx.community, share, State.REMOVED)

    # The post

    @action(open=True)
    def reveal(self, ctx: Context, share: int) -> Outcome:
        """For everybody who can see the post; nothing is stored."""
        found = self._seen(ctx, share)
        return Reply(views.revealed(found) if found else log_views.gone())

    @action
    def support(self, ctx: Context, share: int, kind: str) -> Outcome:
        found = self._seen(ctx, share)
        if found is None or kind not in set(Support):
            return Reply(log_views.gone())
        if found.member == ctx.member:
            return Reply(views.your_own())
        due, day = posting.digest_at(ctx, found.member)
        if not presses.put(ctx, share, Support(kind), day):
            return Reply(views.pressed_already(share, Support(kind)))
        posting.answered(ctx, found)
        until, key = due + _WORTH_SAYING, f"with-you:{found.member}:{day}"
        ctx.notify(found.member, Kind.NOTICE, self.supported.bind(day), due=due, expires=until, key=key)
        return Reply(views.pressed())

    @action
    def take_back(self, ctx: Context, share: int, kind: str) -> Outcome:
        if kind in set(Support):
            presses.take_back(ctx.tx, ctx.member, share, Support(kind))
        return Update(views.taken_back())

    @notice
    def supported(self, ctx: Context, day: int) -> Card | None:
        found = posting.supported(ctx, day)
        return views.digest(found) if found else None

    @action(profile=True)
    def more(self, ctx: Context, share: int) -> Outcome:
        found = store.public(ctx.tx, ctx.community, share)
        staff = found is not None and found.audience is Audience.CIRCLE and bool(ctx.roles & STAFF)
        if found is None or not (staff or audiences.sees(ctx, found)):
            return Reply(log_views.gone())
        if found.audience is Audience.BUDDY and found.member != ctx.member:
            return Reply(views.more_of_buddy(buddies.more_button(found.place)))
        post = posting.described(found, self.removed.bind(share))
        return posts.more(ctx, post, edit=calls.change(share), delete=calls.delete(share))

    # Those whom it is for, where there is no room to read it in

    @notice
    def told(self, ctx: Context, share: int) -> Card | None:
        found = store.public(ctx.tx, ctx.community, share)
        return views.told(found) if found and audiences.sees(ctx, found) else None

    @action
    def read(self, ctx: Context, share: int) -> Outcome:
        found = store.public(ctx.tx, ctx.community, share)
        return Reply(views.post(found) if found and audiences.sees(ctx, found) else log_views.gone())

    # What happens to a pair or a circle

    @job
    def follow_pair(self, ctx: Context, pair: int) -> None:
        """Called by name when a pair is over before its time, or has another room."""
        for share in store.of_pair(ctx.tx, ctx.community, pair):
            posting.follow(ctx, share)

    @job
    def left_circle(self, ctx: Context, member: int) -> None:
        """Called by name when somebody left a circle."""
        for share in store.to_circles(ctx.tx, ctx.community, member):
            posting.follow(ctx, share)

    def _seen(self, ctx: Context, share: int) -> Share | None:
        """One that the presser may see."""
        found = store.public(ctx.tx, ctx.community, share)
        return found if found and audiences.sees(ctx, found) else None

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}
