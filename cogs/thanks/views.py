"""Every word about thanks. Nothing here counts them, and whoever gave one never hears what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.safety.contacts import Contact, warning
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Inline,
    Mention,
    Note,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from cogs.thanks.model import REASON, Problem, State, ThankYou

ROOM = "wins"
TITLE = "A thank-you"
_PIECE = 2500

NO_REASON = "Please write a few words about what you thank them for."
TOO_LONG = f"A thank-you has room for {REASON} characters."
UNKNOWN = (
    "They have not used Cairn here, so they have not agreed to get anything from me. You can thank them yourself,"
    " with a message."
)
YOURSELF = (
    "That is you. What you are glad to have done can go into /win, or on the list of things you're proud of in /wins."
)
SAME_PERSON_OR_FULL = "There is room for one to the same person in a day, and for three in all."


@dataclass(frozen=True, slots=True)
class Ways:
    """What the receiver may do with one."""

    publish: Call
    keep: Call
    take_out: Call
    drop: Call
    more: Call


# Giving


def refused(problem: Problem, text: str) -> Card:
    """The words are given back: nothing of them is stored."""
    why: tuple[Inline, ...] = (problem.why,)
    if problem.again:
        why += (" You can send this one from ", When(problem.again), " on.")
    body: list[Block] = [Text(why)]
    if text:
        pieces = [Text(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE)]
        body += [Note("Nothing was sent or kept. Here are your words:"), *pieces[:4]]
    return Card("This isn't sent", tuple(body), Tone.WARNING)


def sent(to: int, text: str, take_back: Call) -> Card:
    return Card(
        "Your thank-you is sent",
        (
            Text(("It is for ", Mention(to), " alone. They may post it in the wins room with both names.")),
            Text(text),
            Actions((Button("Take it back", take_back),)),
            Note("What they do with it is theirs, so I don't tell you. You can take it back for 30 days."),
        ),
        Tone.WARM,
    )


def ask_take_back(*, yes: Call, no: Call) -> Card:
    return Card(
        "Take it back?",
        (
            Text("It disappears from the wins room and from what they keep. It can't be brought back."),
            Actions((Button("Take it back", yes, Style.DANGER), Button("Leave it", no))),
        ),
    )


def taken_back() -> Card:
    return Card("It is taken back", (Text("I keep no copy of it. If they have read it already, they know of it."),))


def nothing_to_take_back() -> Card:
    return Card("There is nothing to take back", (Text("It is gone, or it isn't yours. Nothing changed."),))


def left() -> Card:
    return Card("Nothing changed", (Text("It stays as it is."),))


# Having received


def arrived(thanks: ThankYou, ways: Ways) -> Card:
    return Card(
        "A thank-you for you",
        (
            Text((_who(thanks), " thanks you:")),
            Text(thanks.text),
            _choices(thanks, ways),
            Note(
                "Only you see this. If you publish it, it is posted in the wins room with both names. Whoever"
                " wrote it is not told what you choose. Without an answer it goes after 30 days."
            ),
        ),
        Tone.WARM,
    )


def ask_publish(thanks: ThankYou, told: Sequence[Contact], publish: Call, keep: Call) -> Card:
    ways = Actions((Button("Post it", publish), Button("Keep it for me", keep)))
    return Card("Before it is posted", (Text(warning(told)), Text(thanks.text), ways), Tone.WARM)


def taken_down(look: Call) -> Card:
    """To whoever published it, without the words: they did not write them."""
    body = (
        Text("Moderators took a thank-you to you out of the wins room. You keep it, and only you can see it."),
        Actions((Button("Look at it", look),)),
    )
    return Card("A thank-you is no longer in the room", body)


_WHERE = {
    State.OFFERED: "Only you can see it. Without an answer it goes after 30 days.",
    State.KEPT: "It is kept, and only you can see it.",
    State.WAITING: "It will appear in the wins room in a moment, with both names.",
    State.SHOWN: "It is in the wins room, with both names.",
    State.REMOVED: "It was taken out of the wins room. Only you can see it.",
}
_STATE = {
    State.OFFERED: "not answered",
    State.KEPT: "kept",
    State.REMOVED: "taken out of the room",
}


def one(thanks: ThankYou, ways: Ways, mine: Call, *, note: str = "") -> Card:
    """`note`: what came of the last press."""
    body: list[Block] = [Text(_WHERE[thanks.state])]
    if note:
        body.append(Note(note))
    body += [Text((_who(thanks), " thanks you:")), Text(thanks.text), _choices(thanks, ways)]
    body.append(Actions((Button("Thanks for you", mine),)))
    return Card("A thank-you for you", tuple(body), Tone.WARM)


def _who(thanks: ThankYou) -> Inline:
    return "Somebody who left" if thanks.writer is None else Mention(thanks.writer)


def _choices(thanks: ThankYou, ways: Ways) -> Actions:
    buttons: list[Button] = []
    named = thanks.writer is not None
    if named and thanks.state in (State.OFFERED, State.KEPT):
        buttons.append(Button("Publish it", ways.publish))
    if thanks.state is State.OFFERED:
        buttons.append(Button("Keep it for me", ways.keep, Style.PRIMARY))
    if thanks.public:
        buttons.append(Button("Take it out of the room", ways.take_out))
    buttons.append(Button("Don't keep it" if thanks.state is State.OFFERED else "Delete", ways.drop))
    if named:
        buttons.append(Button("…", ways.more))
    return Actions(tuple(buttons))


NO_NAME = "Whoever wrote it has erased their data since, so it can't be posted with their name."
STAYS_OUT = "It was taken out of the wins room, so it stays with you alone."


def not_posted(why: str) -> str:
    return f"It is kept, and it isn't posted. {why}"


def not_now(again: Call) -> Card:
    return Card(
        "The thank-you wasn't posted",
        (
            Text("I couldn't post it with both names at the moment. It is kept, and only you can see it."),
            Actions((Button("Try again", again),)),
        ),
    )


def gone() -> Card:
    return Card("This thank-you is gone", (Text("It was deleted or taken back, or it isn't yours. Nothing changed."),))


def ask_drop(thanks: ThankYou, *, drop: Call, keep: Call) -> Card:
    told = "Its post goes too. " if thanks.public else ""
    return Card(
        "Let go of this thank-you?",
        (
            Text(thanks.text),
            Note(f"{told}It can't be brought back, and nobody is told."),
            Actions((Button("Delete it", drop, Style.DANGER), Button("Leave it", keep))),
        ),
    )


def dropped(mine: Call) -> Card:
    return Card("It is gone", (Text("Nobody is told."), Actions((Button("Thanks for you", mine),))))


def page(found: Sequence[tuple[ThankYou, Call]], *, newer: Call | None, older: Call | None, hide: Call) -> Card:
    """Each with the call that opens it."""
    body: list[Block] = []
    if not found:
        body.append(Text("There is nothing older." if newer else "Nothing here at the moment."))
    for thanks, open in found:
        where = _STATE.get(thanks.state, "in the wins room")
        head = (_who(thanks), " · ", When(thanks.at, WhenStyle.DATE), f" · {where}\n{thanks.text}")
        body += [Text(head), Actions((Button("Open it", open),))]
    turning = [Button("Newer", newer)] if newer else []
    turning += [Button("Older", older)] if older else []
    body.append(Actions((*turning, Button("Hide thanks", hide))))
    body.append(Note("Only you see this page. To thank somebody, use /thank."))
    return Card("Thanks for you", tuple(body), Tone.WARM)


def hidden(show: Call) -> Card:
    return Card(
        "Thanks are hidden",
        (
            Text("I tell you nothing about thanks. New ones wait here for 30 days; nobody hears that you hide them."),
            Actions((Button("Show thanks again", show),)),
        ),
    )


# In the wins room


def post(thanks: ThankYou, writer: int, more: Call) -> Card:
    """What everybody sees: both names, and nobody is pinged."""
    return Card(
        TITLE,
        (
            Text((Mention(writer), " thanks ", Mention(thanks.member), ":")),
            Text(thanks.text),
            Actions((Button("…", more),)),
        ),
        Tone.WARM,
        summary=f"{TITLE}: {thanks.text[:100]}",
    )


def more_to_you(ways: Ways) -> Card:
    buttons = (Button("Take it out of the room", ways.take_out), Button("Delete", ways.drop), Button("…", ways.more))
    return Card(TITLE, (Text("This one is for you."), Actions(buttons)))


def not_there() -> Card:
    return Card("This post is gone", (Text("It isn't in the wins room any more."),))


# When it was no thank-you


def about(thanks: ThankYou, report: Call) -> Card:
    return Card(
        "If this was no thank-you",
        (
            Text("You can report it. Moderators then see these words and what you add, and nobody else hears of it."),
            Text((Bold("The words:"), f" {thanks.text}")),
            Actions((Button("Report", report),)),
            Note("After a report, nothing they send with /thank reaches you, and you two are not matched."),
        ),
    )


def reported() -> Card:
    return Card(
        "Thank you for telling us",
        (
            Text("Moderators will look at it. Nobody is told who reported it."),
            Note("I will tell you what came of it. Nothing they send with /thank reaches you any more."),
        ),
    )


def report_note(note: str, text: str) -> str:
    """What moderators read."""
    said = note.strip()
    return f"{said}\nWhat they sent: {text}" if said else f"What they sent: {text}"
