"""The cards of the list of what somebody wants next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui import limits
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Note, Option, Select, Style, Text
from bot.ui.phrases import cut
from cogs.reflect import calls
from cogs.reflect.model import Kind, Want

BLANK = "Please write a few words."


def page(found: Sequence[Want], *, open: Call, add: Call, newer: Call | None, older: Call | None) -> Card:
    body: list[Block] = [_told(want) for want in found]
    if found:
        options = tuple(Option(cut(want.text, limits.OPTION_LABEL), str(want.id)) for want in found)
        body.append(Select("Change or delete one", options, open))
    else:
        body.append(Text("Work, people, a place, a pace: what you want in the next one. Looking back fills this list."))
    turn = [Button(label, call) for label, call in (("Newer", newer), ("Older", older)) if call]
    body += [Actions((Button("Add one", add), *turn, calls.earlier_button())), Note("Only you see this list.")]
    return Card("What I want next", tuple(body))


def one(want: Want, *, change: Call, delete: Call, back: Call) -> Card:
    buttons = (Button("Change it", change), Button("Delete it", delete), Button("Back to the list", back))
    return Card("What I want next", (_told(want), Actions(buttons)))


def ask_delete(want: Want, *, delete: Call, keep: Call) -> Card:
    buttons = (Button("Yes, delete it", delete, Style.DANGER), Button("Leave it as it is", keep))
    return Card("Delete this line?", (_told(want), Text("It can't be brought back."), Actions(buttons)))


def gone(*, back: Call) -> Card:
    body = (Text("It was deleted, or it is somebody else's. Nothing changed."), Actions((Button("The list", back),)))
    return Card("This line is gone", body)


def _told(want: Want) -> Text:
    return Text(want.text) if want.kind is Kind.OWN else Text((Bold(want.kind.label), f": {want.text}"))
