"""The private check-in card, and what else its member alone sees on the way to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Divider,
    Inline,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
)
from bot.ui.phrases import cut, day_named
from cogs.checkins import calls
from cogs.checkins.answers import wires
from cogs.checkins.answers.rules import Here
from cogs.checkins.model import Checkin, QuestionKind
from cogs.plans import api as plans

EMPTY = "Write a few words to one of these, or leave your plan in. “Resting this week” is a full answer too."
FULL = "This week has three lines already."
BLANK_LINE = "Please write when, and what you do then, in a few words."
LINK_IN_PLAN = (
    "A line of your plan has a link in it, and links are not shown here. Leave the plan out, or change the line."
)
FULL_NOTE = "That line could not be taken along: this week has three lines, or the line is gone."
GONE_LINE = "That line is gone. The others are as they were."
KEPT_LINE = "It is in this week's plan too."

_SAID = (plans.Outcome.DONE, plans.Outcome.PART, plans.Outcome.NOT, plans.Outcome.RESTING)


@dataclass(frozen=True, slots=True)
class Board:
    """What the check-in card shows. `offered`: what may be taken along from last week."""

    here: Here
    hidden: bool
    last: tuple[plans.Line, ...]
    lines: tuple[plans.Line, ...]
    offered: tuple[plans.Line, ...]
    resting: bool
    closed: bool
    ahead: bool = False
    """Nobody plans that week yet: `last` is this week's plan."""
    before: int = 0
    """A week that closed and that they may still answer; 0: none."""
    note: str = ""


def checkin(board: Board) -> Card:
    here = board.here
    body: list[Block] = [Note(f"For {day_named(here.week.day)}. Only you see this card.{_when(board)}")]
    if board.note:
        body.append(Text(board.note))
    if board.last:
        plan = Bold("This week's plan" if board.ahead else "Your last plan")
        body.append(
            Text(
                (
                    plan,
                    "\nHow is it going? Any answer is fine, and only you see it."
                    if board.ahead
                    else "\nHow did it go? Any answer is fine, and only you see it.",
                )
            )
        )
        for n, line in enumerate(board.last, 1):
            number = (Bold(f"{n}. "),) if len(board.last) > 1 else ()
            body.append(Text((*number, line.sentence, told(line))))
            body.append(Actions(tuple(_said_button(board, n, line, said) for said in _SAID)))
    asks_plan = here.checkin.asks(QuestionKind.PLAN) is not None
    if asks_plan:
        body += _plan(board)
    body += [Divider(), Text(_seen(board, asks_plan)), Actions(tuple(_buttons(board, asks_plan)))]
    if board.before:
        late = Button("Answer for the week before", wires.show(board.before, False))
        body += [Note("The week before has closed, and it still takes answers."), Actions((late,))]
    return Card(f"Your check-in: {here.checkin.name}", tuple(body))


def _said_button(board: Board, n: int, line: plans.Line, said: plans.Outcome) -> Button:
    which = f"{n}: " if len(board.last) > 1 else ""
    return Button(f"{which}{said.label}", wires.said(board.here.week.id, board.hidden, line.id, said.value))


def _when(board: Board) -> str:
    if board.here.early:
        return " This is early: what you write waits until the week opens."
    if board.closed:
        return " The week has closed. What you write still joins it."
    return ""


def told(line: plans.Line) -> str:
    if line.finished:
        return " · done"
    if line.outcome is not plans.Outcome.OPEN:
        return f" · {line.outcome.label.lower()}"
    return f" · {line.done} of {line.times} times" if line.done else ""


def _plan(board: Board) -> list[Block]:
    if board.ahead:
        return [Note("The plan for that week comes later: once it has begun, you can add it to your answer.")]
    head: list[Inline] = [Bold("This week's plan")]
    for n, line in enumerate(board.lines, 1):
        head += ["\n", Bold(f"{n}. "), line.sentence]
    if board.resting and not board.lines:
        return [Text((*head, "\nYou rest this week, so nothing is asked of you here."))]
    if not board.lines:
        head.append("\nNothing yet, and it can stay so. One small line is enough.")
    body: list[Block] = [Text(tuple(head))]
    week = board.here.week.id
    if board.resting:
        return body
    if len(board.lines) < plans.LINES:
        body.append(Actions((Button("Add a line", wires.add(week, board.hidden)),)))
        if board.offered:
            options = tuple(Option(cut(line.sentence, limits.OPTION_LABEL), str(line.id)) for line in board.offered)
            body.append(Select("Keep one from your last plan", options, wires.keep(week, board.hidden)))
    return body


