"""The cards on which organisers set what a check-in asks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ui import limits
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Inline, Note, Option, Select, Style, Text, Tone
from bot.ui.phrases import cut
from cogs.checkins.model import QUESTIONS, Checkin, Question, QuestionKind, Template

CHANGED = "That question was changed or removed since. These are asked now."
CHANGED_SINCE = "This question was changed or removed since. To keep these words, copy them and add a question."
LAST = "One question to the circle stays, so that there is something to answer."
FULL = f"There are {QUESTIONS} questions, and that is the most. Remove or change one first."
ONLY_ONCE = "This is asked once already. Please choose another kind."


@dataclass(frozen=True, slots=True)
class Moves:
    change: Call
    up: Call | None
    down: Call | None
    remove: Call
    back: Call


def questions(checkin: Checkin, *, pick: Call, add: Call | None, template: Call, back: Call, note: str = "") -> Card:
    body: list[Block] = [Text(note)] if note else []
    words: list[Inline] = []
    for number, question in enumerate(checkin.questions, 1):
        kind = f" ({question.kind.label.lower()})" if question.own else ""
        words += ["\n" if words else "", f"{number}. ", Bold(question.text), kind]
    body.append(Text(tuple(words)))
    options = tuple(Option(_short(n, question), str(question.n)) for n, question in enumerate(checkin.questions, 1))
    body.append(Select("Change, move or remove one", options, pick))
    templates = tuple(Option(each.label, each.value) for each in Template)
    body.append(Select("Use a ready set", templates, template))
    more = (Button("Add a question", add, Style.PRIMARY),) if add else ()
    body.append(Actions((*more, Button("Back", back))))
    body.append(Note("Forms that are opened from now on ask these. Answers from before keep their own questions."))
    if not checkin.asks(QuestionKind.PLAN):
        body.append(Note("A written plan helps most. “This week’s plan” adds it."))
    return Card("What is asked", tuple(body))


def _short(number: int, question: Question) -> str:
    return cut(f"{number}. {question.text}", limits.OPTION_LABEL)


_HOW = {
    QuestionKind.WIN: "Members type it. The circle reads it, and it stands in the week’s summary.",
    QuestionKind.PLAN: "Not typed here: it is each member’s own plan for the week, as /plan keeps it.",
    QuestionKind.HARD: "Members type it. The circle reads it, and it stands in the week’s summary.",
    QuestionKind.ASK: "Members type it. The week’s summary lists it with a button for others to help.",
    QuestionKind.OPEN: "Members type it. The circle reads it.",
    QuestionKind.ANONYMOUS: (
        "Written apart and without a name. Answers are shown in the room, mixed, if five people or more wrote one."
    ),
}


def one(question: Question, number: int, do: Moves, note: str = "") -> Card:
    body: list[Block] = [Text(note)] if note else []
    body += [Text((Bold(question.kind.label), f"\n{question.text}")), Note(_HOW[question.kind])]
    buttons = [Button("Change", do.change)]
    buttons += [Button("Move up", do.up)] if do.up else []
    buttons += [Button("Move down", do.down)] if do.down else []
    body.append(Actions((*buttons, Button("Remove", do.remove), Button("Back", do.back))))
    return Card(f"Question {number}", tuple(body))


def ask_template(checkin: Checkin, template: Template, *, use: Call, back: Call) -> Card:
    texts = "".join(f"\n{n}. {question.text}" for n, question in enumerate(template.questions, 1))
    own = "".join(f"\n• {question.own}" for question in checkin.questions if question.own)
    body = (
        Text((Bold(template.label), texts)),
        Text(("Your own words are asked no more then:", own)),
        Actions((Button("Use the ready set", use, Style.DANGER), Button("Keep mine", back))),
    )
    return Card("Use this instead?", body, Tone.WARNING)
