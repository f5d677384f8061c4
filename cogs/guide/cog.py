from __future__ import annotations

from bot.cog import Cog, command
from bot.context import Context, Json
from bot.storage.database import Tx
from bot.ui.card import Button, Style
from bot.ui.outcome import Outcome, Reply
from cogs.anonymous import api as anonymous
from cogs.guide import views
from cogs.help import api as help_now
from cogs.rejections import api as rejections
from cogs.rest import api as rest
from cogs.wins import api as wins


class Guide(Cog, name="guide"):
    """A cog of its own, so that the one with the help lines needs no other."""

    @command("help", "What I can do for you, on one screen.", open=True)
    def help(self, ctx: Context) -> Outcome:
        buttons = (
            Button("Keep a win", wins.ADD, Style.PRIMARY),
            rejections.log_button(),
            rest.button(),
            help_now.button(),
        )
        return Reply(views.guide(buttons, nameless=anonymous.on(ctx)))

    def forget(self, tx: Tx, member: int) -> None:
        """Nothing is stored."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
