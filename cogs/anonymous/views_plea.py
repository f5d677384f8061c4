"""The words of another look at a mute: for whoever is muted, and for moderators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Note, Style, Text, Tone
from bot.ui.phrases import cut, day_in_full
from cogs.anonymous import calls
from cogs.anonymous.pleas import Plea
from cogs.help import api as help_now
from cogs.posts.api import BACK_TO_QUEUE

TITLE = "Another look at a mute"
NO_WORDS = "Please write a few words. They are all that moderators see."
_ABOUT = 300
"""Characters of the post that moderators are reminded of."""

# To whoever is muted


def told(found: Sequence[Plea], *, may_ask: bool) -> tuple[Block, ...]:
    """Below the words that say that they are muted: the way to ask, or what came of it."""
    body: list[Block] = []
    for plea in found:
        if plea.waits:
            body.append(Note("You asked for another look. Moderators have not answered so far. Look again here later."))
        elif plea.answered:
            said = f" They wrote: “{plea.reply}”" if plea.reply else ""
            body.append(Note(f"You asked for another look. Moderators looked again, and it stays.{said}"))
    ask = next((plea for plea in found if not plea.asked), None) if may_ask else None
    if ask is not None:
        body.append(Actions((Button("Ask for another look", calls.plead(ask.id)),)))
    return tuple(body)


def asked() -> Card:
    return Card(
        "It is with the moderators",
        (
            Text("A moderator reads your words, without your name. Nobody learns who wrote them."),
            Note("They are volunteers. I send no message about it. The answer waits for you in /share-anonymously."),
            _HOME,
        ),
        Tone.CARE,
    )


def asked_before(plea: Plea) -> Card:
    return Card("You asked about this one before", (*told((plea,), may_ask=False), _HOME), Tone.CARE)


def not_asked(why: str, words: str) -> Card:
    """Also for what is somebody else's: nobody learns which."""
    kept = (Note("Here are your words, so that nothing is lost:"), Text(words)) if words else ()
    return Card("There is nothing to ask here", (Text(why), *kept, _HOME), Tone.CARE)


GONE = "This mute is over or lifted, or it is not about a post of yours."
CLOSED = "This is closed to you now. Use /share-anonymously in the community itself: it says why."
_HOME = Actions((Button("Back", calls.START), help_now.button()))


# To moderators


def plea(found: Plea, post: str | None, *, lift: Call, stays: Call) -> Card:
    """`post`: what the mute was about, while it is there and not behind a content note."""
    since = day_in_full(date.fromordinal(found.day))
    end = "until a moderator lifts it" if found.until is None else f"until {day_in_full(found.until.date())}"
    body: list[Block] = [Text(f"The author of a post is muted since {since}, {end}. They ask for another look:")]
    body.append(Text(found.words))
    if post:
        body.append(Text((Bold("The post was: "), f"“{cut(post, _ABOUT)}”")))
    body += [
        Note(
            "Nobody learns who it is. Your answer goes to them alone, at their next visit, without your name. What you"
            " do here is written down."
        ),
        Actions((Button("Lift the mute", lift, Style.PRIMARY), Button("It stays", stays), BACK_TO_QUEUE)),
    ]
    return Card(TITLE, tuple(body))


def decided(note: str) -> Card:
    return Card(TITLE, (Text(note), Actions((BACK_TO_QUEUE,))))


LIFTED = "The mute is lifted. Whoever it was can write without a name again."
STAYS = "It stays as it is. They read that at their next visit, with what you wrote."
BEFORE = "It is decided: another moderator was first, you pressed twice, or the mute is over. Nothing more was changed."
