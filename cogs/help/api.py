"""What other cogs may use. This cog uses no other one, so that every care flow can point to it."""

from bot.ui.card import Button, Call

HELP_NOW = Call("help.now")


def button() -> Button:
    return Button("Help now", HELP_NOW)
