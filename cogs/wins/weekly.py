"""The weekly round-up: drawn when a week with wins in it ends, and kept in step with them. It belongs to nobody."""

from __future__ import annotations

from datetime import date

from bot.cog import Cog, action, job, then
from bot.context import Context, Json, Standings
from bot.people import communities
from bot.people.roles import STAFF
from bot.storage.database import Tx
from bot.ui.outcome import Outcome, Reply, Update
from cogs.posts import api as posts
from cogs.wins import calls, posting, roundup, views
from cogs.wins.model import Win


class WinRoundup(Cog, name="winroundup"):
    """Its rows hold nobody. `day`: the ordinal of the Sunday that ends the week."""

    @job
    def check(self, ctx: Context, day: int) -> None:
        """Draws the posts once more: nobody tells that one was deleted by hand, and its words must not come back."""
        week = date.fromordinal(day)
        for win in self._week(ctx, day):
            posting.show_again(ctx, win)
        end = roundup.end_of(week, communities.get(ctx.tx, ctx.community).zone)
        posting.plan_roundup_at(ctx, max(end, ctx.now), calls.roundup_post(day), day)

    @job
    def post(self, ctx: Context, day: int) -> None:
        """The week is over; it is posted once its authors' standing is known."""
        end = roundup.end_of(date.fromordinal(day), communities.get(ctx.tx, ctx.community).zone)
        if ctx.now < end:  # the community moved to a later clock meanwhile
            posting.plan_roundup_at(ctx, end, calls.roundup_post(day), day)
            return
        found = self._week(ctx, day)
        if len(found) >= roundup.LEAST:
            ctx.look_up(roundup.authors(found), then=self.due.bind(day))

    @then
    def due(self, ctx: Context, standings: Standings, day: int) -> None:
        """Whose standing is known by now; who may not post here any more is left out."""
        week = date.fromordinal(day)
        found = roundup.of_those_who_may_post(ctx, self._week(ctx, day), standings)
        room = posts.place(ctx, views.ROOM)
        if room is not None and len(found) >= roundup.LEAST and not roundup.was_posted(ctx.tx, ctx.community, week):
            roundup.mark_posted(ctx.tx, ctx.community, week)
            posting.show_roundup(ctx, room, week, found)

    @job
    def again(self, ctx: Context, day: int) -> None:
        """A win of a week whose round-up was posted has changed: the post follows."""
        if roundup.was_posted(ctx.tx, ctx.community, date.fromordinal(day)):
            ctx.look_up(roundup.authors(self._week(ctx, day)), then=self.changed.bind(day))

    @then
    def changed(self, ctx: Context, standings: Standings, day: int) -> None:
        week = date.fromordinal(day)
        room = posts.place(ctx, views.ROOM)
        if room is None or not roundup.was_posted(ctx.tx, ctx.community, week):
            return
        found = roundup.of_those_who_may_post(ctx, self._week(ctx, day), standings)
        if found:
            posting.show_roundup(ctx, room, week, found)
        else:
            ctx.withdraw(roundup.key(ctx.community, week))

    @action(profile=True)
    def more(self, ctx: Context, day: int) -> Outcome:
        remove = self.remove.bind(day) if ctx.roles & STAFF else None
        return Reply(views.roundup_more(remove=remove, mine=calls.LIST))

    @action(staff=STAFF, profile=True)
    def remove(self, ctx: Context, day: int) -> Outcome:
        """The wins in it stay where they are, and nothing brings this round-up back."""
        if 0 < day < date.max.toordinal() and roundup.take_down(ctx.tx, ctx.community, date.fromordinal(day)):
            key = roundup.key(ctx.community, date.fromordinal(day))
            ctx.withdraw(key)
            posts.audit(ctx, posts.Act.REMOVED, key=key)
        return Update(views.roundup_removed())

    def _week(self, ctx: Context, day: int) -> list[Win]:
        zone = communities.get(ctx.tx, ctx.community).zone
        return roundup.wins_of(ctx.tx, ctx.community, date.fromordinal(day), zone)

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}
