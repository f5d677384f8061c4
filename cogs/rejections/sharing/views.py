"""What somebody who shares a no reads: whom it is for, what is asked first, what became of it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import assert_never

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
    Inline,
    Note,
    Style,
    Text,
    Tone,
)
from bot.ui.outcome import Asked
from bot.ui.phrases import cut, named
from cogs.rejections.sharing import calls
from cogs.rejections.sharing.model import Audience, Choice, Share, State, Telling

NO_WORDS = "Please write a few words. They are all that people see."
NO_PAIR = "This pairing is not open now, so there is nobody to show it to. Your words are not shown to anybody."
NO_CIRCLE = "You are not in this circle now, or nobody else is. Your words are not shown to anybody."
A_CIRCLE, THE_ROOM = "A post in a circle", "A post in the support room"

_ONLY_YOU = "Only you see it now. First choose who may; then you write what they read."
_SOME_SEE = "You can share it with others too, in other words. First choose who may see it."
_BEFORE = 5
"""Earlier words that the card leads to."""
_READERS = {
    "discord": "On this server, people with the permission Manage Threads can read private rooms as well.",
    "slack": "Owners of this workspace may have ways to export private rooms as well.",
}


# Whom it is for


def whom(
    rejection: int,
    choices: Sequence[Choice],
    shared: Sequence[Share],
    *,
    nameless: Button | None,
    platform: str,
) -> Card:
    """`shared`: what others may see of it already, also people who are no choice now, and words that are kept."""
    seen = {(share.audience, share.place) for share in shared if share.public}
    known = {(choice.audience, choice.place) for choice in choices}
    body: list[Block] = [Text(_ONLY_YOU if not seen else _SOME_SEE)]
    body += [Text((*_explained(choice), *_shared(choice, seen))) for choice in choices]
    if nameless:
        body.append(Text((Bold("Without your name"), ": a post of its own. It says who could still find out.")))
    if not choices and not nameless:
        body.append(Text("There is nobody to share it with here yet: no buddy, no circle and no support room."))
    several = sum(choice.audience is Audience.CIRCLE for choice in choices) > 1
    buttons = [
        Button(_choose(choice, several), calls.to(rejection, choice.audience, choice.place)) for choice in choices
    ]
    buttons += [nameless] if nameless else []
    before = [share for share in shared if share.state is State.KEPT or (share.audience, share.place) not in known]
    buttons += [Button(_before(share), calls.look(share.id)) for share in before[:_BEFORE]]
    buttons.append(Button("Keep it private", calls.stay_private(rejection)))
    body += _rows(buttons)
    if platform in _READERS and any(choice.audience is not Audience.ROOM for choice in choices):
        body.append(Note(_READERS[platform]))
    return Card("Who may see it?", tuple(body), Tone.CARE)


def _shared(choice: Choice, seen: Container[tuple[Audience, int]]) -> tuple[Inline, ...]:
    return (" They can see it already.",) if (choice.audience, choice.place) in seen else ()


def _explained(choice: Choice) -> tuple[Inline, ...]:
    match choice.audience:
        case Audience.BUDDY:
            return (Bold("Your buddy" if len(choice.people) == 1 else "Your buddies"), ": ", *named(choice.people), ".")
        case Audience.CIRCLE:
            return (Bold("Your circle"), f" in {choice.name}: ", *named(choice.people), ".")
        case Audience.ROOM:
            return (Bold("The support room"), ": everyone who can open it, with your name.")
        case _:
            assert_never(choice.audience)


def _choose(choice: Choice, several: bool) -> str:
    match choice.audience:
        case Audience.BUDDY:
            return "My buddy" if len(choice.people) == 1 else "My buddies"
        case Audience.CIRCLE:
            return cut(f"My circle: {choice.name}", limits.BUTTON_LABEL) if several else "My circle"
        case Audience.ROOM:
            return "The support room"
        case _:
            assert_never(choice.audience)


def _before(share: Share) -> str:
    who = {Audience.BUDDY: "a buddy", Audience.CIRCLE: "a circle", Audience.ROOM: "the support room"}[share.audience]
    return f"Words I kept for {who}" if share.state is State.KEPT else f"What {who} sees"


def _rows(buttons: Sequence[Button]) -> Iterator[Actions]:
    for start in range(0, len(buttons), limits.BUTTONS):
        yield Actions(tuple(buttons[start : start + limits.BUTTONS]))


def stays_private(*, shared: bool) -> Card:
    """`shared`: some people may see something of it already."""
    if shared:
        return Card("Nothing more is shared", (Text("Whoever could see it still can, and nobody else."),), Tone.CARE)
    return Card("It stays with you", (Text("Only you see it. You can share it later from /rejections."),), Tone.CARE)


def asks(audience: Audience, people: int = 1) -> dict[str, Asked]:
    """The form's words for those whom it is for."""
    match audience:
        case Audience.ROOM:
            who = "Everyone in the support room sees"
        case Audience.BUDDY:
            who = "Your buddy sees" if people == 1 else "Your buddies see"
        case Audience.CIRCLE:
            who = "Your circle sees"
        case _:
            assert_never(audience)
    fields = {name: Asked(field.label, field.hint) for name, field in Telling.fields.items()}
    return {**fields, "words": Asked(fields["words"].label, f"{who} this text and your name. Nothing else is added.")}


