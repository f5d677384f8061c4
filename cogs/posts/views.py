"""Every word about posts in general."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.people.roles import STAFF, Role
from bot.safety import contacts
from bot.safety.contacts import Contact
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Divider,
    Hidden,
    Inline,
    Mention,
    Note,
    Style,
    Text,
    Tone,
    When,
)
from bot.ui.phrases import named
from cogs.posts.appeals_views import another_look
from cogs.posts.calls import TO_QUEUE
from cogs.posts.model import Known
from cogs.posts.removals import Removal

STOPPED = (
    "Moderators have paused your posts here for now. Everything private still works, and nothing you write is lost."
    " If you think this is a mistake, you can ask them for another look with /appeal."
)
LINKS = "It holds a link or an invite, and this community has switched links off in posts. Take it out, then post it."
NO_LINKS = "It holds a link or an invite, and this community has switched links off. Take it out, then save it."
NAMELESS_LINK = "Please leave out links. What stands without a name stands without links too."
NAMELESS_MENTION = "Please leave out names with an @. Nobody is called by name here."

SURE = "Post it even if it holds contact details"
"""The tick of a form whose words others see."""
ASKS = "I ask before an address, a number or a company goes out."
ASKS_NAME = "I ask before a name, an address, a number or a company goes out."
"""The same for words without a name."""


def look_again(found: Sequence[Contact]) -> str:
    return f"{contacts.warning(found)} To send it as it is, tick “{SURE}”."


def no_room(room: str) -> str:
    return f"There is no {room} room here yet. An organiser can choose one with /setup."


def broken_room(room: str) -> str:
    return f"I can't post in the {room} room right now. An organiser can mend that with /setup."


def refusal(why: str, texts: Sequence[str], *, may_ask: bool) -> Card:
    """`may_ask`: they are stopped, and have not asked for another look."""
    kept = [Text(text) for text in texts if text.strip()]
    body: list[Block] = [Text(why)]
    if kept:
        body += [Note("Here are your words, so that nothing is lost:"), *kept]
    if may_ask:
        body.append(Actions((another_look(),)))
    return Card("This isn't posted", tuple(body), Tone.WARNING)


_WHY = {
    "stopped": "Moderators have paused your posts here for now.",
    "unanswered": "I couldn't reach the platform to check that it may go out.",
    "room": "I couldn't post in the room. An organiser can look at it with /setup.",
    "standing": "Your account can't post in this community at the moment.",
}


def kept_private(what: str, why: str, again: Call, *, may_ask: bool) -> Card:
    return Card(
        f"Your {what} wasn't posted",
        (
            Text(f"{_WHY.get(why, _WHY['unanswered'])} Your {what} is kept, and only you can see it."),
            Actions((Button("Try again", again), *((another_look(),) if may_ask else ()))),
        ),
    )


# What is behind `…`


def more_own(title: str, *, edit: Call | None, delete: Call) -> Card:
    buttons = [Button("Edit", edit)] if edit else []
    return Card(title, (Text("This post is yours."), Actions((*buttons, Button("Delete", delete)))))


def more(post: Known, *, hide: Button | None, roles: frozenset[Role]) -> Card:
    report = Button("Report", Call("posts.report", (post.id,)))
    hiding = (hide,) if hide else ()
    body: list[Block] = [
        Text(("A post by ", _author(post), ".")),
        Actions((report, *hiding)),
    ]
    if roles & STAFF:
        remove = Button("Remove the post", Call("posts.ask_remove", (post.id,)), Style.DANGER)
        body += [Divider(), Note("For staff. What you do here is written down."), Actions((remove, *_against(post)))]
    return Card(post.title, tuple(body))


def _author(post: Known) -> Inline:
    return "somebody who wrote it without a name" if post.author is None else Mention(post.author)


def _against(post: Known) -> tuple[Button, ...]:
    """Against whoever wrote it: named, they are stopped; without a name only the feature can find them."""
    if post.author is not None:
        return (Button("Stop this person from posting", Call("posts.stop_author", (post.id,))),)
    return (Button("Mute the author of this post", post.mute),) if post.mute else ()


def post_gone() -> Card:
    return Card("This post is gone", (Text("It was taken down since, so there is nothing left to do here."),))


def ask_remove(post: Known) -> Card:
    return Card(
        "Remove this post?",
        (
            Text((Bold(post.title), " by ", _author(post))),
            _words(post),
            Note("It disappears for everybody. Its author keeps the words, and reads your reason if you give one."),
            Actions(
                (
                    Button("Remove the post", Call("posts.remove", (post.id,)), Style.DANGER),
                    Button("Leave it", Call("posts.never_mind")),
                )
            ),
        ),
    )


def _words(post: Known) -> Block:
    """Behind a content note they stay hidden until somebody presses, as they do in the room."""
    if not post.note:
        return Text(post.excerpt)
    return Hidden(f"Content note: {post.note}", post.excerpt, Call("posts.reveal", (post.id,)))


def revealed(post: Known) -> Card:
    return Card(post.title, (Note(f"Content note: {post.note}"), Text(post.excerpt)))


def never_mind() -> Card:
    return Card("Nothing changed", (Text("The post stays as it is."),))


def removed() -> Card:
    return Card("The post is removed", (Text("It disappears in a moment. Whoever wrote it keeps the words."),))


def was_removed(title: str, removal: Removal | None) -> Card:
    """Everything that was taken away: the words, and why."""
    body: list[Block] = [Text(f"Moderators took down this post: {title}.")]
    if removal is not None and removal.reason:
        body += [Note("They wrote:"), Text(removal.reason)]
    if removal is not None and removal.words:
        body += [Note("Here are your words, so that nothing is lost:"), Text(removal.words)]
    body.append(Note("Only you see this. If you would like to know more, talk to a moderator."))
    return Card("A post of yours was taken down", tuple(body))


# Reports


def report_behind(more: Call) -> Card:
    return Card(
        "Report this post",
        (
            Text("Behind the button you say what is wrong. Moderators read it, and nobody is told who reported."),
            Actions((Button("Go on", more),)),
        ),
    )


_ELSEWHERE = {
    "discord": "To report it to Discord, open the menu of the message and choose Report Message.",
    "slack": "Slack has no report of its own. Whoever runs this workspace can remove messages.",
}


def report_elsewhere(platform: str, moderators: Sequence[int]) -> Card:
    """`moderators`: those on our list. Where a role of the platform makes them, the platform alone knows them."""
    ask: tuple[Inline, ...] = (" ", *named(moderators), " can help.") if moderators else ()
    body: list[Block] = [
        Text("This is no post of mine, or one without a report. I did not read it, and I keep nothing of it."),
        Text(("To tell the moderators here, please write to one of them, with a link to the message.", *ask)),
    ]
    if how := _ELSEWHERE.get(platform):
        body.append(Text(how))
    body.append(Note("Posts that I made for members have … below them. Report is behind it."))
    return Card("Reporting this message", tuple(body))


def report_kept() -> Card:
    return Card(
        "Thank you for telling us",
        (
            Text("Moderators will look at it. Nobody is told who reported it."),
            Note("I will tell you what came of it."),
        ),
    )


def person_outcome(acted: bool) -> Card:
    came = "They took a step." if acted else "They closed it without a further step."
    return Card(
        "About the person you reported",
        (
            Text(
                f"Moderators looked at what you wrote. {came} You two are not matched again. Thank you for telling us."
            ),
        ),
    )


def report_outcome(removed: bool) -> Card:
    came = "They took it down." if removed else "They decided that it stays."
    return Card("About the post you reported", (Text(f"Moderators looked at it. {came} Thank you for telling us."),))


# Stopping


def stopped_now(member: int, until: datetime | None, *, queue: bool) -> Card:
    """`queue`: they came from there."""
    when: tuple[Inline, ...] = ("until ", When(until)) if until else ("until a moderator lifts it",)
    return Card(
        "Posts are stopped",
        (
            Text((Mention(member), " can't post ", *when, ". Everything private still works for them.")),
            Actions((Button("Let them post again", Call("posts.lift", (member,))), *((TO_QUEUE,) if queue else ()))),
        ),
    )


def you_are_stopped(until: datetime | None, *, may_ask: bool) -> Card:
    when: tuple[Inline, ...] = ("until ", When(until)) if until else ("for now",)
    return Card(
        "Your posts are paused",
        (
            Text(("Moderators have paused your posts in this community ", *when, ".")),
            Text(
                "Everything private still works. If you think this is a mistake, you can ask for another look, also"
                " later with /appeal."
            ),
            *((Actions((another_look(),)),) if may_ask else ()),
        ),
    )


def allowed_now(member: int) -> Card:
    return Card("Posts are open again", (Text((Mention(member), " can post again.")),))


def you_may_post() -> Card:
    return Card("You can post again", (Text("Moderators have opened posts for you again."),))


def not_yourself() -> Card:
    return Card("That is you", (Text("You can't stop yourself from posting."),))


def unknown_person() -> Card:
    return Card(
        "I don't know this person here",
        (Text("They have never used Cairn in this community, so there are no posts of theirs to stop."),),
    )
