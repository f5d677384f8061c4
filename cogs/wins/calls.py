"""Handlers of one of these cogs that another one's code leads to, by name. What is on posts is never renamed."""

from __future__ import annotations

from bot.ui.card import Call

WRITE = Call("wins.write")
"""Opens the form for a win that only its author sees."""


def edit(win: int, to_post: bool = False) -> Call:
    """Opens the form. `to_post`: they were on the way to post it, or its change."""
    return Call("wins.edit", (win, to_post))


def post(win: int, meant: str = "") -> Call:
    """Posts a private one. `meant`: what its author was asked about and wants to be seen."""
    return Call("wins.post", (win, meant))


def post_change(win: int, meant: str) -> Call:
    return Call("wins.post_change", (win, meant))


def leave_post(win: int) -> Call:
    """The post stays as it was."""
    return Call("wins.leave_post", (win,))


def in_roundup(win: int, on: bool) -> Call:
    return Call("wins.in_roundup", (win, on))


def ask_delete(win: int) -> Call:
    return Call("wins.ask_delete", (win,))


def look(win: int) -> Call:
    """One's own win, in place of the card."""
    return Call("wins.look", (win,))


# In the room


def appear(win: int) -> Call:
    """Told how the author stands: posts it, or keeps it private."""
    return Call("winpost.appear", (win,))


def changed(win: int) -> Call:
    """The same after an edit: the post follows, or is taken back."""
    return Call("winpost.changed", (win,))


def shown(win: int) -> Call:
    """The `@then` of a post."""
    return Call("winpost.shown", (win,))


def cheer(win: int) -> Call:
    return Call("winpost.cheer", (win,))


def more(win: int) -> Call:
    """What `…` opens."""
    return Call("winpost.more", (win,))


def digest(day: int) -> Call:
    """The notice that says once a day who cheered."""
    return Call("winpost.digest", (day,))


# The weekly round-up. `day`: the ordinal of the Sunday that ends the week.


def roundup_check(day: int) -> Call:
    return Call("winroundup.check", (day,))


def roundup_post(day: int) -> Call:
    return Call("winroundup.post", (day,))


def roundup_again(day: int) -> Call:
    return Call("winroundup.again", (day,))


def roundup_more(day: int) -> Call:
    return Call("winroundup.more", (day,))


# Looking back

MINE = Call("winlist.mine")
"""One's own wins, as a new card."""
LIST = Call("winlist.page", ("", 0, 0, 0))
"""The same in place of the card."""
PROUD_OF = Call("winlist.proud_of", (0,))
HIDE = Call("winlist.hide")


def edit_brag(win: int) -> Call:
    """Opens the form of something on that list."""
    return Call("winlist.edit_brag", (win,))
