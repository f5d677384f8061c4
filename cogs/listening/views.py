"""The cards of listening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Link, Note, Style, Text, Tone, When, WhenStyle
from cogs.help import api as help_now
from cogs.listening.model import KEPT_POSTS, MEMBER_FOR, Caps, Choice, Post

QUEUED = "A post nobody has answered"

_TIPS = (
    "Thank them for writing, and listen first.",
    "Ask before you give advice.",
    "Don't promise to keep it secret, and don't guess at an illness.",
    "If you are worried about somebody, hand over to the moderators.",
)
_HANDED = "/help-now lists help lines by country, for you too. Moderators are people, and not here all the time."


# On and off duty


def on_duty(caps: Caps, *, change: Call, off: Call, unreached: bool) -> Card:
    body: list[Block] = [
        Text("Now and then, when a post in the support room waits for an answer, I send you a private message."),
        Text((Bold("At most:"), f" {_caps(caps)}. Never while you rest or in your quiet hours.")),
        Text("You can pass each time, and nobody is told. Most of the time a few kind words are enough."),
    ]
    if unreached:
        body.append(Text("My messages don't reach you yet, so I can't ask you. On /home you can change that."))
    body += [
        Text((Bold("What helps"), "\n" + "\n".join(f"• {tip}" for tip in _TIPS))),
        Note(_HANDED),
        Actions((Button("How often", change), help_now.button(), Button("Turn off", off))),
    ]
    return Card("You are listening", tuple(body), Tone.WARM)


def _caps(caps: Caps) -> str:
    return f"{caps.daily} a day and {caps.weekly} a week"


def off_duty(on: Call) -> Card:
    return Card(
        "You are off duty",
        (
            Text("I don't ask you about posts any more. Nobody is told."),
            Actions((Button("Turn on again", on),)),
        ),
    )


def was_off(on: Call) -> Card:
    return Card(
        "You are off duty",
        (Text("You were not listening, so nothing changed."), Actions((Button("Turn on", on),))),
    )


def too_new(since: datetime) -> Card:
    return Card(
        "Not yet",
        (
            Text(
                (
                    f"Listeners have used Cairn here for {MEMBER_FOR.days} days or more. You can turn it on from ",
                    When(since, WhenStyle.DATE_TIME),
                    " on.",
                )
            ),
            Note("Until then you can answer in the support room like everybody."),
        ),
    )


def stopped() -> Card:
    return Card("Not now", (Text("Moderators have stopped your posts for a while, so you can't listen meanwhile."),))


def not_of_the_role() -> Card:
    return Card(
        "Listeners are chosen here",
        (
            Text("Organisers chose that only people with the listener role are asked. You can ask them for it."),
            Note("Everybody can answer in the support room, without any role."),
        ),
    )


def switched_off() -> Card:
    return Card(
        "Listening is switched off here",
        (Text("Organisers have switched it off. You can answer in the support room like everybody."),),
    )


# A post that waits


def alert(post: Post, *, take: Call, replied: Call, skip: Call, off: Call) -> Card:
    return Card(
        "A post waits for an answer",
        (
            *_about(post),
            Text("Would you like to write a few words there?"),
            Actions(
                (
                    Button("I'll answer", take, Style.PRIMARY),
                    Button("I replied", replied),
                    Button("Not now", skip),
                    Button("Off duty", off),
                )
            ),
            Note("You are asked because you turned on /listen. You can pass, and nobody is told."),
        ),
        Tone.CARE,
    )


def _about(post: Post) -> Sequence[Block]:
    where: tuple[str | Bold | When | Link, ...] = (
        Bold(post.title),
        " · ",
        When(post.at, WhenStyle.RELATIVE),
        *((" · ", Link("Open the post", post.link)) if post.link else ()),
    )
    if post.quiet:
        said = "Nobody had reacted or opened a thread below it when I looked. There may be replies in the room."
    else:
        said = "There may already be replies that I can't see."
    return (Text(where), Text(said))


def yours(post: Post, *, replied: Call, skip: Call) -> Card:
    """They said that they will answer."""
    return Card(
        "Thank you",
        (
            *_about(post),
            Text("Nobody else is asked for now. Press “I replied” once you have answered."),
            Text("\n".join(f"• {tip}" for tip in _TIPS)),
            Actions((Button("I replied", replied, Style.PRIMARY), Button("I can't after all", skip))),
            Note(_HANDED),
        ),
        Tone.WARM,
    )


def somebody_else(post: Post, *, replied: Call, skip: Call) -> Card:
    return Card(
        "Somebody else is on it",
        (
            Text("Another listener said that they will answer. You can write there too, if you like."),
            *_about(post),
            Actions((Button("I replied", replied), Button("Not now", skip))),
        ),
    )


def settled() -> Card:
    """The same for what was answered, what is gone and what was never theirs."""
    return Card("This one is settled", (Text("It was answered, or it is gone. There is nothing to do. Thank you."),))


def replied() -> Card:
    return Card("Thank you for answering", (Text("Nobody is asked about it any more."),), Tone.WARM)


def passed() -> Card:
    return Card("That is fine", (Text("I ask somebody else if I can. Nobody is told."),))


# For moderators


def unanswered(post: Post, *, answered: Call, back: Button) -> Card:
    return Card(
        QUEUED,
        (
            *_about(post),
            Text("A short answer from anybody is enough. Press “Answered” when somebody wrote there."),
            Actions((Button("Answered", answered, Style.PRIMARY), back)),
            Note(f"It also leaves this list when somebody presses a button of the post, and after {KEPT_POSTS} days."),
        ),
        Tone.CARE,
    )


def closed(back: Button) -> Card:
    return Card("It is settled", (Text("It was answered, or it is gone."), Actions((back,))))


# For organisers


def set_now(choice: Choice) -> str:
    return f"Posts without an answer: {_state(choice)}"


def _state(choice: Choice) -> str:
    if not choice.active:
        return "nobody is asked."
    who = "one holder of the listener role" if choice.role_only else "one listener"
    return f"after {choice.hours} hours {who} is asked, after 18 hours the moderators are."


def settings(choice: Choice, *, change: Call, switch: Call, back: Call) -> Card:
    body: list[Block] = [Text(Bold(f"Now: {_state(choice)}"))]
    if choice.active:
        body.append(
            Text(
                "When a post in the support room has no answer, one person who turned on /listen gets a private"
                " message. The hours count in the daytime of whoever posted. Without listeners only the moderators"
                " hear of it."
            )
        )
    switched = "Switch off" if choice.active else "Switch on"
    buttons = (Button("Change", change), Button(switched, switch), Button("Back", back))
    body += [
        Actions(buttons),
        Note("An answer is a press on the post or “I replied”; on Discord also a reaction or a thread below it."),
    ]
    return Card("Posts without an answer", tuple(body))
