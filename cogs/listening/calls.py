"""Handlers of listening that its api leads to, by name."""

from __future__ import annotations

from bot.ui.card import Call

SETTINGS = Call("listeningsettings.settings")
SETUP = Call("setup.care")


def ask(post: int) -> Call:
    return Call("listening.ask", (post,))


def enqueue(post: int) -> Call:
    return Call("listening.enqueue", (post,))


def unanswered(post: int) -> Call:
    return Call("listening.unanswered", (post,))
