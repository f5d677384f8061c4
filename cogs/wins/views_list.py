"""The member's own pages of wins, and the list without dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from cogs.thanks import api as thanks
from cogs.wins.model import State, Win, WinKind
from cogs.wins.views import excerpt

_LABEL = 70
ALL = "all"

_STATE = {State.PRIVATE: "only you", State.REMOVED: "only you, taken out of the room"}


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the buttons of a page lead; None leaves one out."""

    open: Call
    filter: Call
    write: Call
    other: Call
    """From the wins to the list without dates, and back."""
    hide: Call
    newer: Call | None = None
    older: Call | None = None


def wins(found: Sequence[Win], ways: Ways, *, kind: WinKind | None, hidden: bool, filtered: bool, first: bool) -> Card:
    """`filtered`: only some were asked for. `first`: there is nothing newer."""
    body: list[Block] = []
    if not found and first and not filtered:
        body.append(Text("Nothing here yet. A win can be small: an email sent, a page read, an hour of rest."))
    elif not found:
        body.append(Text("None of your wins match that." if first else "There is nothing older."))
    for win in found:
        where = _STATE.get(win.state, "in the wins room")
        head = (Bold(win.kind.noun), " · ", When(win.at, WhenStyle.DATE), f" · {where}\n{excerpt(win.story)}")
        body.append(Text(head))
    if found:
        body.append(_opener(found, ways.open))
    if found or filtered:
        options = (Option("All kinds", ALL), *(Option(k.label, k.value) for k in WinKind))
        body.append(Select("Show one kind", options, ways.filter, kind.value if kind else None))
    body += _turning(ways)
    hiding = Button("Show wins again" if hidden else "Hide wins", ways.hide)
    write = Button("Write down a win", ways.write, Style.PLAIN if found else Style.PRIMARY)
    body.append(Actions((write, Button("Things I'm proud of", ways.other), thanks.mine_button(), hiding)))
    if hidden:
        body.append(Note("Wins are hidden: I leave them out of what I send you."))
    return Card("Your wins", tuple(body), Tone.WARM)


def brags(found: Sequence[Win], ways: Ways, *, first: bool) -> Card:
    body: list[Block] = []
    if not found and first:
        body.append(Text("This list has no dates. Keep what you're proud of here: a skill, a kind act, a hard thing."))
    elif not found:
        body.append(Text("There is nothing older."))
    body += [Text(f"· {excerpt(win.story)}") for win in found]
    if found:
        body.append(_opener(found, ways.open))
    body += _turning(ways)
    write = Button("Add to the list", ways.write, Style.PLAIN if found else Style.PRIMARY)
    body.append(Actions((write, Button("My wins", ways.other))))
    body.append(Note("Only you can see this list."))
    return Card("Things I'm proud of", tuple(body), Tone.WARM)


def _opener(found: Sequence[Win], call: Call) -> Select:
    options = tuple(Option(excerpt(win.story, _LABEL), str(win.id)) for win in found)
    return Select("Open one to change, share or delete it", options, call)


def _turning(ways: Ways) -> list[Block]:
    buttons = [Button("Newer", ways.newer)] if ways.newer else []
    buttons += [Button("Older", ways.older)] if ways.older else []
    return [Actions(tuple(buttons))] if buttons else []


def days_swapped() -> Card:
    return Card(
        "Those days are the other way round",
        (Text("“since” is after “until”, so no day lies between them. Swap them and try again."),),
        Tone.WARNING,
    )


def day_to_come(name: str) -> Card:
    return Card(
        "That day has not come yet",
        (Text(f"“{name}” is in the future. Choose today or a day before."),),
        Tone.WARNING,
    )
