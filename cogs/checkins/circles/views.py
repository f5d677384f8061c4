"""Joining, one's check-ins, and one's place in each. Nothing here tells who answered and who did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
    Inline,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from bot.ui.phrases import day_named, named
from cogs.buddies.api import Field, Part, Stage, parts_of
from cogs.checkins import calls
from cogs.checkins.circles.place import Place
from cogs.checkins.model import Belonging, Checkin, ClockKind
from cogs.checkins.organising.views_invitation import weekday, when

_SHOWN, _OFFERED = 5, 3
"""So many of one's own check-ins and of the others have buttons of their own; the rest is in a list."""
_ZONE = Call("home.ask_zone")
MINE = Button("My check-ins", calls.MINE)


def settings_button(checkin: int) -> Button:
    return Button("Settings", calls.belonging(checkin))


@dataclass(frozen=True, slots=True)
class Doing:
    """What leads on from somebody's place."""

    say_more: Call
    by_dm: Call
    remind: Call
    pause: Call
    come_back: Call
    another: Call
    leave: Call


# Joining


def joined(place: Place, do: Doing, platform: str, *, dms: Sequence[Block] = ()) -> Card:
    body: list[Block] = [Text(content) for content in _ahead(place, platform)]
    unsaid = not place.zone_said and place.checkin.clock is ClockKind.OWN
    if unsaid:
        body.append(Text(f"I don’t know your clock yet, so I take that of this community: {place_of(place.zone.key)}."))
    zone = Button("My time zone", _ZONE, Style.PRIMARY if unsaid else Style.PLAIN)
    body.append(
        Actions(
            (zone, Button("What suits me", do.say_more), settings_button(place.checkin.id), Button("Leave", do.leave))
        )
    )
    body.append(Note(f"Your circle reads what you write there, and {_readers(platform)}. Skipping or resting is fine."))
    body.append(Note("Nothing more is needed. What suits you helps to find people who fit."))
    return Card(f"You’re in: {place.checkin.name}", (*body, *dms), Tone.WARM)


def _ahead(place: Place, platform: str) -> list[Content]:
    if not place.checkin.running:
        return [
            "This check-in is paused by an organiser. Nothing happens until it goes on; then you get a circle.",
        ]
    if place.checkin.clock is ClockKind.CIRCLE:
        clock = "on the clock that most of your circle has"
    elif place.zone_said:
        clock = f"on your clock ({place_of(place.zone.key)})"
    else:
        clock = "on your clock"
    asked = f", at {place.checkin.hour:02}:00 {clock}. I ask in {_thread(platform)}."
    return [
        ("Your circle of 3 to 6 people is made by ", When(place.made_at), ". You hear from me then."),
        ("Your first check-in is ", Bold(day_named(place.day)), asked),
    ]


def _thread(platform: str) -> str:
    return "your circle’s group conversation" if platform == "slack" else "your circle’s private thread"


def _readers(platform: str) -> str:
    return {
        "discord": "people with the permission Manage Threads can read it too",
        "slack": "whoever administers this workspace may be able to read it too",
    }.get(platform, "whoever administers this place can read it too")


def stopped(until: datetime) -> Card:
    body = (Text(("Moderators have paused your posts here until ", When(until), ". You can join after that.")),)
    return Card("Not for now", body, Tone.CARE)


def gone() -> Card:
    return Card("This check-in has ended", (Text("Nobody is asked there any more."), Actions((MINE,))))


def not_in(checkin: Checkin, join: Call) -> Card:
    body = (
        Text("You are not in this check-in. You can join at any time."),
        Actions((Button("Join", join, Style.PRIMARY), MINE)),
    )
    return Card(checkin.name, body)


# All of one's check-ins


def mine(places: Sequence[Place], others: Sequence[Checkin], pick: Call) -> Card:
    """`others`: those that they could join."""
    body: list[Block] = []
    for place in places[:_SHOWN]:
        body += [Text(_line(place)), Actions(_main(place))]
    if not places:
        body.append(Text("A check-in is a weekly look at your own plan, in a small circle of 3 to 6 people."))
        body.append(Text(_HOW if others else _NONE))
    if others:
        if places:
            body.append(Text(Bold("You could also join")))
        body += [Text((Bold(one.name), f"\n{when(one)}.")) for one in others[:_OFFERED]]
        body.append(Actions(tuple(Button(f"Join {one.name}", calls.join(one.id)) for one in others[:_OFFERED])))
    if more := [*(place.checkin for place in places[_SHOWN:]), *others[_OFFERED:]]:
        options = tuple(Option(one.name, str(one.id)) for one in more[: limits.SELECT_OPTIONS])
        body.append(Select("More check-ins", options, pick))
    return Card("Your check-ins", tuple(body), Tone.WARM if places else Tone.PLAIN)


_HOW = "You join with one press, and leave with one. Nothing else is asked."
_NONE = "No check-in runs here yet. An organiser can start one with /checkin new."


