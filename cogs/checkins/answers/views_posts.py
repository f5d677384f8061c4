"""An answer as the circle sees it, in the thread or through the bot, and as its author does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.card import Actions, Block, Button, Call, Card, Divider, Mention, Note, Style, Text, Tone
from bot.ui.phrases import cut, day_named
from cogs.checkins import calls
from cogs.checkins.answers import wires
from cogs.checkins.answers.rules import Here
from cogs.checkins.digest.views import OFFERED
from cogs.checkins.model import Answer, AnswerState, Checkin, QuestionKind, Week, WeekState, Words

TITLE = "A check-in"
RESTING = "Resting this week"
CLOSED = "The week has closed, so it stays as it is. You can take it back at any time."
RESTS_NOT = "You have answered, and that stays as it is. To rest instead, take it back first."

_PER_PAGE = 2_400
_BLOCKS = 12
"""Of one page: it may hold twice as many, and Discord counts every button."""


def said(checkin: Checkin, words: Words) -> list[Block]:
    """The questions, small, with what was said to them. The plan stands where it was asked for."""
    order = {question.n: place for place, question in enumerate(checkin.questions)}
    plan = checkin.asks(QuestionKind.PLAN)
    parts: list[tuple[int, str, str]] = []
    for n, text in words.said.items():
        question = checkin.question(n)
        parts.append((order.get(n, len(order)), question.text if question else "", text))
    if words.plan:
        place = order[plan.n] if plan else len(order)
        parts.append((place, plan.text if plan else "This week's plan", "\n".join(words.plan)))
    body: list[Block] = []
    for _, asked, text in sorted(parts, key=lambda part: part[0]):
        body += [Note(asked), Text(text)] if asked else [Text(text)]
    return body


def summary(words: Words) -> str:
    return cut(" ".join((*words.said.values(), *words.plan)), 100)


def post(checkin: Checkin, answer: Answer, *, offered: bool = False) -> Card:
    more = Button("…", wires.more(answer.id))
    if answer.resting:
        return Card(RESTING, (Text(_rests(answer)), Actions((more,))), Tone.WARM)
    told = (Note(OFFERED),) if offered else ()
    body = (Text((Mention(answer.member), "’s week")), *said(checkin, answer.words), *told, Actions(_buttons(answer)))
    return Card(TITLE, body, summary=summary(answer.words))


def _rests(answer: Answer) -> tuple[Mention, str]:
    return (Mention(answer.member), " rests this week. Rest is part of it.")


def _buttons(answer: Answer) -> tuple[Button, ...]:
    more = Button("…", wires.more(answer.id))
    return (Button("I can help", calls.help_with(answer.id)), more) if answer.asks else (more,)


# Through the bot


def pages(checkin: Checkin, answers: Sequence[Answer]) -> list[list[Block]]:
    """As many answers on a page as fit; one always does."""
    made: list[list[Block]] = []
    length = 0
    for answer in answers:
        blocks = _block(checkin, answer)
        size = sum(len(text) for text in (*answer.words.said.values(), *answer.words.plan))
        if made and length + size <= _PER_PAGE and len(made[-1]) + len(blocks) <= _BLOCKS:
            made[-1] += [Divider(), *blocks]
            length += size
        else:
            made.append(blocks)
            length = size
    return made


def _block(checkin: Checkin, answer: Answer) -> list[Block]:
    if answer.resting:
        return [Text(_rests(answer))]
    return [Text((Mention(answer.member), "’s week")), *said(checkin, answer.words), Actions(_buttons(answer))]


def circle(
    checkin: Checkin, week: Week, page: Sequence[Block], *, newer: Call | None, older: Call | None, write: bool
) -> Card:
    body: list[Block] = [Note(f"{checkin.name}, {day_named(week.day)}. Only your circle can see this.")]
    body += page or [Text("Nothing is here yet. What somebody says shows up here.")]
    buttons = [Button("Earlier", newer)] if newer else []
    buttons += [Button("More", older)] if older else []
    buttons += [Button("My check-in", wires.show(week.id, False))] if write else []
    if buttons:
        body.append(Actions(tuple(buttons)))
    return Card("What your circle said", tuple(body))


def not_open(checkin: Checkin, week: Week) -> Card:
    told = f"The week of {day_named(week.day)} is not open yet. What your circle says shows up here then."
    return Card(checkin.name, (Text(told),))


# For its author


def own(here: Here, answer: Answer, buttons: Sequence[Button], note: str = "") -> Card:
    body: list[Block] = [Text(note)] if note else []
    body.append(Note(f"{here.checkin.name}, {day_named(here.week.day)}. {_where(here.week, answer)}"))
    if answer.resting:
        body.append(Text("You rest this week. That is a full answer, and nothing else is needed."))
    else:
        body += said(here.checkin, answer.words)
    if not answer.resting and not answer.words.plan and here.checkin.asks(QuestionKind.PLAN) is not None:
        body.append(Note("No plan is shown with it."))
    body.append(Actions(tuple(buttons)))
    return Card("Your check-in", tuple(body), Tone.WARM)


def _where(week: Week, answer: Answer) -> str:
    match answer.state:
        case AnswerState.WAITING if week.state is WeekState.PLANNED:
            return "It waits until the week opens."
        case AnswerState.WAITING if week.room:
            return "It goes into your circle's thread now."
        case AnswerState.WAITING | AnswerState.SHOWN:
            return "Your circle sees it."
        case AnswerState.KEPT:
            return "It could not be posted. Only you see it."
        case AnswerState.REMOVED:
            return "It was taken out of the thread. Only you see it."


def ask_delete(answer: Answer) -> Card:
    told = "Its post goes too." if answer.public else "It can't be brought back."
    text = "You no longer rest this week then." if answer.resting else summary(answer.words)
    keep = Button("Leave it", wires.own(answer.id))
    return Card(
        "Take it back?",
        (
            Text(text or TITLE),
            Note(told),
            Actions((Button("Take it back", wires.delete(answer.id), Style.DANGER), keep)),
        ),
    )


def deleted(again: Call | None) -> Card:
    buttons = (Button("Write another", again),) if again else ()
    body: tuple[Block, ...] = (Text("It is gone, for your circle too."),)
    return Card("Taken back", (*body, Actions(buttons)) if buttons else body)


def gone() -> Card:
    return Card("This answer is gone", (Text("It was taken back, or it is somebody else's. Nothing changed."),))
