"""What other cogs may use. Of the others this cog uses the audit alone, so that every care flow can point to it."""

from bot.context import Context
from bot.safety.helplines import COUNTRIES
from bot.ui.card import Button, Call
from cogs.help import store

HELP_NOW = Call("help.now")


def button() -> Button:
    return Button("Help now", HELP_NOW)


def setup_part(ctx: Context) -> tuple[str, Button]:
    """For the page of set-up about care."""
    named = [COUNTRIES[code] for code in store.countries(ctx.tx, ctx.community) if code in COUNTRIES]
    if not named:
        line = "Help lines: as they come with me. Please look at those of your countries."
    else:
        rest = f" and {len(named) - 3} more" if len(named) > 3 else ""
        line = f"Help lines: you looked at {', '.join(named[:3])}{rest}."
    return line, Button("Help lines", Call("helplines.open"))