def _seen(board: Board, asks_plan: bool) -> str:
    shown = asks_plan and not board.hidden and board.lines
    what = "what you write, and this week's plan" if shown else "what you write"
    left = " Your plan stays with you." if asks_plan and board.lines and board.hidden else ""
    private = " How your plan went stays with you." if board.last else ""
    where = ", in its thread" if board.here.early or board.here.week.room else ""
    return f"Your circle sees {what}, with your name{where}.{left}{private}"


def _buttons(board: Board, asks_plan: bool) -> list[Button]:
    here = board.here
    answered = here.mine is not None and not here.mine.resting
    write = Button(
        "Change and post" if answered else "Write and post", wires.write(here.week.id, board.hidden), Style.PRIMARY
    )
    buttons = [write]
    if not answered:
        buttons.append(Button("Resting this week", wires.rest(here.week.id)))
    if asks_plan and board.lines:
        label = "Show my plan" if board.hidden else "Leave my plan out"
        buttons.append(Button(label, wires.show(here.week.id, not board.hidden)))
    if here.checkin.asks(QuestionKind.ANONYMOUS) is not None and not here.early:
        buttons.append(Button("Say it without your name", calls.say(here.week.id)))
    if answered and here.mine is not None:
        buttons.append(Button("My answer", wires.own(here.mine.id)))
    return buttons


# Other private cards


def choose(found: Sequence[Checkin], pick: Call) -> Card:
    options = tuple(Option(one.name, str(one.id)) for one in found[: limits.SELECT_OPTIONS])
    body = (Text("You are in more than one."), Select("Choose a check-in", options, pick))
    return Card("Which check-in?", body)


def none() -> Card:
    told = (
        "You are in no check-in here yet. To join one, press Join on its invitation. An organiser can show you where."
    )
    return Card("Check-ins", (Text(told), Actions((Button("My check-ins", calls.MINE),))))


def waiting(checkin: Checkin) -> Card:
    body = (
        Text("You have no circle yet. Circles are made before a week opens, and I tell you when you have one."),
        Actions((Button("Settings", calls.belonging(checkin.id)),)),
    )
    return Card(checkin.name, body)


def nothing(checkin: Checkin) -> Card:
    body = (
        Text("No week is open, and none is planned. Nothing is asked of you."),
        Actions((Button("My check-ins", calls.MINE),)),
    )
    return Card(checkin.name, body)


def over(here: Here) -> Card:
    checkin = here.checkin
    if here.ended:
        told = "The organisers ended it. What you wrote in it is yours to read and to take back."
        return Card(f"{checkin.name} has ended", (Text(told), Actions((Button("My check-ins", calls.MINE),))))
    body = (
        Text("This week is over. You can answer the next one instead."),
        Actions((Button("The next week", calls.answer_next(checkin.id)), Button("My check-ins", calls.MINE))),
    )
    return Card("This week is over", body)


def gone() -> Card:
    told = "It isn't here any more, or it belongs to a circle that you are not in. Nothing changed."
    return Card("This week is gone", (Text(told), Actions((Button("My check-ins", calls.MINE),))))


def refused(why: str) -> Card:
    return Card("This isn't posted", (Text(why),), Tone.WARNING)


def stands(typed: Sequence[str], answer: int) -> Card:
    """Nothing that was typed is lost."""
    body = (
        Text("You answered before, on another card. That answer stands. To use these words, change it."),
        Note("Here is what you typed:"),
        *(Text(words) for words in typed),
        Actions((Button("My answer", wires.own(answer)),)),
    )
    return Card("You have answered already", body)
