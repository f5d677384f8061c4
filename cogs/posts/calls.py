"""The way to the queue of staff, by name: the cog that draws it (`queue`) reads this one."""

from __future__ import annotations

from bot.ui.card import Button, Call

_QUEUE = Call("queue.back")
TO_QUEUE = Button("See what waits", _QUEUE)
BACK_TO_QUEUE = Button("Back to the queue", _QUEUE)
