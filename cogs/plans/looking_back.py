"""The end of a week: one message, and keep, make smaller or drop for each open line."""

from __future__ import annotations

from datetime import timedelta

from bot.cog import Cog, action, job, notice, submit
from bot.context import Context, Json, Kind
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.plans import cards, planning, store, views, views_back, weeks
from cogs.plans.cog import blank
from cogs.plans.model import Carried, Line, LineForm, smaller

_WORTH_SAYING = timedelta(days=2)


class LookingBack(Cog, name="lookback"):
    """All answers are neutral: what is dropped is as good as what is kept."""

    @job
    def week_end(self, ctx: Context, began: int) -> None:
        day = weeks.day_of(began)
        if day is None or self._said(ctx, began) is None:
            return
        due = weeks.look_back_at(day, ctx.zone)
        if ctx.now < due:  # they moved to a later clock meanwhile
            planning.await_end(ctx, day)
            return
        key = f"plans:ended:{ctx.member}:{began}"
        ctx.notify(ctx.member, Kind.NOTICE, self.ended.bind(began), due=due, expires=due + _WORTH_SAYING, key=key)

    @notice
    def ended(self, ctx: Context, began: int) -> Card | None:
        return self._said(ctx, began)

    def _said(self, ctx: Context, began: int) -> Card | None:
        """Nothing to somebody who rests in that week or has no lines in it any more."""
        day = weeks.day_of(began)
        week = None if day is None else store.week(ctx.tx, ctx.member, day)
        return None if week is None or week.resting or not week.lines else views_back.week_ended(week)

    @action
    def look(self, ctx: Context, began: int) -> Outcome:
        day = weeks.day_of(began)
        return Reply(cards.plan(ctx) if day is None else cards.look_back(ctx, day))

    @action
    def keep(self, ctx: Context, line: int) -> Outcome:
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        note = "" if planning.keep(ctx, found) else views_back.NEXT_FULL
        return Update(self._after(ctx, found, note))

    @action
    def smaller(self, ctx: Context, line: int) -> Outcome:
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        return self.save_smaller.open(smaller(found), line) if found.open else Update(self._after(ctx, found))

    @submit
    def save_smaller(self, ctx: Context, form: LineForm, line: int) -> Outcome:
        if wrong := blank(form):
            return wrong
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        if not found.open:
            return Update(self._after(ctx, found))
        if planning.write(ctx, planning.carry_to(ctx, found), store.new_line(form)) is None:
            return Invalid({"": views_back.NEXT_FULL})
        store.carry(ctx.tx, ctx.member, line, Carried.SMALLER, ctx.now)
        return Update(self._after(ctx, found))

    @action
    def drop(self, ctx: Context, line: int) -> Outcome:
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        if found.open:
            store.carry(ctx.tx, ctx.member, line, Carried.DROP, ctx.now)
        return Update(self._after(ctx, found))

    @action
    def reopen(self, ctx: Context, line: int) -> Outcome:
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        store.reopen(ctx.tx, ctx.member, line, ctx.now)
        return Update(cards.look_back(ctx, found.began))

    @action
    def smaller_plan(self, ctx: Context, began: int) -> Outcome:
        """After two quiet weeks: the first open line, smaller."""
        day = weeks.day_of(began)
        week = None if day is None else store.week(ctx.tx, ctx.member, day)
        if week is None or not week.open:
            return Update(cards.plan(ctx))
        return self.save_smaller.open(smaller(week.open[0]), week.open[0].id)

    def _after(self, ctx: Context, line: Line, note: str = "") -> Card:
        """A line of an earlier week goes into this week's plan; one of this week into a week that is not here yet."""
        if line.began < planning.this_week(ctx):
            return cards.plan(ctx, note)
        return cards.look_back(ctx, line.began, note)

    def forget(self, tx: Tx, member: int) -> None:
        """It keeps nothing: the weeks are the plans'."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
