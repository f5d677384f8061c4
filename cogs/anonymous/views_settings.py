"""The card of the settings, for organisers."""

from __future__ import annotations

from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Note, Text
from cogs.anonymous.model import MEMBER_FOR, POSTS_A_DAY, Terms

TITLE = "Posts without a name"
NO_ROOM = "Choose a support room first, on the first page of /setup. Posts without a name appear there."


def set_now(terms: Terms) -> str:
    return f"{TITLE}: {_state(terms)}"


def _state(terms: Terms) -> str:
    if not terms.active:
        return "off."
    return "on. Moderators read them first." if terms.reviewed else "on. Nobody reads them first."


def settings(terms: Terms, *, switch: Call, review: Call, mutes: Call, back: Call, note: str = "") -> Card:
    body: list[Block] = [Note(note)] if note else []
    body += [
        Text((Bold(f"Now: {_state(terms)}"),)),
        Text(
            "People can write in the support room under a made-up name, a new one in each thread. I post it after a"
            f" while, at a time left to chance. Each can send {POSTS_A_DAY} posts a day, once they have used Cairn"
            f" here for {MEMBER_FOR.days} days."
        ),
        Text(
            (
                Bold("Who can learn who wrote it: "),
                "not members, not moderators, not you. Whoever runs this bot could, for 30 days, with its keys."
                " Discord or Slack itself sees who opens the form. In a small community a story can be enough.",
            )
        ),
        Text(
            "Moderators can read each one before it appears, and mute an author without learning who it is. Please"
            " have somebody look at /mod queue every day."
        ),
        Actions(
            (
                Button("Switch off" if terms.active else "Switch on", switch),
                Button("Don't read first" if terms.reviewed else "Read first", review),
                Button("Muted authors", mutes),
                Button("Back", back),
            )
        ),
        Note("A change here is for what is sent from now on. What was sent before stays as it was promised."),
    ]
    return Card(TITLE, tuple(body))
