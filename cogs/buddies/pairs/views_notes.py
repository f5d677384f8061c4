"""The question at the end of a pair, and the kind notes that stay."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.card import (
    Actions,
    Block,
    Button,
    Call,
    Card,
    Divider,
    Inline,
    Mention,
    Note,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from cogs.buddies import calls
from cogs.buddies.pairs.forms import Met
from cogs.buddies.pairs.notes import Kept
from cogs.buddies.pairs.views import named


def did_you_meet(pair: int, others: Sequence[int]) -> Card:
    def button(label: str, answer: Met) -> Button:
        return Button(label, Call("kindnote.met", (pair, answer.value)))

    return Card(
        "Did you meet?",
        (
            Text(("This was your pairing with ", *named(others), ". Your answer is shown to nobody.")),
            Actions(
                (
                    button("Yes", Met.YES),
                    button("Not this time", Met.NO),
                    button("I'd rather not say", Met.UNSAID),
                )
            ),
        ),
    )


def thanks(pair: int, others: Sequence[int], names: Sequence[str]) -> Card:
    buttons = tuple(
        Button(
            f"A note for {name}"[:75] if len(others) > 1 else "Write a kind note", Call("kindnote.write", (pair, other))
        )
        for other, name in zip(others, names, strict=True)
    )
    body: list[Block] = [Text("Your answer stays with me.")]
    if buttons:
        body += [
            Text(("Did you see a strength in ", *named(others), "? One line is enough, and they keep it.")),
            Note("You can skip this."),
            Actions(buttons),
        ]
    return Card("Thank you", tuple(body))


def sent(to: int) -> Card:
    return Card("Your note is on its way", (Text((Mention(to), " finds it under Kind notes. Thank you.")),), Tone.WARM)


def note_closed() -> Card:
    return Card("This one is closed", (Text("A note can be written once, in the weeks after a pairing. Thank you."),))


def note_came() -> Card:
    return Card(
        "A kind note came for you",
        (
            Text("Somebody you were paired with wrote down something they saw in you."),
            Actions((Button("Read it", calls.NOTES),)),
        ),
        Tone.WARM,
    )


# Kind notes


def notes(found: Sequence[Kept], *, newer: Call | None, older: Call | None, page: int) -> Card:
    if not found:
        return Card(
            "Kind notes",
            (Text("Nothing is here yet. What a buddy saw in you is kept here, for you alone."),),
            Tone.WARM,
        )
    body: list[Block] = []
    for note in found:
        writer: Inline = "Somebody who left" if note.writer is None else Mention(note.writer)
        report = (Button("Report", Call("kindnote.report_note", (note.id,))),) if note.writer is not None else ()
        body += [
            *([Divider()] if body else []),
            Text(note.text),
            Note((writer, ", ", When(note.at, WhenStyle.DATE))),
            Actions((Button("Remove", Call("kindnote.ask_remove", (note.id, page))), *report)),
        ]
    turn = tuple(Button(label, call) for label, call in (("Newer", newer), ("Older", older)) if call)
    return Card("Kind notes", (*body, *([Actions(turn)] if turn else []), Note("Only you see these.")), Tone.WARM)


def ask_remove(note: Kept, *, remove: Call, keep: Call) -> Card:
    return Card(
        "Remove this note?",
        (
            Text(note.text),
            Note("It can't be brought back. Whoever wrote it is not told."),
            Actions((Button("Remove it", remove, Style.DANGER), Button("Keep it", keep))),
        ),
    )


def note_gone() -> Card:
    return Card(
        "This note is gone",
        (Text("There is nothing left of it here."), Actions((Button("Kind notes", calls.NOTES),))),
    )
