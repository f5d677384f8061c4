from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Fields,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
)
from bot.ui.phrases import cut, day_in_full
from cogs.help import api as help_now
from cogs.rejections.model import Rejection, Stage

# The care card and what follows it


def care(
    line: str,
    figure: int,
    wins: Sequence[str],
    kind: str,
    *,
    buttons: Sequence[Button],
    offer: Button | None,
    kept: str,
) -> Card:
    """`kind`: what a buddy once saw in them."""
    body: list[Block] = [Text(line)]
    if figure:
        body.append(Note(f"{figure}+ people here heard a no last week."))
    if wins:
        body += [Text(Bold("From your own wins")), *(Text(win) for win in wins)]
    if kind:
        body += [Text(Bold("A buddy once wrote to you")), Text(kind)]
    if offer:
        body += [Text("Some people like to keep a small win for days like this. You can skip it."), Actions((offer,))]
    note = "Logged. Only you see this, and nothing more is needed."
    return Card("A no is hard news", (*body, Actions(tuple(buttons)), Note(f"{note} {kept}".strip())), Tone.CARE)


def kept(rejection: Rejection, *, buttons: Sequence[Button], after: Sequence[Button]) -> Card:
    """`after`: what some people do with a no later."""
    return Card(
        "Kept, only for you",
        (
            _details(rejection),
            Actions(tuple(buttons)),
            Actions(tuple(after)),
            Note("You find it again with /rejections."),
        ),
        Tone.CARE,
    )


def _details(rejection: Rejection) -> Fields:
    told: list[tuple[str, Content]] = [("Day", day_in_full(rejection.day))]
    if rejection.stage is not Stage.UNSAID:
        told.append(("How far", rejection.stage.label))
    texts = (("Company", rejection.company), ("Role", rejection.role), ("To remember", rejection.lesson))
    return Fields((*told, *((label, text) for label, text in texts if text)))


def undone(*, shared: bool) -> Card:
    post = " The post about it goes as well." if shared else ""
    return Card("Taken back", (Text(f"I kept nothing of it.{post}"),), Tone.CARE)


def gone() -> Card:
    return Card("That one is gone", (Text("There is nothing left of it here, so nothing was changed."),))


# The log


def log(
    rejections: Sequence[Rejection],
    shared: Collection[int],
    *,
    open: Call,
    newer: Call | None,
    older: Call | None,
) -> Card:
    if not rejections:
        return Card("Your log", (Text("Nothing is here. /rejection logs a no, and only you see it."),), Tone.CARE)
    lines = [Text(_line(one) + (" · shared" if one.id in shared else "")) for one in rejections]
    turn = [Button(label, call) for label, call in (("Newer", newer), ("Older", older)) if call]
    return Card(
        "Your log",
        (
            *lines,
            Select(
                "Open one", tuple(Option(cut(_line(one), limits.OPTION_LABEL), str(one.id)) for one in rejections), open
            ),
            Actions((*turn, help_now.button())),
            Note("Only you see this list."),
        ),
        Tone.CARE,
    )


def _line(one: Rejection) -> str:
    stage = "" if one.stage is Stage.UNSAID else one.stage.label
    return " · ".join(part for part in (day_in_full(one.day), one.company, one.role, stage) if part)


def entry(rejection: Rejection, *, buttons: Sequence[Button], after: Sequence[Button], back: Call) -> Card:
    return Card(
        "From your log",
        (
            _details(rejection),
            Actions(tuple(buttons)),
            Actions((*after, Button("Back to the list", back), help_now.button())),
        ),
        Tone.CARE,
    )


def ask_delete(rejection: Rejection, *, shared: bool, delete: Call, keep: Call) -> Card:
    also = " The post in the support room goes as well." if shared else ""
    return Card(
        "Delete this entry?",
        (
            Text(f"It can't be brought back.{also}"),
            _details(rejection),
            Actions((Button("Delete it", delete, Style.DANGER), Button("Keep it", keep))),
        ),
    )


def section(wins: str) -> str:
    """Home's line; `wins` is what it says of one's wins."""
    return f"{wins} The no's you logged are for your eyes alone."
