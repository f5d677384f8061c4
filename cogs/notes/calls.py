"""What the parts of notes call of each other, by name."""

from __future__ import annotations

from bot.ui.card import Call


def of(name: str, note: int) -> Call:
    """Something about one note."""
    return Call(name, (note,))


SHOW = "notes.show"
REWORD = "notes.reword"
RETONE = "notes.retone"
CHANGE = "notes.change"
FILE = "notes.file"
KEEP = "notes.keep"
ASK_DELETE = "notes.ask_delete"
REMIND = "notereply.remind"
SENT = "notereply.sent"
REPLIED = "notereply.replied"
MINE = Call("notes.mine", (0,))
