"""Where somebody stands, and what they can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Button,
    Call,
    Card,
    Content,
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
from bot.ui.phrases import day_named
from cogs.buddies import calls
from cogs.buddies.profile import views
from cogs.buddies.profile.stand import Stand

NEVERS = 20
"""People on one page of the own list."""
_BACK = Button("My buddy page", calls.STAND)


def people(members: Sequence[int]) -> tuple[Inline, ...]:
    said: list[Inline] = []
    for place, member in enumerate(members):
        said += [" and ", Mention(member)] if place else [Mention(member)]
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Doing:
    """What leads on from the status."""

    skip: Call
    take_back: Call
    pause: Call
    come_back: Call
    never: Call
    leave: Call


def status(stand: Stand, do: Doing, now: datetime, *, dms: str, lead: Sequence[Content] = ()) -> Card:
    body: list[Block] = [*(Text(content) for content in lead), *(Text(content) for content in _where(stand, now))]
    body += [Actions(row) for row in _rows(stand, do)]
    body += views.dm_hint(dms)
    return Card("Your buddy page", tuple(body), Tone.WARM if stand.pair else Tone.PLAIN)


def _where(stand: Stand, now: datetime) -> list[Content]:
    said: list[Content] = []
    pair = stand.pair
    if pair is not None and stand.buddies:
        many = len(stand.buddies) > 1
        said.append(
            ("Your buddies: " if many else "Your buddy: ", *people(stand.buddies), ", until ", When(pair.ends_at), ".")
        )
    elif pair is not None:
        said.append(("You are in a pair until ", When(pair.ends_at), "."))
    if stand.stopped_until is not None:
        said.append(
            ("Moderators have paused your posts until ", When(stand.stopped_until), ". Rounds go by until then.")
        )
    said.append(_rounds(stand, now))
    if stand.resting_until is not None and not stand.paused:
        said.append(("You are resting until ", When(stand.resting_until), ". Rounds before that go by without you."))
    if stand.profile.first and not stand.pair:
        said.append("You have first place in the next match.")
    return said


def _rounds(stand: Stand, now: datetime) -> Content:
    if stand.silent:
        return "Three rounds went by quietly, so I paused them for you. One press brings you back."
    if stand.without_end:
        return "You are paused until you come back."
    if stand.paused and stand.profile.paused_until is not None:
        return (
            "You are paused until ",
            When(stand.profile.paused_until, WhenStyle.DATE),
            ". After that you are in again.",
        )
    if not stand.pool.running:
        return "No rounds are planned here for now. You hear from me before one begins."
    if stand.skips:
        return ("You skip the round of ", When(stand.next_at), ". You are in again after it.")
    if stand.pair is not None:
        return ("Your next round after that is ", When(stand.next_at), ".")
    return ("The next round is ", When(stand.next_at), views.told_before(stand.next_at, now))


def _rows(stand: Stand, do: Doing) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    if stand.paused:
        rows.append((Button("Come back", do.come_back, Style.PRIMARY), Button("Change the pause", do.pause)))
    else:
        skip = Button("Take the skip back", do.take_back) if stand.skips else Button("Skip the next round", do.skip)
        rows.append((skip, Button("Pause", do.pause)) if stand.pool.running else (Button("Pause", do.pause),))
    if stand.pair is not None:
        rows.append((Button("Step out", calls.step_out(stand.pair.id)), Button("…", calls.more(stand.pair.id))))
    rows.append(
        (
            Button("My profile", calls.PROFILE),
            Button("Kind notes", calls.NOTES),
            Button("Never pair me with", do.never),
            Button("Leave", do.leave),
        )
    )
    return rows


# Skipping

SKIPPED = "Skipped: this round, and no other."
TAKEN_BACK = "You are in that round again."
STAYED = "Good, you are in."
MATCHED = "That round has been matched already."
TOO_LATE = "That round has been matched already, so it can't be skipped any more."
CAME_BACK = "Welcome back."


def too_late(pair: int | None) -> tuple[Content, ...]:
    """Kindly: a pair that is there can be left at any time."""
    if pair is None:
        return (TOO_LATE,)
    return (TOO_LATE, "If this pair does not suit you now, you can step out. No reason is asked, and none is told.")


# Pausing and leaving


def ask_pause(stand: Stand, now: datetime, *, day: Call, open_end: Call, skip: Call) -> Card:
    body: list[Block] = [Text("While you pause, no round includes you. Your profile stays as it is.")]
    body += _ends_pair(stand, "Pausing")
    if stand.paused:
        body.append(Text(_rounds(stand, now)))
    buttons = [Button("Until a day", day), Button("Until I come back", open_end)]
    if not stand.paused and not stand.skips and stand.pool.running:
        buttons.append(Button("Only skip the next round", skip))
    body.append(Actions((*buttons, _BACK)))
    return Card("Pause the buddy rounds", tuple(body), Tone.CARE)


def ask_leave(stand: Stand, *, leave: Call, pause: Call, skip: Call) -> Card:
    body: list[Block] = [
        Text("Leaving deletes your profile and your list of people you are never paired with."),
        Text("Kind notes that you got stay yours. You can join again at any time."),
        *_ends_pair(stand, "Leaving"),
    ]
    buttons = [Button("Leave", leave, Style.DANGER)]
    if not stand.paused:
        buttons.append(Button("Pause instead", pause))
        if not stand.skips and stand.pool.running:
            buttons.append(Button("Only skip the next round", skip))
    body.append(Actions((*buttons, _BACK)))
    return Card("Leave the buddy rounds?", tuple(body), Tone.CARE)


def _ends_pair(stand: Stand, doing: str) -> list[Block]:
    if stand.pair is None:
        return []
    named: tuple[Inline, ...] = (" with ", *people(stand.buddies)) if stand.buddies else ()
    end: list[Block] = [Text((f"{doing} also ends your pair", *named, "."))]
    if len(stand.buddies) > 1:
        end.append(Note("The two others go on together. They get a short, neutral note that gives no reason."))
    else:
        end.append(
            Note("Your buddy gets a short, neutral note that gives no reason, and first place in the next match.")
        )
    return end


def left() -> Card:
    body = (
        Text("Your buddy profile is deleted. Nobody is matched with you any more."),
        Actions((Button("Join again", calls.JOIN),)),
    )
    return Card("You have left the buddy rounds", body, Tone.CARE)


def back(next_at: datetime | None, *, stay: Call, pause: Call, leave: Call) -> Card:
    """On the day on which a pause ends by itself."""
    said: Content = "Your pause ends today, and you are in the buddy rounds again."
    body: list[Block] = [Text(said)]
    if next_at is not None:
        body.append(Text(("The next round is ", When(next_at), ". If that is too soon, take more time.")))
    body.append(
        Actions((Button("Stay in", stay, Style.PRIMARY), Button("Pause longer", pause), Button("Leave", leave)))
    )
    return Card("You are back in the buddy rounds", tuple(body), Tone.WARM)


# Never with


def nevers(
    listed: Sequence[tuple[int, str]], *, skip: int, more: bool, add: Call, take_back: Call, newer: Call, older: Call
) -> Card:
    """`listed`: members with their names, of the own list alone."""
    body: list[Block] = [
        Text("Name people you never want as a buddy. It holds both ways. They are not told, and no reason is asked.")
    ]
    turns: list[Button] = []
    if listed:
        options = tuple(
            Option(f"{place}. {name}"[: limits.OPTION_LABEL], str(member))
            for place, (member, name) in enumerate(listed, skip + 1)
        )
        body += [
            Text(_numbered(listed, skip)),
            Select("Take somebody off the list", options, take_back),
        ]
        turns += [Button("Earlier ones", newer)] if skip else []
        turns += [Button("Later ones", older)] if more else []
    else:
        body.append(Text("Nobody is on your list."))
    body.append(Actions((Button("Add somebody", add, Style.PRIMARY), *turns, _BACK)))
    return Card("Never pair me with", tuple(body))


def _numbered(listed: Sequence[tuple[int, str]], skip: int) -> tuple[Inline, ...]:
    said: list[Inline] = []
    for place, (member, _) in enumerate(listed, skip + 1):
        said += ["\n" if said else "", f"{place}. ", Mention(member)]
    return tuple(said)


ONESELF = "That is you. Please choose somebody else."
UNKNOWN = (
    "This person has not used Cairn here, so nobody can be paired with them now. If they start, you can add them then."
)


def added(member: int, pair: int | None, *, back: Call) -> Card:
    """`pair`: the one they are in together now."""
    body: list[Block] = [Text(("From now on I never pair you with ", Mention(member), ". They are not told."))]
    row = [Button("Back to the list", back), _BACK]
    if pair is not None:
        body.append(
            Text("It does not end the pair you are in with them now. You can step out of it: no reason is asked.")
        )
        row.insert(0, Button("Step out", calls.step_out(pair)))
    body.append(Actions(tuple(row)))
    return Card("That is noted", tuple(body), Tone.CARE)


# A day that can't be


def day_over() -> str:
    return "Please choose a day after today."


def day_too_far(most: int) -> str:
    return f"Please choose a day in the next {most} days, or pause until you come back."


# Home

NOT_IN = "A buddy: somebody who looks for work too, one to one."


def with_notes(line: str) -> str:
    return f"{line} Kind notes from buddies are kept for you."


def section(stand: Stand, zone: ZoneInfo) -> str:
    if stand.pair is not None:
        return f"You have a buddy until {_day(stand.pair.ends_at, zone)}."
    if stand.without_end:
        return "Buddies: paused until you come back."
    if stand.paused and stand.profile.paused_until is not None:
        return f"Buddies: paused until {_day(stand.profile.paused_until, zone)}."
    if not stand.pool.running:
        return "Buddies: you are in. No rounds are planned for now."
    if stand.skips:
        return f"Buddies: you skip the round of {_day(stand.next_at, zone)}."
    return f"Buddies: the next round is {_day(stand.next_at, zone)}, {stand.next_at.astimezone(zone):%H:%M}."


def _day(at: datetime, zone: ZoneInfo) -> str:
    return day_named(at.astimezone(zone).date())
