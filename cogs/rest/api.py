"""What other cogs may use."""

from bot.ui.card import Button, Call

REST = Call("rest.rest")


def button() -> Button:
    return Button("Rest", REST)
