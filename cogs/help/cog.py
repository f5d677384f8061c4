from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action, command, home, pick
from bot.context import Context, HomeSection, Json
from bot.people import accounts
from bot.safety import helplines
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Reply, Update
from bot.words import packs
from cogs.help import api, model, store, views


class Help(Cog, name="help"):
    """Everything but `remember` works before consent and stores nothing. Without a community no handler here touches
    the database: so dispatch calls them when it is away, or when it can't tell where somebody asks."""

    @command("help-now", "Help lines by country, at any hour. Nobody learns that you looked.", open=True, always=True)
    def now(self, ctx: Context) -> Outcome:
        remembered = self._remembered(ctx)
        return Reply(self._lines(ctx, remembered) if remembered else self._choice(ctx))

    @pick(open=True, always=True)
    def country(self, ctx: Context, chosen: str, group: int) -> Outcome:
        """`group` only keeps the two lists of countries apart on the wire."""
        return Update(self._lines(ctx, chosen) if chosen in helplines.COUNTRIES else self._choice(ctx))

    @action(open=True, always=True)
    def more(self, ctx: Context, country: str, skip: int) -> Outcome:
        """Further lines of a country that has many."""
        return Update(self._lines(ctx, country, skip) if country in helplines.COUNTRIES else self._choice(ctx))

    @action(open=True, always=True)
    def other(self, ctx: Context) -> Outcome:
        return Update(self._choice(ctx))

    @action
    def remember(self, ctx: Context, country: str) -> Outcome:
        if country not in helplines.COUNTRIES:
            return Update(self._choice(ctx))
        accounts.set_country(ctx.tx, ctx.account, country)
        return Update(self._lines(ctx, country))

    @action
    def forget_country(self, ctx: Context, country: str) -> Outcome:
        accounts.set_country(ctx.tx, ctx.account, "")
        return Update(self._lines(ctx, country) if country in helplines.COUNTRIES else self._choice(ctx))

    @action(open=True, always=True)
    def friend(self, ctx: Context) -> Outcome:
        texts = [item.text for item in packs.load("cogs.help", "friend", ctx.locale).items]
        return Reply(views.friend(texts, back=api.HELP_NOW))

    @home(order=90)
    def section(self, ctx: Context) -> HomeSection | None:
        return HomeSection("Help lines by country, at any hour.", api.button())

    def forget(self, tx: Tx, member: int) -> None:
        """The remembered country lives on the account, which the core erases."""

    def export(self, tx: Tx, member: int) -> Json:
        """Nothing of its own: the account's export shows the country."""
        return {}

    def _remembered(self, ctx: Context) -> str:
        country = accounts.get(ctx.tx, ctx.account).country if ctx.account else ""
        return country if country in helplines.COUNTRIES else ""

    def _found(self, ctx: Context, country: str) -> helplines.Help:
        """As the organisers of the community decided; without one, as the lines come with the bot."""
        if not ctx.community:
            return helplines.for_country(country, ctx.today)
        return model.view(country, store.decisions(ctx.tx, ctx.community, country), ctx.now, ctx.today)

    def _choice(self, ctx: Context) -> Card:
        return views.choice(
            helplines.for_country("", ctx.today).directories,
            groups=tuple((part, self.country.bind(n)) for n, part in enumerate(views.grouped(helplines.countries()))),
            friend=self.friend.bind(),
        )

    def _lines(self, ctx: Context, country: str, skip: int = 0) -> Card:
        found = self._found(ctx, country)
        page, rest = views.page(found.crisis, skip)
        keep = None
        if ctx.account:
            known = self._remembered(ctx) == country
            keep = (known, self.forget_country.bind(country) if known else self.remember.bind(country))
        return views.lines(
            helplines.COUNTRIES[country],
            replace(found, crisis=page),
            more=self.more.bind(country, rest) if rest else None,
            other=self.other.bind(),
            friend=self.friend.bind(),
            keep=keep,
        )
