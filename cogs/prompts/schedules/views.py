"""What a room sees of a prompt, and what organisers see of its schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.people.zones import place_of
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
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from bot.ui.phrases import cut, day_named
from cogs.prompts import calls
from cogs.prompts.bag import Prompt
from cogs.prompts.model import MOST_SCHEDULES, SILENT, Schedule, Standing, days_named

_SKIPS = 5

SAVED = "Saved."
PASSED = "Please choose today or a later day."
UNPLANNED = "Please choose a room in which I can post, then press again."


def post(prompt: Prompt, post: int) -> Card:
    """What everybody sees. It speaks to nobody by name."""
    return Card(
        prompt.category.label,
        (
            *_words(prompt),
            Actions((Button("Answer here", calls.here(post), Style.PRIMARY), Button("Just for me", calls.keep(post)))),
            Note("You can skip this one. No answer is fine."),
        ),
        Tone.WARM,
        summary=f"{prompt.category.label}: {prompt.text[:100]}",
    )


def _words(prompt: Prompt) -> tuple[Block, ...]:
    return (Text(prompt.text), *((Note(prompt.follow_up),) if prompt.follow_up else ()))


# For organisers


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to show of one schedule."""

    schedule: Schedule
    room: str
    """How the platform names it, as far as it told."""
    broken: str | None
    """What is wrong with the room, or nothing; None while there is none."""
    next: datetime | None
    skipped: Sequence[int]
    zone: ZoneInfo
    """The community's."""
    stopped: bool
    """An organiser stopped all prompts at once."""


@dataclass(frozen=True, slots=True)
class Moves:
    turn: Call
    preview: Call
    change: Call
    skip: Call
    remove: Call
    unskip: Call
    back: Call


def schedules(looks: Sequence[Look], *, open: Call, new: Call, stop: Call | None, go_on: Call | None) -> Card:
    """`stop` or `go_on`, by how things are now."""
    body: list[Block] = []
    if not looks:
        body.append(Text("Prompts are off here. A schedule brings a short question into a room, on days you choose."))
        body.append(Note("It stays off until you turn it on, and pauses by itself when nobody wants it."))
    if go_on is not None:
        body.append(Text("All prompts are stopped, in rooms and for members. What was missed stays out."))
    body += [
        Text((Bold(_when(look)), f"\n{look.schedule.rhythm.topic.label} · {look.room}\n{_state(look)}"))
        for look in looks
    ]
    if looks:
        options = tuple(Option(_short(look), str(look.schedule.id)) for look in looks)
        body.append(Select("Open a schedule", options, open))
    buttons = [Button("New schedule", new, Style.PLAIN if looks else Style.PRIMARY)]
    buttons += [Button("Stop all prompts", stop, Style.DANGER)] if stop else []
    buttons += [Button("Let prompts go on", go_on, Style.PRIMARY)] if go_on else []
    body.append(Actions(tuple(buttons)))
    return Card("Prompts", tuple(body))


def _when(look: Look) -> str:
    rhythm = look.schedule.rhythm
    days = days_named(rhythm.weekdays)
    return f"{days[0].upper()}{days[1:]} at {rhythm.hour:02}:00"


def _short(look: Look) -> str:
    return cut(f"{_when(look)} · {look.schedule.rhythm.topic.label}", limits.OPTION_LABEL)


def _state(look: Look) -> str:
    if look.stopped and look.schedule.running:
        return "Stopped with all others"
    match look.schedule.standing:
        case Standing.OFF:
            return "Off until you turn it on"
        case Standing.RUNNING:
            return "On"
        case Standing.PAUSED:
            return "Paused"
        case Standing.SILENT:
            return f"Paused by itself: nobody answered the last {SILENT} prompts"
        case Standing.NO_ROOM:
            return "Paused by itself: I could not post in its room"
        case Standing.REMOVED:
            return "Removed"


