"""The anonymous question: what is said before it is answered, and the post with the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ui import form as forms
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Note, Style, Text, Tone, When
from bot.ui.phrases import one_line
from cogs.checkins.digest.cutting import cut, fair, weight
from cogs.checkins.model import ANONYMOUS_LEAST, WORDS
from cogs.posts.api import ASKS_NAME, SURE

EMPTY = "Please write a few words."

_POSTS = 5
_PER_POST = 15
_POST = 3400
"""Weight of the words in one post; Discord shows 4 000 characters of a message."""
_ENOUGH = {5: "five"}[ANONYMOUS_LEAST]


class SayForm(forms.Form, title="Without your name"):
    words: str = forms.long("Your words", max=WORDS)
    sure: bool = forms.tick(SURE, hint=ASKS_NAME)


# Before and after writing, for one person alone


def before(question: str, until: datetime, *, write: Call, take_back: Call | None) -> Card:
    """`take_back`: where they wrote something before."""
    buttons = [Button("Change it" if take_back else "Write", write, Style.PRIMARY)]
    body: list[Block] = [
        Text(Bold(question)),
        Text(
            f"Your words are kept without your name. If {_ENOUGH} or more people write, all of it is shown once: in"
            " mixed order, in the room of this check-in. If fewer write, nothing is shown and all of it is deleted."
        ),
        Text(
            (
                Bold("Who could still find out: "),
                "people who know how you write, and whoever runs this bot and has its keys."
                " So leave out what only you could know.",
            )
        ),
        Note(("You can change it or take it back until ", When(until), ".")),
    ]
    if take_back is not None:
        body.insert(1, Note("You wrote something already."))
        buttons.append(Button("Take it back", take_back))
    return Card("Say it without your name", (*body, Actions(tuple(buttons))), Tone.CARE)


def kept(until: datetime, *, write: Call, take_back: Call) -> Card:
    body = (
        Text(f"It is shown only if {_ENOUGH} or more people write, all at once and in mixed order."),
        Note(
            ("Until ", When(until), " you can change it or take it back. After that nobody can find it, not even me.")
        ),
        Actions((Button("Change it", write), Button("Take it back", take_back))),
    )
    return Card("Kept without your name", body, Tone.CARE)


def taken_back() -> Card:
    return Card("It is gone", (Text("What you wrote is deleted. Nobody saw it."),))


def nothing_there() -> Card:
    text = "There is nothing here that you could take back. What was shown carries no name, not even for me."
    return Card("Nothing to take back", (Text(text),))


def not_yet() -> Card:
    return Card("This week hasn’t begun", (Text("You can answer this one once your circle’s week is open."),))


def over() -> Card:
    text = "The answers of this week are closed. The next week asks again."
    return Card("This one is closed", (Text(text),))


def not_asked() -> Card:
    return Card("This isn’t asked any more", (Text("The people who organise this check-in changed its questions."),))


def not_here() -> Card:
    return Card("This is for people in a circle", (Text("Only people in a circle of this check-in can answer it."),))


def refused(why: str) -> Card:
    return Card("You can’t write here now", (Text(why),), Tone.WARNING)


# What everybody in the room sees


def posts(question: str, words: Sequence[str]) -> list[Card]:
    """One, or as few as hold them; the order is the caller's. Of very many only the first are shown."""
    shown = [one_line(one) for one in words[: _POSTS * _PER_POST]]
    most = fair((weight(one) for one in shown), _POSTS * _POST * 3 // 4)
    pages: list[list[str]] = [[]]
    for one in (cut(one, most) for one in shown):
        if len(pages[-1]) == _PER_POST or sum(map(weight, pages[-1])) + weight(one) > _POST:
            pages.append([])
        pages[-1].append(one)
    left_out = len(shown) < len(words)
    return [
        _post(
            question, page, last=n == len(pages), of=f" · {n} of {len(pages)}" if len(pages) > 1 else "", more=left_out
        )
        for n, page in enumerate(pages, 1)
    ]


def _post(question: str, words: Sequence[str], *, last: bool, of: str, more: bool) -> Card:
    body: list[Block] = [Text(Bold(question))] if question else []
    body += [Text(f"“{one}”") for one in words]
    if last and more:
        body.append(Note("More was said than fits here. These were drawn by lot."))
    if last:
        body.append(Note("Several people wrote this, without names and in mixed order."))
    title = "Said without a name"
    return Card(title + of, tuple(body), Tone.CARE, summary=title)
