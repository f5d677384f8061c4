"""All prompts of a community stop at once, and go on at once."""

from __future__ import annotations

from bot.cog import Cog, action, command
from bot.context import Context, Json
from bot.people.roles import ORGANISERS
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.posts import api as posts
from cogs.prompts import calls
from cogs.prompts.schedules import look, posting, store, views


class Stopping(Cog, name="promptstop"):
    """Also those that members asked for. Afterwards they go on at their usual time, and nothing missed is sent."""

    @command("prompts stop", "For organisers: stop all prompts at once, in rooms and for members.", staff=ORGANISERS)
    def stop(self, ctx: Context) -> Outcome:
        return Reply(self._stopped(ctx))

    @action(staff=ORGANISERS, inspect=True)
    def ask_stop(self, ctx: Context) -> Outcome:
        return Update(views.ask_stop(stop=self.stop_all.bind(), keep=calls.LIST))

    @action(staff=ORGANISERS)
    def stop_all(self, ctx: Context) -> Outcome:
        return Update(self._stopped(ctx))

    @action(staff=ORGANISERS, inspect=True)
    def go_on(self, ctx: Context) -> Outcome:
        if store.go_on(ctx.tx, ctx.community):
            posts.audit(ctx, posts.Act.PROMPTS)
            for schedule in store.of_community(ctx.tx, ctx.community):
                if schedule.running:
                    schedule = posting.settled(ctx, schedule)
                    store.save(ctx.tx, schedule)
                    posting.plan(ctx, schedule)
        return Update(look.every(ctx))

    def _stopped(self, ctx: Context) -> Card:
        if not store.stopped(ctx.tx, ctx.community):
            posts.audit(ctx, posts.Act.PROMPTS)
        store.stop(ctx.tx, ctx.community, ctx.now)
        for schedule in store.of_community(ctx.tx, ctx.community):
            ctx.cancel(posting.job_key(schedule.id))
        return look.every(ctx)

    def forget(self, tx: Tx, member: int) -> None:
        """Nothing here is about a member."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
