"""The cards about why somebody is looking."""

from __future__ import annotations

from bot.ui.card import Actions, Button, Call, Card, Note, Option, Select, Style, Text
from cogs.plans.model import Why

EVERY = {
    0: "Never shown by itself",
    2: "Shown every 2 weeks",
    4: "Shown every 4 weeks",
    8: "Shown every 8 weeks",
}
BLANK = "Please write a few words."
_LINE = 200


def none_yet(*, write: Call) -> Card:
    body = (
        Text("Work, people, a place, a pace: whatever it is that you are looking for. A few words are enough."),
        Note("Only you see it. I show it when a rest ends and every four weeks. You can change that."),
        Actions((Button("Write it down", write, Style.PRIMARY),)),
    )
    return Card("Why you are looking", body)


def card(why: Why, *, write: Call, every: Call, delete: Call) -> Card:
    options = tuple(Option(label, str(weeks)) for weeks, label in EVERY.items())
    body = (
        Text(why.text),
        Select("How often may I show it to you?", options, every, str(why.every)),
        Note("Only you see it. When a rest ends I show it too."),
        Actions((Button("Change it", write), Button("Delete it", delete))),
    )
    return Card("Why you are looking", body)


def ask_delete(*, delete: Call, keep: Call) -> Card:
    body = (
        Text("It can't be brought back."),
        Actions((Button("Yes, delete it", delete, Style.DANGER), Button("Keep it", keep))),
    )
    return Card("Delete why you are looking?", body)


def deleted(*, write: Call) -> Card:
    return Card("Deleted", (Text("It is gone."), Actions((Button("Write something new", write),))))


def reminder(why: Why, *, change: Call, stop: Call) -> Card:
    body = (
        Text(why.text),
        Note("You wrote this. It may have changed."),
        Actions((Button("Change it", change), Button("Stop showing it", stop))),
    )
    return Card("Why you are looking", body)


def stopped() -> Card:
    return Card("Stopped", (Text("I won't show it by itself any more. It stays where it is, under /why."),))


def quoted(why: Why) -> str:
    """One line of it, cut with a visible "…"."""
    line = " ".join(why.text.split())
    return line if len(line) <= _LINE else line[: _LINE - 1].rstrip() + "…"
