"""What a week leaves, its asks, and what comes of an offer of help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Inline,
    Mention,
    Note,
    Text,
    Tone,
)
from bot.ui.phrases import named, one_line
from cogs.checkins import calls
from cogs.checkins.digest.cutting import cut, fair, weight

WELL, HARD, MORE, ASKS = "What went well", "What was hard", "Also said", "Asks"

_TEXT = 3900
"""Of the 4 000 characters that Discord shows of a message, with something to spare."""
_FRAME = 300
"""Title, notes and the headings of ours."""
_NAMED = 30
"""A name and what stands around it."""
OFFERED = "Somebody offered to help. You can offer too."
_HEADING = 90
_MOST_SECTIONS = 5
_MOST_ASKS = 6
_RETURNED = 1500


@dataclass(frozen=True, slots=True)
class Said:
    member: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    answer: int
    member: int
    text: str
    offered: bool


@dataclass(frozen=True, slots=True)
class Left:
    """What a week leaves. Who rested or said nothing is nowhere in it."""

    sections: tuple[Section, ...] = ()
    asks: tuple[Ask, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sections or self.asks)

    def without(self, title: str) -> Left:
        return replace(self, sections=tuple(section for section in self.sections if section.title != title))


def sections(found: Iterable[tuple[str, Said]]) -> tuple[Section, ...]:
    """By title, in the order given. More than a card can hold are one section."""
    by: dict[str, list[Said]] = {}
    for title, said in found:
        by.setdefault(title, []).append(said)
    if len(by) > _MOST_SECTIONS:
        first = [title for title in by if title != MORE][: _MOST_SECTIONS - 1]
        rest = [said for title, all in by.items() if title not in first for said in all]
        by = {**{title: by[title] for title in first}, MORE: rest}
    return tuple(Section(title, tuple(all)) for title, all in by.items())


def digest(name: str, left: Left, *, whole: Call | None = None) -> Card:
    """`whole` shows everything where there is no thread to read it in."""
    if not left:
        quiet = Text("It was a quiet week here. The next one is a new start.")
        return Card(_title(name), (quiet,), summary=_title(name))
    asks = left.asks[:_MOST_ASKS]
    pieces = [said.text for section in left.sections for said in section.said] + [ask.text for ask in asks]
    frame = _FRAME + _NAMED * len(pieces) + sum(weight(one.title) for one in left.sections)
    frame += sum(len(OFFERED) + 1 for ask in asks if ask.offered)
    most = fair((weight(one_line(piece)) for piece in pieces), _TEXT - frame)
    body: list[Block] = [Text(_section(section, most)) for section in left.sections]
    if asks:
        body += [Text(Bold(ASKS)), *_asks(asks, most)]
    shortened = len(left.asks) > len(asks) or any(weight(one_line(piece)) > most for piece in pieces)
    if whole is not None:
        body.append(Actions((Button("Read everything", whole),)))
    elif shortened:
        body.append(Note("Long answers are cut here. The whole is in this thread."))
    return Card(_title(name), tuple(body), Tone.WARM, summary=_title(name))


def _title(name: str) -> str:
    return f"How the week went · {name}"


def heading(text: str) -> str:
    """An organiser's question over what was said to it."""
    return cut(one_line(text), _HEADING)


def _section(section: Section, most: int) -> Content:
    lines: list[Inline] = [Bold(section.title)]
    for said in section.said:
        lines += ["\n", Mention(said.member), f": {cut(one_line(said.text), most)}"]
    return tuple(lines)


def _asks(asks: Sequence[Ask], most: int) -> list[Block]:
    body: list[Block] = []
    for ask in asks:
        note = f"\n{OFFERED}" if ask.offered else ""
        body.append(Text((Mention(ask.member), f": {cut(one_line(ask.text), most)}{note}")))
        body.append(Actions((Button("I can help", calls.help_with(ask.answer)),)))
    return body


def returned(asks: Sequence[Ask]) -> tuple[Block, ...]:
    """For the head of the next week."""
    asks = asks[:_MOST_ASKS]
    if not asks:
        return ()
    most = fair((weight(one_line(ask.text)) for ask in asks), _RETURNED)
    return (Text(Bold("From the week before, still open")), *_asks(asks, most))


# I can help


def thanks() -> Card:
    text = "Your offer goes to them alone. If they want to take it up, they will write to you."
    return Card("Thank you for offering", (Text(text),), Tone.WARM)


def offered_before() -> Card:
    text = "You offered to help with this one already. If they want to take it up, they will write to you."
    return Card("You offered already", (Text(text),), Tone.WARM)


def own_ask() -> Card:
    return Card("This is what you asked for", (Text("When somebody offers to help, I tell you who it is."),))


def no_ask() -> Card:
    text = "It was taken back, or it belongs to another circle. Thank you for wanting to help."
    return Card("This ask isn’t open any more", (Text(text),))


def stopped(why: str) -> Card:
    return Card("Your offer isn’t passed on", (Text(why),), Tone.WARNING)


def offered(helpers: Sequence[int], ask: str) -> Card:
    """For whoever asked. There a name can be pressed on every platform."""
    body = (
        Text((*named(helpers, frozenset(helpers)), " offered to help you with what you asked.")),
        Note(f"You asked: “{cut(one_line(ask), 300)}”"),
        Text("To take it up, press the name and write to them. You choose how much you tell."),
    )
    return Card("Somebody can help you", body, Tone.WARM)
