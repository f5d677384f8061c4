"""Handlers of one of these cogs that another one's code, or another feature, leads to, by name."""

from __future__ import annotations

from bot.ui.card import Call

START = Call("anonymous.start")
"""What is said before somebody writes, and their own posts; in place of the card."""
MINE = Call("anonymous.mine")
"""One's own of the last 30 days, in place of the card."""
SETTINGS = Call("anonymoussettings.settings")
"""For organisers, in place of the card."""
MUTES = Call("anonymousreview.mutes")
"""For moderators: who is muted, by post. In place of the card."""
BATCH = Call("anonymousbatch.batch")


def write(reviewed: bool) -> Call:
    """Opens the form of a new post. `reviewed`: the person has read that a moderator reads it first."""
    return Call("anonymous.write", (reviewed,))


def own(post: int) -> Call:
    """One of one's own: what became of it, what can be done. In place of the card."""
    return Call("anonymous.own", (post,))


def change(post: int) -> Call:
    """Opens the form with one's own words."""
    return Call("anonymous.change", (post,))


def ask_withdraw(post: int) -> Call:
    return Call("anonymous.ask_withdraw", (post,))


def withdraw(post: int) -> Call:
    return Call("anonymous.withdraw", (post,))


def stay(post: int, stays: bool) -> Call:
    """Whether it stays in the room when nobody can say any more whose it is."""
    return Call("anonymous.stay", (post, stays))


def reveal(post: int) -> Call:
    """The words behind a content note, for whoever presses."""
    return Call("anonymouspost.reveal", (post,))


def support(post: int, kind: str) -> Call:
    return Call("anonymouspost.support", (post, kind))


def take_back(post: int, kind: str) -> Call:
    return Call("anonymouspost.take_back", (post, kind))


def answer(post: int) -> Call:
    """Opens the form of an answer without a name. `post` is the thread's post."""
    return Call("anonymouspost.answer", (post,))


def more(post: int) -> Call:
    """What `…` opens, on a post or an answer."""
    return Call("anonymouspost.more", (post,))


def review(post: int) -> Call:
    """For moderators: what waits to be reviewed, from the queue. In place of the card."""
    return Call("anonymousreview.review", (post,))


def ask_mute(post: int) -> Call:
    """For moderators: opens the form."""
    return Call("anonymousreview.ask_mute", (post,))


def plead(mute: int) -> Call:
    """Opens the form in which whoever is muted asks for another look."""
    return Call("anonymousplea.ask", (mute,))


def look_at_plea(mute: int) -> Call:
    """For moderators: what they asked, from the queue. In place of the card."""
    return Call("anonymousplea.look", (mute,))


def removed(post: int) -> Call:
    """A job: staff took it down."""
    return Call("anonymouspost.removed", (post,))


def posted(post: int) -> Call:
    """The `@then` of a post or an answer that was shown."""
    return Call("anonymousbatch.posted", (post,))
