from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ui.card import Actions, Block, Button, Call, Card, Note, Style, Text, Tone, When
from bot.ui.phrases import day_named
from cogs.help import api as help_now

_ASKED = "Whatever you ask me for still works."


def offer(resting_until: datetime | None, *, lengths: Sequence[tuple[str, Call]], until: Call) -> Card:
    ways = (Button(label, call) for label, call in lengths)
    buttons = Actions((*ways, Button("Until a day", until), help_now.button()))
    if resting_until is not None:
        return Card(
            "How much longer?",
            (Text(("For now you rest until ", When(resting_until), ". This adds to it.")), buttons),
            Tone.CARE,
        )
    return Card(
        "A rest from messages",
        (
            Text(f"While you rest, I send you nothing unasked, wins and reminders included. {_ASKED}"),
            Text("At the end you get one short message. What came in meanwhile waits on /home."),
            buttons,
            Note("You can end it early or add to it at any time with /rest."),
        ),
        Tone.CARE,
    )


def resting(until: datetime, *, longer: Call, end: Call, tell: Button | None) -> Card:
    """`tell` is for somebody who has a buddy now."""
    body: list[Block] = [
        Text(("Nothing unasked from me until ", When(until), f". {_ASKED}")),
        Actions((Button("Rest longer", longer), Button("End it now", end), help_now.button())),
    ]
    if tell is not None:
        body.append(Note("Your buddy does not know. You can tell them until when you rest, and nothing more."))
        body.append(Actions((tell,)))
    return Card("You are resting", tuple(body), Tone.CARE)


def long_enough(until: datetime, *, end: Call) -> Card:
    return Card(
        "That is as far as I can plan",
        (
            Text(("You rest until ", When(until), ". You can add more when that is nearer.")),
            Actions((Button("End it now", end),)),
        ),
        Tone.CARE,
    )


def ended() -> Card:
    return Card("Your rest is over", (Text("Good to have you here. What came in meanwhile is on /home."),), Tone.WARM)


def gentle(*, ready: Call, longer: Call, why: tuple[str, Button] | None) -> Card:
    """`why`: what they once wrote about why they are looking, and the way to it."""
    buttons = (Button("I'm ready", ready, Style.PRIMARY), Button("Rest longer", longer), help_now.button())
    quoted = () if why is None else (Text(f"You once wrote why you are looking: “{why[0]}”"),)
    return Card(
        "Your rest ends here",
        (
            Text("There is no hurry. If you are ready, what came in meanwhile is on /home. If not, rest longer."),
            *quoted,
            Actions(buttons if why is None else (*buttons, why[1])),
        ),
        Tone.CARE,
    )


def section(until: datetime | None, zone: ZoneInfo) -> str:
    if until is None:
        return "A rest from everything I send unasked, for as long as you like."
    local = until.astimezone(zone)
    return f"You are resting until {day_named(local)}, {local:%H:%M}."
