"""What a circle sees when its week opens, and how its members are asked. Nothing here tells who did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ui.card import Actions, Block, Bold, Button, Card, Note, Style, Text, Tone, When
from bot.ui.phrases import day_named, named
from cogs.checkins import calls
from cogs.checkins.model import Checkin, Circle, Question, QuestionKind, Week

_READERS = {
    "discord": "Your circle reads this, and people with the permission Manage Threads can, as on all of this server.",
    "slack": "Your circle reads this. Whoever administers this workspace may be able to read it too.",
}
_OTHER_READERS = "Your circle reads this, and whoever administers this place can."


def title(checkin: Checkin, circle: Circle, week: Week) -> str:
    """Of the thread."""
    return f"{circle.label}, {week.day.day} {week.day:%B}: {checkin.name}"


@dataclass(frozen=True, slots=True)
class Head:
    checkin: Checkin
    circle: Circle
    week: Week
    newcomers: Sequence[int]
    returning: Sequence[Block]
    """Asks that nobody took last week."""


def head(of: Head, platform: str) -> Card:
    """The first message of a week's thread."""
    body: list[Block] = [
        Text(("The week of ", Bold(day_named(of.week.day)), ". It is open until ", When(of.week.closes_at), "."))
    ]
    if of.newcomers:
        body.append(Text(("New in the circle: ", *named(of.newcomers), ". Welcome.")))
    body += of.returning
    questions = "\n".join(f"• {question.text}" for question in _asked(of.checkin))
    if questions:
        body.append(Text(("This week’s questions:\n", questions)))
    body += [_buttons(of.week), Note(f"Resting is a full answer. {_READERS.get(platform, _OTHER_READERS)}")]
    name = f"{of.checkin.name}: {of.circle.label}"
    return Card(name, tuple(body), Tone.WARM, summary=f"{name}, the week of {day_named(of.week.day)}")


def _asked(checkin: Checkin) -> list[Question]:
    return [question for question in checkin.questions if question.kind is not QuestionKind.ANONYMOUS]


def _buttons(week: Week, *more: Button) -> Actions:
    answer = Button("Check in", calls.answer(week.id), Style.PRIMARY)
    return Actions((answer, Button("Resting this week", calls.rest(week.id)), *more))


def ask(week: Week, members: Sequence[int], ping: frozenset[int]) -> Card:
    """In the thread, to all whose hour it is. Who answered already is named like the others."""
    words = (
        *named(members, ping),
        ": this is your time to check in. The week is open until ",
        When(week.closes_at),
        ".",
    )
    body = (Text(words), _buttons(week), Note("If you have answered already, there is nothing left to do."))
    return Card("Time to check in", body, Tone.WARM)


def asked(checkin: Checkin, week: Week) -> Card:
    """The same by message, to one who wished that, or to all where there is no thread."""
    return _message(f"{checkin.name}: time to check in", (), week)


def reminder(checkin: Checkin, week: Week) -> Card:
    return _message(f"{checkin.name}: still open", (Note("You wanted one reminder. This is it."),), week)


def _message(title: str, last: tuple[Block, ...], week: Week) -> Card:
    more = [] if week.room else [Button("Read what the circle said", calls.read(week.id))]
    buttons = _buttons(week, *more, Button("Settings", calls.belonging(week.checkin)))
    text = Text(("This week is open until ", When(week.closes_at), ". Resting is a full answer, and late is fine too."))
    no_thread = () if week.room else (Note("Your circle has no thread this week, so each of you hears by message."),)
    return Card(title, (text, buttons, *no_thread, *last), Tone.WARM)


def no_rooms(checkin: Checkin, why: str) -> Card:
    said = f"What I know of the cause: {why}." if why else "The platform gave no reason."
    return Card(
        "I can’t make threads for check-ins",
        (
            Text(f"In “{checkin.name}” the circles are asked by message: their threads could not be made. {said}"),
            Text("Once that is mended, the next weeks get threads. /setup shows what I may do in your rooms."),
        ),
        Tone.WARNING,
    )
