"""The plan of this week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.cog import Cog, action, command, home, pick, submit
from bot.context import Context, HomeSection, Json
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Button
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.plans import calls, cards, choice_store, exporting, planning, store, views
from cogs.plans.model import LineForm, ObstacleForm
from cogs.plans.weeks import DAYS, day_of


class Plans(Cog, name="plans"):
    """Everything here reads and changes the own rows alone."""

    kept = (
        Kept("Your plans of a week, and what you ticked", ("plan_week", "plan_line"), 180, "touched_at"),
        Kept("When your week begins, your stage, and whether you hide your rhythm", ("plan_choice",)),
    )

    @command("plan", "This week's plan: when and where, and what you do then. Only you see it.")
    def plan(self, ctx: Context) -> Outcome:
        return Reply(cards.plan(ctx))

    @action
    def open(self, ctx: Context) -> Outcome:
        return Update(cards.plan(ctx))

    @home(order=15)
    def section(self, ctx: Context) -> HomeSection | None:
        week = store.week(ctx.tx, ctx.member, planning.this_week(ctx))
        hidden = choice_store.get(ctx.tx, ctx.member).hidden
        line = views.section(week, None if hidden else planning.rhythm_of(ctx))
        return HomeSection(line, Button("My plan", calls.PLAN), (Button("A small step", calls.STEP),))

    # Lines

    @action
    def write(self, ctx: Context) -> Outcome:
        return self.save.open({"times": 1}, 0)

    @action
    def edit(self, ctx: Context, line: int) -> Outcome:
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        return self.save.open(LineForm(cue=found.cue, act=found.act, times=found.times, kind=found.kind), line)

    @submit
    def save(self, ctx: Context, form: LineForm, line: int) -> Outcome:
        """`line` is 0 for a new one."""
        new = store.new_line(form)
        if wrong := blank(form):
            return wrong
        began = planning.this_week(ctx)
        if not line:
            if planning.write(ctx, began, new) is None:
                return Invalid({"": views.FULL})
            return Update(cards.plan(ctx))
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        store.rewrite(ctx.tx, ctx.member, line, new, ctx.now)
        return Update(cards.of(ctx, found.began))

    @action
    def tick(self, ctx: Context, line: int, done: int) -> Outcome:
        """`done` is the count on the card that was pressed: twice is once."""
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        told = ""
        if found.done == done < found.times and store.count(ctx.tx, ctx.member, line, done, done + 1, ctx.now):
            told = views.ticked(found)
        return Update(cards.of(ctx, found.began, told))

    @action
    def undo(self, ctx: Context, line: int, done: int) -> Outcome:
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        if found.done == done and (done > 0 or found.finished):  # said to be done without a count: that goes
            store.count(ctx.tx, ctx.member, line, done, max(done - 1, 0), ctx.now)
        return Update(cards.of(ctx, found.began))

    @action
    def remove(self, ctx: Context, line: int) -> Outcome:
        found = store.line(ctx.tx, ctx.member, line)
        if found is None:
            return Update(views.gone())
        store.remove(ctx.tx, ctx.member, line)
        return Update(cards.of(ctx, found.began))

    # What may get in the way

    @action
    def obstacle(self, ctx: Context, began: int) -> Outcome:
        day = self._mine(ctx, began)
        if day is None:
            return Update(cards.plan(ctx, views.STARTED))
        week = store.week(ctx.tx, ctx.member, day)
        return self.save_obstacle.open(ObstacleForm(obstacle=week.obstacle, answer=week.answer), began)

    @submit
    def save_obstacle(self, ctx: Context, form: ObstacleForm, began: int) -> Outcome:
        day = self._mine(ctx, began)
        if day is None:
            return Update(cards.plan(ctx, views.STARTED))
        store.set_obstacle(ctx.tx, ctx.member, day, form.obstacle.strip(), form.answer.strip(), ctx.now)
        return Update(cards.plan(ctx))

    # Rest: the button is of one week, so that an old card rests no other.

    @action
    def rest(self, ctx: Context, began: int) -> Outcome:
        return self._rest(ctx, began, resting=True)

    @action
    def plan_after_all(self, ctx: Context, began: int) -> Outcome:
        return self._rest(ctx, began, resting=False)

    def _rest(self, ctx: Context, began: int, *, resting: bool) -> Outcome:
        day = self._mine(ctx, began)
        if day is None:
            return Update(cards.plan(ctx, views.STARTED))
        planning.rest(ctx, day, resting)
        return Update(cards.plan(ctx))

    def _mine(self, ctx: Context, began: int) -> date | None:
        """The week of a button, if it is still this one."""
        day = day_of(began)
        return day if day == planning.this_week(ctx) else None

    # More

    @action
    def more(self, ctx: Context) -> Outcome:
        start = choice_store.get(ctx.tx, ctx.member).start
        return Update(views.more(start, planning.last(ctx), begin_on=self.begin_on.bind()))

    @pick
    def begin_on(self, ctx: Context, value: str) -> Outcome:
        if value not in {str(n) for n in range(len(DAYS))}:
            return Update(cards.plan(ctx))
        planning.begin_on(ctx, int(value))
        return Update(cards.plan(ctx, views.begins_on(int(value), planning.this_week(ctx))))

    @action
    def rhythm(self, ctx: Context) -> Outcome:
        hidden = choice_store.get(ctx.tx, ctx.member).hidden
        show, hide = self.hide_rhythm.bind(False), self.hide_rhythm.bind(True)
        return Update(views.rhythm(planning.rhythm_of(ctx), hidden=hidden, show=show, hide=hide))

    @action
    def hide_rhythm(self, ctx: Context, hidden: bool) -> Outcome:
        choice_store.keep(ctx.tx, ctx.member, replace(choice_store.get(ctx.tx, ctx.member), hidden=hidden))
        return self.rhythm(ctx)

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)
        choice_store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return exporting.plans(tx, member)


def blank(form: LineForm) -> Invalid | None:
    new = store.new_line(form)
    wrong = {"cue": "" if new.cue else views.BLANK_CUE, "act": "" if new.act else views.BLANK_ACT}
    errors = {field: why for field, why in wrong.items() if why}
    return Invalid(errors) if errors else None
