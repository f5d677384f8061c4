"""What those read whom a shared no is for, what follows a press on it, and what its author hears of the presses."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui import limits
from bot.ui.card import Actions, Button, Card, Hidden, Inline, Mention, Note, Style, Text, Tone, When, WhenStyle
from cogs.posts.api import ContentNote, Support
from cogs.rejections.sharing import calls
from cogs.rejections.sharing.model import Audience, Share, Supported

_NAMES = 15
"""How many people one line of the digest names."""


def post(share: Share) -> Card:
    """Names its author, and nothing that they did not write."""
    body = (
        Text(share.words)
        if share.note is ContentNote.NONE
        else Hidden(_note(share), share.words, calls.reveal(share.id))
    )
    presses = tuple(Button(kind.label, calls.support(share.id, kind.value)) for kind in Support)
    said = (
        " heard a no and shares it here." if share.audience is Audience.ROOM else " heard a no and shares it with you."
    )
    return Card(
        share.wish.headline,
        (
            Text((Mention(share.member), said)),
            body,
            Note(share.wish.told),
            Actions((*presses, Button("…", calls.more(share.id)))),
        ),
        Tone.CARE,
    )


def _note(share: Share) -> str:
    return f"Content note: {share.note.value}"


def revealed(share: Share) -> Card:
    return Card(_note(share), (Text(share.words), Note("Only you see this copy.")), Tone.CARE)


def told(share: Share) -> Card:
    """Without a word or a name: what is taken back or erased must not stay in other people's messages."""
    who = "Your buddy" if share.audience is Audience.BUDDY else "Somebody in your circle"
    body = (
        Text("They wrote a few words about it. You can read them now, later or not at all."),
        Actions((Button("Read it", calls.read(share.id), Style.PRIMARY),)),
    )
    return Card(f"{who} heard a no", body, Tone.CARE)


def more_of_buddy(about: Button) -> Card:
    body = (Text("If something about it is not right for you, you can report it or step out."), Actions((about,)))
    return Card("From your buddy", body)


# "I'm with you" and "Been there"


def pressed() -> Card:
    return Card("Thank you", (Text("They hear it from me today or tomorrow, with your name. Nobody else does."),))


def pressed_already(share: int, kind: Support) -> Card:
    back = Button("Take it back", calls.take_back(share, kind.value))
    return Card(kind.pressed_before, (Text("One time is enough. If you want, take it back."), Actions((back,))))


def taken_back() -> Card:
    return Card("Taken back", (Text("If they were not told yet, they will not be."),))


def your_own() -> Card:
    return Card("This one is yours", (Text("Others can press it. You hear who did, once a day."),))


def digest(support: Sequence[Supported]) -> Card:
    return Card("People here are with you", tuple(_with_you(one) for one in support[: limits.CARD_BLOCKS]), Tone.WARM)


def _with_you(one: Supported) -> Text:
    line: list[Inline] = ["About what you shared on ", When(one.share.at, WhenStyle.DATE), "."]
    for label, people in (("With you", one.with_you), ("Been there", one.been_there)):
        line += _people(label, people)
    return Text(tuple(line))


def _people(label: str, people: Sequence[int]) -> list[Inline]:
    if not people:
        return []
    line: list[Inline] = [f" {label}: "]
    for index, member in enumerate(people[:_NAMES]):
        line += [", ", Mention(member)] if index else [Mention(member)]
    return [*line, " and others." if len(people) > _NAMES else "."]
