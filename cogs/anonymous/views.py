"""What is said to somebody who writes without a name, or wants to. Every card here is for one person alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.people import anonymity
from bot.ui.card import Actions, Block, Bold, Button, Card, Note, Style, Text, Tone
from bot.ui.phrases import day_in_full
from cogs.anonymous import calls
from cogs.anonymous.model import ANSWERS_A_DAY, MEMBER_FOR, POSTS_A_DAY, Nameless, State
from cogs.anonymous.muting import FOR_GOOD
from cogs.help import api as help_now

NOT_FROM_HERE = (
    "From here I can't see that you may write in your community now. Use /share-anonymously in the community itself."
    " While you are timed out there, this is closed."
)
OFF = "Sharing without a name is switched off here. The organisers of this community decide about it."
ENOUGH_POSTS = f"You have sent {POSTS_A_DAY} posts today, and that is the most a day. Tomorrow there is room again."
ENOUGH_ANSWERS = f"You have sent {ANSWERS_A_DAY} answers today. That is the most a day. Tomorrow there is room again."
NO_WORDS = "Please write a few words. They are all that people see."
DAYS = anonymity.RIGHTS
THREAD_OVER = f"This post is not in the room any more, or it is older than {DAYS} days. So it takes no answers."
NOT_CHANGEABLE = "It can't be changed any more: people can see it, or it is gone."

_WAIT = "mostly within three hours"
_CARRIER = {
    "discord": "Discord carries your words to me together with your account.",
    "slack": (
        "Slack carries your words to me together with your account. Whoever may export this workspace’s data may see"
        " when you used me, not what you wrote."
    ),
}
_ANY_CARRIER = "The app you write in carries your words to me together with your account."


def too_new(from_then: datetime) -> str:
    return (
        f"This opens {MEMBER_FOR.days} days after you first used Cairn here: on {day_in_full(from_then.date())}."
        " It keeps out people who come only to hurt."
    )


_ASK = " If you think this is a mistake, ask for another look, without your name: in /share-anonymously."


def muted(until: datetime, *, may_ask: bool) -> str:
    """`may_ask`: there is one that they have not asked about."""
    ends = "until they lift it" if until == FOR_GOOD else f"until {day_in_full(until.date())}"
    return (
        f"Moderators have paused your posts without a name here {ends}. They acted on one of your posts and don't know"
        " whose it is. Everything with your name still works."
        f"{_ASK if may_ask else ''}"
    )


# Before writing


def compose(*, platform: str, reviewed: bool, why: str | None, news: bool, plea: Sequence[Block] = ()) -> Card:
    """Who could learn it, by how it is set now. `why`: they can't write now. `plea`: what they can do about it."""
    body: list[Block] = []
    if news:
        body.append(Text(Bold("A moderator decided about something you wrote. “Your posts” shows it.")))
    if why:
        body += [Text(why), *plea]
    else:
        body += _terms(platform, reviewed)
    write = () if why else (Button("Write", calls.write(reviewed), Style.PRIMARY),)
    body.append(Actions((*write, Button("Your posts", calls.MINE), help_now.button())))
    return Card("Share without your name", tuple(body), Tone.CARE)


def _terms(platform: str, reviewed: bool) -> list[Block]:
    first = "A moderator reads it first, without your name. Then it" if reviewed else "No moderator reads it first. It"
    after = "they accept it" if reviewed else "you send it"
    return [
        Text(
            "Members and moderators see your words and a made-up name. I show your own name to nobody,"
            " and keep it nowhere beside your words."
        ),
        Text(
            (
                Bold("Who could still find out: "),
                f"whoever runs this bot and holds its keys, for {DAYS} days. If moderators mute the author, for as long"
                f" as the mute lasts. {_CARRIER.get(platform, _ANY_CARRIER)}",
            )
        ),
        Text("In a small community people may guess. How you write and small details can tell who you are."),
        Text((Bold("When: "), f"{first} appears after a random while, {_WAIT} after {after}.")),
        Text(
            (
                Bold(f"For {DAYS} days "),
                "you can answer in your thread, withdraw your post and read decisions about it, under “Your posts”."
                " After that nobody can tell that it was yours, not even you. The post goes then, unless you let it"
                " stay.",
            )
        ),
        Note(
            f"{POSTS_A_DAY} posts a day. Text only: no links, names with an @ or files."
            " I send no message about it. Decisions wait here and on /home."
        ),
    ]


# Sending


def cant(why: str) -> Card:
    return Card("This isn't open to you now", (Text(why), Actions((help_now.button(),))), Tone.CARE)


def not_sent(why: str, words: str) -> Card:
    return Card("This isn't sent", (Text(why), *_kept(words), Actions((help_now.button(),))), Tone.WARNING)


def _kept(words: str) -> tuple[Block, ...]:
    return (Note("Here are your words, so that nothing is lost:"), Text(words)) if words else ()


def open_again(words: str) -> Card:
    """The form's number is taken: by what was sent with it before, or by chance."""
    body = (
        Text("This form was used before. Please open it again and send your words once more."),
        *_kept(words),
        Actions((Button("Back", calls.START), help_now.button())),
    )
    return Card("Open the form again", body, Tone.CARE)


def sent(post: Nameless) -> Card:
    what = "answer" if post.answer else "post"
    if post.state is State.REVIEW:
        next_ = f"A moderator reads it first. Once it is accepted, it appears {_WAIT}."
    else:
        next_ = f"It appears after a random while, {_WAIT}."
    return Card(
        "Sent without your name",
        (
            Text(next_),
            Note(f"I send no message about it. What becomes of your {what} stands under “Your posts”."),
            Actions((Button("Look at it", calls.own(post.id)), Button("Your posts", calls.MINE), help_now.button())),
        ),
        Tone.CARE,
    )


def gone() -> Card:
    """Also for what is somebody else's: nobody learns which."""
    return Card(
        "That one is not here",
        (
            Text(
                f"It is gone, or older than {DAYS} days, or it is not yours. Whose something older was, nobody can say"
                " any more."
            ),
            Actions((Button("Your posts", calls.MINE), help_now.button())),
        ),
        Tone.CARE,
    )
