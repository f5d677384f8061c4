"""The pack, and which of it comes next: none twice before all that fit have come.

The order of a turn is a hash of the bag's seed, the turn and a prompt's id. So a pack can be edited, extended or
translated at any time: what is new finds its place among what is left, and nothing that came already comes again.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from bot.words import packs
from bot.words.locale import choose
from cogs.prompts.model import Bag, Rhythm, Slot, Topic, weekdays

PACKAGE = "cogs.prompts"
HEAVY = "heavy"
TAGS = frozenset({HEAVY, "needs_money", "assumes_employed", "season"})

_LATER = "~"
"""Before the id of a prompt that was put off."""
_BY_DAY = (Slot.PLAN, Slot.PLAN, Slot.SUPPORT, Slot.SUPPORT, Slot.BACK, Slot.BACK, Slot.BACK)
_IN_TURN = tuple(Slot)


@dataclass(frozen=True, slots=True)
class Prompt:
    id: str
    category: Topic
    slot: Slot
    text: str
    follow_up: str
    tags: frozenset[str]
    evidence: str
    """The study that it rests on; for whoever reviews the pack."""


@cache
def load(locale: str) -> tuple[Prompt, ...]:
    found = choose(locale, packs.locales(PACKAGE))
    text = (resources.files(PACKAGE) / "content" / f"{found}.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["prompt"]
    return tuple(
        Prompt(
            row["id"],
            Topic(row["category"]),
            Slot(row["slot"]),
            row["text"],
            row.get("follow_up", ""),
            frozenset(row.get("tags", ())),
            row["evidence"],
        )
        for row in rows
    )


def by_id(id: str, locale: str) -> Prompt | None:
    return next((prompt for prompt in load(locale) if prompt.id == id), None)


def fitting(prompts: Sequence[Prompt], topic: Topic, *, room: bool) -> list[Prompt]:
    """Heavy ones are for one person alone, never for a room. What costs money, or fits only some, is for nobody."""
    left_out = TAGS if room else TAGS - {HEAVY}
    return [p for p in prompts if topic in (Topic.MIX, p.category) and not p.tags & left_out]


def slot_of(rhythm: Rhythm, day: date) -> Slot:
    """Plans come early in the week and looks back late. With one day a week, the three take turns."""
    if len(weekdays(rhythm.days)) == 1:
        return _IN_TURN[rhythm.posted % len(_IN_TURN)]
    return _BY_DAY[day.weekday()]


def pull(prompts: Sequence[Prompt], rhythm: Rhythm, day: date, *, room: bool) -> tuple[Prompt, Rhythm]:
    """The prompt of a day, and the rhythm after it."""
    items, bag = fitting(prompts, rhythm.topic, room=room), rhythm.bag
    put_off = [item for item in items if _LATER + item.id in bag.used]
    fresh = [item for item in items if item.id not in bag.used and item not in put_off] or put_off
    if not fresh:
        mine = {item.id for item in items}
        last = bag.used[-1]
        fresh = [item for item in items if item.id != last] or items
        bag = Bag(bag.seed, bag.turn + 1, tuple(id for id in bag.used if id not in mine))
    slot = slot_of(rhythm, day)
    drawn = min(fresh, key=lambda item: (item.slot is not slot, _place(bag, item.id)))
    used = (*(id for id in bag.used if id != _LATER + drawn.id), drawn.id)
    return drawn, replace(rhythm, last_day=day.toordinal(), posted=rhythm.posted + 1, bag=replace(bag, used=used))


def put_back(rhythm: Rhythm, prompt: str) -> Rhythm:
    """It was not seen: it comes soon."""
    used = tuple(id for id in rhythm.bag.used if id != prompt)
    return replace(rhythm, bag=replace(rhythm.bag, used=used))


def put_off(rhythm: Rhythm, prompt: str) -> Rhythm:
    """It was not the moment: it comes once more at the end of the turn."""
    used = tuple(_LATER + id if id == prompt else id for id in rhythm.bag.used)
    return replace(rhythm, bag=replace(rhythm.bag, used=used))


def came(bag: Bag) -> list[str]:
    """Ids of what came in this turn, the latest last."""
    return [id.removeprefix(_LATER) for id in bag.used]


def ahead(prompts: Sequence[Prompt], rhythm: Rhythm, days: Iterator[date]) -> Iterator[tuple[date, Prompt]]:
    """What comes on the next days, if nothing changes."""
    for day in days:
        drawn, rhythm = pull(prompts, rhythm, day, room=True)
        yield day, drawn


def _place(bag: Bag, id: str) -> bytes:
    return hashlib.blake2b(f"{bag.seed}:{bag.turn}:{id}".encode(), digest_size=8).digest()


def next_days(rhythm: Rhythm, after: date) -> Iterator[date]:
    """Days of the rhythm after a day, without end."""
    wanted = {int(day) for day in weekdays(rhythm.days)}
    while wanted and after < date.max - timedelta(days=8):
        after += timedelta(days=1)
        if after.weekday() in wanted:
            yield after
