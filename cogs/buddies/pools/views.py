"""What organisers see of pools and their rules, and of an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.people.zones import place_of
from bot.scheduling.weekday import Weekday
from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Divider,
    Fields,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
)
from cogs.buddies.model import Pool
from cogs.buddies.pools.past import Line, Problem

RULES = Call("poolrules.rules")
MOST_POOLS = 10
SAVED = "Saved."
NO_MATCH = "Please choose one of the list."


@dataclass(frozen=True, slots=True)
class Board:
    """All that the rules card of one pool shows."""

    pool: Pool
    pools: Sequence[Pool]
    members: int
    zone: ZoneInfo
    """The community's."""
    next: datetime | None
    """None while rounds are off."""
    announced: bool
    room: str | None
    """What is missing in the chosen room, or nothing; None while none is chosen."""
    rooms: bool
    """Whether pairs meet in threads of a room here."""
    roles: bool
    """Whether the platform has roles."""


@dataclass(frozen=True, slots=True)
class Moves:
    switch: Call
    running: Call
    when: Call
    hours: Call
    language: Call
    guests: Call
    approve: Call
    top: Call
    welcome: Call
    room: Call
    role: Call
    new: Call
    rename: Call
    remove: Call


def rules(at: Board, do: Moves, note: str = "") -> Card:
    pool = at.pool
    body: list[Block] = [Text(note)] if note else []
    body += chooser(at.pools, pool, do.switch)
    body.append(Fields(tuple(_rows(at))))
    body.append(Text("Where there is a choice, I look for this, in this order:\n" + _ranking(pool)))
    others = pool.rules.wishes[1:]
    body.append(Select("Put this first", tuple(Option(wish.label, wish.value) for wish in others), do.top))
    if pool.welcome:
        body.append(Text(("Your words to new pairs: ", f"“{pool.welcome}”")))
    body += _buttons(at, do)
    return Card(titled("Rules for buddies", pool, at.pools), tuple(body))


def _rows(at: Board) -> list[tuple[str, Content]]:
    pool = at.pool
    hours = pool.rules.least_hours
    rows: list[tuple[str, Content]] = [
        ("Rounds", "on" if pool.running else "off"),
        (
            "Every week",
            f"{Weekday(str(pool.weekday)).label}, {pool.hour:02}:00 by the clock of {place_of(at.zone.key)}",
        ),
        ("Next round", _next(at)),
        ("Joined", "1 person" if at.members == 1 else f"{at.members} people"),
        ("Shared hours", f"{hours} a week or more" if hours else "not asked for"),
        ("Language", "both speak the same one" if pool.rules.same_language else "any"),
        ("Guests", "can take part" if pool.guests else "don’t take part"),
        ("Before pairs start", "an organiser approves them" if pool.approve else "nobody has to approve them"),
    ]
    if at.roles:
        rows.append(("Who", "holders of the role you chose" if pool.platform_role else "everybody who joins"))
    if at.rooms:
        rows.append(("Pairs meet under", _room(at.room)))
    return rows


def _next(at: Board) -> Content:
    if at.next is None:
        return "none while rounds are off"
    if at.announced:
        return (When(at.next), ", everybody has heard")
    return When(at.next) if at.members > 1 else (When(at.next), ", if two people or more have joined")


def _room(missing: str | None) -> str:
    if missing is None:
        return "the support room, else the wins room"
    return f"the room you chose, where I am missing: {missing}" if missing else "the room you chose"


def _ranking(pool: Pool) -> str:
    return "\n".join(f"{n}. {wish.label}" for n, wish in enumerate(pool.rules.wishes, 1))


def _buttons(at: Board, do: Moves) -> list[Block]:
    pool = at.pool
    on = Button("Turn rounds off" if pool.running else "Turn rounds on", do.running)
    language = Button("Any language" if pool.rules.same_language else "Same language only", do.language)
    guests = Button("Leave guests out" if pool.guests else "Let guests in", do.guests)
    approve = Button("Let it run" if pool.approve else "Approve first", do.approve)
    words = [Button("Your words to pairs", do.welcome)]
    words += [Button("Where pairs meet", do.room)] if at.rooms else []
    words += [Button("Who can take part", do.role)] if at.roles else []
    own = [Button("Rename", do.rename), Button("Remove", do.remove)] if pool.name else []
    new = [Button("New pool", do.new)] if len(at.pools) < MOST_POOLS else []
    rows: list[Block] = [
        Actions((on, Button("Day and hour", do.when), Button("Shared hours", do.hours))),
        Actions((language, guests, approve)),
        Actions(tuple(words)),
    ]
    return rows + ([Actions((*new, *own))] if new or own else [])


