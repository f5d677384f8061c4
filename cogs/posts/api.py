"""What features that post in public use: may this be posted, did it appear, and what `…` answers.

hindrance / refusal   before anything is queued: staff stopped the member, links, no room
link_hindrance        for words that others see elsewhere than in a chosen room
nameless_hindrance    for words without a name
contacts_in           what words tell of their author, to ask before they are posted
look_again            the same as words beside the field, for a form with a tick to post them all the same
has_link              for words that never hold one
place                 the room to show it in
may_appear            in the `@then` of `look_up`: does the author still stand well on the platform?
more                  the private card behind `…`
gone                  the author took the post back; reports about it say so
queued                what waits for staff here: reports, and requests for another look
waits                 something came into the queue of staff, of whichever feature
reported / decide     one report, for the queue: what was said, and the decision
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from bot.context import Context, Kind, Receipt, Result, RoomId, Standings
from bot.people import accounts, communities, members
from bot.safety import contacts
from bot.safety.contacts import Contact
from bot.safety.links import has_link, has_mention
from bot.ui.card import Button, Call, Card
from bot.ui.outcome import Reply
from bot.ui.wire import check_call
from cogs.posts import appeals_store as appeals
from cogs.posts import deciding, removals, store, views
from cogs.posts.calls import BACK_TO_QUEUE, TO_QUEUE
from cogs.posts.deciding import Decided, decide, reported
from cogs.posts.model import LATE, Act, Known, PersonReport, Post, Queued, RemoveForm, Waiting
from cogs.posts.views import ASKS, ASKS_NAME, STOPPED, SURE
from cogs.posts.wishes import ContentNote, Support, Wish

__all__ = [
    "ASKS",
    "ASKS_NAME",
    "BACK_TO_QUEUE",
    "LATE",
    "REMOVED_BY_HAND",
    "STOPPED",
    "SURE",
    "TO_QUEUE",
    "Act",
    "ContentNote",
    "Decided",
    "Fate",
    "Known",
    "PersonReport",
    "Post",
    "Queued",
    "RemoveForm",
    "Support",
    "Waiting",
    "Wish",
    "audit",
    "contacts_in",
    "contacts_told",
    "decide",
    "fate",
    "gone",
    "has_link",
    "hindrance",
    "known",
    "link_hindrance",
    "look_again",
    "may_appear",
    "more",
    "nameless_hindrance",
    "place",
    "queued",
    "refusal",
    "report_person",
    "reported",
    "waits",
    "why_removed",
]

REMOVED_BY_HAND = "removed"
"""The reason of a `Receipt` for a post that is not on the platform any more."""


def hindrance(ctx: Context, *texts: str, room: str) -> str | None:
    """Why the member may not post these texts in the community's room of that kind ("wins", "support"), in words for
    them; None when they may."""
    terms = store.terms(ctx, room)
    if terms.stopped:
        return views.STOPPED
    if terms.broken is None:
        return views.no_room(room)
    if terms.broken:
        return views.broken_room(room)
    if not terms.links_allowed and any(map(has_link, texts)):
        return views.LINKS
    return None


def link_hindrance(ctx: Context, *texts: str) -> str | None:
    """Why these texts may not be shown to others, by the community's rule about links; None when they may."""
    if not any(map(has_link, texts)) or communities.get(ctx.tx, ctx.community).links_allowed:
        return None
    return views.NO_LINKS


def nameless_hindrance(words: str) -> str | None:
    """Why words can't stand without a name, in words for whoever wrote them; None when they can."""
    if has_link(words):
        return views.NAMELESS_LINK
    return views.NAMELESS_MENTION if has_mention(words) else None


def contacts_in(ctx: Context, *texts: str) -> tuple[Contact, ...]:
    """What these words tell of the member: ask whether that is meant (`bot.safety.contacts.warning`) before others see
    it."""
    name = accounts.get(ctx.tx, ctx.account).name if ctx.account else ""
    return contacts.found("\n".join(texts), name=name, companies=ctx.cogs.companies(ctx.tx, ctx.member))


def look_again(ctx: Context, *texts: str, sure: bool, named: bool = False) -> str | None:
    """Asks its author whether words are meant that tell how to reach them; None where there is nothing to ask. `sure`:
    they ticked `SURE`. `named`: it stands under their name anyway."""
    told = () if sure else contacts_told(ctx, *texts, named=named)
    return views.look_again(told) if told else None


