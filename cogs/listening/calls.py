"""Handlers of listening that its api leads to, by name."""

from __future__ import annotations

from bot.ui.card import Button, Call

SETTINGS = Call("listening.settings")
SETUP = Call("setup.care")
BACK_TO_QUEUE = Button("Back to the queue", Call("queue.back"))


def ask(post: int) -> Call:
    return Call("listening.ask", (post,))


def enqueue(post: int) -> Call:
    return Call("listening.enqueue", (post,))


def unanswered(post: int) -> Call:
    return Call("listening.unanswered", (post,))