def _line(place: Place) -> Content:
    said: list[Inline] = [Bold(place.checkin.name), "\n"]
    said += ["Next: ", *_next(place), "."] if place.asks else _next(place)
    if place.others:
        said += ["\nYour circle: you, ", *named(place.others), "."]
    return tuple(said)


def _next(place: Place) -> list[Inline]:
    if not place.checkin.running:
        return ["An organiser has paused it."]
    if place.without_end:
        return ["You are paused until you come back."]
    if place.paused and place.mine.paused_until is not None:
        return ["You are paused until ", When(place.mine.paused_until, WhenStyle.DATE), "."]
    if place.circle is None:
        return ["You wait for a circle. The next ones are made by ", When(place.made_at), "."]
    return [When(place.asked_at)]


def _main(place: Place) -> tuple[Button, ...]:
    checkin = place.checkin.id
    row: list[Button] = []
    if place.circle is not None:
        if place.checkin.running or place.last is not None:
            row.append(Button("Answer now", calls.answer_next(checkin), Style.PRIMARY))
        if place.last is not None:
            row.append(Button("What my circle said", calls.read(place.last.id)))
        row.append(Button("Live", calls.live(checkin)))
    return (*row, settings_button(checkin))


# One place


def settings(
    place: Place, do: Doing, platform: str, *, lead: Sequence[Content] = (), dms: Sequence[Block] = ()
) -> Card:
    body: list[Block] = [*(Text(content) for content in lead), Fields(tuple(_rows(place, platform)))]
    body += [Actions(row) for row in (*_settings(place, do), (*_ending(place, do), MINE))]
    return Card(place.checkin.name, (*body, *dms))


def _rows(place: Place, platform: str) -> list[tuple[str, Content]]:
    mine = place.mine
    where = "by a message to you alone" if mine.by_dm else f"in {_thread(platform)}"
    clock = "the circle’s clock" if place.checkin.clock is ClockKind.CIRCLE else "your clock"
    rows: list[tuple[str, Content]] = []
    if place.circle is not None:
        rows.append((place.circle.label, ("You, ", *named(place.others)) if place.others else "You"))
    return [
        *rows,
        ("Next", tuple(_next(place))),
        ("Asked", f"Every {weekday(place.checkin)}, {where}"),
        ("At", f"{place.checkin.hour:02}:00, {clock} ({place_of(place.zone.key)})"),
        ("Reminder", "One, a day before the week closes" if mine.remind else "None"),
        ("What suits you", _suits(mine)),
    ]


def _suits(mine: Belonging) -> str:
    chosen = parts_of(mine.parts)
    hours = ", ".join(part.label.split(",")[0].lower() for part in Part if part in chosen).capitalize() or "Any time"
    stage, field = Stage(mine.stage), Field(mine.field)
    about = [said.label for said in (stage, field) if said not in (Stage.UNSAID, Field.UNSAID)]
    return " · ".join((hours, *about))


def _settings(place: Place, do: Doing) -> list[tuple[Button, ...]]:
    by_dm = "Ask me in the thread" if place.mine.by_dm else "Ask me by message"
    remind = "No reminder" if place.mine.remind else "Remind me once"
    return [
        (
            Button("What suits me", do.say_more),
            Button(by_dm, do.by_dm),
            Button(remind, do.remind),
            Button("My time zone", _ZONE),
        )
    ]


def _ending(place: Place, do: Doing) -> tuple[Button, ...]:
    row = [Button("Come back", do.come_back, Style.PRIMARY) if place.paused else Button("Pause", do.pause)]
    if place.circle is not None:
        row.append(Button("Another circle", do.another))
    return (*row, Button("Leave", do.leave))


BY_DM = "From now on I ask you by a message to you alone. Your circle’s thread does not name you then."
IN_THREAD = "From now on I ask you in your circle’s thread."
REMIND = "I remind you once, a day before a week closes, if you have said nothing yet."
NO_REMINDER = "No reminder comes."
SAID = "That is kept. It counts when circles are made."
CAME_BACK = "Welcome back."
PAUSED = "You are paused. Your place in the circle stays yours."
PAUSED_WAITING = "You are paused. You get a circle after you come back."
NOW_WAITING = "You left that circle and wait for another one. Nobody is told why."


def not_reached() -> tuple[Block, ...]:
    return (
        Note("Direct messages from me do not reach you now, so this waits on /home."),
        Actions((Button("Try a direct message", Call("home.test")),)),
    )


# Home


def section(places: Sequence[Place]) -> str:
    if not places:
        return "Check-ins: a weekly look at your plan, in a small circle."
    if len(places) > 1:
        return f"Check-ins: you are in {len(places)}."
    (place,) = places
    name = place.checkin.name
    if not place.checkin.running:
        return f"Check-ins: {name} is paused for now."
    if place.paused:
        return f"Check-ins: you pause {name}."
    if place.circle is None:
        return f"Check-ins: you wait for a circle in {name}."
    local = place.asked_at.astimezone(place.zone)
    return f"Check-ins: {name}, next on {day_named(local.date())}, {local:%H:%M}."
