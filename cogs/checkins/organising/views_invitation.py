"""What everybody in a check-in's room reads about it."""

from __future__ import annotations

from datetime import date

from bot.scheduling.weekday import Weekday
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Inline, Note, Style, Text, Tone
from bot.ui.phrases import day_named
from cogs.checkins.model import LEAST, MOST, Checkin, ClockKind, Question, QuestionKind


def invitation(checkin: Checkin, platform: str, join: Call) -> Card:
    """It speaks to nobody by name."""
    body: list[Block] = [Text(f"A weekly check-in in a small circle of {LEAST} to {MOST} people.")]
    if checkin.running:
        body.append(Text(_when(checkin)))
    else:
        body.append(Text("It is paused. You can join, and nobody is asked until an organiser lets it go on."))
    body += [asked(checkin.questions), Actions((Button("Join", join, Style.PRIMARY),))]
    body += [Note(text) for text in _notes(checkin, platform)]
    return Card(checkin.name, tuple(body), Tone.WARM, summary=f"Join: {checkin.name}")


def when(checkin: Checkin) -> str:
    clock = {ClockKind.OWN: "each member’s own clock", ClockKind.CIRCLE: "the circle’s clock"}[checkin.clock]
    return f"Every {weekday(checkin)} at {checkin.hour:02}:00, on {clock}"


def weekday(checkin: Checkin) -> str:
    return Weekday(str(checkin.weekday)).label


def _when(checkin: Checkin) -> str:
    clock = {ClockKind.OWN: "your own clock", ClockKind.CIRCLE: "your circle’s clock"}[checkin.clock]
    words = f"Every {weekday(checkin)} at {checkin.hour:02}:00, on {clock}."
    if checkin.planned_day or not checkin.from_day:
        return words
    return f"{words} The first week is {day_named(date.fromordinal(checkin.from_day))}."


def asked(questions: tuple[Question, ...]) -> Text:
    words: list[Inline] = [Bold("What is asked")]
    for number, question in enumerate(questions, 1):
        apart = " (without names)" if question.kind is QuestionKind.ANONYMOUS else ""
        words.append(f"\n{number}. {question.text}{apart}")
    return Text(tuple(words))


def where(platform: str) -> str:
    return "a group conversation of its own" if platform == "slack" else "a private thread"


def _readers(platform: str) -> str:
    return {
        "discord": "people with the permission Manage Threads",
        "slack": "whoever administers this workspace",
    }.get(platform, "whoever administers this place")


def _notes(checkin: Checkin, platform: str) -> list[str]:
    notes = [
        f"Your circle meets in {where(platform)}. It reads your answers there, and so can {_readers(platform)}."
        " Skipping or resting is always fine.",
        "Stored: what you choose here, and your answers for 180 days. You can leave at any time.",
    ]
    if checkin.asks(QuestionKind.ANONYMOUS):
        notes.append("Answers without names appear in this room, mixed, and only if five people or more wrote one.")
    return notes
