"""What moderators read of posts without a name, and what authors are told when one can't appear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Hidden, Inline, Note, Text, Tone
from bot.ui.phrases import day_in_full
from cogs.anonymous.model import Mute, Nameless, State
from cogs.anonymous.muting import Muted
from cogs.posts.api import BACK_TO_QUEUE, ContentNote

POST = "A post without a name"
ANSWER = "An answer without a name"

# To the author, at their next visit
BY_HAND = "Somebody deleted it in the room by hand."
NOT_POSTED = "I could not post it in the room. An organiser can mend that with /setup. Then you can send it again."
NO_POST = "The post that it answers is gone, so it has no place any more."

# To moderators
CHANGED = "Its author has changed it meanwhile. This is how it reads now; nothing was decided."
LIFTED = "The mute is lifted. Whoever it was can write without a name again."


def review(
    found: Nameless, root: Nameless | None, *, reveal: Call, buttons: tuple[Button, ...], note: str = ""
) -> Card:
    """`root`: the post that an answer stands below."""
    body: list[Block] = [Note(note)] if note else []
    hidden = _note_of(found, root)
    if root is not None:
        said = "whose author has hidden it" if hidden is not ContentNote.NONE else f"“{root.said.words}”"
        body.append(Text((Bold("It answers a post without a name: "), said)))
    else:
        body.append(Text((Bold("It asks for: "), found.said.wish.label)))
    if hidden is ContentNote.NONE:
        body.append(Text(found.said.words))
    else:
        body.append(Hidden(f"Content note: {hidden.value}", found.said.words, reveal))
    body += [
        Note("What you write goes to the author alone, at their next visit. Neither of you learns who the other is."),
        Actions(buttons),
        Actions((BACK_TO_QUEUE,)),
    ]
    return Card(ANSWER if root is not None or found.answer else POST, tuple(body))


def _note_of(found: Nameless, root: Nameless | None) -> ContentNote:
    """A content note of the post hides its answers too."""
    return root.said.note if root is not None else found.said.note


def revealed(found: Nameless, root: Nameless | None) -> Card:
    body: list[Block] = []
    if root is not None:
        body += [Note("The post:"), Text(root.said.words), Note("The answer:")]
    body.append(Text(found.said.words))
    return Card(f"Content note: {_note_of(found, root).value}", tuple(body))


def yours() -> Card:
    return Card(
        "This one is yours", (Text("Another moderator decides about it. Nobody is told."), Actions((BACK_TO_QUEUE,)))
    )


def gone() -> Card:
    return Card("It is gone", (Text("Its author took it back, or its time was over."), Actions((BACK_TO_QUEUE,))))


def decided_before(mute: Call) -> Card:
    return Card(
        "It is decided",
        (
            Text("Another moderator was first, or you pressed twice. Nothing more was changed."),
            Actions((Button("Mute the author", mute), BACK_TO_QUEUE)),
        ),
    )


_DECIDED = {
    State.READY: "It appears in the support room within the next hours. When exactly is left to chance.",
    State.EDIT: "The author reads your words at their next visit. They can change it and send it again.",
    State.DECLINED: "It doesn't appear. The author gets their words back, with yours, at their next visit.",
}


def decided(after: State, mute: Call) -> Card:
    title = {State.READY: "Accepted", State.EDIT: "You asked for a change"}.get(after, "Declined")
    return Card(title, (Text(_DECIDED[after]), Actions((Button("Mute the author", mute), BACK_TO_QUEUE))))


# Mutes


def muted(length: Mute, all_of_them: Call) -> Card:
    """The same whether or not there was an author to find."""
    return Card(
        "The author is muted",
        (
            Text(f"Whoever wrote it can't write without a name here {_how_long(length)}. Nobody learns who it is."),
            Note(
                "What they sent before stays where it is, so please decide about it as well. What they do with their"
                " name is not touched. If they have left, or it is older than 30 days, nobody is muted."
            ),
            Actions((Button("All mutes", all_of_them), BACK_TO_QUEUE)),
        ),
    )


def _how_long(length: Mute) -> str:
    said = length.label[0].lower() + length.label[1:]
    return f"for {said}" if said[0].isdigit() else said


def muted_before(all_of_them: Call) -> Card:
    return Card(
        "That is done",
        (
            Text("The author of this one is muted already. To change for how long, lift it first."),
            Actions((Button("All mutes", all_of_them), BACK_TO_QUEUE)),
        ),
    )


def mutes(found: Sequence[tuple[Muted, Call]], *, earlier: Call | None, later: Call | None, note: str = "") -> Card:
    body: list[Block] = [Note(note)] if note else []
    if not found:
        body.append(Text("Nobody is muted."))
    else:
        body.append(Note("Each is for whoever wrote one post, and nobody else. Two may be for the same person."))
    for n, (one, lift) in enumerate(found, 1):
        end = "until you lift it" if one.until is None else f"until {day_in_full(one.until.date())}"
        said: tuple[Inline, ...] = (Bold(f"{n}. "), f"Since {day_in_full(date.fromordinal(one.day))}, {end}")
        body += [Text(said), Actions((Button(f"Lift {n}", lift),))]
    turn = [Button("Earlier ones", earlier)] if earlier else []
    turn += [Button("More", later)] if later else []
    body.append(Actions((*turn, BACK_TO_QUEUE)))
    return Card("Muted authors", tuple(body), Tone.PLAIN)
