"""Why somebody is looking: in their own words, shown to them alone now and then."""

from __future__ import annotations

from datetime import date, timedelta

from bot.cog import Cog, action, command, job, notice, pick, submit
from bot.context import Context, Json, Kind
from bot.people import accounts
from bot.safety.personal_data import Kept
from bot.scheduling.recurrence import on_wall
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.plans import views_why, why_store
from cogs.plans.model import WhyForm

_HOUR = 10
_WORTH_SAYING = timedelta(days=3)


class WhyCog(Cog, name="why"):
    kept = (Kept("Why you are looking, and how often I show it to you", ("plan_why",)),)

    @command("why", "Keep why you are looking, for your own eyes. I can show it to you now and then.")
    def why(self, ctx: Context) -> Outcome:
        return Reply(self._card(ctx))

    @action
    def show(self, ctx: Context) -> Outcome:
        return Reply(self._card(ctx))

    @action
    def write(self, ctx: Context) -> Outcome:
        found = why_store.get(ctx.tx, ctx.member)
        return self.keep.open(WhyForm(why=found.text) if found else None)

    @submit
    def keep(self, ctx: Context, form: WhyForm) -> Outcome:
        text = form.why.strip()
        if not text:
            return Invalid({"why": views_why.BLANK})
        why_store.write(ctx.tx, ctx.member, text, ctx.now)
        self._next(ctx)
        return Update(self._card(ctx))

    @pick
    def every(self, ctx: Context, value: str) -> Outcome:
        if value in {str(weeks) for weeks in views_why.EVERY}:
            self._show_every(ctx, int(value))
        return Update(self._card(ctx))

    @action
    def stop(self, ctx: Context) -> Outcome:
        """From the message itself, which may say other things too: it stays."""
        self._show_every(ctx, 0)
        return Reply(views_why.stopped())

    @action
    def ask_delete(self, ctx: Context) -> Outcome:
        if why_store.get(ctx.tx, ctx.member) is None:
            return Update(self._card(ctx))
        return Update(views_why.ask_delete(delete=self.delete.bind(), keep=self.look.bind()))

    @action
    def look(self, ctx: Context) -> Outcome:
        return Update(self._card(ctx))

    @action
    def delete(self, ctx: Context) -> Outcome:
        why_store.delete(ctx.tx, ctx.member)
        ctx.cancel(_key(ctx.member))
        return Update(views_why.deleted(write=self.write.bind()))

    @job
    def remind(self, ctx: Context) -> None:
        """In a cool-off it is left out: the message at its end brings the words anyway."""
        why = why_store.get(ctx.tx, ctx.member)
        if why is None or not why.every:
            return
        self._next(ctx)
        rest = accounts.get(ctx.tx, ctx.account).rest_until
        if rest is None or rest <= ctx.now:
            expires = ctx.now + _WORTH_SAYING
            ctx.notify(ctx.member, Kind.NOTICE, self.reminder.bind(), due=ctx.now, expires=expires, key=_told(ctx))

    @notice
    def reminder(self, ctx: Context) -> Card | None:
        why = why_store.get(ctx.tx, ctx.member)
        if why is None or not why.every:
            return None
        return views_why.reminder(why, change=self.write.bind(), stop=self.stop.bind())

    def _show_every(self, ctx: Context, weeks: int) -> None:
        if why_store.show_every(ctx.tx, ctx.member, weeks) and weeks:
            self._next(ctx)
        else:
            ctx.cancel(_key(ctx.member))

    def _next(self, ctx: Context) -> None:
        why = why_store.get(ctx.tx, ctx.member)
        if why is not None and why.every:
            at = on_wall(_weekday(ctx.today + timedelta(weeks=why.every)), _HOUR, 0, ctx.zone)
            ctx.later(max(at, ctx.now), self.remind.bind(), key=_key(ctx.member))

    def _card(self, ctx: Context) -> Card:
        why = why_store.get(ctx.tx, ctx.member)
        if why is None:
            return views_why.none_yet(write=self.write.bind())
        return views_why.card(why, write=self.write.bind(), every=self.every.bind(), delete=self.ask_delete.bind())

    def forget(self, tx: Tx, member: int) -> None:
        why_store.delete(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return why_store.export(tx, member)


def _weekday(day: date) -> date:
    """Nothing of this kind comes at a weekend."""
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def _key(member: int) -> str:
    return f"plans:why:{member}"


def _told(ctx: Context) -> str:
    return f"plans:why:told:{ctx.member}"