def not_shown(why: str, words: str) -> Card:
    kept = (Note("Here are your words, so that nothing is lost:"), Text(words)) if words else ()
    return Card("This isn't shared", (Text(why), *kept), Tone.WARNING)


def nobody_there(again: Call) -> Card:
    """It was on its way when the pair or the circle ended."""
    body = (
        Text("Those it was for were not there any more, so nobody saw it. Your words are kept for you alone."),
        Actions((Button("Try again", again),)),
    )
    return Card("Your words were not shown", body, Tone.CARE)


def on_its_way(audience: Audience) -> Card:
    to = {Audience.ROOM: "the support room", Audience.BUDDY: "your buddy", Audience.CIRCLE: "your circle"}[audience]
    text = (
        "It goes out with your name, and with the words you wrote. To change or delete it, press … on the post, or open"
        " this entry with /rejections."
    )
    return Card(f"On its way to {to}", (Text(text),), Tone.CARE)


def shared_already(share: Share) -> Card:
    if share.state is State.REMOVED:
        text = "It is not shown any more and stays with you. Your words:"
        return Card("This one was taken down", (Text(text), Text(share.words)), Tone.CARE)
    if share.state is State.KEPT:
        delete = Button("Delete these words", calls.delete(share.id), Style.DANGER)
        note = Note("The entry itself stays in your log.")
        return Card("Nobody sees these words", (Text(share.words), Actions((delete,)), note), Tone.CARE)
    edit, delete = Button("Edit the post", calls.change(share.id)), Button("Delete the post", calls.delete(share.id))
    note = Note("Deleting the post keeps the entry in your own log.")
    return Card("This one is shared", (Text(share.words), Actions((edit, delete)), note), Tone.CARE)


def rewritten() -> Card:
    return Card("Changed", (Text("Whoever may see it sees the new words in a moment."),), Tone.CARE)


def post_deleted(*, seen: bool) -> Card:
    """`seen`: others could see it until now."""
    if not seen:
        return Card("The words are deleted", (Text("Nobody saw them. The entry is still in your own log."),), Tone.CARE)
    text = "The entry is still in your own log, where only you see it. /rejections shows it."
    return Card("The post is deleted", (Text(text),), Tone.CARE)


# Before others see it


def look_again(found: Sequence[Contact], words: str, share: Share) -> Card:
    """They decide. `share` is kept, or shown with its words from before."""
    if share.public:
        post, leave = calls.post_change(share.id), "Leave it as it was"
    else:
        post, leave = calls.retry(share.id), "Keep it private"
    buttons = (
        Button("Post it", post, Style.PRIMARY),
        Button("Change it", calls.change(share.id)),
        Button(leave, calls.leave(share.id)),
    )
    body = (Text(contacts.warning(found)), Text(words), Actions(buttons), Note("Nobody has seen these words so far."))
    return Card("Before others see it", body, Tone.CARE)


def left_as_it_was(share: Share) -> Card:
    if share.public:
        return Card("Nothing changed", (Text("People see the words from before."),), Tone.CARE)
    text = "Nobody sees it. Your words are kept with the entry, and Share brings them back."
    return Card("It stays with you", (Text(text),), Tone.CARE)
