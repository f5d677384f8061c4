from __future__ import annotations

from bot.cog import Cog, action
from bot.context import Context, Json
from bot.storage.database import Tx
from bot.ui.outcome import Outcome, Reply, Update
from cogs.consent import views


class Consent(Cog, name="consent"):
    """Dispatch calls `ask` whenever somebody without consent uses something that would store, and makes the account
    before it calls `agree`."""

    @action(open=True)
    def ask(self, ctx: Context, token: str, typed: str) -> Outcome:
        return Reply(views.question(typed, agree=self.agree.bind(token), decline=self.decline.bind()))

    @action(open=True, profile=True)
    def agree(self, ctx: Context, token: str) -> Outcome:
        """Runs only when what was interrupted is gone; otherwise that runs instead."""
        return Update(views.welcome())

    @action(open=True)
    def decline(self, ctx: Context) -> Outcome:
        return Update(views.declined(known=bool(ctx.member)))

    def forget(self, tx: Tx, member: int) -> None:
        """Consent lives on the account, which the core erases."""

    def export(self, tx: Tx, member: int) -> Json:
        """Nothing of its own: the account's export shows the consent."""
        return {}
