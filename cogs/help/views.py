"""The cards of help: no cause is named, and nothing is said about the person who opens them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.safety.helplines import Help, Line
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
    Link,
    Note,
    Option,
    Select,
    Text,
    Tone,
)

Countries = Sequence[tuple[str, str]]
_LINES = 6
_PAGE = 2000
"""Of characters: what organisers write may be long, and a line that is cut helps nobody."""

_TITLE = "Help now"
_DANGER = "If you or somebody near you may be in danger right now, call your local emergency number."
_MODERATORS = "You can also write to a moderator here. They are volunteers and not always around."
_PRIVATE = "Only you see this. I keep no record that you opened it. I'm a bot, and these lines are run by others."


def grouped(countries: Countries) -> list[Countries]:
    """As few equal parts as fit a drop-down."""
    parts = -(-len(countries) // limits.SELECT_OPTIONS)
    size = -(-len(countries) // parts)
    return [countries[start : start + size] for start in range(0, len(countries), size)]


def choice(directories: Sequence[Line], *, groups: Sequence[tuple[Countries, Call]], friend: Call) -> Card:
    return Card(
        _TITLE,
        (
            Text(_DANGER),
            *_directories(directories),
            Text("For lines in one country, choose it here:"),
            *(select(part, call) for part, call in groups),
            Text(_MODERATORS),
            Note(_PRIVATE),
            Actions((Button("How to help a friend", friend),)),
        ),
        Tone.CARE,
    )


def select(countries: Countries, call: Call) -> Select:
    first, last = countries[0][1][0], countries[-1][1][0]
    options = tuple(Option(name, code) for code, name in countries)
    return Select(f"Countries {first} to {last}", options, call)


def page(lines: Sequence[Line], skip: int) -> tuple[tuple[Line, ...], int]:
    """As many of the lines as fit a card whole, and how many to skip for the next; 0 when these are the last."""
    skip = skip if 0 < skip < len(lines) else 0
    shown: list[Line] = []
    room = _PAGE
    for line in lines[skip : skip + _LINES]:
        room -= sum(map(len, (line.name, line.phone, line.text, line.url, line.url, line.hours, line.languages))) + 60
        if shown and room < 0:
            break
        shown.append(line)
    rest = skip + len(shown)
    return tuple(shown), rest if rest < len(lines) else 0


def lines(
    country: str, found: Help, *, more: Call | None, other: Call, friend: Call, keep: tuple[bool, Call] | None
) -> Card:
    """`keep`: whether the country is remembered, and the call that changes it; None for people without an account."""
    none: tuple[Block, ...] = (
        Text(f"I have no line for {country} that was checked within a year. Find A Helpline may know one."),
    )
    buttons = [Button("More lines", more)] if more else []
    buttons += [Button("Another country", other), Button("How to help a friend", friend)]
    if keep:
        remembered, change = keep
        buttons.append(Button("Forget my country" if remembered else "Remember my country", change))
    return Card(
        f"{_TITLE}: {country}",
        (
            *(Text(("In danger right now? Call ", Bold(line.phone), ".")) for line in found.emergency),
            *([] if found.emergency else [Text(_DANGER)]),
            *([block for line in found.crisis for block in _line(line)] or none),
            *_directories(found.directories),
            Text(_MODERATORS),
            Note(_PRIVATE),
            Actions(tuple(buttons)),
        ),
        Tone.CARE,
    )


def _line(line: Line) -> tuple[Block, ...]:
    told: list[tuple[str, Content]] = [
        ("Call", line.phone),
        ("Text", line.text),
        ("Open", line.hours),
        ("Languages", line.languages),
        ("Web", Link(line.url, line.url) if line.url else ""),
    ]
    return Text(Bold(line.name)), Fields(tuple((label, value) for label, value in told if value))


def _directories(directories: Sequence[Line]) -> tuple[Block, ...]:
    if not directories:
        return ()
    links: list[Link | str] = []
    for line in directories:
        links += [", " if links else "", Link(line.name, line.url)]
    return (Text(("Lines all over the world: ", *(part for part in links if part), ".")),)


def friend(texts: Sequence[str], *, back: Call) -> Card:
    return Card(
        "How to help a friend",
        (*(Text(text) for text in texts), Actions((Button("Help lines", back),))),
        Tone.CARE,
    )