def chooser(pools: Sequence[Pool], chosen: Pool, switch: Call) -> list[Block]:
    if len(pools) < 2:
        return []
    options = tuple(Option(pool.label[: limits.OPTION_LABEL], str(pool.id)) for pool in pools)
    return [Select("Another pool", options[: limits.SELECT_OPTIONS], switch, str(chosen.id))]


def titled(title: str, pool: Pool, pools: Sequence[Pool]) -> str:
    return f"{title}: {pool.label}" if len(pools) > 1 else title


def pool_gone() -> Card:
    body = (Text("An organiser removed it since."), Actions((Button("Rules for buddies", RULES),)))
    return Card("This pool is not there any more", body)


def ask_remove(pool: Pool, members: int, *, remove: Call, keep: Call) -> Card:
    people = "Nobody has joined it." if not members else f"Its members ({members}) go on in the pool “Everybody”."
    body = (
        Text(people),
        Text("Pairs that are going on stay as they are."),
        Actions((Button("Remove the pool", remove, Style.DANGER), Button("Keep it", keep))),
    )
    return Card(f"Remove the pool {pool.name}?"[: limits.CARD_TITLE], body, Tone.WARNING)


ROUND_FIRST = "A round of this pool is on its way. The pool can be removed when its pairs have started."
NAME_TAKEN = "There is a pool of that name already. Please choose another."
ENOUGH_POOLS = f"There are {MOST_POOLS} pools already. Remove one first."


# Import

_WHY = {
    Problem.SHAPE: "not three parts: person, person, date",
    Problem.DATE: "the date is not like 2026-03-14",
    Problem.FUTURE: "the date has not come yet",
    Problem.UNKNOWN: "somebody here is not known to me",
    Problem.AMBIGUOUS: "more than one member has this name; a mention or an id tells who",
    Problem.SAME: "the same person twice",
    Problem.TWICE: "the same pair and day as a line before",
}
_NOT_HERE = (
    "People who have never used Cairn here can’t be stored: they have not agreed to it. "
    "When they have, send these lines again."
)


def imported(kept: int, known: int, bad: Sequence[Line], again: Call) -> Card:
    body: list[Block] = [Text(_kept(kept, known))]
    if bad:
        body.append(Fields(tuple((why, _lines(numbers)) for why, numbers in _by_reason(bad))))
        if any(line.problem is Problem.UNKNOWN for line in bad):
            body.append(Note(_NOT_HERE))
        body += [Divider(), Note("These lines were not kept. Copy them, mend them, and send them again:")]
        body.append(Text("\n".join(line.text for line in bad)))
    body.append(Actions((Button("Import more", again),)))
    title = "Some lines were not kept" if bad else "Past pairs are kept"
    return Card(title, tuple(body), Tone.WARNING if bad else Tone.PLAIN)


def _kept(kept: int, known: int) -> str:
    new = "No new pair." if not kept else "1 pair is kept." if kept == 1 else f"{kept} pairs are kept."
    if not known:
        return new
    return f"{new} {'1 was' if known == 1 else f'{known} were'} there already."


def _by_reason(bad: Sequence[Line]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for line in bad:
        if line.problem is not None:
            found.setdefault(_WHY[line.problem].capitalize(), []).append(line.number)
    return list(found.items())


def _lines(numbers: Sequence[int]) -> str:
    return f"{'line' if len(numbers) == 1 else 'lines'} {', '.join(map(str, numbers))}"


def import_page(again: Call) -> Card:
    body = (
        Text("Bring pairs from before Cairn, so that people meet somebody new first. One pair on each line:"),
        Text((Bold("person, person, date"), "\n@alder, @birch, 2026-03-14")),
        Note("A person is a mention, an id or a name of a member here. About sixty lines fit at a time."),
        Actions((Button("Import past pairs", again, Style.PRIMARY),)),
    )
    return Card("Past pairs", body)
