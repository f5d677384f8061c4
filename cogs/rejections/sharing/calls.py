"""Handlers of one of these cogs that another one's code leads to, by name. What is on posts is never renamed."""

from __future__ import annotations

from bot.ui.card import Call
from cogs.rejections.sharing.model import Audience

# Of `rejectionshare`: its author


def to(rejection: int, audience: Audience, place: int) -> Call:
    """Opens the form for these people."""
    return Call("rejectionshare.to", (rejection, audience.value, place))


def stay_private(rejection: int) -> Call:
    return Call("rejectionshare.stay_private", (rejection,))


def look(share: int) -> Call:
    """What its author shared."""
    return Call("rejectionshare.look", (share,))


def change(share: int) -> Call:
    """Opens the form with the words as they are, or with those that its author was asked about."""
    return Call("rejectionshare.change", (share,))


def post_change(share: int) -> Call:
    return Call("rejectionshare.post_change", (share,))


def leave(share: int) -> Call:
    """As it is: kept, or shown with the words from before."""
    return Call("rejectionshare.leave", (share,))


def retry(share: int) -> Call:
    """Shows what is kept."""
    return Call("rejectionshare.retry", (share,))


def delete(share: int) -> Call:
    return Call("rejectionshare.delete", (share,))


def not_shown(share: int) -> Call:
    """The notice that nobody was left to show it to."""
    return Call("rejectionshare.not_shown", (share,))


# Of `rejectionpost`: those whom it is for


def appear(share: int) -> Call:
    """Told how the author stands: posts it, or changes the post to what it says now."""
    return Call("rejectionpost.appear", (share,))


def posted(share: int) -> Call:
    """The `@then` of a post."""
    return Call("rejectionpost.posted", (share,))


def removed(share: int) -> Call:
    """A job: staff took it down."""
    return Call("rejectionpost.removed", (share,))


def reveal(share: int) -> Call:
    """The words behind a content note, for whoever presses."""
    return Call("rejectionpost.reveal", (share,))


def support(share: int, kind: str) -> Call:
    return Call("rejectionpost.support", (share, kind))


def take_back(share: int, kind: str) -> Call:
    return Call("rejectionpost.take_back", (share, kind))


def supported(day: int) -> Call:
    """The notice that says once a day who is with them."""
    return Call("rejectionpost.supported", (day,))


def more(share: int) -> Call:
    """What `…` opens."""
    return Call("rejectionpost.more", (share,))


def told(share: int) -> Call:
    """The notice for people who have no room to read it in."""
    return Call("rejectionpost.told", (share,))


def read(share: int) -> Call:
    return Call("rejectionpost.read", (share,))
