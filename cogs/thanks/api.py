"""What other cogs may use of thanks: the way to one's own."""

from bot.ui.card import Button, Call

__all__ = ["mine_button"]


def mine_button() -> Button:
    return Button("Thanks for you", Call("thanks.page", (0,)))
