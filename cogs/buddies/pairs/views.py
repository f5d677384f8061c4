"""The private cards about a pair. None of them says why somebody left, or that somebody was silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ui.card import (
    Actions,
    Block,
    Button,
    Call,
    Card,
    Content,
    Mention,
    Note,
    Style,
    Text,
    Tone,
    When,
)
from bot.ui.phrases import named
from cogs.buddies import calls
from cogs.buddies.model import SILENT_ROUNDS

NOTHING = "Please write a few words."


# How a pair ends before its time


def over() -> Card:
    """The same for every cause: this takes nothing, so it can tell nothing."""
    return Card(
        "Your buddy pairing has ended",
        (
            Text("Pairings end for many reasons, and none of them is told. You have first place in the next match."),
            Actions((Button("My buddy page", calls.STATUS),)),
        ),
    )


def fewer() -> Card:
    """To the two who go on."""
    return Card(
        "You are two now",
        (
            Text("One person is no longer in your group of three. Reasons are not told."),
            Text("You two go on. Where you had a room, you get a new one for two."),
            Actions((Button("My buddy page", calls.STATUS),)),
        ),
    )


def gone() -> Card:
    return Card(
        "This pairing is not open any more",
        (
            Text("Nothing was changed. Your buddy page shows where you are now."),
            Actions((Button("My buddy page", calls.STATUS),)),
        ),
    )


def more(pair: int, *, going_on: bool) -> Card:
    step = (Button("Step out", calls.step_out(pair)),) if going_on else ()
    report = Button("Report", Call("pairreport.ask", (pair,)))
    body: list[Block] = []
    if going_on:
        body.append(Text("You can step out at any time. No reason is needed, and none is told."))
    body += [
        Text("If somebody was unkind or asked for something odd, you can report it. They are not told who did."),
        Actions((*step, report)),
    ]
    return Card("About this pairing", tuple(body))


def ask_step_out(pair: int, others: Sequence[int], *, swap: bool) -> Card:
    goes_on = (
        Text("The other two go on together. They read that somebody left, and no reason.")
        if len(others) > 1
        else Text(
            (
                "The pairing ends for you both, and its room closes. ",
                *named(others),
                " hears no reason.",
            )
        )
    )
    return Card(
        "Meet somebody new?" if swap else "Step out of this pairing?",
        (
            goes_on,
            Text("You stay in for the next match. You can also pause or leave on your buddy page."),
            Actions(
                (
                    Button("Swap" if swap else "Step out", Call("pair.step_out", (pair,)), Style.PRIMARY),
                    Button("Stay", Call("pair.stay", (pair,))),
                )
            ),
        ),
    )


def stepped_out() -> Card:
    return Card(
        "You are out of this pairing",
        (
            Text("No reason was told. You are in for the next match."),
            Actions((Button("My buddy page", calls.STATUS),)),
        ),
    )


def stayed() -> Card:
    return Card("Nothing changed", (Text("The pairing goes on as it was."),))


# The plan


def plan(author: int, text: str, *, change: Call) -> Card:
    """For everybody in the pair."""
    return Card("A plan", (Text((Mention(author), ": ", text)), Actions((Button("Write my plan", change),))))


def plan_kept(text: str, others: Sequence[int]) -> Card:
    return Card(
        "Your plan",
        (
            Text(text),
            Note((*named(others), f" {'sees' if len(others) == 1 else 'see'} it in a moment. A plan may change.")),
        ),
    )


def plans(written: Sequence[tuple[int, str]], pair: int) -> Card:
    """To the others, where there is no room."""
    body: list[Block] = []
    for author, text in written:
        body.append(Text((Mention(author), ": ", text)))
    body.append(Actions((Button("Write my plan", calls.write_plan(pair)), Button("…", calls.more(pair)))))
    return Card("A plan from your buddy", tuple(body))


# On the way


def nudge(pair: int, others: Sequence[int]) -> Card:
    return Card(
        "Half-way with your buddy",
        (
            Text(("How is it going with ", *named(others), "? Only I see what you press.")),
            Actions(
                (
                    Button("We talked", Call("pair.talked", (pair,))),
                    Button("Not yet", Call("pair.not_yet", (pair,))),
                    Button("Swap me, no reason needed", Call("pair.ask_swap", (pair,))),
                )
            ),
        ),
    )


def talked(pair: int) -> Card:
    return Card(
        "Noted",
        (
            Text("Thank you. Your buddy is not told what you pressed."),
            Actions((Button("Write my plan", calls.write_plan(pair)), Button("…", calls.more(pair)))),
        ),
    )


def not_yet(pair: int, others: Sequence[int], slot: Content | None) -> Card:
    ideas: list[Block] = [
        Text("That is fine. Here are two small ideas, if you want one."),
        Text(("One line to send to ", *named(others), ": “Hi, would a short chat suit you this week?”")),
    ]
    if slot:
        ideas.append(Text(slot))
    ideas.append(Actions((Button("Write my plan", calls.write_plan(pair)), Button("…", calls.more(pair)))))
    return Card("Not yet", tuple(ideas))


def quiet(pair: int) -> Card:
    """To the one who wrote or pressed something; says nothing about the other."""
    return Card(
        "Would you like somebody new?",
        (
            Text("Weeks differ, and talks take two. You can keep waiting, or meet somebody new in the next match."),
            Actions(
                (
                    Button("Keep waiting", Call("pair.stay", (pair,))),
                    Button("Somebody new", Call("pair.ask_swap", (pair,))),
                )
            ),
        ),
    )


def resting(member: int, until: datetime) -> Card:
    return Card(
        "Your buddy is resting",
        (
            Text((Mention(member), " takes a rest until ", When(until), " and wanted you to know.")),
            Note("Nothing is asked of you. What you write in the meantime can wait for them."),
        ),
        Tone.CARE,
    )


def resting_told(others: Sequence[int]) -> Card:
    return Card("Your buddy hears of it", (Text((*named(others), " gets one short line about your rest.")),), Tone.CARE)


def resting_told_before() -> Card:
    return Card("Your buddy knows", (Text("They were told of this rest before."),), Tone.CARE)


def not_resting() -> Card:
    return Card("Nothing to tell", (Text("You are not resting now, so nothing was sent."),))


# After silence


def paused() -> Card:
    return Card(
        "Your buddy rounds are paused",
        (
            Text(
                f"The last {SILENT_ROUNDS} rounds went by without a press from you, so I stopped asking. That is fine."
                " One press brings you back, whenever you like."
            ),
            Actions((Button("Come back", calls.COME_BACK), Button("My buddy page", calls.STATUS))),
        ),
        Tone.CARE,
    )


# Reports


def whom(pair: int, others: Sequence[int], names: Sequence[str]) -> Card:
    buttons = tuple(
        Button(name[:75], Call("pairreport.report", (pair, other))) for other, name in zip(others, names, strict=True)
    )
    return Card("Whom is it about?", (Text("They are not told."), Actions(buttons)))


def reported() -> Card:
    return Card(
        "Thank you for telling us",
        (
            Text(
                "The pairing is closed, and you two are never matched again. Moderators read what you wrote to me, and"
                " not what was said in your room. Nobody is told who reported it."
            ),
            Note("I will tell you what came of it."),
        ),
    )


# To organisers


def no_rooms(pool: str, why: str) -> Card:
    said = f"What I know of the cause: {why}." if why else "The platform gave no reason."
    return Card(
        "I can't make rooms for buddies",
        (
            Text(f"In the pool “{pool}” pairs hear of each other by message: their rooms could not be made. {said}"),
            Text("Once that is mended, the next pairs get rooms. /setup shows what I may do in your rooms."),
        ),
        Tone.WARNING,
    )
