"""What a week leaves, and help with what was asked for."""

from __future__ import annotations

from datetime import timedelta

from bot.cog import Cog, action, job, notice, then
from bot.context import Context, Json, Kind, Receipt, Result
from bot.people import members
from bot.safety.personal_data import Kept
from bot.scheduling import jobs
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Reply
from cogs.buddies import api as buddies
from cogs.checkins import calls
from cogs.checkins.answers import store as answers
from cogs.checkins.circles import store as circles
from cogs.checkins.digest import digest as digests
from cogs.checkins.digest import store, views, views_closed
from cogs.checkins.digest.views import Left
from cogs.checkins.model import KEPT, Checkin, WeekState
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks
from cogs.posts import api as posts
from cogs.wins import api as wins

_NEWS = timedelta(days=7)


class Asks(Cog, name="checkinask"):
    kept = (Kept("That you offered to help with an ask", ("checkin_help",), KEPT.days, "at"),)

    @action
    def help(self, ctx: Context, answer: int) -> Outcome:
        """Told to whoever asked, and to nobody else."""
        found = answers.get(ctx.tx, ctx.community, answer)
        week = weeks.get(ctx.tx, ctx.community, found.week) if found else None
        checkin = organising.get(ctx.tx, ctx.community, week.checkin) if week else None
        if found is None or week is None or checkin is None:
            return Reply(views.no_ask())
        if not circles.is_in(ctx.tx, week.circle, ctx.member) or not digests.ask_of(checkin, found):
            return Reply(views.no_ask())
        if found.member == ctx.member:
            return Reply(views.own_ask())
        if members.stopped(ctx.tx, ctx.member, ctx.now):
            return Reply(views.stopped(posts.STOPPED))
        circles.pressed(ctx.tx, checkin.id, ctx.member, ctx.now)
        if not store.offer(ctx.tx, answer, ctx.member, ctx.now):
            return Reply(views.offered_before())
        # To somebody whom either of them wants nothing to do with, everything looks the same.
        if not buddies.apart(ctx.tx, found.member, ctx.member):
            ctx.notify(
                found.member,
                Kind.ASKED,
                self.offered.bind(answer),
                due=ctx.now,
                expires=ctx.now + _NEWS,
                key=f"checkin:ask:{answer}",
            )
        digests.refresh(ctx, week)
        nobodys = ctx.unowned()
        nobodys.later(ctx.now, calls.answer_again(answer), key=calls.answer_again_key(answer))
        return Reply(views.thanks())

    @notice
    def offered(self, ctx: Context, answer: int) -> Card | None:
        """Names everybody who offered so far: a second offer takes the place of a notice that still waits."""
        found = answers.own(ctx.tx, ctx.member, answer)
        week = weeks.get(ctx.tx, ctx.community, found.week) if found else None
        checkin = organising.get(ctx.tx, ctx.community, week.checkin) if week else None
        ask = digests.ask_of(checkin, found) if checkin and found else ""
        who = [one for one in store.helpers(ctx.tx, answer) if not buddies.apart(ctx.tx, ctx.member, one)]
        return views.offered(who, ask) if ask and who else None

    @then
    def shown(self, ctx: Context, receipt: Receipt, week: int) -> None:
        """A thread that is lost takes no digest: people hear of it by message."""
        if receipt.result is Result.DONE or receipt.reason == posts.REMOVED_BY_HAND:
            return
        found = weeks.get(ctx.tx, ctx.community, week)
        if found is not None:
            digests.tell(ctx, found)

    @notice
    def digest(self, ctx: Context, week: int) -> Card | None:
        checkin, left = self._left(ctx, week)
        return views_closed.closed(checkin.name, self.left.bind(week)) if checkin and left else None

    @action
    def left(self, ctx: Context, week: int) -> Outcome:
        """The digest as it is now, for somebody who has no thread to read it in."""
        checkin, left = self._left(ctx, week)
        if checkin is None:
            return Reply(views_closed.gone())
        return Reply(views.digest(checkin.name, left, whole=calls.read(week) if left else None))

    def _left(self, ctx: Context, week: int) -> tuple[Checkin | None, Left]:
        """For somebody in the circle, of a week that closed."""
        found = weeks.get(ctx.tx, ctx.community, week)
        checkin = organising.get(ctx.tx, ctx.community, found.checkin) if found else None
        if found is None or checkin is None or not circles.is_in(ctx.tx, found.circle, ctx.member):
            return None, Left()
        if found.state not in (WeekState.CLOSED, WeekState.OVER):
            return None, Left()
        left = digests.left_by(ctx.tx, checkin, found)
        return checkin, left.without(views.WELL) if wins.hidden(ctx) else left

    @job
    def again(self, ctx: Context, week: int) -> None:
        found = weeks.get(ctx.tx, ctx.community, week)
        if found is not None:
            digests.refresh(ctx, found)

    def forget(self, tx: Tx, member: int) -> None:
        """Their words leave the digests, and an ask that they alone offered help with is open again. The rows of
        their answers are still here: in `setup` this cog stands before the one that erases them."""
        for community, week in store.digests_of(tx, member):
            key = f"{community}:{calls.digest_again_key(week)}"
            jobs.put(tx, key, calls.digest_again(week), moment(0), community=community)
        for community, answer in store.helped(tx, member):
            key = f"{community}:{calls.answer_again_key(answer)}"
            jobs.put(tx, key, calls.answer_again(answer), moment(0), community=community)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)
