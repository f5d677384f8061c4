"""A win as its author sees it, with what they may do about it now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.safety.contacts import Contact
from bot.ui.card import Button, Card, Style
from cogs.wins import calls, views, views_asked
from cogs.wins.model import State, Tell, Win


def receipt(win: Win, *, note: str = "", heading: str = "Kept") -> Card:
    delete = Button("Delete", calls.ask_delete(win.id))
    if win.brag:
        edit = Button("Edit", calls.edit_brag(win.id))
        return views.receipt(win, (edit, delete, Button("My list", calls.PROUD_OF)), heading=heading)
    edit, mine = Button("Edit", calls.edit(win.id)), Button("My wins", calls.LIST)
    first: tuple[Button, ...] = ()
    if win.public:
        said = "yes" if win.roundup else "no"
        first = (Button(f"In the weekly round-up: {said}", calls.in_roundup(win.id, not win.roundup)),)
    elif win.state is State.PRIVATE:
        first = (Button("Post it in the wins room", calls.post(win.id), Style.PRIMARY),)
    return views.receipt(win, (*first, edit, delete, mine), note=note, heading=heading)


def before_posting(win: Win, found: Sequence[Contact]) -> Card:
    """Asks whether what was found in its words is meant for everybody."""
    ways = (
        Button("Post it", calls.post(win.id, " ".join(found))),
        Button("Change it", calls.edit(win.id, True)),
        Button("Keep it private", calls.look(win.id)),
    )
    return views_asked.before_posting(win.story, win.behind, found, ways)


def before_changing(win: int, form: Tell, found: Sequence[Contact]) -> Card:
    """The same about new words of one that is posted."""
    ways = (
        Button("Post it", calls.post_change(win, " ".join(found))),
        Button("Change it", calls.edit(win, True)),
        Button("Leave the post as it was", calls.leave_post(win)),
    )
    return views_asked.before_changing(form.story.strip(), form.behind.strip(), found, ways)
