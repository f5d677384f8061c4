"""What organisers see of check-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Fields,
    Inline,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
)
from bot.ui.form import Place
from bot.ui.phrases import cut, day_named
from bot.words.where import to_grant
from cogs.checkins.model import LEAST, MOST, Checkin, QuestionKind, Standing
from cogs.checkins.organising.figures import FEWEST, Figures
from cogs.checkins.organising.views_invitation import asked, when, where

MOST_CHECKINS = 10

SAVED = "Saved."
MADE = "It is set up, and the invitation is on its way to the room."
MADE_WAITS = "It is set up. The invitation is posted as soon as I can post in the room."
AGAIN = "The invitation is on its way to the room. The one before goes away."
NO_ROOM = "Please choose a room."
NO_HOUR = "Please choose an hour."
NO_LINKS = "It holds a link. Please take it out."
TAKEN = "There is a check-in of this name already. Please choose another one."


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to show of one check-in."""

    checkin: Checkin
    platform: str
    room: Place | None
    """As the bot finds it now."""
    next: date
    """The next day that is not planned, if it runs."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class Moves:
    change: Call
    questions: Call
    preview: Call
    turn: Call
    again: Call
    end: Call
    look: Call
    back: Call


def checkins(looks: Sequence[Look], *, open: Call, new: Call) -> Card:
    body: list[Block] = []
    if not looks:
        body.append(Text("There are no check-ins here yet."))
        body.append(
            Text(
                "A check-in asks people once a week what they plan and how it went, in small circles of"
                f" {LEAST} to {MOST}. Whoever wants to presses Join under an invitation."
            )
        )
        body.append(
            Note("Setting one up takes a minute. The invitation is posted at once; all of it can be changed later.")
        )
    for look in looks:
        body.append(Text((Bold(look.checkin.name), f"\n{when(look.checkin)} · {room_name(look)}\n{_state(look)}")))
    if looks:
        options = tuple(Option(cut(look.checkin.name, limits.OPTION_LABEL), str(look.checkin.id)) for look in looks)
        body.append(Select("Open a check-in", options, open))
    body.append(Actions((Button("New check-in", new, Style.PLAIN if looks else Style.PRIMARY),)))
    return Card("Check-ins", tuple(body))


def room_name(look: Look) -> str:
    if look.room is None:
        return "no room is chosen"
    return look.room.name or ("a room I can’t see" if look.room.missing else "the room you chose")


def _state(look: Look) -> str:
    match look.checkin.standing:
        case Standing.RUNNING:
            return f"Running. The next week begins on {day_named(look.next)}"
        case Standing.PAUSED:
            return "Paused"
        case Standing.ENDED:
            return "Ended"


def board(look: Look, do: Moves, note: str = "") -> Card:
    checkin = look.checkin
    body: list[Block] = [Text(note)] if note else []
    rows: list[tuple[str, Content]] = [
        ("When", when(checkin)),
        ("Room", room_name(look)),
        ("Now", _state(look)),
        ("Circles", _about(look.figures.circles)),
        ("People in circles", _about(look.figures.inside)),
        ("People who wait", _about(look.figures.waiting)),
    ]
    body.append(Fields(tuple(rows)))
    problems = _problems(look)
    body += problems
    body += _coming(look)
    body.append(asked(checkin.questions))
    turn = Button("Pause", do.turn) if checkin.running else Button("Go on", do.turn, Style.PRIMARY)
    body.append(
        Actions(
            (Button("Change", do.change), Button("Questions", do.questions), Button("Preview", do.preview), turn),
        )
    )
    check = (Button("Check again", do.look),) if problems else ()
    last = (Button("End", do.end), Button("All check-ins", do.back))
    body.append(Actions((*check, Button("Post the invitation again", do.again), *last)))
    body.append(Note("Numbers are in steps of five, so that they tell nothing about one person."))
    return Card(checkin.name, tuple(body), Tone.WARNING if problems else Tone.PLAIN)


def _about(fives: int) -> str:
    return f"{fives} to {fives + FEWEST - 1}" if fives else f"Fewer than {FEWEST}"


def _coming(look: Look) -> list[Block]:
    if not look.checkin.running:
        text = "While it is paused nothing new is planned. Weeks that are open run to their end."
        return [Text(text)]
    return [
        Text(
            f"People join by the invitation in {room_name(look)}. A day before a week begins I make circles of"
            f" {LEAST} to {MOST}, each with {where(look.platform)}. After three days its week closes with a summary."
        ),
    ]


def _problems(look: Look) -> list[Block]:
    place = look.room
    if place is None:
        return [Text("No room is chosen, so nobody can join. Press Change and choose one.")]
    if not place.missing and not place.rooms_missing:
        return []
    words: list[Inline] = []
    if place.missing:
        words += _lacks(look, place.missing)
        words.append(". The invitation waits until then.")
    if place.rooms_missing:
        words += ["\n"] if words else []
        words += _lacks(look, place.rooms_missing)
        words.append(". Until then each member of a circle is asked by private message, without a thread.")
    fix = f"{to_grant(look.platform)} Or choose another room with Change."
    return [Text(tuple(words)), Note(fix)]


def _lacks(look: Look, permissions: Sequence[str]) -> list[Inline]:
    words: list[Inline] = ["In ", Bold(room_name(look)), " I am missing: "]
    for n, permission in enumerate(permissions):
        words += [", " if n else "", Bold(permission)]
    return words


def preview(look: Look, *, invitation: Card, back: Call) -> Card:
    """What members see, first the invitation and then a week."""
    checkin = look.checkin
    steps = [f"At the set hour each circle is asked in {where(look.platform)}. Answers can be early or late."]
    steps.append("First comes last week’s plan: done, part of it, not this week, or resting. Only they see that.")
    if checkin.asks(QuestionKind.PLAN):
        steps.append("Then this week’s plan: “When …, I’ll …”. The circle sees it unless they leave it out.")
    if checkin.typed:
        steps.append("Then a form with the other questions. None of them has to be answered.")
    if found := checkin.asks(QuestionKind.ANONYMOUS):
        steps.append(f"Apart from that, without a name: {found.text}")
    steps.append("“Resting this week” is a full answer too. Nobody is ever listed for not answering.")
    shown = tuple(block for block in invitation.body if not isinstance(block, Actions))
    body: list[Block] = [Text(Bold("The invitation")), *shown, Text((Bold("Each week"), _numbered(steps)))]
    body.append(Actions((Button("Back", back),)))
    return Card("What members see", tuple(body))


def _numbered(steps: Sequence[str]) -> str:
    return "".join(f"\n{n}. {step}" for n, step in enumerate(steps, 1))


def ask_end(checkin: Checkin, *, end: Call, keep: Call) -> Card:
    body = (
        Text("The invitation goes away, and no new weeks are planned. Weeks that are open run to their end."),
        Text("Live sessions that are planned are called off, and those who said that they come, or may, are told."),
        Text("What people wrote is deleted after 180 days. An ended check-in does not come back."),
        Note("For a break, Pause is enough."),
        Actions((Button("End it", end, Style.DANGER), Button("Keep it", keep))),
    )
    return Card(f"End “{checkin.name}”?", body, Tone.WARNING)


def ended(back: Call) -> Card:
    body = (
        Text("Weeks that are open run to their end. Nothing new is planned."),
        Actions((Button("All check-ins", back),)),
    )
    return Card("The check-in has ended", body)


def enough(back: Call) -> Card:
    text = f"There are {MOST_CHECKINS} check-ins, and that is the most. End one first."
    return Card("No more check-ins", (Text(text), Actions((Button("All check-ins", back),))))


def gone(back: Call) -> Card:
    body = (Text("It has ended, or it is of another community."), Actions((Button("All check-ins", back),)))
    return Card("I don’t find this check-in", body)
