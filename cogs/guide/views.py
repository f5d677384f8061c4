from __future__ import annotations

from collections.abc import Sequence

from bot.ui.card import Actions, Button, Card, Fields, Note, Text, Tone


def guide(buttons: Sequence[Button], *, nameless: bool) -> Card:
    """`nameless`: sharing without a name is on here."""
    without = (("/share-anonymously", "Write in the support room without your name."),) if nameless else ()
    return Card(
        "What I can do",
        (
            Text("I'm Cairn, a bot for people who look for work. Use what helps and leave the rest."),
            Fields(
                (
                    ("/win", "Keep something that went well, for yourself or for everyone."),
                    ("/wins", "Look through your own wins."),
                    ("/rejection", "Log a no. It stays private unless you share it."),
                    *without,
                    ("/reflect", "Look back on a no or a talk, only for yourself."),
                    ("/note", "Words to copy: thanks, a question, a request for feedback."),
                    ("/buddy join", "A buddy: somebody who looks for work too, one to one."),
                    ("/rest", "Quiet from me for as long as you like."),
                    ("/help-now", "Help lines by country, at any hour."),
                    ("/home", "Your own page: what waits, your settings, your data."),
                )
            ),
            Actions(tuple(buttons)),
            Note("I never read what you write in rooms or messages. /privacy says what I keep, /forget-me erases it."),
        ),
        Tone.WARM,
    )
