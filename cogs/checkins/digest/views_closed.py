"""That a week has closed, for people who have no thread to read in."""

from __future__ import annotations

from bot.ui.card import Actions, Button, Call, Card, Style, Text, Tone


def closed(name: str, look: Call) -> Card:
    """Without a word of anybody: what is taken back or erased must not stay in other people's messages."""
    body = (
        Text(
            "Your circle’s week has closed. What went well, what was hard, and what people ask for is one press away."
        ),
        Actions((Button("How the week went", look, Style.PRIMARY),)),
    )
    return Card(f"How the week went · {name}", body, Tone.WARM)


def gone() -> Card:
    return Card("This week is gone", (Text("It isn't here any more, or it belongs to a circle that you are not in."),))
