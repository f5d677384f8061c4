"""Prompts for one person: on their own days, at their own hour, stopped by one press."""

from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action, command, job, notice, submit
from bot.context import Context, Json
from bot.people import accounts
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.prompts import bag, calls, rows, timing
from cogs.prompts.model import OwnForm, mask
from cogs.prompts.own import asking, store, views
from cogs.prompts.schedules import store as schedules


class OwnPrompts(Cog, name="promptme"):
    kept = (Kept("When you want prompts for yourself, and which came already", ("prompt_me",)),)

    @command("prompt-me", "A short question for you alone, on days you choose. One press stops it.")
    def prompt_me(self, ctx: Context) -> Outcome:
        return Reply(self._page(ctx))

    @action
    def show(self, ctx: Context) -> Outcome:
        return Update(self._page(ctx))

    @action
    def ask(self, ctx: Context) -> Outcome:
        own = store.get(ctx.tx, ctx.member)
        if own is None:
            return self.keep.open()
        rhythm = own.rhythm
        days = tuple(day.value for day in rhythm.weekdays)
        return self.keep.open({"days": days, "hour": rhythm.hour, "topic": rhythm.topic.value})

    @submit
    def keep(self, ctx: Context, form: OwnForm) -> Outcome:
        """Also turns them on again. What came already doesn't come again."""
        if not form.days:
            return Invalid({"days": views.NO_DAY})
        if form.hour is None:
            return Invalid({"hour": views.NO_HOUR})
        own = store.get(ctx.tx, ctx.member)
        rhythm = own.rhythm if own else rows.fresh(0, 0, form.topic)
        rhythm = replace(rhythm, days=mask(form.days), hour=form.hour, topic=form.topic)
        rhythm = timing.from_now(rhythm, ctx.zone, ctx.now)
        asking.plan(ctx, store.save(ctx, rhythm, running=True), calls.OWN_DUE)
        return Update(self._page(ctx))

    @action
    def stop(self, ctx: Context) -> Outcome:
        asking.stop(ctx)
        return Update(views.ended(self.ask.bind()))

    @job
    def due(self, ctx: Context) -> None:
        own = store.get(ctx.tx, ctx.member)
        if own is not None and own.running:
            asking.plan(ctx, asking.run(ctx, own, self.prompt.bind(0, "")), calls.OWN_DUE)

    @notice
    def prompt(self, ctx: Context, day: int, prompt: str) -> Card | None:
        """Nothing to say to somebody who stopped or rests since, or while an organiser stopped all prompts."""
        own, one = store.get(ctx.tx, ctx.member), bag.by_id(prompt, ctx.locale)
        if own is None or not own.running or one is None:
            return None
        if asking.resting(ctx) or schedules.stopped(ctx.tx, ctx.community):
            return None
        keep = calls.keep_own(day, prompt)
        return views.prompt(one, keep=keep, later=self.another_time.bind(prompt), stop=self.stop.bind())

    @action
    def another_time(self, ctx: Context, prompt: str) -> Outcome:
        """That one comes once more, after the others."""
        own = store.get(ctx.tx, ctx.member)
        if own is None or not own.running:
            return Update(views.another_time(None))
        own = store.save(ctx, bag.put_off(own.rhythm, prompt), running=True)
        return Update(views.another_time(timing.following(own.rhythm, ctx.zone)))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    def _page(self, ctx: Context) -> Card:
        own = store.get(ctx.tx, ctx.member)
        if own is None or not own.running:
            return views.off(self.ask.bind(), calls.MINE)
        account = accounts.get(ctx.tx, ctx.account)
        next = timing.following(own.rhythm, ctx.zone)
        return views.on(
            own,
            next,
            ctx.zone,
            quiet=next is not None and asking.quiet(ctx, next),
            held=not account.by_dm or account.untried or account.dm_closed or not account.daily,
            stopped=schedules.stopped(ctx.tx, ctx.community),
            change=self.ask.bind(),
            stop=self.stop.bind(),
            mine=calls.MINE,
        )