def contacts_told(ctx: Context, *texts: str, named: bool) -> tuple[Contact, ...]:
    """`contacts_in` without their name where the post bears it anyway."""
    return tuple(found for found in contacts_in(ctx, *texts) if not (named and found is Contact.NAME))


def refusal(ctx: Context, *texts: str, room: str) -> Card | None:
    """`hindrance` as a card that repeats the texts, so that nothing typed is lost; None when they may be posted."""
    why = hindrance(ctx, *texts, room=room)
    if why is None:
        return None
    return views.refusal(why, texts, may_ask=why == views.STOPPED and appeals.may_ask(ctx))


def place(ctx: Context, room: str) -> RoomId | None:
    """None until an organiser chose a room of that kind."""
    chosen = communities.room(ctx.tx, ctx.community, room)
    return chosen.id if chosen else None


def may_appear(ctx: Context, standings: Standings, *, author: int, what: str, again: Call) -> bool:
    """Whether what `look_up` found lets the post go out. If not, the author is told privately, and the feature keeps
    the text as private. `what` is the thing in the member's words ("win"), `again` an `@action` that tries again."""
    standing = next((s for s in standings.of if s.member == author), None)
    if members.stopped(ctx.tx, author, ctx.now):
        why = "stopped"
    elif standings.unanswered or standing is None:
        why = "unanswered"
    elif not standing.may_post:
        why = "standing"
    else:
        return True
    _tell_kept(ctx, author, what, why, again)
    return False


def _tell_kept(ctx: Context, author: int, what: str, why: str, again: Call) -> None:
    ctx.notify(
        author,
        Kind.ASKED,
        check_call(Call("posts.kept_private", (what, why, again.name, *again.args))),
        due=ctx.now,
        expires=ctx.now + timedelta(days=3),
        key=f"kept-private:{again.name}:{':'.join(map(str, again.args))}",
    )


def more(ctx: Context, post: Post, *, edit: Call | None, delete: Call, hide: Button | None = None) -> Reply:
    """The private card behind `…`, by who presses it. Author: edit, delete. Others: report, hide. Staff: also remove
    the post and stop its author from posting."""
    if post.author is not None and ctx.member == post.author:
        return Reply(views.more_own(post.title, edit=edit, delete=delete))
    return Reply(views.more(store.note(ctx, post), hide=hide, roles=ctx.roles))


def gone(ctx: Context, key: str) -> None:
    """The author took the post back."""
    store.gone(ctx, key)


def report_person(ctx: Context, form: PersonReport, *, key: str, title: str, whom: int) -> None:
    """`ctx.member` reports somebody they met where staff don't read. Moderators see the report beside those about
    posts and may stop the person; the reporter hears what came of it, the reported hears of nothing. `title` says where
    they met, in words of ours; a second report under the same key by the same person replaces the first."""
    store.report(ctx, store.note_person(ctx, key, title, whom), form)
    deciding.waits(ctx)


def queued(ctx: Context) -> list[Queued]:
    """The reported posts and people, and who asks for another look; a member's own are for the others to decide."""
    return [*store.queued(ctx), *appeals.queued(ctx)]


def known(ctx: Context, post: int) -> Known | None:
    """A post that was reported here, or a person; also one that is gone."""
    return store.get(ctx.tx, ctx.community, post)


def waits(ctx: Context) -> None:
    """Something came into the queue, of whichever feature: staff are reminded when it waits for too long."""
    deciding.waits(ctx)


def why_removed(ctx: Context, key: str) -> str:
    """The reason that staff gave for taking down a post, for a feature whose posts have no author here; or nothing."""
    return removals.why(ctx.tx, ctx.community, key)


def audit(ctx: Context, act: str, *, member: int | None = None, key: str = "") -> None:
    """Writes down what staff did, to whom, about which post. Never content."""
    store.audit(ctx, act, member, key)


class Fate(Enum):
    """What became of a post, after a `Receipt`."""

    SHOWN = "shown"
    REMOVED = "removed"
    """Deleted by hand on the platform."""
    PRIVATE = "private"
    """It could not be posted; the author is told."""


def fate(ctx: Context, receipt: Receipt, *, author: int, what: str, again: Call) -> Fate:
    """For the feature's `@then` of `show`: reads the receipt, and tells the author of a post that can't appear."""
    if receipt.result is Result.DONE:
        return Fate.SHOWN
    if receipt.reason == REMOVED_BY_HAND:
        store.gone(ctx, receipt.key)
        return Fate.REMOVED
    _tell_kept(ctx, author, what, "room", again)
    return Fate.PRIVATE
