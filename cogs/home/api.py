"""What other cogs may use."""

from bot.ui.card import Button, Call

OPEN = Call("home.open")


def button() -> Button:
    return Button("Home", OPEN)
