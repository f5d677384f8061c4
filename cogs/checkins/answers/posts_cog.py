"""An answer after it was given: in the circle's thread, behind `…`, and what its author does with it."""

from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action, job, then
from bot.context import Context, Json, Lane, Receipt, Result, Standings
from bot.people import members
from bot.people.roles import STAFF
from bot.storage.database import Tx
from bot.ui.card import Call
from bot.ui.outcome import Outcome, Reply, Update
from cogs.checkins.answers import cards, posting, rules, store, views_posts, wires
from cogs.checkins.circles import store as circles
from cogs.checkins.digest import store as help
from cogs.checkins.model import Answer, AnswerState, Week
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import losing
from cogs.checkins.weeks import store as weeks
from cogs.plans import api as plans
from cogs.posts import api as posts
from cogs.wins import api as wins

_WHAT = "check-in"


class CheckinPosts(Cog, name="checkinpost"):
    """Its rows are those of `checkinanswer`, which names, exports and erases them."""

    # Into the thread

    @then
    def appear(self, ctx: Context, standings: Standings, answer: int) -> None:
        """How its author stands is known: it is posted, or the post follows what it says now."""
        found, week = self._public(ctx, answer)
        if found is None or week is None:
            return
        left = found.state is AnswerState.WAITING and not circles.is_in(ctx.tx, week.circle, found.member)
        if left or not posts.may_appear(ctx, standings, author=found.member, what=_WHAT, again=self.retry.bind(answer)):
            ctx.withdraw(found.key)
            self._move(ctx, week, found, AnswerState.KEPT)
            return
        if posting.ready(week) and self._show(ctx, week, found, then=self.posted.bind(answer)):
            self._move(ctx, week, found, AnswerState.SHOWN)

    @then
    def posted(self, ctx: Context, receipt: Receipt, answer: int) -> None:
        found, week = self._public(ctx, answer)
        if found is None or week is None:
            return
        week = losing.lost(ctx, week, receipt)
        if receipt.result is not Result.DONE and not week.room:  # the thread is gone, the circle reads it through us
            self._move(ctx, week, found, AnswerState.WAITING)
            return
        match posts.fate(ctx, receipt, author=found.member, what=_WHAT, again=self.retry.bind(answer)):
            case posts.Fate.SHOWN:
                pass
            case posts.Fate.REMOVED:
                self._move(ctx, week, found, AnswerState.REMOVED)
            case posts.Fate.PRIVATE:
                self._move(ctx, week, found, AnswerState.KEPT)

    @job
    def again(self, ctx: Context, answer: int) -> None:
        """Somebody offered help with its ask."""
        found, week = self._public(ctx, answer)
        if found is not None and week is not None and found.state is AnswerState.SHOWN and posting.ready(week):
            self._show(replace(ctx, member=found.member), week, found, then=None)

    @action
    def retry(self, ctx: Context, answer: int) -> Outcome:
        """From the message that it could not be posted."""
        found = store.own(ctx.tx, ctx.member, answer)
        here = rules.here(ctx, found.week) if found is not None else None
        if found is None or here is None:
            return Update(views_posts.gone())
        if found.state is not AnswerState.KEPT or not here.may_write(ctx.now):
            return Update(cards.own(ctx, here))
        words = (*found.words.said.values(), *found.words.plan)
        stopped = posts.STOPPED if members.stopped(ctx.tx, ctx.member, ctx.now) else None
        if why := stopped or posts.link_hindrance(ctx, *words):
            return Update(cards.own(ctx, here, why))
        store.move(ctx.tx, ctx.community, answer, AnswerState.WAITING)
        posting.send(ctx, here.week, answer, ctx.member)
        return Update(cards.week(ctx, found.week))

    # Behind `…`

    @action(profile=True)
    def more(self, ctx: Context, answer: int) -> Outcome:
        """For the circle, for its author, and for staff, who may see the thread."""
        found, week = self._public(ctx, answer)
        if found is None or week is None:
            return Reply(views_posts.gone())
        here = rules.here(ctx, week.id)
        if here is None and not ctx.roles & STAFF:
            return Reply(views_posts.gone())
        writes = here is not None and here.may_write(ctx.now)
        edit = wires.show(week.id, rules.leaves_out(found)) if writes else None
        excerpt = views_posts.summary(found.words) or views_posts.RESTING
        removed = self.removed.bind(answer)
        post = posts.Post(found.key, found.member, views_posts.TITLE, excerpt, removed, circle=week.circle)
        return posts.more(ctx, post, edit=edit, delete=wires.ask_delete(answer))

    @job
    def removed(self, ctx: Context, answer: int) -> None:
        """Staff took the post down; its author keeps the words."""
        found, week = self._public(ctx, answer)
        if found is not None and week is not None:
            self._move(ctx, week, found, AnswerState.REMOVED)

    # Its author

    @action
    def look(self, ctx: Context, answer: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        return Update(views_posts.gone() if found is None else cards.week(ctx, found.week))

    @action
    def keep_win(self, ctx: Context, answer: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        here = rules.here(ctx, found.week) if found is not None else None
        if found is None or here is None:
            return Update(views_posts.gone())
        went_well = cards.went_well(here, found.words)
        if went_well and not found.words.win and (win := wins.keep(ctx, went_well)) is not None:
            store.set_win(ctx.tx, ctx.member, found, win)
        return Update(cards.week(ctx, found.week))

    @action
    def ask_delete(self, ctx: Context, answer: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        return Update(views_posts.gone() if found is None else views_posts.ask_delete(found))

    @action
    def delete(self, ctx: Context, answer: int) -> Outcome:
        """At any time, whatever the week."""
        found = store.own(ctx.tx, ctx.member, answer)
        week = weeks.get(ctx.tx, ctx.community, found.week) if found is not None else None
        if found is None or week is None:
            return Update(views_posts.gone())
        ctx.withdraw(found.key)
        posts.gone(ctx, found.key)
        store.delete(ctx.tx, ctx.member, answer)
        if rules.rested(ctx, found):
            plans.rest(ctx, resting=False)
        posting.changed(ctx, week)
        here = rules.here(ctx, week.id)
        again = here is not None and here.may_write(ctx.now)
        return Update(views_posts.deleted(wires.show(week.id, False) if again else None))

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}

    # What the handlers share

    def _public(self, ctx: Context, answer: int) -> tuple[Answer | None, Week | None]:
        found = store.get(ctx.tx, ctx.community, answer)
        if found is None or not found.public:
            return None, None
        return found, weeks.get(ctx.tx, ctx.community, found.week)

    def _show(self, ctx: Context, week: Week, answer: Answer, *, then: Call | None) -> bool:
        checkin = organising.get(ctx.tx, ctx.community, week.checkin)
        if checkin is None:
            return False
        offered = answer.asks and answer.id in help.offered(ctx.tx, week.id)
        card = views_posts.post(checkin, answer, offered=offered)
        ctx.show(answer.key, week.room, card, lane=Lane.ACT, then=then, under=week.head)
        return True

    def _move(self, ctx: Context, week: Week, answer: Answer, after: AnswerState) -> None:
        store.move(ctx.tx, ctx.community, answer.id, after)
        posting.changed(ctx, week)
