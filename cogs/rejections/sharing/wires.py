"""Handlers of one of these cogs that another one's cards lead to, by name. What is on posts is never renamed."""

from __future__ import annotations

from bot.ui.card import Call
from cogs.rejections.sharing.model import Audience, Press

# Of `rejections`


def appear(share: int) -> Call:
    """Told how the author stands: posts it, or changes the post to what it says now."""
    return Call("rejections.appear", (share,))


def posted(share: int) -> Call:
    return Call("rejections.posted", (share,))


def retry(share: int) -> Call:
    """Shows what is kept."""
    return Call("rejections.retry", (share,))


def reveal(share: int) -> Call:
    return Call("rejections.reveal", (share,))


def press(share: int, press: Press) -> Call:
    return Call("rejections.support" if press is Press.WITH else "rejections.been_there", (share,))


def take_back(share: int, press: Press) -> Call:
    return Call("rejections.take_back", (share, press.value))


def more(share: int) -> Call:
    return Call("rejections.more", (share,))


def edit(share: int) -> Call:
    return Call("rejections.edit_post", (share,))


def delete(share: int) -> Call:
    return Call("rejections.delete_post", (share,))


# Of `rejectionshare`


def to(rejection: int, audience: Audience, place: int) -> Call:
    """Opens the form for these people."""
    return Call("rejectionshare.to", (rejection, audience.value, place))


def stay_private(rejection: int) -> Call:
    return Call("rejectionshare.stay_private", (rejection,))


def look(share: int) -> Call:
    """What its author shared."""
    return Call("rejectionshare.look", (share,))


def change(share: int) -> Call:
    """Opens the form again, with what its author was asked about."""
    return Call("rejectionshare.change", (share,))


def post_change(share: int) -> Call:
    return Call("rejectionshare.post_change", (share,))


def leave(share: int) -> Call:
    """As it is: kept, or shown with the words from before."""
    return Call("rejectionshare.leave", (share,))


def told(share: int) -> Call:
    """The notice for people who have no room to read it in."""
    return Call("rejectionshare.told", (share,))


def read(share: int) -> Call:
    return Call("rejectionshare.read", (share,))


def not_shown(share: int) -> Call:
    """The notice that nobody was left to show it to."""
    return Call("rejectionshare.not_shown", (share,))
