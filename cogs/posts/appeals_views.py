"""The words of requests for another look."""

from __future__ import annotations

from datetime import datetime

from bot.ui.card import Actions, Block, Button, Call, Card, Inline, Mention, Note, Style, Text, When
from cogs.posts.appeals_store import Appeal, AppealState, Stopped
from cogs.posts.calls import BACK_TO_QUEUE

ANOTHER_LOOK = "Ask for another look"


def another_look() -> Button:
    return Button(ANOTHER_LOOK, Call("appeal.ask"))


def not_stopped() -> Card:
    return Card(
        "You can post here", (Text("Nothing of yours is paused in this community, so there is nothing to ask."),)
    )


def asked() -> Card:
    return Card(
        "Thank you, it is with the moderators",
        (
            Text("A moderator looks at it. Where possible, it is not the one who paused your posts."),
            Note("They are volunteers. I tell you their answer here, and only you see it."),
        ),
    )


def asked_before(appeal: Appeal) -> Card:
    match appeal.state:
        case AppealState.OPEN:
            return Card(
                "It is with the moderators",
                (Text("You asked for another look, and nobody has answered yet. I tell you their answer here."),),
            )
        case AppealState.LIFTED | AppealState.STAYS:
            return answered(appeal)


def answered(appeal: Appeal) -> Card:
    if appeal.state is AppealState.LIFTED:
        said = (Text(("They wrote: ", appeal.answer)),) if appeal.answer else ()
        return Card("You can post again", (Text("Moderators looked again and opened posts for you."), *said))
    return Card(
        "Moderators looked again",
        (
            Text("Your posts stay paused until the time they gave you. Everything private still works."),
            Text(("They wrote: ", appeal.answer)),
        ),
    )


def appeal(found: Appeal, stop: Stopped, *, lasting: bool, mine: bool, lift: Call, stays: Call) -> Card:
    """`mine`: whoever looks is the moderator who stopped them. `lasting`: it ends only by hand."""
    until: tuple[Inline, ...] = ("until a moderator lifts it",) if lasting else ("until ", When(stop.until))
    by: tuple[Inline, ...] = (", stopped by ", Mention(stop.by)) if stop.by is not None else ()
    body: list[Block] = [
        Text((Mention(found.member), " can't post ", *until, *by, ". They asked for another look:")),
        Text(found.words),
    ]
    if mine:
        body.append(Note("You paused these posts yourself. Where there is another moderator, leave this one to them."))
    body.append(Note("The answer goes to them alone. What you do here is written down."))
    body.append(
        Actions(
            (
                Button("Let them post again", lift, Style.PRIMARY),
                Button("It stays, with a reason", stays),
                BACK_TO_QUEUE,
            )
        )
    )
    return Card("Another look at a stop", tuple(body))


def decided(note: str) -> Card:
    return Card("Another look at a stop", (Text(note), Actions((BACK_TO_QUEUE,))))


LIFTED = "They can post again, and I tell them so."
STAYS = "It stays as it is. They get your reason."
BEFORE = "Another moderator has decided that one already."
GONE = "There is nothing left to decide here: the stop is over, or it is not yours to decide."


def is_lasting(until: datetime) -> bool:
    return until.year >= 9999