def board(look: Look, do: Moves, note: str = "") -> Card:
    schedule = look.schedule
    body: list[Block] = [Text(note)] if note else []
    rows: list[tuple[str, Content]] = [
        ("When", f"{_when(look)}, by the clock of {place_of(look.zone.key)}"),
        ("What", schedule.rhythm.topic.label),
        ("Room", _room(look)),
        ("Now", _state(look)),
    ]
    if look.next is not None:
        rows.append(("Next", When(look.next)))
    if look.skipped:
        rows.append(("Without a prompt", ", ".join(map(_day, look.skipped[:_SKIPS]))))
    body.append(Fields(tuple(rows)))
    if schedule.running:
        turn = Button("Pause", do.turn)
    else:
        turn = Button("Turn on" if schedule.standing is Standing.OFF else "Resume", do.turn, Style.PRIMARY)
    body.append(
        Actions((turn, Button("Preview", do.preview), Button("Change", do.change), Button("Skip a day", do.skip)))
    )
    if look.skipped:
        options = tuple(Option(_day(day), str(day)) for day in look.skipped[: limits.SELECT_OPTIONS])
        body.append(Select("Post on a skipped day after all", options, do.unskip))
    body.append(Actions((Button("Remove", do.remove), Button("All schedules", do.back))))
    body.append(Note("Members answer in the room or for themselves. What they keep for themselves, only they see."))
    return Card("Prompts in a room", tuple(body))


def _room(look: Look) -> str:
    if look.broken is None:
        return "none is chosen"
    return f"{look.room}, where I am missing: {look.broken}" if look.broken else look.room


def _day(ordinal: int) -> str:
    return day_named(date.fromordinal(ordinal))


def preview(coming: Sequence[tuple[datetime, Prompt]], *, test: Call, back: Call) -> Card:
    body: list[Block] = []
    for at, prompt in coming:
        body += [Text((Bold(prompt.category.label), " · ", When(at, WhenStyle.DATE_TIME))), *_words(prompt)]
    if not coming:
        body.append(Text("No day is left on which one could come."))
    else:
        body.append(Note("No prompt comes a second time before all that fit have come. Only you see this."))
    buttons = (Button("Send a test to the room", test),) if coming else ()
    body.append(Actions((*buttons, Button("Back", back))))
    return Card("The next prompts", tuple(body))


def test_post(prompt: Prompt) -> Card:
    body = (*_words(prompt), Note("An organiser is testing prompts. This goes away by itself within an hour."))
    return Card("A test", body, summary="A test of prompts")


def test_sent(remove: Call, back: Call) -> Card:
    body = (
        Text("A test is on its way to the room. It goes away by itself within an hour, and uses no prompt up."),
        Actions((Button("Remove the test", remove), Button("Back", back))),
    )
    return Card("Look in the room", body)


def ask_remove(look: Look, *, remove: Call, keep: Call) -> Card:
    body = (
        Text(f"{_when(look)} · {look.room}"),
        Text("No more prompts come from it. What was posted stays, with its answers."),
        Actions((Button("Remove it", remove, Style.DANGER), Button("Keep it", keep))),
    )
    return Card("Remove this schedule?", body, Tone.WARNING)


def ask_stop(*, stop: Call, keep: Call) -> Card:
    body = (
        Text("Nothing more is sent: no prompt in a room, and none to members who asked for their own."),
        Text("When you let them go on, the next ones come at their usual time. What was missed stays out."),
        Actions((Button("Stop them", stop, Style.DANGER), Button("Leave them on", keep))),
    )
    return Card("Stop all prompts?", body, Tone.WARNING)


def enough() -> Card:
    text = f"There are {MOST_SCHEDULES} schedules, and that is the most. Change or remove one first."
    return Card("No more schedules", (Text(text), Actions((Button("All schedules", calls.LIST),))))


def gone(back: Call) -> Card:
    body = (Text("It was removed, or it is of another community."), Actions((Button("All schedules", back),)))
    return Card("I don’t find this schedule", body)


def silent(schedule: Schedule, resume: Call | None) -> Card:
    """Without a button where a direct message does not tell who is an organiser."""
    days = days_named(schedule.rhythm.weekdays)
    body: list[Block] = [
        Text(f"Nobody answered the last {SILENT} prompts, so I paused them. That is fine."),
        Text(f"It was the schedule for {days} at {schedule.rhythm.hour:02}:00."),
    ]
    if resume is not None:
        body.append(Actions((Button("Resume", resume),)))
    body.append(
        Note("/prompts list, sent in the community, resumes, changes or removes it. This is the only message about it.")
    )
    return Card("A schedule of prompts has paused", tuple(body))


def resumed() -> Card:
    return Card("The prompts go on", (Text("The next one comes at its usual time."),))
