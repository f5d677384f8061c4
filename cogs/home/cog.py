from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.cog import Cog, Option, action, command, home, notice, pick, submit
from bot.context import Context, HomeSection, Json
from bot.people import accounts, communities, held, zones
from bot.people.accounts import Account
from bot.people.held import Held
from bot.people.zones import Candidate
from bot.storage.database import Tx
from bot.ui.card import Block, Button, Call, Card, CardError
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.anonymous import api as anonymous
from cogs.checkins import api as checkins
from cogs.home import api, views
from cogs.home.model import QuietHours, Where, quiet_errors
from cogs.prompts import api as prompts
from cogs.queue import api as queue


class HomeCog(Cog, name="home"):
    """Settings live on the account: two communities share one inbox."""

    @command("home", "Your own page: settings, what waits for you, and your data.")
    def page(self, ctx: Context) -> Outcome:
        return Reply(views.page(ctx.cogs.sections(ctx)))

    @action
    def open(self, ctx: Context) -> Outcome:
        return Update(views.page(ctx.cogs.sections(ctx)))

    # Messages and clock: one section and one card.

    @home(order=50)
    def settings_section(self, ctx: Context) -> HomeSection | None:
        account = accounts.get(ctx.tx, ctx.account)
        line = " ".join((views.messages_line(account), *self._clock_lines(ctx, account)))
        return HomeSection(line, Button("Messages and clock", self.settings.bind()))

    @action(profile=True)
    def settings(self, ctx: Context) -> Outcome:
        return Update(self._settings(ctx))

    @action
    def messages(self, ctx: Context) -> Outcome:
        """On pages of earlier versions."""
        return Update(self._settings(ctx))

    @action(profile=True)
    def clock(self, ctx: Context) -> Outcome:
        """On pages of earlier versions."""
        return Update(self._settings(ctx))

    # Messages.

    @action
    def by_dm(self, ctx: Context, wanted: bool) -> Outcome:
        if wanted:
            return self._try(ctx)
        accounts.no_dms(ctx.tx, ctx.account)
        ctx.cancel(api.test_key(ctx))
        return Update(self._settings(ctx))

    @pick
    def daily(self, ctx: Context, value: str) -> Outcome:
        """The value comes from a drop-down and is untrusted like any other."""
        if value in {str(n) for n in range(len(views.DAILY))}:
            accounts.set_daily(ctx.tx, ctx.account, int(value))
        return Update(self._settings(ctx))

    @action
    def test(self, ctx: Context) -> Outcome:
        return self._try(ctx)

    @notice
    def test_message(self, ctx: Context) -> Card | None:
        return views.test_message()

    def _try(self, ctx: Context) -> Outcome:
        """A wish for direct messages and a try at once."""
        api.wish_messages(ctx)
        return Update(self._settings(ctx, views.test_asked()))

    def _settings(self, ctx: Context, note: str = "") -> Card:
        account = accounts.get(ctx.tx, ctx.account)
        messages = views.messages(
            account,
            by_dm=self.by_dm.bind(True),
            here=self.by_dm.bind(False),
            daily=self.daily.bind(),
            test=self.test.bind(),
        )
        return views.settings(messages, self._clock_blocks(ctx, account), prompts.line(ctx), note=note)

    # The clock: quiet hours and the zone they follow.

    @action
    def quiet(self, ctx: Context) -> Outcome:
        account = accounts.get(ctx.tx, ctx.account)
        return self.keep_quiet.open(QuietHours(start=account.quiet_from, end=account.quiet_to))

    @submit
    def keep_quiet(self, ctx: Context, form: QuietHours) -> Outcome:
        errors = quiet_errors(form)
        if errors:
            return Invalid(errors)
        accounts.set_quiet_hours(ctx.tx, ctx.account, form.start, form.end)
        account, community = accounts.get(ctx.tx, ctx.account), communities.get(ctx.tx, ctx.community)
        return Update(views.quiet_kept(account, community, ctx.zone, change=self.quiet.bind()))

    @command("zone", "Set your time zone: a city, or the time on your clock.", profile=True)
    def zone(
        self,
        ctx: Context,
        city: Annotated[str, Option("A city, a zone, or the time on your clock", complete=zones.suggest)] = "",
    ) -> Outcome:
        if not city.strip():
            return Reply(views.clock(self._clock_blocks(ctx, accounts.get(ctx.tx, ctx.account))))
        one = zones.named(city)
        if one is not None:
            return Reply(self._use(ctx, one.zone))
        found = zones.find(city, ctx.now)
        return Reply(self._candidates(ctx, found) if found else views.zone_unknown(city, ask=self._ask(city)))

    @action
    def ask_zone(self, ctx: Context, typed: str = "") -> Outcome:
        return self.find_zone.open({"place": typed})

    @submit
    def find_zone(self, ctx: Context, form: Where) -> Outcome:
        one = zones.named(form.place)
        if one is not None:
            return Update(self._use(ctx, one.zone))
        found = zones.find(form.place, ctx.now)
        if not found:
            return Invalid({"place": views.unknown_place(form.place)})
        return Update(self._candidates(ctx, found))

    @pick
    def pick_zone(self, ctx: Context, value: str) -> Outcome:
        return Update(self._use(ctx, value))

    @action
    def use_zone(self, ctx: Context, zone: str) -> Outcome:
        return Update(self._use(ctx, zone))

    def _clock_lines(self, ctx: Context, account: Account) -> tuple[str, str]:
        community = communities.get(ctx.tx, ctx.community)
        return views.zone_line(account, ctx.zone, ctx.now), views.quiet_line(account, community)

    def _clock_blocks(self, ctx: Context, account: Account) -> Sequence[Block]:
        told = zones.named(ctx.profile_zone)
        offered = None
        if told is not None and told.zone != account.zone:
            label = Candidate(told.zone, zones.place_of(told.zone)).label(ctx.now)
            offered = (label, self.use_zone.bind(told.zone))
        lines = self._clock_lines(ctx, account)
        return views.clock_blocks(lines, offered=offered, zone=self.ask_zone.bind(), quiet=self.quiet.bind())

    def _use(self, ctx: Context, zone: str) -> Card:
        """Nothing changes for a name that is no zone: it came from a button."""
        if zone in zones.known():
            accounts.set_zone(ctx.tx, ctx.account, zone)
            prompts.clock_changed(ctx, ZoneInfo(zone))
            checkins.clock_changed(ctx)
            return views.zone_kept(ZoneInfo(zone), ctx.now, change=self.ask_zone.bind())
        return views.zone_unknown(zone, ask=self.ask_zone.bind())

    def _candidates(self, ctx: Context, found: list[Candidate]) -> Card:
        return views.candidates(found, ctx.now, pick=self.pick_zone.bind(), ask=self.ask_zone.bind())

    def _ask(self, typed: str) -> Call:
        """As much of what was typed as fits the button; the card itself shows all of it."""
        for length in range(min(len(typed), 60), 0, -1):
            try:
                return self.ask_zone.bind(typed[:length])
            except CardError:
                continue
        return self.ask_zone.bind()

    # What was held back.

    @home(order=10)
    def held_section(self, ctx: Context) -> HomeSection | None:
        """What waits: held messages, decisions about posts without a name and, for who may decide, the queue."""
        count = held.count(ctx.tx, ctx.member) if self._waiting(ctx) else 0
        decision, waits = anonymous.home_button(ctx), queue.button(ctx)
        mine = Button("What I held back", self.held.bind()) if count else None
        more = tuple(button for button in (decision, waits) if button)
        if mine is None and not more:
            return None
        line = views.waiting_line(count, decision=decision is not None, queue=waits is not None)
        return HomeSection(line, mine, more)

    @action
    def held(self, ctx: Context) -> Outcome:
        return Update(self._held(ctx))

    @action
    def read(self, ctx: Context, notice: int) -> Outcome:
        one = held.get(ctx.tx, ctx.member, notice)
        card = None if one is None else ctx.cogs.draw(ctx, one.call)
        if one is None or card is None:
            return Update(self._held(ctx))
        return Reply(views.read_one(card, self.dismiss.bind(notice)))

    @action
    def dismiss(self, ctx: Context, notice: int) -> Outcome:
        held.dismiss(ctx.tx, ctx.member, notice)
        return Update(self._held(ctx))

    @action
    def dismiss_all(self, ctx: Context) -> Outcome:
        held.dismiss_all(ctx.tx, ctx.member)
        return Update(self._held(ctx))

    def _held(self, ctx: Context) -> Card:
        rows = [
            (card.title, one.due, self.read.bind(one.id), self.dismiss.bind(one.id)) for one, card in self._waiting(ctx)
        ]
        more = held.count(ctx.tx, ctx.member) - len(rows)
        return views.held(rows, more, dismiss_all=self.dismiss_all.bind()) if rows else views.nothing_held()

    def _waiting(self, ctx: Context) -> list[tuple[Held, Card]]:
        """The newest. What a feature has nothing left to say about is dismissed on the way, and not counted."""
        while True:
            found = [(one, ctx.cogs.draw(ctx, one.call)) for one in held.some(ctx.tx, ctx.member, views.HELD_AT_ONCE)]
            stale = [one for one, card in found if card is None]
            if not stale:
                return [(one, card) for one, card in found if card is not None]
            for one in stale:
                held.dismiss(ctx.tx, ctx.member, one.id)

    def forget(self, tx: Tx, member: int) -> None:
        """The settings are the account's, the held messages the core's: both go with them."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
