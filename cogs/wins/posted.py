"""A win in the wins room: how it appears, its `…`, and Cheer."""

from __future__ import annotations

from datetime import date, datetime

from bot.cog import Cog, action, job, notice, then
from bot.context import Context, Json, Receipt, Standings
from bot.people import members
from bot.scheduling.recurrence import next_daily
from bot.storage.database import Tx
from bot.ui.card import Button, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.posts import api as posts
from cogs.wins import calls, cheers, posting, store, views
from cogs.wins.model import State

_DIGEST_HOUR = 18


class WinPosts(Cog, name="winpost"):
    """Its rows are named, exported and erased by `wins`."""

    # On its way and back

    @then
    def appear(self, ctx: Context, standings: Standings, win: int) -> None:
        """The author's standing is known: the post goes out, or the win stays private and its author is told."""
        found = store.here(ctx.tx, ctx.community, win)
        if found is None or found.state is not State.WAITING:
            return
        again = calls.post(win)
        room = posts.place(ctx, views.ROOM)
        if room is None or not posts.may_appear(ctx, standings, author=found.member, what="win", again=again):
            store.move(ctx.tx, ctx.community, win, (State.WAITING,), State.PRIVATE)
            return
        store.move(ctx.tx, ctx.community, win, (State.WAITING,), State.SHOWN, ctx.now)
        posting.show(ctx, found, room)
        if found.roundup:
            posting.plan_roundup(ctx, ctx.now)

    @then
    def changed(self, ctx: Context, standings: Standings, win: int) -> None:
        """Its author's standing is known again: the post follows the edit, or is taken back."""
        found = store.here(ctx.tx, ctx.community, win)
        if found is None or found.state is not State.SHOWN:
            return
        if posts.may_appear(ctx, standings, author=found.member, what="win", again=calls.post(win)):
            posting.show_again(ctx, found)
        else:
            posting.take_out(ctx, found, State.PRIVATE)
        posting.refresh(ctx, found)

    @then
    def shown(self, ctx: Context, receipt: Receipt, win: int) -> None:
        found = store.here(ctx.tx, ctx.community, win)
        if found is None or not found.public:
            return
        fate = posts.fate(ctx, receipt, author=found.member, what="win", again=calls.post(win))
        if fate is not posts.Fate.SHOWN:
            gone = fate is posts.Fate.REMOVED
            posting.take_out(ctx, found, State.REMOVED if gone else State.PRIVATE)
            posting.refresh(ctx, found)

    @job
    def removed(self, ctx: Context, win: int) -> None:
        """Staff took the post down."""
        found = store.here(ctx.tx, ctx.community, win)
        if found is not None and found.public:
            posting.take_out(ctx, found, State.REMOVED)
            posting.refresh(ctx, found)

    @action(profile=True)
    def more(self, ctx: Context, win: int) -> Outcome:
        found = store.shown(ctx.tx, ctx.community, win)
        if found is None:
            return Reply(views.not_there())
        post = posts.Post(
            key=found.key,
            author=found.member,
            title=found.kind.noun,
            excerpt=f"{found.story}\n{found.behind}".strip(),
            removed=self.removed.bind(win),
        )
        hide = Button("Hide wins", calls.HIDE)
        return posts.more(ctx, post, edit=calls.edit(win), delete=calls.ask_delete(win), hide=hide)

    # Cheers

    @action
    def cheer(self, ctx: Context, win: int) -> Outcome:
        found = store.shown(ctx.tx, ctx.community, win)
        if found is None:
            return Reply(views.not_there())
        if found.member == ctx.member:
            return Reply(views.own_win())
        due, day = self._digest_time(ctx, found.member)
        if not cheers.add(ctx, win, day.toordinal()):
            take_back = self.take_back.bind(win)
            return Reply(views.cheered_before(found, take_back=take_back, keep=self.keep_cheer.bind()))
        if not store.hides(ctx.tx, found.member):
            posting.plan_digest(ctx, found.member, due, day)
        return Reply(views.cheered(found))

    @action
    def take_back(self, ctx: Context, win: int) -> Outcome:
        cheers.take_back(ctx.tx, ctx.member, win)
        return Update(views.taken_back())

    @action
    def keep_cheer(self, ctx: Context) -> Outcome:
        return Update(views.stays())

    @notice
    def digest(self, ctx: Context, day: int) -> Card | None:
        found, more = cheers.of_day(ctx.tx, ctx.community, ctx.member, day)
        return views.digest(found, more=more) if found and not store.hides(ctx.tx, ctx.member) else None

    def _digest_time(self, ctx: Context, author: int) -> tuple[datetime, date]:
        """When the author next hears of cheers, and that day, on their own clock."""
        zone = members.zone(ctx.tx, author)
        due = next_daily(ctx.now, _DIGEST_HOUR, 0, zone)
        return due, due.astimezone(zone).date()

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}
