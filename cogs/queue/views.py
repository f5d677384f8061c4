"""The cards of the queue."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Hidden,
    Inline,
    Mention,
    Note,
    Style,
    Text,
    When,
    WhenStyle,
)
from cogs.posts.api import Known, Queued, Waiting

BEFORE = "Another moderator has decided that one already."
NOT_YOURS = "That one is not for you to decide, or it is gone."
CLOSED = "The report is closed. Whoever made it is told."
STAYS = "The post stays. Whoever reported it is told."
REMOVED = "The post is removed. Its author and whoever reported it are told."


def board(
    items: Sequence[Queued],
    *,
    total: int,
    first: int,
    earlier: Call | None,
    later: Call | None,
    mutes: Button | None,
    note: str = "",
) -> Card:
    """`note`: what came of the last press. `first`: the number of the first of these. `mutes`: to who is muted."""
    body: list[Block] = [Note(note)] if note else []
    if not items:
        body.append(Text("Nothing is waiting."))
        body.append(Note("Reports, posts that wait for you, and requests for another look come here."))
        body += [Actions((mutes,))] if mutes else []
        return Card("The queue", tuple(body))
    body.append(Text("One thing is waiting." if total == 1 else f"{total} things are waiting, the oldest first."))
    for n, item in enumerate(items, first):
        words: list[Inline] = [Bold(f"{n}. {item.title}"), " · ", When(item.since, WhenStyle.RELATIVE)]
        if item.overdue:
            words.append(" · more than a day")
        body.append(Text(tuple(words)))
        body.append(Actions((Button(f"Open {n}", item.open),)))
    turn = [Button("Earlier ones", earlier)] if earlier else []
    turn += [Button("More", later)] if later else []
    turn += [mutes] if mutes else []
    if turn:
        body.append(Actions(tuple(turn)))
    return Card("The queue", tuple(body))


def report(item: Waiting, *, leave: Call, remove: Call, reveal: Call, stop: Call | None, back: Button) -> Card:
    """`stop`: for a reported person, where whoever looks may stop somebody."""
    post = item.post
    body: list[Block] = []
    gone = " (it is gone since)" if post.gone else ""
    if post.person:
        body.append(Text((Bold(post.title), ": ", author(post))))
    else:
        body += [Text((Bold(post.title), " by ", author(post), gone)), _words(post, reveal)]
    said: list[Inline] = []
    for told in item.told:
        said += ["\n"] if said else []
        said += [told.reason.label, ", ", When(told.at, WhenStyle.RELATIVE)]
        said += [f": {told.note}"] if told.note else []
    body += [Note("Reported:"), Text(tuple(said)), Note("Nobody learns who reported it. What you do is written down.")]
    buttons: list[Button] = []
    if post.person:
        buttons += [Button("Stop this person", stop, Style.DANGER)] if stop else []
        buttons.append(Button("Close", leave))
    else:
        buttons += [] if post.gone else [Button("Remove the post", remove, Style.DANGER)]
        buttons.append(Button("Leave it", leave))
        buttons += [Button("Mute the author of this post", post.mute)] if post.mute and stop else []
    body.append(Actions((*buttons, back)))
    return Card("A report", tuple(body))


def author(post: Known) -> Inline:
    return "somebody who wrote it without a name" if post.author is None else Mention(post.author)


def _words(post: Known, reveal: Call) -> Block:
    """Behind a content note they stay hidden until somebody presses, as they do in the room."""
    if not post.note:
        return Text(post.excerpt or "Its words are not kept.")
    return Hidden(f"Content note: {post.note}", post.excerpt, reveal)


def revealed(post: Known) -> Card:
    return Card(post.title, (Note(f"Content note: {post.note}"), Text(post.excerpt)))


def late(count: int) -> Card:
    """For a room, or for one person. It may be read by anybody there: no name, and nothing of what waits."""
    what = "One thing has" if count == 1 else f"{count} things have"
    return Card(
        "Something waits for moderators",
        (
            Text(f"{what} been waiting for more than a day. Send /mod queue in the community to look."),
            Note("I remind you once a day while something waits."),
        ),
    )
