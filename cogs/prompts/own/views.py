"""Prompts that somebody asked for themselves."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.people.zones import place_of
from bot.ui.card import Actions, Block, Button, Call, Card, Fields, Note, Style, Text, Tone, When
from cogs.prompts.bag import Prompt
from cogs.prompts.model import Own, Rhythm, days_named

NO_DAY = "Please choose one day or more."
NO_HOUR = "Please choose an hour."


def when(rhythm: Rhythm) -> str:
    days = days_named(rhythm.weekdays)
    return f"{days[0].upper()}{days[1:]} at {rhythm.hour:02}:00"


def off(begin: Call, mine: Call) -> Card:
    return Card(
        "Prompts for you",
        (
            Text("A short question now and then, from me to you alone. You choose the days, the hour and the topic."),
            Text("You can skip each one. One press stops them at once."),
            Actions((Button("Choose days", begin, Style.PRIMARY), Button("My answers", mine))),
            Note("Off until you choose. They count among the messages a day that you allow, and none comes in a rest."),
        ),
    )


def on(
    own: Own,
    next: datetime | None,
    zone: ZoneInfo,
    *,
    quiet: bool,
    held: bool,
    stopped: bool,
    change: Call,
    stop: Call,
    mine: Call,
) -> Card:
    """`quiet`: the hour lies in their quiet hours. `held`: they get no direct messages."""
    rows = [("When", f"{when(own.rhythm)}, by the clock of {place_of(zone.key)}"), ("About", own.rhythm.topic.label)]
    body: list[Block] = [Fields(tuple(rows))]
    if stopped:
        body.append(Text("An organiser has stopped all prompts here for now. They go on when that ends."))
    elif next is not None:
        body.append(Text(("The next one: ", When(next), ".")))
    if quiet:
        body.append(Note("That hour lies in your quiet hours, so each one waits until they end."))
    if held:
        body.append(Note("They wait for you on Home. Under “Messages and clock” there you can choose direct messages."))
    buttons = (Button("Change", change), Button("Stop", stop, Style.DANGER), Button("My answers", mine))
    body.append(Actions(buttons))
    return Card("Prompts for you", tuple(body))


def prompt(one: Prompt, *, keep: Call, later: Call, stop: Call) -> Card:
    return Card(
        one.category.label,
        (
            Text(one.text),
            *((Note(one.follow_up),) if one.follow_up else ()),
            Actions(
                (
                    Button("Answer (only you see it)", keep, Style.PRIMARY),
                    Button("Another time", later),
                    Button("Stop", stop),
                )
            ),
            Note("You asked for this one. You can skip it. Stop ends them all at once."),
        ),
        Tone.WARM,
        summary=f"{one.category.label}: {one.text[:100]}",
    )


def another_time(next: datetime | None) -> Card:
    text = ("That's fine. The next one comes ", When(next), ".") if next else "That's fine."
    return Card("Another time", (Text(text),))


def ended(begin: Call) -> Card:
    body = (
        Text("No more prompts come to you. Your answers stay, and only you see them."),
        Actions((Button("Choose days", begin),)),
    )
    return Card("Stopped", body)


def line(own: Own | None) -> str:
    if own is None or not own.running:
        return "Prompts for you: off. You can choose days for them, and stop at any time."
    return f"Prompts for you: {when(own.rhythm)}."
