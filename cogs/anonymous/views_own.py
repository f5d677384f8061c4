"""A person's own posts without a name: what became of them and what can be done. For that person alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from bot.ui import limits
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Note, Option, Select, Style, Text, Tone
from bot.ui.phrases import cut, day_in_full, named
from cogs.anonymous import calls
from cogs.anonymous.model import Nameless, State
from cogs.anonymous.views import DAYS
from cogs.help import api as help_now
from cogs.posts.api import Support

_NAMES = 15
"""How many people one line names."""

_STATES = {
    State.REVIEW: "waits for a moderator",
    State.READY: "on its way",
    State.SHOWN: "in the room",
    State.EDIT: "a change is asked for",
    State.DECLINED: "not shown",
    State.REMOVED: "taken down",
}


def listing(posts: Sequence[Nameless], *, open: Call, newer: Call | None, older: Call | None) -> Card:
    """A page of them, the newest first."""
    home = Actions((Button("Back", calls.START), help_now.button()))
    if not posts:
        text = f"Nothing of yours is here. Posts and answers without your name stand here for {DAYS} days."
        return Card("Your posts without a name", (Text(text), home), Tone.CARE)
    turn = [Button(label, call) for label, call in (("Newer", newer), ("Older", older)) if call]
    return Card(
        "Your posts without a name",
        (
            *(Text(_line(one)) for one in posts),
            Select("Open one", tuple(_option(one) for one in posts), open),
            *([Actions(tuple(turn))] if turn else []),
            home,
            Note(f"Only you see this list. What is older than {DAYS} days can't be told to be yours."),
        ),
        Tone.CARE,
    )


def _line(one: Nameless) -> str:
    kind = "answer" if one.answer else "post"
    new = "New · " if one.news else ""
    return f"{new}{day_in_full(one.on)} · {kind} · {_STATES[one.state]}"


def _option(one: Nameless) -> Option:
    return Option(cut(f"{day_in_full(one.on)} · {one.said.words}", limits.OPTION_LABEL), str(one.id))


def own(
    post: Nameless,
    *,
    with_you: Sequence[int],
    been_there: Sequence[int],
    told: str,
    muted: str,
    plea: Sequence[Block],
    can_answer: bool,
) -> Card:
    """`told`: a moderator's words about it. `muted`: in words, where they can't write now. `plea`: what they can do
    about it."""
    body: list[Block] = [Text(_became(post))]
    if told:
        body += [Note("They wrote:"), Text(told)]
    body += [Note("Your words:"), Text(post.said.words)]
    body += [_people(kind, people) for kind, people in zip(Support, (with_you, been_there), strict=True) if people]
    if post.state in _STAYING:
        body.append(Note(_end(post)))
    if muted:
        body += [Note(muted), *plea]
    return Card(
        "Your answer without a name" if post.answer else "Your post without a name",
        (*body, Actions(_buttons(post, can_answer=can_answer))),
        Tone.CARE,
    )


_STAYING = (State.REVIEW, State.READY, State.SHOWN)
"""Where it matters what becomes of it later."""


def _became(post: Nameless) -> str:
    match post.state:
        case State.REVIEW:
            return "A moderator reads it before it appears. Nobody else has seen it."
        case State.READY:
            return "It is on its way and appears after a random while."
        case State.SHOWN:
            return "It is in the room."
        case State.EDIT:
            return "A moderator asks you to change something before it appears. Nobody else has seen it."
        case State.DECLINED:
            return "A moderator decided not to show it. Nobody else has seen it. You can change it and send it again."
        case State.REMOVED:
            return post.verdict or "Moderators took it down."
        case _:
            assert_never(post.state)


def _people(kind: Support, people: Sequence[int]) -> Text:
    more = " and others" if len(people) > _NAMES else ""
    return Text((Bold(f"{kind.label}: "), *named(people[:_NAMES]), f"{more}."))


def last_day(post: Nameless) -> date:
    """Until its end in UTC, they can find and change it."""
    return post.on + timedelta(days=DAYS)


def _end(post: Nameless) -> str:
    until = day_in_full(last_day(post))
    after = "it stays in the room, and nobody can take it back as its author" if post.stays else "it is deleted"
    return f"It is yours until {until}. After that {after}."


def _buttons(post: Nameless, *, can_answer: bool) -> tuple[Button, ...]:
    found: list[Button] = []
    if post.changeable:
        found.append(Button("Change it", calls.change(post.id), Style.PRIMARY))
    if can_answer:
        found.append(Button("Answer in my thread", calls.answer(post.id), Style.PRIMARY))
    found.append(Button("Withdraw", calls.ask_withdraw(post.id)))
    if post.state in _STAYING:
        label = "Let it go" if post.stays else f"Let it stay after {DAYS} days"
        found.append(Button(label, calls.stay(post.id, not post.stays)))
    return (*found, Button("Your posts", calls.MINE), help_now.button())


def ask_withdraw(post: Nameless) -> Card:
    also = "" if post.answer else " Answers below it go as well."
    return Card(
        "Withdraw this answer?" if post.answer else "Withdraw this post?",
        (
            Text(f"It disappears for everybody.{also}"),
            Text(post.said.words),
            Actions(
                (Button("Withdraw it", calls.withdraw(post.id), Style.DANGER), Button("Keep it", calls.own(post.id)))
            ),
        ),
        Tone.CARE,
    )


def withdrawn() -> Card:
    return Card(
        "It is withdrawn",
        (
            Text("If people could see it, it disappears in a moment."),
            Actions((Button("Your posts", calls.MINE), help_now.button())),
        ),
        Tone.CARE,
    )
