"""What other cogs may use."""

from bot.ui.card import Call

GUIDE = Call("guide.help")
