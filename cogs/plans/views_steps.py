"""The cards of small steps."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Note, Option, Select, Style, Text, Tone
from cogs.plans import calls
from cogs.plans.model import Energy, Stage

LATE = 6
"""Days after which a step that was offered is not ticked any more."""


def ask(stage: Stage, *, at_stage: Call, energy: Sequence[tuple[Energy, Call]]) -> Card:
    options = tuple(Option(one.label, one.value) for one in Stage)
    body = (
        Text("How much energy is there today? You get three things to choose from. Doing none is fine."),
        Actions(tuple(Button(one.label, call) for one, call in energy)),
        Text("Where are you in your search?"),
        Select("Where are you in your search?", options, at_stage, stage.value),
        Note("I remember where you are in your search, and not your energy. Only you see this."),
    )
    return Card("A small step", body)


def three(energy: Energy, steps: Sequence[tuple[str, Call]], *, others: Call, change: Call) -> Card:
    body: list[Block] = []
    for n, (step, did) in enumerate(steps, 1):
        body += [Text((Bold(f"{n}. "), step)), Actions((Button(f"I did step {n}", did),))]
    body.append(Actions((Button("Three others", others), Button("Change energy or stage", change))))
    body.append(Note(f"For a day with {energy.label.lower()}. Pick one, or none."))
    return Card("Three small steps", tuple(body))


def done(step: str, *, save: Call | None, undo: Call, again: Call) -> Card:
    keep = () if save is None else (Button("Save as a win", save, Style.PRIMARY),)
    body = (
        Text(f"You did this: {step}"),
        Note("It counts for your rhythm. Only you see it."),
        Actions((*keep, Button("Undo", undo), Button("Another small step", again), Button("My plan", calls.OPEN))),
    )
    return Card("Done", body, Tone.WARM)


def as_win(step: str) -> str:
    return f"A small step: {step}"


def saved(step: str, *, look: Button) -> Card:
    body = (
        Text(step),
        Note("It is among your wins. Only you see it, unless you post it yourself."),
        Actions((look, Button("My plan", calls.OPEN))),
    )
    return Card("Saved as a win", body, Tone.WARM)


def undone(*, again: Call) -> Card:
    told = Text("It does not count any more. If you saved it as a win, the win stays.")
    return Card("Taken back", (told, Actions((Button("A small step", again), Button("My plan", calls.OPEN)))))
