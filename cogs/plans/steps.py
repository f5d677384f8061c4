"""Small steps: three doable actions that fit the stage of the search and the energy of the day."""

from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action, command, pick
from bot.context import Context, Json
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Reply, Update
from bot.words import packs
from bot.words.packs import Item, Pack
from cogs.plans import choice_store, exporting, step_store, views_steps
from cogs.plans.model import Energy, Stage
from cogs.plans.weeks import day_of
from cogs.wins import api as wins

_OFFERED = 3


class SmallSteps(Cog, name="smallstep"):
    kept = (Kept("Small steps you did", ("plan_step",), 180, "touched_at"),)

    @command("small-step", "Three small things you could do now. None is fine too.")
    def small_step(self, ctx: Context) -> Outcome:
        return Reply(self._ask(ctx))

    @action
    def ask(self, ctx: Context) -> Outcome:
        return Update(self._ask(ctx))

    @pick
    def at_stage(self, ctx: Context, value: str) -> Outcome:
        if value in set(Stage):
            choice_store.keep(ctx.tx, ctx.member, replace(choice_store.get(ctx.tx, ctx.member), stage=Stage(value)))
        return Update(self._ask(ctx))

    @action
    def three(self, ctx: Context, energy: str) -> Outcome:
        if energy not in set(Energy):
            return Update(self._ask(ctx))
        pack = _pack(ctx)
        fitting = _fitting(pack, choice_store.get(ctx.tx, ctx.member).stage, Energy(energy))
        drawn = packs.draw_some(ctx.tx, ctx.member, pack, fitting, _OFFERED)
        day = ctx.today.toordinal()
        steps = [(step.text, self.did.bind(step.id, day)) for step in drawn]
        return Update(views_steps.three(Energy(energy), steps, others=self.three.bind(energy), change=self.ask.bind()))

    @action
    def did(self, ctx: Context, step: str, day: int) -> Outcome:
        """Counts on the day on which it was offered: pressed twice, or the day after, it is the same step.
        A traveller's day may be over while today is still to come."""
        found, on = _named(ctx, step), day_of(day)
        if found is None or on is None or not -1 <= (ctx.today - on).days <= views_steps.LATE:
            return Update(self._ask(ctx))
        step_store.did(ctx.tx, ctx.member, step, on, ctx.now)
        return Update(self._done(ctx, found, day))

    @action
    def undo(self, ctx: Context, step: str, day: int) -> Outcome:
        on = day_of(day)
        if on is not None:
            step_store.undo(ctx.tx, ctx.member, step, on)
        return Update(views_steps.undone(again=self.ask.bind()))

    @action
    def save(self, ctx: Context, step: str, day: int) -> Outcome:
        """As a win that nobody else sees; the win's own card can post it."""
        found, on = _named(ctx, step), day_of(day)
        if found is None or on is None:
            return Update(self._ask(ctx))
        did, win = step_store.done(ctx.tx, ctx.member, step, on)
        if not did:
            return Update(self._ask(ctx))
        if win is None:
            win = wins.keep(ctx, views_steps.as_win(found.text))
        if win is None:  # they hide wins since
            return Update(self._done(ctx, found, day))
        step_store.saved(ctx.tx, ctx.member, step, on, win, ctx.now)
        return Update(views_steps.saved(found.text, look=wins.look_button(win)))

    def _ask(self, ctx: Context) -> Card:
        stage = choice_store.get(ctx.tx, ctx.member).stage
        energy = tuple((one, self.three.bind(one.value)) for one in Energy)
        return views_steps.ask(stage, at_stage=self.at_stage.bind(), energy=energy)

    def _done(self, ctx: Context, step: Item, day: int) -> Card:
        save = None if wins.hidden(ctx) else self.save.bind(step.id, day)
        return views_steps.done(step.text, save=save, undo=self.undo.bind(step.id, day), again=self.ask.bind())

    def forget(self, tx: Tx, member: int) -> None:
        step_store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return exporting.steps(tx, member)


def _pack(ctx: Context) -> Pack:
    return packs.load("cogs.plans", "step", ctx.locale)


def _named(ctx: Context, step: str) -> Item | None:
    return next((item for item in _pack(ctx).items if item.id == step), None)


def _fitting(pack: Pack, stage: Stage, energy: Energy) -> list[Item]:
    """Those for the energy, and for the stage or for any."""
    return [item for item in pack.items if energy.value in item.tags and item.tags & {"any", stage.value}]
