from __future__ import annotations

from datetime import datetime, timedelta

from bot.cog import Cog, action, command, home, job, notice, submit
from bot.context import Context, HomeSection, Json, Kind
from bot.people import accounts, communities, members
from bot.scheduling import jobs
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies import api as buddies
from cogs.plans import api as plans
from cogs.rest import api, model, views
from cogs.rest.model import Clock, Until

_WORTH_SAYING = timedelta(days=7)
_TOLD = timedelta(seconds=1)
"""A rest whose end was told ends a second earlier from then on: the mark that no other job tells it again."""


def _key(ctx: Context) -> str:
    """One rest and one message at its end for a person, whatever the community it was started in."""
    return f"rest:{ctx.account}"


class Rest(Cog, name="rest"):
    """`account.rest_until` is the whole state: what holds messages back reads it, and the job at its end speaks once.

    It stays when a rest is over, so that what fell due during the rest is still known to be held back.
    """

    @command("rest", "Nothing from me for a while, unless you ask. Ends with one short message.")
    def rest(self, ctx: Context) -> Outcome:
        return Reply(self._page(ctx))

    @action
    def begin(self, ctx: Context, days: int, since: int) -> Outcome:
        """`since` is the end of the rest that the button would extend, 0 for a new one: pressed twice, it counts
        once."""
        end = self._end(ctx)
        if since != (0 if end is None else seconds(end)) or days not in dict(model.LENGTHS):
            return Update(self._page(ctx))
        return self._set(ctx, self._clock(ctx).later(end or ctx.now, days))

    @action
    def choose_day(self, ctx: Context) -> Outcome:
        return self.begin_until.open()

    @submit
    def begin_until(self, ctx: Context, form: Until) -> Outcome:
        if form.day is None or form.day <= ctx.today:
            return Invalid({"day": "Please choose a day after today."})
        if (form.day - ctx.today).days > model.LONGEST:
            return Invalid({"day": f"Please choose a day in the next {model.LONGEST} days. You can add more later."})
        return self._set(ctx, self._clock(ctx).morning(form.day))

    @action
    def longer(self, ctx: Context) -> Outcome:
        return Update(self._offer(ctx))

    @action
    def end(self, ctx: Context) -> Outcome:
        if self._end(ctx) is not None:
            accounts.rest_until(ctx.tx, ctx.account, ctx.now)
            plans.away(ctx, ctx.now)
            ctx.cancel(_key(ctx))
        return Update(views.ended())

    @action
    def ready(self, ctx: Context) -> Outcome:
        """From the message at the end of a rest. If they rest again since, it changes nothing."""
        return Update(views.ended() if self._end(ctx) is None else self._page(ctx))

    @job
    def over(self, ctx: Context, end: int) -> None:
        """Speaks once: only for the rest that it was made for, and a second job for the same end finds it told."""
        until = accounts.get(ctx.tx, ctx.account).rest_until
        if until is None or seconds(until) != end:
            return
        accounts.rest_until(ctx.tx, ctx.account, until - _TOLD)
        due = max(ctx.now, until)
        ctx.notify(ctx.member, Kind.ASKED, self.gentle.bind(end), due=due, expires=due + _WORTH_SAYING, key=_key(ctx))

    @notice
    def gentle(self, ctx: Context, end: int) -> Card | None:
        """Nothing to say to somebody who rests again, or did since."""
        until = accounts.get(ctx.tx, ctx.account).rest_until
        if until is None or seconds(until) > end:
            return None
        why = plans.why(ctx)
        told = None if why is None else (why, plans.why_button())
        return views.gentle(ready=self.ready.bind(), longer=self.longer.bind(), why=told)

    @home(order=40)
    def section(self, ctx: Context) -> HomeSection | None:
        end = self._end(ctx)
        return HomeSection(views.section(end, ctx.zone), api.button())

    def forget(self, tx: Tx, member: int) -> None:
        """A rest lives on the account, which the core erases; its job goes with the member. Where the person stays in
        another community the rest goes on, and its end is told from there."""
        if not members.exists(tx, member):  # erased before
            return
        left = members.get(tx, member)
        account, community = left.account, left.community
        other = next((one for one in members.of_account(tx, account) if one != member), None)
        until = accounts.get(tx, account).rest_until
        if other is None or until is None or not jobs.waits(tx, f"{community}:rest:{account}"):
            return
        there = members.get(tx, other).community
        call = self.over.bind(seconds(until))
        jobs.put(tx, f"{there}:rest:{account}", call, until, community=there, member=other)

    def export(self, tx: Tx, member: int) -> Json:
        """Nothing of its own: the account's export shows the rest."""
        return {}

    def _end(self, ctx: Context) -> datetime | None:
        """When the rest that goes on now ends; None when there is none."""
        until = accounts.get(ctx.tx, ctx.account).rest_until
        return until if until is not None and until > ctx.now else None

    def _clock(self, ctx: Context) -> Clock:
        own = accounts.get(ctx.tx, ctx.account)
        if own.quiet_from is not None and own.quiet_to is not None:
            return Clock(ctx.zone, own.quiet_from, own.quiet_to)
        community = communities.get(ctx.tx, ctx.community)
        return Clock(ctx.zone, community.quiet_from, community.quiet_to)

    def _set(self, ctx: Context, end: datetime) -> Outcome:
        if (end - ctx.now).days > model.LONGEST + 1:
            return Update(views.long_enough(self._end(ctx) or ctx.now, end=self.end.bind()))
        accounts.rest_until(ctx.tx, ctx.account, end)
        plans.away(ctx, end)
        ctx.later(end, self.over.bind(seconds(end)), key=_key(ctx))
        return Update(self._page(ctx))

    def _page(self, ctx: Context) -> Card:
        end = self._end(ctx)
        if end is None:
            return self._offer(ctx)
        tell = buddies.tell_button(ctx, end)
        return views.resting(end, longer=self.longer.bind(), end=self.end.bind(), tell=tell)

    def _offer(self, ctx: Context) -> Card:
        end = self._end(ctx)
        since = 0 if end is None else seconds(end)
        lengths = tuple((label, self.begin.bind(days, since)) for days, label in model.LENGTHS)
        return views.offer(end, lengths=lengths, until=self.choose_day.bind())
