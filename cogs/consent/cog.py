from __future__ import annotations

from bot.cog import Cog, action
from bot.context import Context, Json
from bot.storage.database import Tx
from bot.ui.outcome import Outcome, Reply, Update
from cogs.consent import views
from cogs.home import api as home


class Consent(Cog, name="consent"):
    """Dispatch calls `ask` whenever somebody without consent uses something that would store, and makes the account
    before it calls `agree`."""

    @action(open=True)
    def ask(self, ctx: Context, token: str, typed: str, ask_for_dms: bool = False) -> Outcome:
        """`ask_for_dms`: here nobody gets direct messages without a wish, and this person was never asked."""
        with_messages = self.agree.bind(token, True) if ask_for_dms else None
        agree, decline = self.agree.bind(token), self.decline.bind()
        return Reply(views.question(typed, agree=agree, with_messages=with_messages, decline=decline))

    @action(open=True, profile=True)
    def agree(self, ctx: Context, token: str, messages: bool = False) -> Outcome:
        """The answer is shown only when what was interrupted is gone; otherwise that runs, and answers instead."""
        if messages:
            home.wish_messages(ctx)
        return Update(views.welcome(messages=messages))

    @action(open=True)
    def decline(self, ctx: Context) -> Outcome:
        return Update(views.declined(known=bool(ctx.member)))

    def forget(self, tx: Tx, member: int) -> None:
        """Consent lives on the account, which the core erases."""

    def export(self, tx: Tx, member: int) -> Json:
        """Nothing of its own: the account's export shows the consent."""
        return {}
