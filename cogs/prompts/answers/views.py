"""An answer in a room, and what its author sees of their own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.safety import contacts
from bot.safety.contacts import Contact
from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Mention,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from bot.ui.phrases import cut
from cogs.prompts.bag import Prompt
from cogs.prompts.model import Answer, State

EMPTY = "Please write a few words."
NO_ROOM = "I can’t post in this room right now. An organiser can mend that. “Just for me” still works."
TITLE = "An answer to a prompt"

_EXCERPT = 200
_WHERE = {
    State.PRIVATE: "only you",
    State.WAITING: "on its way to the room",
    State.SHOWN: "in the room",
    State.KEPT: "only you, it could not be posted",
    State.REMOVED: "only you, taken out of the room",
}


def asked(prompt: Prompt | None) -> str:
    return prompt.text if prompt else "A prompt from before"


def post(answer: Answer, prompt: Prompt | None, more: Call) -> Card:
    """What everybody in the room sees."""
    body = (
        Note((Mention(answer.member), f" on: {cut(asked(prompt), 120)}")),
        Text(answer.words),
        Actions((Button("…", more),)),
    )
    return Card(TITLE, body, summary=cut(answer.words, 100))


def on_its_way() -> Card:
    text = "It goes into the room with your name. To change or delete it, press … on it, or send /prompts mine."
    return Card("Thank you, it is on its way", (Text(text),), Tone.WARM)


def refused(why: str, words: str) -> Card:
    """Nothing that was typed is lost."""
    kept = (Note("Here are your words:"), Text(words)) if words else ()
    return Card("This isn't posted", (Text(why), *kept), Tone.WARNING)


def ask(answer: Answer, found: Sequence[Contact], post: Call, edit: Call) -> Card:
    """Before words go out again that tell how to reach somebody."""
    body = (
        Text(contacts.warning(found)),
        Text(answer.words),
        Actions((Button("Post it", post), Button("Change it", edit))),
        Note("So far only you can see it."),
    )
    return Card("Post it as it is?", body)


def kept(mine: Call) -> Card:
    body = (
        Text("Only you can see it. /prompts mine shows it again, to change or delete."),
        Actions((Button("My answers", mine),)),
    )
    return Card("Kept for you", body, Tone.WARM)


def one(answer: Answer, prompt: Prompt | None, buttons: Sequence[Button], note: str = "") -> Card:
    body: list[Block] = [Text(note)] if note else []
    body += [Note(asked(prompt)), Text(answer.words)]
    body.append(Note((When(answer.at, WhenStyle.DATE), f" · {_WHERE[answer.state]}")))
    body.append(Actions(tuple(buttons)))
    return Card("Your answer", tuple(body))


def answers(
    found: Sequence[tuple[Answer, Prompt | None]], *, open: Call, newer: Call | None, older: Call | None, own: Call
) -> Card:
    body: list[Block] = []
    if not found:
        body.append(
            Text("There is nothing older." if newer else "Nothing here yet. What you answer to a prompt is kept here.")
        )
    for answer, prompt in found:
        head = (When(answer.at, WhenStyle.DATE), f" · {_WHERE[answer.state]}\n")
        body.append(Text((Bold(cut(asked(prompt), 120)), "\n", *head, cut(answer.words, _EXCERPT))))
    if found:
        options = tuple(Option(cut(answer.words, limits.OPTION_LABEL), str(answer.id)) for answer, _ in found)
        body.append(Select("Open one to change or delete it", options, open))
    buttons = [Button("Newer", newer)] if newer else []
    buttons += [Button("Older", older)] if older else []
    body.append(Actions((*buttons, Button("Prompts for me", own))))
    body.append(Note("Only you see this list."))
    return Card("Your answers", tuple(body))


def ask_delete(answer: Answer, *, delete: Call, keep: Call) -> Card:
    told = "Its post in the room goes too." if answer.public else "It can't be brought back."
    buttons = Actions((Button("Delete it", delete, Style.DANGER), Button("Keep it", keep)))
    return Card("Delete this answer?", (Text(cut(answer.words, _EXCERPT)), Note(told), buttons))


def deleted(mine: Call) -> Card:
    return Card("Deleted", (Text("It is gone."), Actions((Button("My answers", mine),))))


def gone() -> Card:
    return Card("This answer is gone", (Text("It was deleted, or it is somebody else's. Nothing changed."),))


def not_there() -> Card:
    return Card("This prompt is gone", (Text("It isn't here any more. Nothing was kept."),))
