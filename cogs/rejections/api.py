"""What other cogs may use."""

from bot.ui.card import Button, Call

LOG = Call("rejections.rejection")
"""Logs a no at once and answers with the care card."""
MY_LOG = Call("rejections.rejections")


def log_button() -> Button:
    return Button("I heard a no", LOG)
