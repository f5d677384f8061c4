from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Fields,
    Hidden,
    Inline,
    Mention,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from bot.ui.phrases import cut, day_in_full
from cogs.rejections.model import ContentNote, Rejection, Share, Stage, State, Support, Wish

_NAMES = 15
"""How many people one line of the digest names."""

_ASKS = {
    Wish.LISTEN: ("Just listening, please", "They would like to be heard. Advice can wait."),
    Wish.ENCOURAGEMENT: ("Encouragement welcome", "They would like a kind word."),
    Wish.ADVICE: ("Advice welcome", "They would like ideas."),
    Wish.BEEN_THERE: ("Who has been there?", "They would like to hear from someone who knows this."),
}


# The care card and what follows it


def care(
    line: str,
    figure: int,
    wins: Sequence[str],
    kind: str,
    *,
    buttons: Sequence[Button],
    offer: Button | None,
    kept: str,
) -> Card:
    """`kind`: what a buddy once saw in them."""
    body: list[Block] = [Text(line)]
    if figure:
        body.append(Note(f"{figure}+ people here heard a no last week."))
    if wins:
        body += [Text(Bold("From your own wins")), *(Text(win) for win in wins)]
    if kind:
        body += [Text(Bold("A buddy once wrote to you")), Text(kind)]
    if offer:
        body += [Text("Some people like to keep a small win for days like this. You can skip it."), Actions((offer,))]
    note = "Logged. Only you see this, and nothing more is needed."
    return Card("A no is hard news", (*body, Actions(tuple(buttons)), Note(f"{note} {kept}".strip())), Tone.CARE)


def kept(rejection: Rejection, *, buttons: Sequence[Button], after: Sequence[Button]) -> Card:
    """`after`: what some people do with a no later."""
    return Card(
        "Kept, only for you",
        (
            _details(rejection),
            Actions(tuple(buttons)),
            Actions(tuple(after)),
            Note("You find it again with /rejections."),
        ),
        Tone.CARE,
    )


def _details(rejection: Rejection) -> Fields:
    told: list[tuple[str, Content]] = [("Day", day_in_full(rejection.day))]
    if rejection.stage is not Stage.UNSAID:
        told.append(("How far", rejection.stage.label))
    texts = (("Company", rejection.company), ("Role", rejection.role), ("To remember", rejection.lesson))
    return Fields((*told, *((label, text) for label, text in texts if text)))


def undone(*, shared: bool) -> Card:
    post = " The post about it goes as well." if shared else ""
    return Card("Taken back", (Text(f"I kept nothing of it.{post}"),), Tone.CARE)


def gone() -> Card:
    return Card("That one is gone", (Text("There is nothing left of it here, so nothing was changed."),))


# Sharing


def post(share: Share, *, reveal: Call, support: Call, more: Call) -> Card:
    """Public. Names its author, and nothing that they did not write."""
    title, wish = _ASKS[share.wish]
    body = (
        Text(share.words)
        if share.note is ContentNote.NONE
        else Hidden(f"Content note: {share.note.value}", share.words, reveal)
    )
    return Card(
        title,
        (
            Text((Mention(share.member), " heard a no and shares it here.")),
            body,
            Note(wish),
            Actions((Button("I'm with you", support), Button("…", more))),
        ),
        Tone.CARE,
    )


def revealed(share: Share) -> Card:
    return Card(f"Content note: {share.note.value}", (Text(share.words), Note("Only you see this copy.")), Tone.CARE)


def on_its_way() -> Card:
    return Card(
        "On its way to the support room",
        (
            Text(
                "It goes out with your name, and with the words you wrote. To change or delete it, press … on the post."
            ),
        ),
        Tone.CARE,
    )


def shared_already(share: Share, *, edit: Call, delete: Call) -> Card:
    if share.state is State.REMOVED:
        return Card(
            "This one was taken down",
            (Text("It is not in the room any more and stays with you. Your words:"), Text(share.words)),
            Tone.CARE,
        )
    return Card(
        "This one is shared",
        (
            Text(share.words),
            Actions((Button("Edit the post", edit), Button("Delete the post", delete))),
            Note("Deleting the post keeps the entry in your own log."),
        ),
        Tone.CARE,
    )


def rewritten() -> Card:
    return Card("Changed", (Text("The post in the support room changes in a moment."),), Tone.CARE)


def post_deleted() -> Card:
    return Card(
        "The post is deleted",
        (Text("The entry is still in your own log, where only you see it. /rejections shows it."),),
        Tone.CARE,
    )


# "I'm with you"


def with_them() -> Card:
    return Card("Thank you", (Text("They hear it from me today or tomorrow, with your name. Nobody else does."),))


def with_them_already(*, take_back: Call) -> Card:
    return Card(
        "You are with them already",
        (Text("One time is enough. If you want, take it back."), Actions((Button("Take it back", take_back),))),
    )


def taken_back() -> Card:
    return Card("Taken back", (Text("If they were not told yet, they will not be."),))


def your_own() -> Card:
    return Card("This one is yours", (Text("Others can press it. You hear who did, once a day."),))


def digest(support: Sequence[Support]) -> Card:
    return Card(
        "People here are with you",
        tuple(_with_you(one) for one in support[: limits.CARD_BLOCKS]),
        Tone.WARM,
    )


def _with_you(one: Support) -> Text:
    line: list[Inline] = ["About what you shared on ", When(one.share.at, WhenStyle.DATE), ": "]
    for index, member in enumerate(one.by[:_NAMES]):
        line += [", " if index else "", Mention(member)]
    line.append(" and others." if len(one.by) > _NAMES else ".")
    return Text(tuple(part for part in line if part != ""))


# The log


def log(
    rejections: Sequence[Rejection],
    shared: Collection[int],
    *,
    open: Call,
    newer: Call | None,
    older: Call | None,
) -> Card:
    if not rejections:
        return Card("Your log", (Text("Nothing is here. /rejection logs a no, and only you see it."),), Tone.CARE)
    lines = [Text(_line(one) + (" · shared" if one.id in shared else "")) for one in rejections]
    turn = [Button(label, call) for label, call in (("Newer", newer), ("Older", older)) if call]
    return Card(
        "Your log",
        (
            *lines,
            Select(
                "Open one", tuple(Option(cut(_line(one), limits.OPTION_LABEL), str(one.id)) for one in rejections), open
            ),
            *([Actions(tuple(turn))] if turn else []),
            Note("Only you see this list."),
        ),
        Tone.CARE,
    )


def _line(one: Rejection) -> str:
    stage = "" if one.stage is Stage.UNSAID else one.stage.label
    return " · ".join(part for part in (day_in_full(one.day), one.company, one.role, stage) if part)


def entry(rejection: Rejection, *, buttons: Sequence[Button], after: Sequence[Button], back: Call) -> Card:
    return Card(
        "From your log",
        (
            _details(rejection),
            Actions(tuple(buttons)),
            Actions((*after, Button("Back to the list", back))),
        ),
        Tone.CARE,
    )


def ask_delete(rejection: Rejection, *, shared: bool, delete: Call, keep: Call) -> Card:
    also = " The post in the support room goes as well." if shared else ""
    return Card(
        "Delete this entry?",
        (
            Text(f"It can't be brought back.{also}"),
            _details(rejection),
            Actions((Button("Delete it", delete, Style.DANGER), Button("Keep it", keep))),
        ),
    )


def section(wins: str) -> str:
    """Home's line; `wins` is what it says of one's wins."""
    return f"{wins} The no's you logged are for your eyes alone."
